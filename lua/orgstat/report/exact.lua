--- Exact numbers for the arithmetic of reports: integers and fractions of 64 bits.
--
-- A value is a Lua integer, or a fraction `{ n, d }` in lowest terms with d > 1, or (only when the
-- exact one needs more than 64 bits) a float. Sums, differences, products and quotients are exact as
-- long as they fit; comparisons always are.
-- @module orgstat.report.exact

local exact = {}

local type_of = math.type
local floor = math.floor
-- What a float says about a product is sure to about 1 in 10^15.
local SURE = 9.2e18

local function gcd(a, b)
  while b ~= 0 do a, b = b, a % b end
  return a
end

-- a + b, a * b of integers: an integer, or a float beyond 64 bits.
local function plus(a, b)
  local sum = a + b
  if (a ~ sum) & (b ~ sum) < 0 or sum == math.mininteger then return a + 0.0 + b end
  return sum
end

local function times(a, b)
  local product = (a + 0.0) * b
  if product > SURE or product < -SURE then return product end
  return a * b
end

local function parts(a)
  if type(a) == "table" then return a[1], a[2] end
  return a, 1
end

local function float(a)
  if type(a) == "table" then return a[1] / a[2] end
  return a + 0.0
end

-- n / d with d > 0, of integers or (beyond 64 bits) floats.
local function fraction(n, d)
  if type_of(n) == "float" or type_of(d) == "float" then return n / d end
  local common = gcd(n < 0 and -n or n, d)
  if common > 1 then n, d = n // common, d // common end
  if d == 1 then return n end
  return { n, d }
end

--- a + b
function exact.add(a, b)
  if type_of(a) == "integer" and type_of(b) == "integer" then return plus(a, b) end
  if type_of(a) == "float" or type_of(b) == "float" then return float(a) + float(b) end
  local n1, d1 = parts(a)
  local n2, d2 = parts(b)
  local common = gcd(d1, d2)
  return fraction(exact.add(times(n1, d2 // common), times(n2, d1 // common)), times(d1 // common, d2))
end

--- -a
function exact.negative(a)
  if type(a) == "table" then return { -a[1], a[2] } end
  return -a
end

--- a - b
function exact.sub(a, b) return exact.add(a, exact.negative(b)) end

--- a * b
function exact.mul(a, b)
  if type_of(a) == "integer" and type_of(b) == "integer" then return times(a, b) end
  if type_of(a) == "float" or type_of(b) == "float" then return float(a) * float(b) end
  local n1, d1 = parts(a)
  local n2, d2 = parts(b)
  local across, back = gcd(n1 < 0 and -n1 or n1, d2), gcd(n2 < 0 and -n2 or n2, d1)
  if across > 1 then n1, d2 = n1 // across, d2 // across end
  if back > 1 then n2, d1 = n2 // back, d1 // back end
  return fraction(times(n1, n2), times(d1, d2))
end

--- a / b; nil when b is zero
function exact.div(a, b)
  if b == 0 then return nil end
  if type_of(b) == "float" or type_of(a) == "float" then return float(a) / float(b) end
  local n, d = parts(b)
  if n < 0 then n, d = -n, -d end
  if n == 1 then return exact.mul(a, d) end
  return exact.mul(a, d % n == 0 and d // n or fraction(d, n))
end

-- Fractions by their whole parts, then by the fractions of what remains upside down: no product.
local function compare(n1, d1, n2, d2)
  while true do
    local q1, q2 = n1 // d1, n2 // d2
    if q1 ~= q2 then return q1 < q2 and -1 or 1 end
    local r1, r2 = n1 % d1, n2 % d2
    if r1 == 0 or r2 == 0 then return r1 == r2 and 0 or r1 == 0 and -1 or 1 end
    n1, d1, n2, d2 = d2, r2, d1, r1
  end
end

--- Compares exactly.
-- @return -1, 0 or 1
function exact.compare(a, b)
  if type_of(a) and type_of(b) then return a < b and -1 or a > b and 1 or 0 end
  if type_of(a) == "float" or type_of(b) == "float" then
    a, b = float(a), float(b)
    return a < b and -1 or a > b and 1 or 0
  end
  local n1, d1 = parts(a)
  return compare(n1, d1, parts(b))
end

--- |a|
function exact.abs(a) return exact.compare(a, 0) < 0 and exact.negative(a) or a end

--- The largest integer that is not above a.
function exact.floor(a)
  if type(a) == "table" then return a[1] // a[2] end
  return floor(a)
end

--- The smallest integer that is not below a.
function exact.ceil(a) return -exact.floor(exact.negative(a)) end

local POWERS = { [0] = 1 }
for k = 1, 18 do POWERS[k] = POWERS[k - 1] * 10 end
for k = 1, 18 do POWERS[-k] = { 1, POWERS[k] } end

--- 10^k; exact for k from -18 to 18. The value is shared: do not change it.
function exact.power(k) return POWERS[k] or 10.0 ^ k end

--- The exact value of a Lua number: a float means the shortest decimal that reads back as it.
-- @number x
function exact.of(x)
  if type_of(x) == "integer" then return x end
  if x == floor(x) and x > -SURE and x < SURE then return x // 1 | 0 end
  local text = ("%.14e"):format(x)
  for places = 15, 16 do
    if tonumber(text) ~= x then text = ("%." .. places .. "e"):format(x) end
  end
  local sign, whole, digits, e = text:match("^(%-?)(%d)%D(%d+)e([+-]%d+)$")
  if not whole then return x end -- no finite number
  digits = (whole .. digits):gsub("0+$", "")
  local k = tonumber(e) - #digits + 1
  if k > 0 or k < -18 then return x end
  local n = math.tointeger(tonumber(digits))
  return fraction(sign == "-" and -n or n, POWERS[-k])
end

--- The Lua number nearest to a: an integer where it is whole.
function exact.number(a)
  if type(a) ~= "table" then
    local whole = type_of(a) == "float" and math.tointeger(a)
    return whole or a
  end
  return a[1] / a[2]
end

--- Decimals that a needs to be written to its last digit; nil when they have no end.
function exact.decimals(a)
  local _, d = parts(a)
  if type_of(d) == "float" or type_of(a) == "float" then return nil end
  local twos, fives = 0, 0
  while d % 2 == 0 do d, twos = d // 2, twos + 1 end
  while d % 5 == 0 do d, fives = d // 5, fives + 1 end
  return d == 1 and math.max(twos, fives) or nil
end

--- a rounded to so many decimals, halves away from zero or (`even`) to the even digit.
function exact.round(a, places, even)
  local power = exact.power(places)
  local scaled = exact.mul(exact.abs(a), power)
  local whole = exact.floor(scaled)
  local beyond = exact.compare(exact.sub(scaled, whole), { 1, 2 })
  if beyond > 0 or beyond == 0 and not (even and whole % 2 == 0) then whole = whole + 1 end
  return exact.div(exact.compare(a, 0) < 0 and -whole or whole, power)
end

return exact

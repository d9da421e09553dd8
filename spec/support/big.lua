-- Whole numbers of any size, for specs: { sign =, [1] = lowest digit of base 10^7, ... }.
local big = {}

local BASE = 10000000

local function trim(a)
  while #a > 0 and a[#a] == 0 do a[#a] = nil end
  if #a == 0 then a.sign = 1 end
  return a
end

-- From a text of digits, perhaps with a sign.
function big.new(text)
  local a = { sign = text:sub(1, 1) == "-" and -1 or 1 }
  text = text:gsub("^%-", "")
  for stop = #text, 1, -7 do a[#a + 1] = tonumber(text:sub(math.max(1, stop - 6), stop)) end
  return trim(a)
end

function big.text(a)
  local parts = { a.sign < 0 and "-" or "", tostring(a[#a] or 0) }
  for i = #a - 1, 1, -1 do parts[#parts + 1] = ("%07d"):format(a[i]) end
  return table.concat(parts)
end

local function compare(a, b)
  if #a ~= #b then return #a < #b and -1 or 1 end
  for i = #a, 1, -1 do
    if a[i] ~= b[i] then return a[i] < b[i] and -1 or 1 end
  end
  return 0
end

function big.compare(a, b)
  if a.sign ~= b.sign then return a.sign end
  return a.sign * compare(a, b)
end

function big.negate(a)
  local c = table.move(a, 1, #a, 1, { sign = -a.sign })
  return trim(c)
end

function big.add(a, b)
  local c = { sign = a.sign }
  if a.sign ~= b.sign then
    if compare(a, b) < 0 then a, b = b, a end
    c.sign = a.sign
    local borrow = 0
    for i = 1, #a do
      local d = a[i] - (b[i] or 0) - borrow
      borrow = d < 0 and 1 or 0
      c[i] = d + borrow * BASE
    end
    return trim(c)
  end
  local carry = 0
  for i = 1, math.max(#a, #b) do
    local d = (a[i] or 0) + (b[i] or 0) + carry
    c[i], carry = d % BASE, d // BASE
  end
  if carry > 0 then c[#c + 1] = carry end
  return c
end

function big.mul(a, b)
  local c = { sign = a.sign * b.sign }
  for i = 1, #a + #b do c[i] = 0 end
  for i = 1, #a do
    local carry = 0
    for j = 1, #b do
      local d = c[i + j - 1] + a[i] * b[j] + carry
      c[i + j - 1], carry = d % BASE, d // BASE
    end
    c[i + #b] = c[i + #b] + carry
  end
  return trim(c)
end

function big.power_of_ten(n) return big.new("1" .. ("0"):rep(n)) end

-- Quotient rounded down, and what remains, which has the sign of b.
function big.divide(a, b)
  local q, r = { sign = a.sign * b.sign }, { sign = 1 }
  local positive = table.move(b, 1, #b, 1, { sign = 1 })
  for i = #a, 1, -1 do
    table.insert(r, 1, a[i])
    trim(r)
    local lo, hi = 0, BASE - 1
    while lo < hi do
      local mid = (lo + hi + 1) // 2
      if compare(big.mul(positive, big.new(tostring(mid))), r) <= 0 then lo = mid else hi = mid - 1 end
    end
    q[i] = lo
    r = big.add(r, big.negate(big.mul(positive, big.new(tostring(lo)))))
  end
  trim(q)
  if #r > 0 and a.sign ~= b.sign then
    q = big.add(#q > 0 and q or { sign = 1 }, big.new "-1")
    r = big.add(positive, big.negate(r))
  end
  r.sign = b.sign
  return q, trim(r)
end

return big

--- Shares of a whole in percent, rounded by largest remainder so that they make exactly 100.
-- @module orgstat.register.share

local share = {}

-- Whole numbers of any size: limbs of seven digits, the least first, the same many in all of a list.
local LIMB = 10000000
local LIMB_DIGITS = 7

local function limbs_of(digits, count)
  local list = {}
  for k = 1, count do
    local last = #digits - (k - 1) * LIMB_DIGITS
    list[k] = last > 0 and math.tointeger(tonumber(digits:sub(math.max(last - LIMB_DIGITS + 1, 1), last))) or 0
  end
  return list
end

local function compare(a, b)
  for k = #a, 1, -1 do
    if a[k] ~= b[k] then
      return a[k] < b[k] and -1 or 1
    end
  end
  return 0
end

-- a = a * by + b * times
local function combine(a, by, b, times)
  local carry = 0
  for k = 1, #a do
    local sum = a[k] * by + b[k] * times + carry
    a[k], carry = sum % LIMB, sum // LIMB
  end
end

-- The digits of a number that is written without exponent, and how many of them are behind the point.
local function digits_of(text)
  local whole, fraction = text:match "^(%d+)%.?(%d*)$"
  return whole .. fraction, #fraction
end

-- What `divide` gives for each value, exactly, from the texts of values; the second result compares rests.
local function divide_texts(texts, places)
  local digits, scale, longest = {}, 0, 0
  for i, text in ipairs(texts) do
    digits[i] = { digits_of(text) }
    scale = math.max(scale, digits[i][2])
  end
  for i, own in ipairs(digits) do
    digits[i] = own[1] .. ("0"):rep(scale - own[2])
    longest = math.max(longest, #digits[i])
  end
  local count = (longest + 11) // LIMB_DIGITS + 1 -- room for the total, and for ten times a rest
  local zero, total, wholes, rests = limbs_of("0", count), limbs_of("0", count), {}, {}
  for i, own in ipairs(digits) do
    rests[i] = limbs_of(own, count)
    combine(total, 1, rests[i], 1)
  end
  if compare(total, zero) == 0 then
    return nil
  end
  for i, rest in ipairs(rests) do
    local quotient = 0
    for place = 0, places do
      if place > 0 then
        quotient = quotient * 10
        combine(rest, 10, zero, 0)
      end
      while compare(rest, total) >= 0 do
        combine(rest, 1, total, -1)
        quotient = quotient + 1
      end
    end
    wholes[i] = quotient
  end
  return wholes, rests, compare
end

local function by_size(a, b)
  return a == b and 0 or a < b and -1 or 1
end

local function divide_floats(values, units)
  local total, wholes, rests = 0.0, {}, {}
  for _, value in ipairs(values) do
    total = total + value
  end
  if total <= 0 or total ~= total or total == math.huge then
    return nil
  end
  for i, value in ipairs(values) do
    local exact = value / total * units
    wholes[i] = math.tointeger(math.floor(exact))
    rests[i] = exact - wholes[i]
  end
  return wholes, rests, by_size
end

--- Each share is cut at the last decimal; the units of that which are then left over go to the largest
-- remainders, of equal ones to the first. Integers and decimals are divided exactly.
-- @tparam {number,...} values none negative
-- @tparam integer decimals from 0 to 9
-- @tparam[opt] {string,...} texts of the values that have more digits than their number, by place
-- @treturn ?{integer,...} shares in units of the last decimal, which make 100 * 10^decimals; nil when the
-- values make nothing, or no finite number
function share.of(values, decimals, texts)
  local units, written = math.tointeger(100 * 10 ^ decimals), {}
  for i, value in ipairs(values) do
    written[i] = texts and texts[i] or math.type(value) == "integer" and tostring(value) or nil
  end
  local list, rests, order_of
  if #written == #values then
    list, rests, order_of = divide_texts(written, decimals + 2)
  else
    list, rests, order_of = divide_floats(values, units)
  end
  if not list then
    return nil
  end
  local order, left = {}, units
  for i, whole in ipairs(list) do
    order[i], left = i, left - whole
  end
  table.sort(order, function(a, b)
    local sign = order_of(rests[a], rests[b])
    return sign > 0 or sign == 0 and a < b
  end)
  for k = 1, left do
    list[order[k]] = list[order[k]] + 1
  end
  for k = 1, -left do -- a quotient of floats was rounded up
    local i = order[#order - k + 1]
    list[i] = list[i] - 1
  end
  return list
end

--- A share as text, with all its decimals.
-- @tparam integer units of the last decimal
-- @tparam integer decimals
-- @treturn string such as "14.3"
function share.text(units, decimals)
  local scale = math.tointeger(10 ^ decimals)
  if decimals == 0 then
    return ("%d"):format(units)
  end
  return ("%d.%0" .. decimals .. "d"):format(units // scale, units % scale)
end

return share

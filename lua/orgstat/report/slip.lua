--- Slips of the pen: how one number may have become another.
-- @module orgstat.report.slip

local exact = require "orgstat.report.exact"
local interval = require "orgstat.report.interval"

local slip = {}

-- The digits of two numbers on one scale: 1.5 and 15 are "15" and "150".
local function digits(x, y)
  local places = math.max(exact.decimals(x) or 0, exact.decimals(y) or 0)
  if places > 6 then return nil end
  local k = exact.power(places)
  local a, b = exact.mul(x, k), exact.mul(y, k)
  if math.type(a) ~= "integer" or math.type(b) ~= "integer" then return nil end
  return ("%d"):format(a), ("%d"):format(b)
end

local function significant(text) return (text:gsub("0+$", "")) end

-- Where two texts first differ.
local function first_difference(a, b)
  for i = 1, math.max(#a, #b) do
    if a:byte(i) ~= b:byte(i) then return i end
  end
end

local function by_scale(from, to, a, b)
  if significant(a) ~= significant(b) then return nil end
  local zeros = math.abs(#a - #b)
  if zeros % 3 ~= 0 then return #b > #a and "digit_added" or "digit_lost" end
  return (from.scaled or to.scaled) and "scale_word" or "mark"
end

local function by_digits(a, b)
  local at = first_difference(a, b)
  local rest_a, rest_b = a:sub(at + 1), b:sub(at + 1)
  if #a == #b then
    if rest_a == rest_b then return "digit_substituted" end
    local swapped = a:byte(at) == b:byte(at + 1) and a:byte(at + 1) == b:byte(at) and a:sub(at + 2) == b:sub(at + 2)
    return swapped and "digits_swapped" or nil
  end
  if #b == #a + 1 and b:sub(at + 1) == a:sub(at) then return "digit_added" end
  if #a == #b + 1 and a:sub(at + 1) == b:sub(at) then return "digit_lost" end
end

-- Whether y is x to the precision of y.
local function rounds_to(x, y)
  local granule = interval.granule(y)
  return exact.compare(exact.mul(exact.round(exact.div(x, granule), 0), granule), y) == 0
end

--- The slip by which one figure may have become another.
-- @tparam table from figure with a value
-- @tparam table to figure with another value
-- @treturn ?string "digit_substituted", "digits_swapped", "digit_lost", "digit_added", "scale_word",
--   "mark" (grouping taken for a decimal mark, or the other way), "rounding"; nil when it is none of these
function slip.between(from, to)
  if not from.value or not to.value then return nil end
  local x, y = interval.value(from), interval.value(to)
  if exact.compare(x, 0) <= 0 or exact.compare(y, 0) <= 0 or exact.compare(x, y) == 0 then return nil end
  local a, b = digits(x, y)
  if not a then return nil end
  local scaled = by_scale(from, to, a, b)
  if scaled then return scaled end
  local rounded = #a == #b and #significant(a) ~= #significant(b) and (rounds_to(x, y) or rounds_to(y, x))
  return rounded and "rounding" or by_digits(a, b)
end

return slip

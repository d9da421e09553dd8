--- Shares of a whole in percent, rounded by largest remainder so that they make exactly 100.
-- @module orgstat.register.share

local share = {}

-- The whole part of value * units / total, and what is left, to be compared with what others leave.
local function divide(value, total, units)
  if math.type(value) == "integer" and math.type(total) == "integer" and total <= math.maxinteger // units then
    return value * units // total, value * units % total
  end
  local exact = value / total * units
  local whole = math.floor(exact)
  return math.tointeger(whole), exact - whole
end

--- Each share is cut at the last decimal; the units of that which are then left over go to the largest
-- remainders, of equal ones to the first.
-- @tparam {number,...} values none negative
-- @tparam integer decimals from 0 to 9
-- @treturn ?{integer,...} shares in units of the last decimal, which make 100 * 10^decimals; nil when the
-- values make nothing, or no finite number
function share.of(values, decimals)
  local units, total = math.tointeger(100 * 10 ^ decimals), 0
  for _, value in ipairs(values) do
    local sum = total + value
    if math.type(sum) == "integer" and sum < 0 then -- beyond 64 bits
      sum = total + 0.0 + value
    end
    total = sum
  end
  if total <= 0 or total ~= total or total == math.huge then
    return nil
  end
  local list, rests, order, left = {}, {}, {}, units
  for i, value in ipairs(values) do
    list[i], rests[i] = divide(value, total, units)
    order[i], left = i, left - list[i]
  end
  table.sort(order, function(a, b)
    if rests[a] ~= rests[b] then
      return rests[a] > rests[b]
    end
    return a < b
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

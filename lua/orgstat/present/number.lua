--- Numbers as text: exactly for machines, grouped and rounded for readers.
-- @module orgstat.present.number

local core = require "orgstat.core"
local share = require "orgstat.register.share"

local number = {}

local HUGE = math.huge

--- Whether a value is a number that text formats can hold: neither infinite nor NaN.
function number.finite(value)
  return value == value and value ~= HUGE and value ~= -HUGE
end

--- Whether a number's text is one that text formats can hold: "inf" and "nan" are none.
-- @string text as the core writes it
function number.finite_text(text) return not text:find("n", 1, true) end

--- The exact text of a number: integers by their digits, floats in the shortest form that reads
-- back, integral floats without a point.
-- @number value
-- @treturn string
function number.exact(value)
  if math.type(value) == "integer" then return string.format("%d", value) end
  return (core.write_float(value):gsub("%.0$", ""))
end

--- Puts commas between the thousands of a number's text: `1392` gives `1,392`.
-- Anything that is not plain digits with an optional sign and point comes back as it is.
-- @tparam string|number value
-- @treturn string
function number.grouped(value)
  local text = type(value) == "number" and number.exact(value) or value
  local sign, whole, rest = text:match("^(%-?)(%d+)(.*)$")
  if not whole or #whole < 4 or not (rest == "" or rest:find("^%.%d+$")) then return text end
  local first = #whole % 3
  local head = whole:sub(1, first)
  local tail = whole:sub(first + 1):gsub("%d%d%d", ",%0")
  if first == 0 then tail = tail:sub(2) end
  return sign .. head .. tail .. rest
end

-- Decimals that a reader wants to see: as many for all numbers of a column.
local function decimals(values)
  local most, integral = 0, true
  for _, value in pairs(values) do
    if number.finite(value) then
      most = math.max(most, math.abs(value))
      integral = integral and value == math.floor(value)
    end
  end
  return integral and 0 or most < 1 and 4 or 2
end

local function rounded(value, places)
  local size = math.abs(value)
  if not number.finite(value) or size >= 1e15 or math.type(value) == "integer" and places == 0 then
    return number.grouped(value)
  end
  if places > 0 and size > 0 and size < 0.0001 then return number.exact(value) end
  -- a host may have set a locale whose decimal mark is a comma
  return number.grouped((string.format("%." .. places .. "f", value):gsub(",", ".")))
end

--- A number for readers: whole numbers as they are, others with two decimals (four below 1);
-- thousands are grouped.
-- @number value
-- @treturn string
function number.readable(value)
  return rounded(value, decimals { value })
end

--- Numbers for readers that stand below each other: with the same decimals.
-- @tparam table values key to number
-- @treturn table key to string
function number.column(values)
  local places, texts = decimals(values), {}
  for key, value in pairs(values) do texts[key] = rounded(value, places) end
  return texts
end

--- Shares of a whole in percent with one decimal, rounded by largest remainder so that the
-- printed shares make 100.0.
-- @tparam {number,...} parts none negative
-- @treturn ?{string,...} nil when the parts make nothing
function number.shares(parts)
  local texts = share.of(parts, 1)
  for i, units in ipairs(texts or {}) do texts[i] = share.text(units, 1) .. "%" end
  return texts
end

return number

-- The ladder of types as design section 3.1 has it, written with patterns, one value at a time: slow,
-- and on other lines than the core, which is compared with it.
local core = require "orgstat.core"

local ladder = {}

ladder.TYPES = { "boolean", "integer", "decimal", "number", "date", "text" }

local function is_integer(s)
  local digits = s:match "^%-?(%d+)$"
  -- math.type, since a numeral beyond 64 bits is a float in Lua
  return digits and (digits == "0" or digits:sub(1, 1) ~= "0") and math.type(tonumber(s)) == "integer"
end

-- At most 18 digits with a point, a lone 0 before it not counted, or any integer of 64 bits.
local function is_decimal(s)
  if is_integer(s) then return true end
  local whole, places = s:match "^%-?(%d*)%.(%d+)$"
  if not whole or (#whole > 1 and whole:sub(1, 1) == "0") then return false end
  return (whole == "0" and 0 or #whole) + #places <= 18
end

local function is_number(s)
  if is_integer(s) then return math.tointeger(tonumber(s) + 0.0) == tonumber(s) end -- no digit is lost
  if is_decimal(s) then return true end
  local mantissa, exponent = s:match "^%-?([%d%.]+)(.*)$"
  if not mantissa or (exponent ~= "" and not exponent:find "^[eE][+-]?%d+$") then return false end
  local whole = mantissa:match "^(%d*)%.%d+$" or mantissa:match "^%d+$"
  if not whole or (#whole > 1 and whole:sub(1, 1) == "0") then return false end
  if whole == mantissa and exponent == "" then return false end -- an integer beyond 64 bits
  local value = tonumber(s) -- what has digits and would be 0 is not held either
  return math.abs(value) ~= math.huge and (value ~= 0 or not mantissa:find "[1-9]")
end

local DAYS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_date(s)
  if s:find "^%d%d%d%d$" then return tonumber(s) >= 1000 end
  local year, month = s:match "^(%d%d%d%d)%-(%d%d)"
  year, month = tonumber(year), tonumber(month)
  if not year or year < 1 or month < 1 or month > 12 then return false end
  if #s == 7 then return true end
  local day = tonumber(s:match "^%d%d%d%d%-%d%d%-(%d%d)$")
  if not day then return false end
  local leap = month == 2 and year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return day >= 1 and day <= DAYS[month] + (leap and 1 or 0)
end

local FITS = {
  boolean = function(s) return s:lower() == "true" or s:lower() == "false" end,
  integer = is_integer, decimal = is_decimal, number = is_number, date = is_date,
  text = function() return true end,
}

--- Whether a written value fits a type.
function ladder.fits(s, type)
  return FITS[type](s) and true or false
end

--- The type of a column: the first that fits all values that are not missing (false is missing, and
-- so is "" in anything but text).
function ladder.type(values)
  local some = false
  for _, value in ipairs(values) do
    if value and value ~= "" then some = true end
  end
  if not some then return "text" end
  for _, type in ipairs(ladder.TYPES) do
    local all = true
    for _, value in ipairs(values) do
      if value and value ~= "" and not ladder.fits(value, type) then
        all = false
        break
      end
    end
    if all then return type end
  end
end

local function decimal_text(s, scale)
  local sign, whole, places = s:match "^(%-?)(%d*)%.?(%d*)$"
  local digits = (whole == "" and "0" or whole) .. (scale > 0 and "." or "") .. places .. ("0"):rep(scale - #places)
  return (digits:find "[1-9]" and sign or "") .. digits
end

--- What core.texts gives of the values in a column of a type: false where missing.
function ladder.texts(values, type)
  local list, scale = {}, 0
  for _, value in ipairs(values) do
    if type == "decimal" and value then scale = math.max(scale, #(value:match "%.(%d+)$" or "")) end
  end
  for i, value in ipairs(values) do
    if not value or (value == "" and type ~= "text") then
      list[i] = false
    elseif type == "boolean" then
      list[i] = value:lower()
    elseif type == "integer" then
      list[i] = value == "-0" and "0" or value
    elseif type == "decimal" then
      list[i] = decimal_text(value, scale)
    elseif type == "number" then
      local number = tonumber(value) * 1.0 -- a sum would lose the sign of -0
      if number == 0 and is_decimal(value) then number = 0.0 end
      list[i] = core.write_float(number)
    else
      list[i] = value
    end
  end
  return list
end

return ladder

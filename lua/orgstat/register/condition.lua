--- What a value must be like to be compared with a field: conditions of `where` against types.
-- @module orgstat.register.condition

local errors = require "orgstat.register.errors"

local condition = {}

-- The Lua type that a value of each type of field has.
local LUA = {
  boolean = "boolean", integer = "number", decimal = "number", number = "number", date = "string", text = "string",
}

local DAYS = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_date(text)
  local year, month, day = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  if not year then
    year, month = text:match("^(%d%d%d%d)%-(%d%d)$")
  end
  if not year then
    return text:match("^%d%d%d%d$") ~= nil
  end
  year, month, day = tonumber(year), tonumber(month), tonumber(day or 1)
  local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return month >= 1 and month <= 12 and day >= 1 and day <= DAYS[month] and (month ~= 2 or leap or day <= 28)
end

-- All digits of a decimal, which its float may not have.
local function is_decimal(value)
  return type(value) == "string" and (value:find("^%-?%d+$") or value:find("^%-?%d*%.%d+$")) ~= nil
end

--- A value for a message.
-- @param value any
-- @treturn string
function condition.describe(value)
  return type(value) == "string" and errors.quote(value)
    or (type(value) == "number" or type(value) == "boolean") and tostring(value)
    or errors.kind(value)
end

--- Why no value of a field can equal one that `where` was given.
-- @tparam string field its name
-- @tparam string kind its type
-- @param value any
-- @treturn ?string the message, nil when there is no fault
function condition.fault(field, kind, value)
  if kind == "decimal" and is_decimal(value) then
    return nil
  elseif type(value) ~= LUA[kind] then
    local advice = ""
    if kind == "text" and type(value) == "number" then
      advice = "; write it as text, in quotes, digit for digit as in the data"
    elseif type(value) == "table" then
      advice = "; a list holds plain values only"
    end
    return ("where: field '%s' is of type %s, which %s cannot be in%s"):format(field, kind,
      condition.describe(value), advice)
  elseif value ~= value then
    return ("where: field '%s': nan equals nothing; use orgstat.missing for missing values"):format(field)
  elseif kind == "date" and not is_date(value) then
    return ("where: field '%s' is of type date, which %s is not (YYYY, YYYY-MM or YYYY-MM-DD)"):format(field,
      errors.quote(value))
  end
end

--- The first fault of a condition.
-- @tparam table given { field =, values = } as in a `where` node
-- @tparam string kind the field's type
-- @treturn ?string the message, nil when there is none
function condition.check(given, kind)
  for _, value in ipairs(given.values) do
    local why = condition.fault(given.field, kind, value)
    if why then
      return why
    end
  end
end

return condition

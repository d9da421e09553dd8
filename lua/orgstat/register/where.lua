--- The table form of `where`: { scope_level = "province", category = { "assigned", "voluntary" } }.
-- @module orgstat.register.where

local errors = require "orgstat.register.errors"
local missing = require "orgstat.register.missing"
local names = require "orgstat.register.names"
local plan = require "orgstat.register.plan"
local schema = require "orgstat.register.schema"

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

local function describe(value)
  return type(value) == "string" and errors.quote(value)
    or (type(value) == "number" or type(value) == "boolean") and tostring(value)
    or errors.kind(value)
end

local function check(field, kind, value)
  if type(value) ~= LUA[kind] then
    local advice = ""
    if kind == "text" and type(value) == "number" then
      advice = "; write it as text, in quotes, digit for digit as in the data"
    elseif type(value) == "table" then
      advice = "; a list holds plain values only"
    end
    errors.raise("where: field '%s' is of type %s, which %s cannot be in%s", field, kind, describe(value), advice)
  elseif value ~= value then
    errors.raise("where: field '%s': nan equals nothing; use orgstat.missing for missing values", field)
  elseif kind == "date" and not is_date(value) then
    errors.raise("where: field '%s' is of type date, which %s is not (YYYY, YYYY-MM or YYYY-MM-DD)", field,
      errors.quote(value))
  end
end

local function condition(field, kind, given)
  local result = { field = field, values = {} }
  local list = given
  if given == missing or type(given) ~= "table" then
    list = { given }
  else
    local n = 0
    for _ in pairs(given) do
      n = n + 1
    end
    if n ~= #given or getmetatable(given) ~= nil then
      errors.raise("where: field '%s': a value or a list of values is expected", field)
    end
  end
  for _, value in ipairs(list) do
    if value == missing then
      result.missing = true
    else
      check(field, kind, value)
      result.values[#result.values + 1] = value
    end
  end
  return result
end

--- The records whose fields have the given values. A key is a field name; its value is one value,
-- `orgstat.missing`, or a list of these, any of which will do. All keys must hold. A number equals a
-- decimal that reads as it; a date equals a date written with the same precision.
-- @function register:where
-- @tparam table conditions
-- @treturn register
-- @raise on an unknown field, and on a value whose Lua type the field cannot hold
return function(reg, conditions)
  schema.check(reg, "where")
  if type(conditions) ~= "table" or conditions == missing then
    errors.raise("where: a table of field = value is expected, got %s", errors.kind(conditions))
  end
  for key in pairs(conditions) do
    if type(key) ~= "string" then
      errors.raise("where: keys are field names, got %s; write { field = value }", describe(key))
    end
  end
  local node = { op = "where", source = reg, conditions = {} }
  local types = next(conditions) and schema.types(reg)
  for i, field in ipairs(names.keys(conditions)) do
    node.conditions[i] = condition(field, types[schema.column(reg, field, "where")], conditions[field])
  end
  return plan.derive(node, schema.names(reg), types or nil)
end

--- The table form of `where`: { scope_level = "province", category = { "assigned", "voluntary" } }.
-- @module orgstat.register.where

local check = require "orgstat.register.condition"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local missing = require "orgstat.register.missing"
local names = require "orgstat.register.names"
local plan = require "orgstat.register.plan"
local schema = require "orgstat.register.schema"

local function condition(field, given)
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
      result.values[#result.values + 1] = value
    end
  end
  return result
end

--- The records whose fields have the given values. A key is a field name; its value is one value,
-- `orgstat.missing`, or a list of these, any of which will do. All keys must hold. A float equals a
-- decimal that reads as it, and digits in a text ("12345678901234567.1") equal that decimal only; a
-- date equals a date written with the same precision.
-- @function register:where
-- @tparam table conditions
-- @treturn register
-- @raise on an unknown field, and on a value whose Lua type the field cannot hold
return function(reg, conditions)
  schema.check(reg, "where")
  if type(conditions) == "string" then
    local tree = schema.expression(reg, conditions, "where", true)
    return plan.derive({ op = "where", source = reg, expression = tree }, schema.names(reg), core.state(reg).types)
  elseif type(conditions) == "function" then
    return plan.derive({ op = "where", source = reg, test = conditions }, schema.names(reg), core.state(reg).types)
  elseif type(conditions) ~= "table" or conditions == missing then
    errors.raise("where: an expression, a table of field = value or a function is expected, got %s",
      errors.kind(conditions))
  end
  for key in pairs(conditions) do
    if type(key) ~= "string" then
      errors.raise("where: keys are field names, got %s; write { field = value }", check.describe(key))
    end
  end
  local node = { op = "where", source = reg, conditions = {} }
  for i, field in ipairs(names.keys(conditions)) do
    local c = schema.column(reg, field, "where")
    local one = condition(field, conditions[field])
    if check.check(one, schema.types(reg)[c]) then -- unless that is a guess, it will be so again
      schema.settle(reg, { c })
      local fault = check.check(one, schema.types(reg)[c])
      if fault and not schema.blank(reg, c) then
        errors.raise("%s", fault)
      end
      one.values = fault and {} or one.values -- nothing is among no values
    end
    node.conditions[i] = one
  end
  return plan.derive(node, schema.names(reg), core.state(reg).types)
end

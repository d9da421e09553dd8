--- The names and types of a register's fields, known without running a query where that is possible,
-- and the checks that every method begins with.
-- @module orgstat.register.schema

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local expression = require "orgstat.register.expression"
local names = require "orgstat.register.names"
local scanned = require "orgstat.register.scanned"

local schema = {}

--- Checks that a method was called on a register that is open.
-- @param reg what came as self
-- @tparam string method its name, for the message
-- @raise when reg is no register, or is closed
function schema.check(reg, method)
  if not core.check(reg) then
    errors.raise("%s: called on %s; call it on a register with a colon: reg:%s(...)", method, errors.kind(reg), method)
  elseif core.status(reg) == "closed" then
    errors.raise("%s: the register is closed", method)
  end
end

--- @tparam register reg
-- @treturn {string,...} the field names in order; not to be changed
function schema.names(reg)
  local state = core.state(reg)
  if not state.names then
    state.names = core.names(reg)
  end
  return state.names
end

--- @tparam register reg
-- @treturn {string,...} the types in order; not to be changed. Runs the query of a `summarise`. Of a
-- scanned register, what is known or believed so far.
function schema.types(reg)
  local state = core.state(reg)
  if state.scanned then
    return scanned.types(state.scanned)
  end
  if not state.types then
    state.types = core.types(reg)
  end
  return state.types
end

--- Sees to it that the types of some columns are known and not only believed.
-- @tparam register reg
-- @tparam ?{integer,...} columns nil for all
-- @raise what reading the file comes to, when reg is scanned
function schema.settle(reg, columns)
  local view = core.state(reg).scanned
  if view then
    scanned.settle(view, columns)
  end
end

--- Whether a field has no value at all, also in records that are left out: its type, text, says nothing
-- then. Runs the query.
-- @tparam register reg
-- @tparam integer c
-- @treturn boolean
-- @raise what reading the file comes to, when reg is scanned
function schema.blank(reg, c)
  local view = core.state(reg).scanned
  if view then
    return scanned.blank(view, c)
  end
  return core.blank(reg, c)
end

--- @tparam register reg
-- @treturn table name -> column number; not to be changed
function schema.index(reg)
  local state = core.state(reg)
  if not state.index then
    local index = {}
    for c, name in ipairs(schema.names(reg)) do
      index[name] = c
    end
    state.index = index
  end
  return state.index
end

--- The number of the column with a name.
-- @tparam register reg
-- @tparam string name
-- @tparam string method the method that was called, for the message
-- @treturn integer
-- @raise when name is no string, or no field has it: the message names the nearest
function schema.column(reg, name, method)
  if type(name) ~= "string" then
    errors.raise("%s: a field name must be a string, got %s", method, errors.kind(name))
  end
  local c = schema.index(reg)[name]
  if not c then
    errors.raise("%s: no field %s%s", method, errors.quote(name, 200), names.hint(name, schema.names(reg), "fields"))
  end
  return c
end

--- The numbers of the columns with these names.
-- @tparam register reg
-- @tparam string method the method that was called, for the message
-- @tparam {string,...} list
-- @treturn {integer,...}
-- @raise as `column`, and when a name comes twice
function schema.columns(reg, method, list)
  local columns, seen = {}, {}
  for i = 1, #list do
    columns[i] = schema.column(reg, list[i], method)
    if seen[list[i]] then
      errors.raise("%s: field '%s' is given twice", method, list[i])
    end
    seen[list[i]] = true
  end
  return columns
end

--- Reads an expression and checks it against a register.
-- @tparam register reg
-- @tparam string text
-- @tparam string who what was called, for the message
-- @tparam ?boolean condition whether it must be true or false
-- @treturn table the tree
-- @treturn string its type
-- @raise details, code "bad_expression"
function schema.expression(reg, text, who, condition)
  return expression.read(text, who, condition, schema.names(reg), function()
    return schema.types(reg)
  end, function(columns)
    schema.settle(reg, columns)
  end, function(c)
    return schema.blank(reg, c)
  end)
end

--- The columns that an argument names: one field name, or a list of them.
-- @tparam register reg
-- @param given a string or a list of strings
-- @tparam string method the method that was called, for the message
-- @treturn {string,...} the names, a fresh list
-- @treturn {integer,...} the columns
-- @raise as `columns`, and when given is neither
function schema.listed(reg, given, method)
  local list = type(given) == "string" and { given } or given
  if type(list) ~= "table" or core.check(list) then
    errors.raise("%s: a field name or a list of field names is expected, got %s", method, errors.kind(given))
  end
  local count = 0
  for _ in pairs(list) do
    count = count + 1
  end
  if count ~= #list then
    errors.raise("%s: a list of field names is expected, got a table with other keys", method)
  end
  return table.move(list, 1, #list, 1, {}), schema.columns(reg, method, list)
end

return schema

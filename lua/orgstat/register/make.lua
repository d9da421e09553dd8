--- Registers from Lua tables.
-- @module orgstat.register.make

local cell = require "orgstat.register.cell"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local missing = require "orgstat.register.missing"
local names = require "orgstat.register.names"
local options = require "orgstat.register.options"

require "orgstat.register.methods"

local WHO = "orgstat.register"

local function check_name(name, where)
  if type(name) ~= "string" then
    errors.raise("%s: %s: a field name must be a string, got %s", WHO, where, errors.kind(name))
  elseif name == "" or name:find("\0", 1, true) or not utf8.len(name) then
    errors.raise("%s: %s: %s cannot be a field name: some UTF-8 text is expected", WHO, where, errors.quote(name))
  end
end

-- fields as given: lists of names and types (false: found from the values).
local function listed(fields)
  if type(fields) ~= "table" then
    errors.raise("%s: fields must be a list of names, got %s", WHO, errors.kind(fields))
  end
  local list, types, seen = {}, {}, {}
  for key in pairs(fields) do
    if math.type(key) ~= "integer" or key < 1 or key > #fields then
      errors.raise('%s: fields must be a list: { "name", { "members", "integer" } }, got the key %s', WHO,
        errors.quote(tostring(key)))
    end
  end
  for i, field in ipairs(fields) do
    local name, kind = field, nil
    if type(field) == "table" then
      name, kind = field.name or field[1], field.type or field[2]
    end
    local where = ("field %d"):format(i)
    check_name(name, where)
    if kind ~= nil then
      options.type(kind, ("%s: field '%s'"):format(WHO, name))
    end
    if seen[name] then
      errors.raise("%s: two fields are named '%s'", WHO, name)
    end
    seen[name], list[i], types[i] = true, name, kind or false
  end
  return list, types
end

-- The sorted union of the records' keys.
local function found(records)
  local seen, types = {}, {}
  for row, record in ipairs(records) do
    for key in pairs(record) do
      if not seen[key] then
        check_name(key, ("record %d"):format(row))
        seen[key] = true
      end
    end
  end
  local list = names.keys(seen)
  for i = 1, #list do
    types[i] = false
  end
  return list, types
end

--- A register from a list of records.
--
-- A type that is not given is found from the values: all booleans, all integers, numbers, or text.
-- For date, decimal and integer the values may be strings in that notation.
-- @function orgstat.register
-- @tparam {table,...} records keys are field names; nil and `orgstat.missing` are missing
-- @tparam[opt] table fields list of names or { name, type } (or { name =, type = }); only these are
-- kept, in this order. Default: the keys of all records, sorted.
-- @treturn register
-- @raise on wrong arguments, values that cannot be in a register, and fields of mixed types
-- @usage orgstat.register({ { name = "Hội Đông y", founded_on = "1946-08" } }, { "name", { "founded_on", "date" } })
return function(records, fields)
  if type(records) ~= "table" then
    errors.raise("%s: records must be a list of tables, got %s", WHO, errors.kind(records))
  end
  local rows = #records
  for key, record in pairs(records) do
    if math.type(key) ~= "integer" or key < 1 or key > rows then
      errors.raise("%s: records must be a list of tables, got the key %s", WHO, errors.quote(tostring(key)))
    elseif type(record) ~= "table" then
      errors.raise("%s: record %d must be a table, got %s", WHO, key, errors.kind(record))
    end
  end
  for row = 1, rows do
    if records[row] == nil then
      errors.raise("%s: record %d must be a table, got nil", WHO, row)
    end
  end
  local list, types
  if fields == nil then
    list, types = found(records)
  else
    list, types = listed(fields)
  end
  local columns = {}
  for c, name in ipairs(list) do
    local column = {}
    for row = 1, rows do
      local value = records[row][name]
      if value ~= nil and value ~= missing then
        cell.check(value, WHO, row, name)
        column[row] = value
      end
    end
    columns[c] = column
  end
  local reg = errors.call(WHO, core.build, list, types, columns, rows)
  core.state(reg).name = "register"
  return reg
end

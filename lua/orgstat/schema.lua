--- Schemas in files, and schemas proposed for registers. What a schema is, `orgstat.register.validate.schema`
-- says. In files it is a Frictionless Table Schema, JSON (https://specs.frictionlessdata.io/table-schema/).
--
-- Properties of a file that orgstat does not know are kept as they are, and written again.
-- @module orgstat.schema

local errors = require "orgstat.register.errors"
local json = require "orgstat.present.json"
local ordered = require "orgstat.present.ordered"
local proposal = require "orgstat.register.validate.infer"
local save = require "orgstat.register.save"
local schemas = require "orgstat.register.validate.schema"

local schema = {}

local FIRST = { "name", "title", "description" }
local LAST = { "primaryKey", "foreignKeys", "missingValues", "rules", "checks" }
local FIELD_FIRST = { "name", "type", "title", "description", "format" }
local IS_CONSTRAINT = {}
for _, name in ipairs(schemas.CONSTRAINTS) do
  IS_CONSTRAINT[name] = true
end

-- Our types as Frictionless calls them, and what is added to tell them apart.
local OURS = { text = "string", decimal = "number" }
local THEIRS = { string = "text" }

local function check_path(path, who)
  if type(path) ~= "string" then
    errors.raise("%s: path must be a string, got %s", who, errors.kind(path))
  end
end

-- Constraints stand in the field, its type is one of orgstat's.
local function flat(field)
  if type(field) ~= "table" then
    return field
  end
  local copy = {}
  for key, value in pairs(field) do
    if key ~= "constraints" then
      copy[key] = value
    end
  end
  for key, value in pairs(type(field.constraints) == "table" and field.constraints or {}) do
    copy[key] = value
  end
  copy.type = THEIRS[copy.type] or copy.type
  if copy.type == "number" and copy.decimal then
    copy.type = "decimal"
  end
  copy.decimal = nil
  return copy
end

-- What dkjson gives: its lists and objects have metatables, its null is a value.
local function plain(value, null)
  if value == null then
    return nil
  elseif type(value) ~= "table" then
    return value
  end
  local copy = {}
  for key, one in pairs(value) do
    copy[key] = plain(one, null)
  end
  return copy
end

local function decode(text)
  local there, dkjson = pcall(require, "dkjson")
  if not there then
    return nil, { code = "no_module", text = "dkjson", advice = "install lua-dkjson (luarocks install dkjson)" }
  end
  local from = text:match("^\239\187\191()") or 1
  local value, at, message = dkjson.decode(text, from, dkjson.null)
  if message then
    local line, column = 1, at
    for stop in text:sub(1, at - 1):gmatch("()\n") do
      line, column = line + 1, at - stop
    end
    return nil, { code = "invalid_schema", line = line, column = column, text = message }
  elseif text:find("%S", at) then
    return nil, { code = "invalid_schema", text = "there is more behind the end of the JSON" }
  end
  return plain(value, dkjson.null)
end

--- Reads a schema from a file. One that lies in a data package's resource (`schema`) is found there
-- when the package has one resource.
-- @tparam string path of JSON
-- @treturn[1] table
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details; code "open_failed", "read_failed", "invalid_schema" or "no_module"
-- @raise when path is no string
-- @usage local schema = assert(orgstat.schema.read("register.schema.json"))
function schema.read(path)
  check_path(path, "schema.read")
  local file, reason = io.open(path, "rb")
  if not file then
    return errors.fail { code = "open_failed", file = path, system = reason:gsub("^.-: ", "") }
  end
  local text, why = file:read "a"
  file:close()
  if not text then
    return errors.fail { code = why:find "directory" and "is_directory" or "read_failed", file = path, system = why }
  end
  local value, details = decode(text)
  if details then
    details.file = path
    return errors.fail(details)
  end
  if type(value) == "table" and not value.fields and type(value.resources) == "table" and #value.resources == 1 then
    value = type(value.resources[1]) == "table" and value.resources[1].schema
  end
  if type(value) ~= "table" or type(value.fields) ~= "table" and type(value.checks) ~= "table" then
    return errors.fail { code = "invalid_schema", file = path, text = "it has no fields" }
  end
  for i, field in ipairs(value.fields or {}) do
    value.fields[i] = flat(field)
  end
  local normal, message = schemas.normal(value)
  if not normal then
    return errors.fail { code = "invalid_schema", file = path, text = message }
  end
  return value
end

-- Keys in their order, then the others by name; nil for those that stand elsewhere.
local function laid_out(given, first, last, leave)
  local object, seen, rest = ordered.object(), {}, {}
  for _, key in ipairs(first) do
    seen[key] = true
    ordered.put(object, key, given[key])
  end
  for _, key in ipairs(last) do
    seen[key] = true
  end
  for key in pairs(given) do
    if not seen[key] and not leave[key] then
      rest[#rest + 1] = key
    end
  end
  table.sort(rest)
  for _, key in ipairs(rest) do
    ordered.put(object, key, given[key])
  end
  return object, function()
    for _, key in ipairs(last) do
      ordered.put(object, key, given[key])
    end
    return object
  end
end

local function nested(field)
  local copy, constraints = {}, ordered.object()
  for key, value in pairs(field) do
    copy[key] = value
  end
  copy.type = OURS[copy.type] or copy.type
  copy.decimal = field.type == "decimal" or nil
  for _, name in ipairs(schemas.CONSTRAINTS) do
    local value = field[name]
    if value == nil then
      value = (field.constraints or {})[name]
    end
    if type(value) == "table" then
      value = ordered.array(value)
    end
    if value ~= nil then
      ordered.put(constraints, name, value)
      copy.constraints = constraints
    end
  end
  local object, finish = laid_out(copy, FIELD_FIRST, { "constraints" }, IS_CONSTRAINT)
  return object and finish()
end

--- A schema as the JSON of a Frictionless Table Schema.
-- @tparam table given
-- @treturn string with a line end
-- @raise when it is no schema
function schema.encode(given)
  if type(given) ~= "table" then
    errors.raise("schema.encode: a schema must be a table, got %s", errors.kind(given))
  end
  local normal, why = schemas.normal(given)
  if not normal then
    errors.raise("schema.encode: %s", why)
  end
  for i, key in ipairs(normal.foreign) do
    if key.register then
      errors.raise("schema.encode: foreignKeys, item %d: a register cannot be written; give its name as resource", i)
    end
  end
  local object, finish = laid_out(given, FIRST, LAST, { fields = true })
  local fields = ordered.array()
  for i, field in ipairs(given.fields or {}) do
    fields[i] = nested(type(field) == "string" and { name = field } or field)
  end
  ordered.put(object, "fields", fields)
  finish()
  return json.encode(object) .. "\n"
end

--- Writes a schema to a file, whole or not at all.
-- @tparam table given
-- @tparam string path
-- @treturn[1] boolean true
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details, code "write_failed"
-- @raise when given is no schema, or path no string
function schema.write(given, path)
  check_path(path, "schema.write")
  local text = schema.encode(given)
  return save(path, function(sink)
    sink(text)
  end)
end

--- Proposes a schema for a register: types as they are, required where no value is missing, unique where
-- all differ, codes where there are few values, ranges, and a primary key. It is a proposal: what
-- happens to hold for these records may not be meant.
-- @function orgstat.schema.infer
-- @tparam register reg
-- @treturn table
-- @usage orgstat.schema.write(orgstat.schema.infer(reg), "register.schema.json")
schema.infer = proposal

return schema

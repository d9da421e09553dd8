--- Schemas: what the fields of a register should be. A schema is a plain table, in the terms of
-- Frictionless Table Schema:
--
--     { fields = {
--         { name = "id", type = "text", required = true, unique = true, pattern = "BT-[0-9]{4}" },
--         { name = "scope_level", enum = { "province", "district", "commune" } },
--         { name = "members", type = "integer", minimum = 0 },
--       },
--       primaryKey = "id",
--       foreignKeys = { { fields = "parent_id", reference = { fields = "id" } } },
--       missingValues = { "NA" },
--       rules = { { name = "dates", expression = "founded_on <= dissolved_on", importance = "warning" } },
--       checks = { "damage" } }
--
-- A field may also have `title`, `description`, `format`, `maximum`, `minLength`, `maxLength`,
-- `codes` ({ code = what it means }, as good as `enum`), `importance` ("error", "warning" or "note")
-- and `rule`, the name under which what it violates is listed. Its constraints may as well stand in a
-- table `constraints`, as in JSON. `checks` names what comes with orgstat: "organisation", "damage".
-- @module orgstat.register.validate.schema

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local names = require "orgstat.register.names"
local pattern = require "orgstat.register.validate.pattern"

local schema = {}

--- Constraints of a field, in the order in which JSON has them.
schema.CONSTRAINTS = { "required", "unique", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength" }

--- Types of fields: orgstat's own, and those that only Frictionless has.
schema.TYPES = {
  "boolean", "integer", "decimal", "number", "date", "text", "string", "year", "yearmonth", "datetime", "time", "any",
  "object", "array", "list", "duration", "geopoint", "geojson",
}

--- How much a violation matters, the most first.
schema.IMPORTANCE = { "error", "warning", "note" }

--- What comes with orgstat.
schema.CHECKS = { "organisation", "damage" }

local function set(list)
  local result = {}
  for _, one in ipairs(list) do
    result[one] = true
  end
  return result
end

local IS_TYPE, IS_IMPORTANCE, IS_CHECK = set(schema.TYPES), set(schema.IMPORTANCE), set(schema.CHECKS)

local KIND = {
  required = "boolean", unique = "boolean", pattern = "string", minLength = "number", maxLength = "number",
  title = "string", description = "string", format = "string", rule = "string",
}

local function fail(where, message, ...)
  error({ where = where, message = message:format(...) }, 0)
end

local function listed(value, where)
  if type(value) == "string" then
    return { value }
  elseif type(value) ~= "table" then
    fail(where, "a name or a list of names is expected, got %s", errors.kind(value))
  end
  for _, one in ipairs(value) do
    if type(one) ~= "string" then
      fail(where, "a list of names is expected, got %s in it", errors.kind(one))
    end
  end
  return value
end

local function one_of(value, known, all, where, what)
  if value ~= nil and not known[value] then
    fail(where, "no %s '%s'%s", what, tostring(value), names.hint(tostring(value), all, what .. "s"))
  end
end

local function check_enum(enum, where)
  if type(enum) ~= "table" then
    fail(where, "enum must be a list, got %s", errors.kind(enum))
  end
  for _, value in ipairs(enum) do
    if type(value) == "table" then
      fail(where, "enum holds plain values only")
    end
  end
end

local function check_bound(value, where, which)
  if value ~= nil and type(value) ~= "number" and type(value) ~= "string" then
    fail(where, "%s must be a number or a date, got %s", which, errors.kind(value))
  end
end

local function field_of(given, i)
  local where = ("field %d"):format(i)
  if type(given) == "string" then
    given = { name = given }
  elseif type(given) ~= "table" then
    fail(where, "a table is expected, got %s", errors.kind(given))
  end
  local field = {}
  for key, value in pairs(given) do
    field[key] = value
  end
  if type(field.name) ~= "string" or field.name == "" then
    fail(where, "it has no name")
  end
  where = ("field '%s'"):format(field.name)
  if given.constraints ~= nil and type(given.constraints) ~= "table" then
    fail(where, "constraints must be a table, got %s", errors.kind(given.constraints))
  end
  for key, value in pairs(given.constraints or {}) do
    field[key] = value
  end
  field.constraints = nil
  for key, kind in pairs(KIND) do
    if field[key] ~= nil and type(field[key]) ~= kind then
      fail(where, "%s must be a %s, got %s", key, kind, errors.kind(field[key]))
    end
  end
  one_of(field.type, IS_TYPE, schema.TYPES, where, "type")
  one_of(field.importance, IS_IMPORTANCE, schema.IMPORTANCE, where, "importance")
  if field.codes ~= nil then
    if type(field.codes) ~= "table" then
      fail(where, "codes must be a table, got %s", errors.kind(field.codes))
    end
    field.enum = #field.codes > 0 and field.codes or names.keys(field.codes)
  end
  if field.enum ~= nil then
    check_enum(field.enum, where)
  end
  check_bound(field.minimum, where, "minimum")
  check_bound(field.maximum, where, "maximum")
  if field.pattern then
    local matches, why = pattern.matcher(field.pattern)
    if not matches then
      fail(where, "pattern %s: %s", errors.quote(field.pattern), why)
    end
    field.matches = matches
  end
  return field
end

local function foreign_key(given, i)
  local where = ("foreignKeys, item %d"):format(i)
  if type(given) ~= "table" or type(given.reference) ~= "table" then
    fail(where, "{ fields =, reference = { fields = } } is expected")
  end
  local reference = given.reference
  local key = { fields = listed(given.fields, where), to = listed(reference.fields, where),
    importance = given.importance }
  if #key.fields ~= #key.to or #key.fields == 0 then
    fail(where, "as many fields as the reference has are expected")
  end
  one_of(given.importance, IS_IMPORTANCE, schema.IMPORTANCE, where, "importance")
  local resource = reference.resource
  if core.check(resource) then
    key.register = resource
  elseif resource ~= nil and resource ~= "" then
    if type(resource) ~= "string" then
      fail(where, "resource must be a register or a name, got %s", errors.kind(resource))
    end
    key.resource = resource
  end
  return key
end

local function rule_of(given, i)
  local where = ("rules, item %d"):format(i)
  if type(given) == "string" then
    given = { expression = given }
  elseif type(given) ~= "table" then
    fail(where, "an expression or a table is expected, got %s", errors.kind(given))
  end
  if type(given.expression) ~= "string" then
    fail(where, "it has no expression")
  end
  for _, key in ipairs { "name", "message", "field" } do
    if given[key] ~= nil and type(given[key]) ~= "string" then
      fail(where, "%s must be a string, got %s", key, errors.kind(given[key]))
    end
  end
  one_of(given.importance, IS_IMPORTANCE, schema.IMPORTANCE, where, "importance")
  return {
    name = given.name or ("rule_%d"):format(i), expression = given.expression, message = given.message,
    importance = given.importance, field = given.field, optional = given.optional,
  }
end

local function each_of(given, key, make)
  local list = given[key]
  if list ~= nil and type(list) ~= "table" then
    fail(key, "a list is expected, got %s", errors.kind(list))
  end
  local result = {}
  for i, one in ipairs(list or {}) do
    result[i] = make(one, i)
  end
  return result
end

local function normal(given)
  local result = {
    name = given.name, title = given.title, fields = each_of(given, "fields", field_of),
    foreign = each_of(given, "foreignKeys", foreign_key), rules = each_of(given, "rules", rule_of),
    primary = given.primaryKey and listed(given.primaryKey, "primaryKey"),
    missing = set(listed(given.missingValues or {}, "missingValues")), checks = {},
  }
  local seen = {}
  for _, field in ipairs(result.fields) do
    if seen[field.name] then
      fail("fields", "two are named '%s'", field.name)
    end
    seen[field.name] = true
  end
  for _, name in ipairs(listed(given.checks or {}, "checks")) do
    one_of(name, IS_CHECK, schema.CHECKS, "checks", "check")
    result.checks[name] = true
  end
  result.missing[""] = true
  return result
end

--- A schema in the form that validation needs.
-- @tparam table given
-- @treturn[1] table `fields` (with `matches` for a pattern), `primary`, `foreign`, `rules`, `missing`, `checks`
-- @treturn[2] nil
-- @treturn[2] string what is wrong with it, and where
function schema.normal(given)
  local ok, result = pcall(normal, given)
  if ok then
    return result
  elseif type(result) == "table" and result.message then
    return nil, ("%s: %s"):format(result.where, result.message)
  end
  error(result, 0)
end

return schema

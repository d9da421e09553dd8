--- Validation: what in a register is not as a schema says.
-- @module orgstat.register.validate

local core = require "orgstat.core"
local damage = require "orgstat.register.validate.damage"
local errors = require "orgstat.register.errors"
local keys = require "orgstat.register.validate.keys"
local names = require "orgstat.register.names"
local new_analysis = require "orgstat.register.validate.analysis"
local organisation = require "orgstat.register.validate.organisation"
local places = require "orgstat.register.validate.places"
local result = require "orgstat.register.validate.result"
local schema = require "orgstat.register.schema"
local schemas = require "orgstat.register.validate.schema"
local stream = require "orgstat.register.stream"
local values = require "orgstat.register.validate.values"

local WHO = "validate"
local PAGE = 1000

--- The schema that is used when none is given.
local DEFAULT = { name = "organisation", checks = { "organisation", "damage" } }

local OPTIONS = { limit = "number", offset = "number", jurisdiction = "string", resources = "table" }

local function options_of(opts)
  if opts ~= nil and type(opts) ~= "table" then
    errors.raise("%s: options must be a table, got %s", WHO, errors.kind(opts))
  end
  local copy = { limit = PAGE, offset = 0 }
  for key, value in pairs(opts or {}) do
    local kind = OPTIONS[key]
    if not kind then
      errors.raise("%s: no option '%s'%s", WHO, tostring(key), names.hint(tostring(key), names.keys(OPTIONS),
        "options"))
    elseif type(value) ~= kind then
      errors.raise("%s: option '%s' must be a %s, got %s", WHO, key, kind, errors.kind(value))
    elseif kind == "number" and (math.type(value) ~= "integer" or value < 0) then
      errors.raise("%s: option '%s' must be a whole number from 0", WHO, key)
    end
    copy[key] = value
  end
  if copy.jurisdiction then
    organisation.check_jurisdiction(copy.jurisdiction, WHO .. ": option 'jurisdiction'")
  end
  return copy
end

-- The columns that a schema speaks of and the register does not have.
local function absent(analysis, normal)
  local primary = {}
  for _, name in ipairs(normal.primary or {}) do
    primary[name] = true
  end
  for _, field in ipairs(normal.fields) do
    if not analysis:type(field.name) then
      local needed = field.required or primary[field.name]
      analysis:say("field", needed and (field.importance or "error") or "warning", field.name,
        ("the register has no field '%s'%s"):format(field.name, names.hint(field.name, analysis.names, "fields")))
    end
  end
end

local function add_fields(analysis, normal)
  for _, field in ipairs(normal.fields) do
    if analysis:type(field.name) then
      analysis:about(field.name, function(_, kind)
        local list = values.tests(field, kind)
        for _, check in ipairs(list) do
          check.rule, check.importance = field.rule or check.rule, field.importance
        end
        return list
      end)
    end
  end
end

local function has_all(analysis, fields)
  for _, name in ipairs(fields) do
    if not analysis:type(name) then
      return false
    end
  end
  return true
end

local function add_keys(analysis, normal, opts)
  local primary = normal.primary
  for _, field in ipairs(normal.fields) do
    if field.unique and analysis:type(field.name) and not (primary and #primary == 1 and primary[1] == field.name) then
      keys.unique(analysis, { field.name }, { rule = field.rule or "unique", importance = field.importance })
    end
  end
  if primary then
    for _, name in ipairs(primary) do
      if not analysis:type(name) then
        errors.raise("%s: primaryKey: no field '%s'%s", WHO, name, names.hint(name, analysis.names, "fields"))
      end
      analysis:about(name, function()
        return { rule = "primaryKey", test = function(text)
          return not text and "a value is required: the field is part of the primary key" or nil
        end }
      end)
    end
    keys.unique(analysis, primary, { rule = "primaryKey" })
  end
  for i, key in ipairs(normal.foreign) do
    local reg = key.register or key.resource and (opts.resources or {})[key.resource] or not key.resource and
      analysis.register
    if not reg or not core.check(reg) then
      errors.raise("%s: foreignKeys, item %d: no register for '%s'; give it: { resources = { [%q] = reg } }", WHO, i,
        key.resource, key.resource)
    end
    for _, name in ipairs(key.to) do
      schema.column(reg, name, ("%s: foreignKeys, item %d"):format(WHO, i))
    end
    if has_all(analysis, key.fields) then
      keys.reference(analysis, key.fields, reg, key.to, { rule = "foreignKey", importance = key.importance })
    end
  end
end

local function add_rules(analysis, normal)
  for _, rule in ipairs(normal.rules) do
    analysis:condition({
      rule = rule.name, importance = rule.importance, expression = rule.expression, field = rule.field,
      message = rule.message or ("this does not hold: %s"):format(rule.expression),
    }, ("%s: rule '%s'"):format(WHO, rule.name))
  end
end

--- Finds what in the records is not as a schema says. Without a schema, by the one for organisations:
-- the rules R01 to R15 and traces of damage, doc/validation.md has them, as far as the register has the
-- fields they speak of.
-- @function register:validate
-- @tparam[opt] table schema see `orgstat.register.validate.schema`
-- @tparam[opt] table opts `limit` and `offset`: which violations `.violations` has (default: the first
-- 1000); `jurisdiction`: "vn", "id", "uk", "us", "au" or "fr", whose rules hold besides; `resources`:
-- { name = register } for foreign keys
-- @treturn validation
-- @raise on a schema that is none, unknown options, and a bad expression (details, code "bad_expression")
-- @usage local result = reg:validate { fields = { { name = "id", required = true, unique = true } } }
-- print(result, result.by_rule.unique)
return function(reg, given, opts)
  schema.check(reg, WHO)
  if given ~= nil and (type(given) ~= "table" or core.check(given)) then
    errors.raise("%s: a schema must be a table, got %s; orgstat.schema.read(path) reads one", WHO, errors.kind(given))
  end
  opts = options_of(opts)
  local normal, why = schemas.normal(given or DEFAULT)
  if not normal then
    errors.raise("%s: schema: %s", WHO, why)
  end
  local analysis = new_analysis(reg, normal.missing)
  absent(analysis, normal)
  add_fields(analysis, normal)
  add_keys(analysis, normal, opts)
  add_rules(analysis, normal)
  if normal.checks.organisation then
    organisation.add(analysis, opts.jurisdiction)
  end
  if normal.checks.damage then
    damage.add(analysis)
  end
  analysis:run()
  return result(analysis, stream.rows(reg), places.lines(reg), opts.offset, opts.limit)
end

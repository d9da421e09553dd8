--- Computed fields: `reg:mutate { density = "members / branches" }`.
-- @module orgstat.register.mutate

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local names = require "orgstat.register.names"
local plan = require "orgstat.register.plan"
local schema = require "orgstat.register.schema"

-- The list form in its order, the named form by name: list of { name, value }.
local function pairs_of(given)
  local list = {}
  if #given > 0 then
    for key, item in pairs(given) do
      if math.type(key) ~= "integer" or key < 1 or key > #given then
        errors.raise("mutate: either a list of { name, expression } or name = expression, not both (key '%s')",
          tostring(key))
      elseif type(item) ~= "table" or #item ~= 2 then
        errors.raise('mutate: item %d of the list must be { name, expression }, as in { "decade", "year(x) // 10" }',
          key)
      end
      list[key] = { item[1], item[2] }
    end
    return list
  end
  for key in pairs(given) do
    if type(key) ~= "string" then
      errors.raise("mutate: a name must be a string, got %s", errors.kind(key))
    end
  end
  for i, name in ipairs(names.keys(given)) do
    list[i] = { name, given[name] }
  end
  return list
end

local function check_name(name, seen)
  if type(name) ~= "string" or name == "" then
    errors.raise("mutate: a name must be text that is not empty, got %s",
      type(name) == "string" and errors.quote(name) or errors.kind(name))
  elseif not utf8.len(name) or name:find("\0", 1, true) then
    errors.raise("mutate: a name must be UTF-8 without NUL bytes, got %s", errors.quote(name))
  elseif seen[name] then
    errors.raise("mutate: field '%s' is given twice", name)
  end
  seen[name] = true
end

--- The register with more fields, or with other values in fields that it has: those stay in their
-- place, new ones come last. A value is an expression (doc/expressions.md) or a function that takes
-- a record and gives a value, nil if it is missing. All of them see the fields as they were.
--
-- The expressions of a scanned register load what it shows; select the fields that are needed first.
-- @function register:mutate
-- @tparam table values { { "density", "members / branches" }, ... } keeps this order;
-- { density = "members / branches" } goes by name
-- @treturn register
-- @raise on a bad expression (details, code "bad_expression"), and on names that come twice
-- @usage reg:mutate { decade = "year(founded_on) // 10 * 10" }
return function(reg, values)
  schema.check(reg, "mutate")
  if type(values) ~= "table" then
    errors.raise('mutate: a table such as { density = "members / branches" } is expected, got %s', errors.kind(values))
  end
  local node = { op = "mutate", source = reg, fields = {} }
  local all, kinds, place, seen = {}, {}, {}, {}
  local known = schema.types(reg)
  for c, name in ipairs(schema.names(reg)) do
    all[c], kinds[c], place[name] = name, known[c], c
  end
  for i, item in ipairs(pairs_of(values)) do
    local name, value = item[1], item[2]
    check_name(name, seen)
    local one, kind = { name = name }, nil
    if type(value) == "string" then
      one.expression, kind = schema.expression(reg, value, ("mutate: field '%s'"):format(name))
    elseif type(value) == "function" then
      one.compute = value
    else
      errors.raise("mutate: field '%s': an expression or a function is expected, got %s", name, errors.kind(value))
    end
    local c = place[name] or #all + 1
    all[c], kinds[c], place[name] = name, kind or false, c
    node.fields[i] = one
  end
  for c = 1, #all do
    if not kinds[c] then
      kinds = nil -- only running a function tells the type of its values
      break
    end
  end
  local scanned = core.state(reg).scanned
  return plan.derive(node, all, not scanned and kinds or nil)
end

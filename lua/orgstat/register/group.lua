--- Groups: `reg:group("scope_level"):summarise { { "n", "count()" }, { "members", "sum(members)" } }`.
-- @module orgstat.register.group

local aggregate = require "orgstat.register.aggregate"
local computed = require "orgstat.register.computed"
local errors = require "orgstat.register.errors"
local kinds = require "orgstat.register.kinds"
local names = require "orgstat.register.names"
local options = require "orgstat.register.options"
local plan = require "orgstat.register.plan"
local schema = require "orgstat.register.schema"

--- The groups of a register's records; made by `register:group`.
-- @type group
local Group = {}
Group.__index = Group
Group.__name = "orgstat.group"

-- The list form in its order, the named form by name: list of { name, text }.
local function pairs_of(given)
  local list = {}
  if #given > 0 then
    for key, item in pairs(given) do
      if math.type(key) ~= "integer" or key < 1 or key > #given then
        errors.raise("summarise: either a list of { name, aggregate } or name = aggregate, not both (key '%s')",
          tostring(key))
      elseif type(item) ~= "table" or #item ~= 2 then
        errors.raise('summarise: item %d of the list must be { name, aggregate }, as in { "n", "count()" }', key)
      end
      list[key] = { item[1], item[2] }
    end
  else
    for key in pairs(given) do
      if type(key) ~= "string" then
        errors.raise("summarise: a name must be a string, got %s", errors.kind(key))
      end
    end
    for i, name in ipairs(names.keys(given)) do
      list[i] = { name, given[name] }
    end
  end
  return list
end

--- A register with a record for each group: the grouping fields, then the aggregates. The groups
-- come in ascending order of the grouping fields, missing values last. See
-- `orgstat.register.aggregate` for what an aggregate can be.
-- @tparam table aggregates { { "n", "count()" }, ... } keeps this order; { n = "count()" } goes by name
-- @tparam[opt] table opts `force`: true computes also what the kinds of the fields forbid (see
-- `orgstat.register.kinds`)
-- @treturn register
-- @raise on unknown fields and aggregates, fields of the wrong type, names that come twice, and sums and
-- means that make no sense
-- @usage reg:group("scope_level"):summarise { { "n", "count()" }, { "typical", "median(members)" } }
function Group:summarise(aggregates, opts)
  if getmetatable(self) ~= Group then
    errors.raise("summarise: call it on a group with a colon: reg:group(...):summarise { ... }")
  end
  schema.check(self.register, "summarise")
  if type(aggregates) ~= "table" then
    errors.raise('summarise: a table such as { { "n", "count()" } } is expected, got %s', errors.kind(aggregates))
  end
  local force = options.force(opts, "summarise")
  local node = { op = "summarise", source = self.register, by = self.fields, aggregates = {} }
  local result, seen = {}, {}
  for i, field in ipairs(self.fields) do
    result[i], seen[field] = field, true
  end
  local items, texts = pairs_of(aggregates), {}
  for i, item in ipairs(items) do
    texts[i] = item[2]
  end
  node.source, texts = computed(self.register, texts, self.fields, "summarise")
  for i, item in ipairs(items) do
    local name = item[1]
    if type(name) ~= "string" or name == "" then
      errors.raise("summarise: a name must be a string that is not empty, got %s",
        name == "" and "''" or errors.kind(name))
    elseif seen[name] then
      errors.raise("summarise: the result would have two fields named '%s'", name)
    end
    seen[name] = true
    local a = aggregate.read(node.source, texts[i], "summarise")
    if not force then
      kinds.check(node.source, a, self.fields)
    end
    a.as = name
    node.aggregates[i] = a
    result[#result + 1] = name
  end
  return plan.derive(node, result)
end

function Group:__tostring()
  local fields = #self.fields > 0 and table.concat(self.fields, ", ") or "nothing"
  return ("groups by %s; call :summarise { { name, aggregate }, ... }"):format(fields)
end

--- The groups of records that agree in some fields. Without fields, all records are one group.
-- @function register:group
-- @tparam string ... field names
-- @treturn group
-- @raise on an unknown field
return function(reg, ...)
  schema.check(reg, "group")
  local fields = { ... }
  if select("#", ...) == 1 and type(fields[1]) == "table" then
    errors.raise('group: field names are expected one by one: reg:group("a", "b")')
  end
  for i = 1, select("#", ...) do
    schema.column(reg, fields[i], "group")
  end
  schema.columns(reg, "group", fields)
  return setmetatable({ register = reg, fields = fields }, Group)
end

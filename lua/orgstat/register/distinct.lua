--- Records that are like no other before: `reg:distinct("name", "area_code")`.
-- @module orgstat.register.distinct

local core = require "orgstat.core"
local plan = require "orgstat.register.plan"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

function plan.run.distinct(source, node)
  local whole, mine = stream.whole(source)
  local index, columns = schema.index(whole), {}
  for i, name in ipairs(node.fields) do
    columns[i] = index[name]
  end
  local result = core.distinct(whole, columns)
  if mine then
    core.close(whole)
  end
  return result
end

--- The first record of each combination of values of some fields (of all fields, if none is named), in
-- the order of the register. Missing values are like each other.
-- @function register:distinct
-- @tparam[opt] string ... field names
-- @treturn register
-- @raise on an unknown field, or one given twice
return function(reg, ...)
  schema.check(reg, "distinct")
  local n, fields = select("#", ...), { ... }
  for i = 1, n do
    schema.column(reg, fields[i], "distinct")
  end
  schema.columns(reg, "distinct", fields)
  if n == 0 then
    fields = schema.names(reg)
  end
  local types = core.state(reg).types
  return plan.derive({ op = "distinct", source = reg, fields = fields }, schema.names(reg), types)
end

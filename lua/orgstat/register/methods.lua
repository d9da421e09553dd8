--- The methods of registers, put together: those of one line here, the others from their files.
-- @module orgstat.register.methods

local append = require "orgstat.register.append"
local core = require "orgstat.core"
local count = require "orgstat.register.count"
local crosstab = require "orgstat.register.crosstab"
local describe = require "orgstat.register.describe"
local distinct = require "orgstat.register.distinct"
local errors = require "orgstat.register.errors"
local group = require "orgstat.register.group"
local join = require "orgstat.register.join"
local kinds = require "orgstat.register.kinds"
local mutate = require "orgstat.register.mutate"
local notes = require "orgstat.register.notes"
local options = require "orgstat.register.options"
local pivot = require "orgstat.register.pivot"
local plan = require "orgstat.register.plan"
local rollup = require "orgstat.register.rollup"
local schema = require "orgstat.register.schema"
local show = require "orgstat.register.show"
local stats = require "orgstat.register.stats"
local stream = require "orgstat.register.stream"
local validate = require "orgstat.register.validate"
local where = require "orgstat.register.where"

--- A register: an immutable set of records in typed columns. `#reg` is the number of records,
-- `reg[i]` record i as a fresh table (nil outside 1 to #reg), `pairs(reg)` goes through i and record.
--
-- A register that `orgstat.scan` made leaves its records in the file, and so do its `where` and
-- `select`: each of them goes through the file when asked for something, and holds no more than that
-- takes. `reg[i]`, `sort` and `tail` need the records in memory and raise; what the other methods give
-- is in memory, and `join`, `append`, `distinct` and `unpivot` load the register for it. When the file
-- has changed, or its data are at fault, these raise the details table of `orgstat.register.errors`.
-- @type register
local methods = {
  append = append,
  count = count,
  crosstab = crosstab,
  describe = describe,
  distinct = distinct,
  group = group,
  mutate = mutate,
  join = join,
  notes = notes.notes,
  pivot = pivot.pivot,
  rejects = notes.rejects,
  rollup = rollup,
  stats = stats,
  totals = notes.totals,
  unpivot = pivot.unpivot,
  validate = validate,
  where = where,
}

--- Iterates over the records: `for org in reg:records() do`.
-- @treturn function gives a fresh table each time; a missing value is nil
function methods:records()
  schema.check(self, "records")
  return stream.records(self)
end

--- Iterates over values without making tables: `for i, name, members in reg:values("name", "members")`.
-- @tparam string ... field names, at least one
-- @treturn function gives the row number and the values; a missing value is nil
-- @raise on an unknown field
function methods:values(...)
  schema.check(self, "values")
  local n = select("#", ...)
  if n == 0 then
    errors.raise('values: at least one field name is expected: reg:values("name")')
  end
  local columns = { ... }
  for i = 1, n do
    columns[i] = schema.column(self, columns[i], "values")
  end
  return stream.values(self, table.unpack(columns))
end

--- The values of one field.
-- @tparam string name
-- @treturn table [1] to [n] are the values, nil where missing; `n` is the number of rows
-- @raise on an unknown field
function methods:column(name)
  schema.check(self, "column")
  return stream.column(self, schema.column(self, name, "column"))
end

--- Describes the fields.
-- @treturn {table,...} { name, type, missing, distinct }: missing and distinct (present values) are
-- integers
function methods:fields()
  schema.check(self, "fields")
  local list = {}
  for c, name in ipairs(schema.names(self)) do
    local missing, different = stream.profile(self, c)
    list[c] = { name = name, missing = missing, distinct = different }
  end
  for c, kind in ipairs(schema.types(self)) do
    list[c].type = kind
  end
  return list
end

--- The register with these fields only, in this order.
-- @tparam string ... field names, at least one
-- @treturn register
-- @raise on an unknown field, or one given twice
function methods:select(...)
  schema.check(self, "select")
  local n = select("#", ...)
  if n == 0 then
    errors.raise('select: at least one field name is expected: reg:select("name")')
  end
  local fields = { ... }
  for i = 1, n do
    schema.column(self, fields[i], "select")
  end
  local columns = schema.columns(self, "select", fields)
  local all = core.state(self).types -- not known before a summarise has run
  local types = all and {}
  for i, c in ipairs(all and columns or {}) do
    types[i] = all[c]
  end
  return plan.derive({ op = "select", source = self, fields = fields }, fields, types)
end

--- Declares which fields are stocks, flows and ratios, so that sums and means that make no sense are
-- refused; see `orgstat.register.kinds`. Without arguments, tells what is declared.
-- @tparam[opt] table given { field = "stock" | "flow" | "ratio" }, added to what is declared already
-- @tparam[opt] table opts `time`: the field that says when a record holds
-- @treturn register|table the same records; or { field = kind }
-- @raise on an unknown field or kind
-- @usage local reg = reg:kinds({ members = "stock", income = "flow" }, { time = "year" })
function methods:kinds(given, opts)
  schema.check(self, "kinds")
  local fields, copy = schema.names(self), {}
  if given == nil and opts == nil then
    for field, kind in pairs(core.state(self).kinds or {}) do
      copy[field] = kind
    end
    return copy
  end
  kinds.check_table(given, "kinds: the argument")
  local time = options.time(opts, "kinds")
  for field in pairs(given) do
    schema.column(self, field, "kinds")
  end
  if time then
    schema.column(self, time, "kinds")
  end
  local result = plan.derive({ op = "select", source = self, fields = fields }, fields, core.state(self).types)
  kinds.declare(result, given, time, "kinds")
  return result
end

--- The records in another order: by the first field, then the next. Stable; texts by bytes, false
-- before true, missing values last both ways.
-- @tparam string ... field names, with "-" before a name for descending order; a field that is
-- itself called "-x" is meant by "-x" and, descending, by "--x"
-- @treturn register
-- @raise on an unknown field
function methods:sort(...)
  schema.check(self, "sort")
  if core.state(self).scanned then
    stream.refuse "sort"
  end
  local n = select("#", ...)
  if n == 0 then
    errors.raise('sort: at least one field name is expected: reg:sort("-members", "name")')
  end
  local index, by = schema.index(self), {}
  for i = 1, n do
    local name, descending = select(i, ...), false
    if type(name) == "string" and not index[name] and name:sub(1, 1) == "-" then
      name, descending = name:sub(2), true
    end
    schema.column(self, name, "sort")
    by[i] = { field = name, descending = descending }
  end
  return plan.derive({ op = "sort", source = self, by = by }, schema.names(self), core.state(self).types)
end

-- head and tail
local function part(reg, op, n)
  schema.check(reg, op)
  if n == nil then
    n = 10
  end
  local whole = type(n) == "number" and math.tointeger(n)
  if not whole or whole < 0 then
    errors.raise("%s: n must be a whole number from 0, got %s", op,
      type(n) == "number" and tostring(n) or errors.kind(n))
  end
  return plan.derive({ op = op, source = reg, n = whole }, schema.names(reg), core.state(reg).types)
end

--- The first records.
-- @tparam[opt=10] integer n at most so many
-- @treturn register
function methods:head(n)
  return part(self, "head", n)
end

--- The last records.
-- @tparam[opt=10] integer n at most so many
-- @treturn register
function methods:tail(n)
  schema.check(self, "tail")
  if core.state(self).scanned then
    stream.refuse "tail"
  end
  return part(self, "tail", n)
end

--- Closes the register. Its memory is freed at once, except for what other registers share; those
-- go on. Any other use of a closed register raises; closing it again does nothing.
function methods:close()
  if not core.check(self) then
    schema.check(self, "close")
  end
  plan.close(self)
end

local meta = core.metatable()
core.methods(methods)
meta.__tostring = show.register
meta.__close = plan.close

function meta.__len(reg)
  if core.status(reg) == "closed" then
    errors.raise "the register is closed"
  end
  return stream.rows(reg)
end

function meta.__pairs(reg)
  schema.check(reg, "pairs")
  return stream.pairs(reg)
end

return methods

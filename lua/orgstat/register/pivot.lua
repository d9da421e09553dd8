--- Values of a field as fields, and back: `reg:pivot { rows = "area", columns = "year", value = "members" }`.
-- @module orgstat.register.pivot

local aggregate = require "orgstat.register.aggregate"
local computed = require "orgstat.register.computed"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local kinds = require "orgstat.register.kinds"
local missing = require "orgstat.register.missing"
local names = require "orgstat.register.names"
local options = require "orgstat.register.options"
local plan = require "orgstat.register.plan"
local schema = require "orgstat.register.schema"
local show = require "orgstat.register.show"
local stream = require "orgstat.register.stream"

local pivot = {}

local LIMIT = 1000 -- fields that pivot makes, unless it is asked for more
local SHOWN = 3

local function anything() end

local OPTIONS = { rows = anything, columns = anything, value = options.of_type "string", limit = options.positive,
  force = options.of_type "boolean" }

-- Rows, columns and value as given.
local function read(reg, given)
  local opts = options.check(given, "pivot", OPTIONS)
  if opts.columns == nil then
    errors.raise 'pivot: the field whose values become fields is needed: columns = "year"'
  end
  local rows = schema.listed(reg, opts.rows or {}, "pivot: rows")
  local columns = schema.listed(reg, opts.columns, "pivot: columns")
  if #columns == 0 then
    errors.raise "pivot: columns names no field"
  end
  for _, name in ipairs(columns) do
    for _, row in ipairs(rows) do
      if name == row then
        errors.raise("pivot: field '%s' is in rows and in columns", name)
      end
    end
  end
  local keys = table.move(columns, 1, #columns, #rows + 1, table.move(rows, 1, #rows, 1, {}))
  return rows, columns, keys, opts
end

-- What each cell is: the aggregate, or the one value of a field, of which there must not be two; and the
-- register to make it of.
local function measures(reg, value, keys, force)
  local c = schema.index(reg)[value]
  if c then
    return { { name = "value", what = "first", c = c }, { name = "n", what = "rows" } }, reg
  end
  local source, texts = computed(reg, { value }, keys, "pivot")
  local a = aggregate.read(source, texts[1], "pivot")
  if a.of_groups then
    errors.raise("pivot: %s is of groups in a row, as summarise has them; a table has none", value)
  elseif not force then
    kinds.check(source, a, keys)
  end
  return { aggregate.measure(source, a, "value") }, source
end

-- Texts of some columns, row by row, as one text.
local function labels(groups, columns, text)
  local iterators, list = {}, {}
  for i, c in ipairs(columns) do
    iterators[i] = core.texts(groups, c)
  end
  for row = 1, core.rows(groups) do
    local parts = {}
    for i = 1, #columns do
      local _, own = iterators[i]()
      parts[i] = text(own)
    end
    list[row] = table.concat(parts, " / ")
  end
  return list
end

local function shown(text)
  return show.value(text == nil and missing or text)
end

local function sequence(first, last)
  local list = {}
  for i = first, last do
    list[#list + 1] = i
  end
  return list
end

local function check_single(groups, keys, value)
  local count, examples, texts = 0, {}, nil
  for row, n in core.values(groups, #keys + 2) do
    if n > 1 then
      count = count + 1
      if count <= SHOWN then
        texts = texts or labels(groups, sequence(1, #keys), shown)
        examples[count] = ("%s (%d records)"):format(errors.quote(texts[row]), n)
      end
    end
  end
  if count > 0 then
    local fields = {}
    for k = 1, #keys do
      fields[k] = core.names(groups)[k]
    end
    error(errors.details {
      code = "duplicate_key", field = table.concat(fields, ", "), found = count, examples = examples,
      advice = ('name an aggregate, as in value = "sum(%s)"'):format(value),
    }, 0)
  end
end

-- Cells laid out: the groups by rows and columns, with the value behind them, as rows and columns.
local function lay_out(groups, rows, columns, limit)
  local n = core.rows(groups)
  local row_of, first = core.numbers(groups, sequence(1, #rows))
  local column_of, example = core.numbers(groups, sequence(#rows + 1, #rows + #columns))
  if #rows == 0 then
    first = n > 0 and { 1 } or {}
  end
  if #example > limit then
    errors.raise("pivot: columns has %d values, which would be as many fields; at most %d (limit = %d allows them)",
      #example, limit, #example)
  end
  local taken, list = {}, {}
  for i, name in ipairs(rows) do
    list[i], taken[name] = name, true
  end
  local texts = labels(groups, sequence(#rows + 1, #rows + #columns), shown)
  local places = {}
  for c, row in ipairs(example) do
    list[#rows + c] = names.free(texts[row], taken)
    places[c] = {}
  end
  for i = 1, n do
    places[column_of[i]][row_of[i] or 1] = i
  end
  local picked = core.pick(groups, first)
  local parts = { core.select(picked, sequence(1, #rows)) }
  local value = core.select(groups, { #rows + #columns + 1 })
  core.close(picked)
  for c, own in ipairs(places) do
    for row = 1, #first do
      own[row] = own[row] or 0
    end
    parts[c + 1] = core.pick(value, own)
    places[c] = false
  end
  core.close(value)
  local result = core.beside(parts, list)
  for _, part in ipairs(parts) do
    core.close(part)
  end
  return result, list
end

--- A register with a record for each combination of values of the fields in `rows`, and a field for
-- each value of the field in `columns` (of several: each combination), both in ascending order. A
-- combination that does not occur is missing. A name that is taken gets a number.
-- @function register:pivot
-- @tparam table opts `rows` and `columns`: a field name or a list of them; `value`: an aggregate, default
-- "count()", or the name of a field, of which then no cell may have two records; `force` as for `crosstab`;
-- `limit`: how many fields may be made, default 1000
-- @treturn register
-- @raise on unknown fields, options and aggregates, and more fields than the limit; the details table of
-- code "duplicate_key" when a field has two records for one cell
-- @usage reg:pivot { rows = "area", columns = "year", value = "members" }
function pivot.pivot(reg, opts)
  schema.check(reg, "pivot")
  local rows, columns, keys, given = read(reg, opts)
  local value = given.value or "count()"
  local wanted, source = measures(reg, value, keys, given.force)
  local groups = stream.summarise(source, schema.columns(source, "pivot", keys), wanted)
  if wanted[2] then
    check_single(groups, keys, value)
  end
  local result, list = lay_out(groups, rows, columns, given.limit or LIMIT)
  core.close(groups)
  local state = core.state(result)
  state.name, state.names = core.state(reg).name, list
  return result
end

local function field_name(value, option)
  if type(value) ~= "string" or value == "" then
    errors.raise("unpivot: %s must be a field name, got %s", option, value == "" and "''" or errors.kind(value))
  end
  return value
end

function plan.run.unpivot(source, node)
  local whole, mine = stream.whole(source)
  local index, kept, folded = schema.index(whole), {}, {}
  for i, name in ipairs(node.kept) do
    kept[i] = index[name]
  end
  for i, name in ipairs(node.fields) do
    folded[i] = index[name]
  end
  local result = core.unpivot(whole, kept, folded, node.names)
  if mine then
    core.close(whole)
  end
  return result
end

--- The reverse of `pivot`: a record for each record and each of some fields, with the name of the field,
-- its value (also a missing one), and all other fields. Types go together as in `append`.
-- @function register:unpivot
-- @tparam table opts a list of the fields; `name` and `value`: what the two new fields are called, by
-- default so
-- @treturn register
-- @raise on unknown fields, and names that are taken
-- @usage reg:unpivot { "y2023", "y2024", name = "year", value = "members" }
function pivot.unpivot(reg, opts)
  schema.check(reg, "unpivot")
  if type(opts) ~= "table" or core.check(opts) then
    errors.raise('unpivot: a list of fields is expected, as in { "y2023", "y2024", name = "year" }, got %s',
      errors.kind(opts))
  end
  local given = {}
  for key, value in pairs(opts) do
    if math.type(key) == "integer" then
      given[key] = value
    elseif key ~= "name" and key ~= "value" then
      errors.raise("unpivot: no option '%s'%s", tostring(key),
        names.hint(tostring(key), { "name", "value" }, "options"))
    end
  end
  local fields = schema.listed(reg, given, "unpivot")
  if #fields == 0 then
    errors.raise "unpivot: at least one field is expected"
  end
  local folded, kept, taken = {}, {}, {}
  for _, name in ipairs(fields) do
    folded[name] = true
  end
  for _, name in ipairs(schema.names(reg)) do
    if not folded[name] then
      kept[#kept + 1], taken[name] = name, true
    end
  end
  local list = table.move(kept, 1, #kept, 1, {})
  for i, option in ipairs { "name", "value" } do
    local name = field_name(opts[option] or option, option)
    if taken[name] then
      errors.raise("unpivot: the result would have two fields named '%s'; choose another %s", name, option)
    end
    taken[name], list[#kept + i] = true, name
  end
  return plan.derive({ op = "unpivot", source = reg, kept = kept, fields = fields, names = list }, list)
end

return pivot

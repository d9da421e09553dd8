--- Tables of fields against fields with totals:
-- `reg:crosstab("scope_level", "category", { value = "sum(members)" })`.
-- @module orgstat.register.crosstab

local aggregate = require "orgstat.register.aggregate"
local computed = require "orgstat.register.computed"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local kinds = require "orgstat.register.kinds"
local missing = require "orgstat.register.missing"
local options = require "orgstat.register.options"
local scanned = require "orgstat.register.scanned"
local schema = require "orgstat.register.schema"
local share = require "orgstat.register.share"
local show = require "orgstat.register.show"
local stream = require "orgstat.register.stream"
local suppress = require "orgstat.register.suppress"
local view = require "orgstat.register.crosstab_view"

local SMALL = 5 -- cells of fewer records are hidden, unless another number is given
local DECIMALS = 1
local MOST_DECIMALS = 9

local function decimals(value, where)
  if math.type(value) ~= "integer" or value < 0 or value > MOST_DECIMALS then
    errors.raise("%s must be a whole number from 0 to %d, got %s", where, MOST_DECIMALS,
      type(value) == "number" and tostring(value) or errors.kind(value))
  end
end

local function threshold(value, where)
  if type(value) ~= "boolean" then
    options.positive(value, where)
  end
end

local OPTIONS = {
  decimals = decimals,
  force = options.of_type "boolean",
  share = options.one_of { "row", "column", "all" },
  suppress = threshold,
  value = options.of_type "string",
}

-- How totals come from cells: by which aggregate of them. Others are computed from the records.
local FROM_CELLS = { rows = "sum", count = "sum", missing = "sum", sum = "sum", min = "min", max = "max" }

local function read_fields(reg, given)
  if type(given) ~= "table" then
    schema.column(reg, given, "crosstab")
    return { given }
  end
  local list = schema.listed(reg, given, "crosstab")
  if #list == 0 then
    errors.raise "crosstab: at least one field is needed on each side"
  end
  return list
end

local function sequence(first, last)
  local list = {}
  for i = first, last do
    list[#list + 1] = i
  end
  return list
end

-- Values of a column of a ready register, and their digits where those are more than a float has.
local function read_column(reg, c)
  local list, texts = core.column(reg, c), nil
  if core.types(reg)[c] == "decimal" then
    texts = {}
    for row, text in core.texts(reg, c) do
      texts[row] = text
    end
  end
  return list, texts
end

-- The measures of totals as made from the cells, whose measures stand behind the keys; nil when one of
-- them must be made of the records.
local function from_cells(measures, keys, types)
  local list = {}
  for m, one in ipairs(measures) do
    local what, c = FROM_CELLS[one.what], keys + m
    if not what or one.what == "sum" and types and types[c] == "number" then
      return nil -- sums of floats are rounded once only when made of the records
    end
    list[m] = { name = one.name, what = what, c = c }
  end
  return list
end

-- The columns of a query in memory, and where they are there.
local function in_memory(reg, keys, measures)
  local used, place, own = {}, {}, {}
  local function put(c)
    if c and not place[c] then
      used[#used + 1], place[c] = c, #used + 1
    end
    return c and place[c]
  end
  for i, c in ipairs(keys) do
    keys[i] = put(c)
  end
  for m, one in ipairs(measures) do
    own[m] = { c = put(one.c), w = put(one.w) }
    for key, value in pairs(one) do
      own[m][key] = own[m][key] or value
    end
  end
  local part = stream.loaded(reg, used)
  for _, one in ipairs(own) do
    if one.asked then
      aggregate.check(part, one.asked)
    end
  end
  return part, own
end

-- The cells and the totals as registers, each with the keys in front and the measures behind. The file of
-- a scanned register is read once.
local function query(reg, rows, columns, measures)
  local keys, depth = table.move(columns, 1, #columns, #rows + 1, table.move(rows, 1, #rows, 1, {})), #rows
  local by_row, by_column = sequence(1, depth), sequence(depth + 1, #keys)
  local cells = from_cells(measures, #keys) and stream.summarise(reg, keys, measures)
  local totals = cells and from_cells(measures, #keys, core.types(cells))
  if totals then
    return cells, core.summarise(cells, by_row, totals), core.summarise(cells, by_column, totals),
      core.summarise(cells, {}, totals)
  end
  if cells then
    core.close(cells)
  end
  if scanned.of(reg) then
    local part, own = in_memory(reg, keys, measures)
    local results = table.pack(query(part, table.move(keys, 1, depth, 1, {}), table.move(keys, depth + 1, #keys, 1, {}),
      own))
    core.close(part)
    return table.unpack(results, 1, results.n)
  end
  return stream.summarise(reg, keys, measures), stream.summarise(reg, rows, measures),
    stream.summarise(reg, columns, measures), stream.summarise(reg, {}, measures)
end

-- Puts one measure of all four registers into a grid.
local function place(grid, parts, depth, at)
  local width, height = grid.width, grid.height
  local values, texts = {}, nil
  for i = 1, height do
    values[i] = {}
  end
  local function put(i, j, value, text)
    values[i][j] = value
    if text then
      texts = texts or {}
      texts[i] = texts[i] or {}
      texts[i][j] = text
    end
  end
  local list, digits = read_column(parts.cells, depth.both + at)
  for k = 1, list.n do
    put(grid.row_of[k], grid.column_of[k], list[k], digits and digits[k])
  end
  list, digits = read_column(parts.rows, depth.rows + at)
  for i = 1, list.n do
    put(i, width, list[i], digits and digits[i])
  end
  list, digits = read_column(parts.columns, depth.columns + at)
  for j = 1, list.n do
    put(height, j, list[j], digits and digits[j])
  end
  list, digits = read_column(parts.total, at)
  put(height, width, list[1], digits and digits[1])
  if texts then
    for i = 1, height do
      texts[i] = texts[i] or {}
    end
  end
  return values, texts
end

-- The keys of each group: lists of values, with orgstat.missing for what is missing.
local function keys_of(groups, fields)
  local list, seen = {}, {}
  for row = 1, core.rows(groups) do
    list[row] = {}
  end
  for c in ipairs(fields) do
    local column = core.column(groups, c)
    for row, key in ipairs(list) do
      key[c] = column[row]
      if key[c] == nil then
        key[c] = missing
      end
    end
  end
  for _, key in ipairs(list) do
    local at = seen
    for c, part in ipairs(key) do
      if c == #key and at[part] then
        errors.raise("crosstab: field '%s' has two values that are one Lua number (%s); read it as text with types",
          fields[c], show.value(part))
      end
      at[part] = at[part] or {}
      at = at[part]
    end
  end
  return list
end

-- Shares in the place of values, line by line as is asked for. Totals have shares of their own, so that
-- they make 100, too; of shares of the whole they are what the cells make.
local function make_shares(grid, kind, places)
  local height, width = grid.height, grid.width
  local units = {}
  for i = 1, height do
    units[i] = {}
  end
  local scale = math.tointeger(10 ^ places)
  local function number_at(i, j)
    local value = grid.values[i][j]
    if value and value < 0 then
      errors.raise("crosstab: shares need values none of which is negative, got %s", show.value(value))
    end
    return value or 0
  end
  local function spread(cells)
    local values, texts = {}, {}
    for k, at in ipairs(cells) do
      values[k], texts[k] = number_at(at[1], at[2]), grid.texts and grid.texts[at[1]][at[2]]
    end
    local shares = share.of(values, places, texts)
    for k, at in ipairs(cells) do
      if shares and grid.values[at[1]][at[2]] ~= nil then
        units[at[1]][at[2]] = shares[k]
      end
    end
    return shares ~= nil
  end
  if kind == "all" then
    local cells = {}
    for i = 1, height - 1 do
      for j = 1, width - 1 do
        cells[#cells + 1] = { i, j }
      end
    end
    if spread(cells) then
      for i = 1, height do
        units[i][width] = 0
      end
      for j = 1, width - 1 do
        units[height][j] = 0
        for i = 1, height - 1 do
          units[i][width] = units[i][width] + (units[i][j] or 0)
          units[height][j] = units[height][j] + (units[i][j] or 0)
        end
        units[height][width] = units[height][width] + units[height][j]
      end
    end
  else
    local by_row = kind == "row"
    local lines, length = by_row and height or width, by_row and width or height
    for k = 1, lines do
      local cells = {}
      for at = 1, length - 1 do
        cells[at] = by_row and { k, at } or { at, k }
      end
      if spread(cells) then
        units[by_row and k or height][by_row and width or k] = 100 * scale
      end
    end
  end
  grid.values, grid.texts = {}, {}
  for i = 1, height do
    grid.values[i], grid.texts[i] = {}, {}
    for j, n in pairs(units[i]) do
      grid.values[i][j], grid.texts[i][j] = n / scale, share.text(n, places)
    end
  end
end

-- Values that are never negative and add up can be told from sums as counts can.
local function telling(grid, what)
  if FROM_CELLS[what] ~= "sum" then
    return nil
  end
  local values = {}
  for i = 1, grid.height do
    values[i] = {}
    for j = 1, grid.width do
      local value = grid.values[i][j] or 0
      if value < 0 then
        return nil
      end
      values[i][j] = value
    end
  end
  return values
end

-- A total that does not add up may be the value of a hidden cell, as a maximum is: totals are hidden where
-- anything of their line is.
local function hide_totals(hidden, height, width)
  for i = 1, height - 1 do
    for j = 1, width - 1 do
      if hidden[i][j] then
        hidden[i][width], hidden[height][j], hidden[height][width] = true, true, true
      end
    end
  end
end

local function hide(grid, counts, k, values, opts, adds_up)
  for i = 1, grid.height do
    for j = 1, grid.width do
      counts[i][j] = counts[i][j] or 0
    end
  end
  local hidden = suppress.cells(counts, k, values, opts.share)
  if not adds_up then
    hide_totals(hidden, grid.height, grid.width)
  end
  grid.k, grid.hidden = k, {}
  for i = 1, grid.height do
    grid.hidden[i] = {}
    for j = 1, grid.width do
      if hidden[i][j] then
        grid.any_hidden, grid.hidden[i][j], grid.values[i][j] = true, true, nil
        if grid.texts then
          grid.texts[i][j] = nil
        end
      end
    end
  end
end

-- Sets a value under a list of keys in nested tables.
local function put(tables, keys, value)
  if value == nil then
    return
  end
  for c = 1, #keys - 1 do
    tables[keys[c]] = tables[keys[c]] or {}
    tables = tables[keys[c]]
  end
  tables[keys[#keys]] = value
end

-- The nested tables of a result: cells[row][column] and so on, of values or of what is hidden.
local function nest(grid, from)
  local result = { cells = {}, row_totals = {}, column_totals = {} }
  for i, row in ipairs(grid.rows) do
    local cells = {}
    put(result.cells, row, cells)
    for j, column in ipairs(grid.columns) do
      put(cells, column, from[i][j])
    end
    put(result.row_totals, row, from[i][grid.width])
  end
  for j, column in ipairs(grid.columns) do
    put(result.column_totals, column, from[grid.height][j])
  end
  result.total = from[grid.height][grid.width]
  return result
end

local function single(list)
  local keys = {}
  for i, key in ipairs(list) do
    keys[i] = #key == 1 and key[1] or table.move(key, 1, #key, 1, {})
  end
  return keys
end

--- What `register:crosstab` gives: a plain table.
-- @table crosstab
-- @field row_field name of the field that the rows are values of (of several: with commas between)
-- @field column_field name of the field that the columns are values of, likewise
-- @field row_fields list of the row fields' names
-- @field column_fields list of the column fields' names
-- @field value the aggregate as given, for instance "count()"
-- @field share what the shares are of, as given; nil when the cells are no shares
-- @field rows list of the row field's values, ascending, `orgstat.missing` last if it occurs; of several
-- fields, lists of values
-- @field columns list of the column field's values, likewise
-- @field cells cells[row value][column value], with a level for each field; a combination that does not
-- occur, or is hidden, is absent
-- @field row_totals row_totals[row value]: the aggregate of all the row's records
-- @field column_totals column_totals[column value]
-- @field total the aggregate of all records
-- @field hidden with `suppress`: tables like `cells`, `row_totals`, `column_totals` and `total` under these
-- names, with true for each hidden one

--- A table of fields against fields. Every total is that of the records, not of the cells, so that
-- totals of means, medians and distinct counts are right.
--
-- Shares are in percent, of counts and sums, and rounded by largest remainder: each row, or column, or
-- the whole makes exactly 100. Those of rows and columns include the line of totals.
--
-- With `suppress`, cells and totals of fewer than 5 (or the given number of) records are hidden, and
-- others as far as the hidden ones could be computed from what is shown; see `orgstat.register.suppress`.
-- What is shown is hidden by the number of records, whatever the aggregate. A total of another aggregate
-- than a count or a sum is hidden, too, where a cell of its row or column is: it may be that cell's value.
-- @function register:crosstab
-- @param rows a field name, or a list of them
-- @param columns a field name, or a list of them
-- @tparam[opt] table opts `value`: the aggregate of each cell, default "count()"; `share`: "row", "column"
-- or "all"; `decimals` of shares, default 1; `suppress`: true or a number of records; `force`: true computes
-- also what the kinds of the fields forbid (see `orgstat.register.kinds`)
-- @treturn crosstab
-- @raise on unknown fields, options and aggregates; on shares of what does not add up or is negative
return function(reg, rows, columns, opts)
  schema.check(reg, "crosstab")
  local row_fields, column_fields = read_fields(reg, rows), read_fields(reg, columns)
  for _, name in ipairs(row_fields) do
    for _, other in ipairs(column_fields) do
      if name == other then
        errors.raise("crosstab: two different fields are needed, got '%s' twice", name)
      end
    end
  end
  opts = options.check(opts, "crosstab", OPTIONS)
  if opts.decimals and not opts.share then
    errors.raise "crosstab: decimals are those of shares, and share is not given"
  end
  local value = opts.value or "count()"
  local used = table.move(column_fields, 1, #column_fields, #row_fields + 1, table.move(row_fields, 1,
    #row_fields, 1, {}))
  local source, texts = computed(reg, { value }, used, "crosstab")
  local a = aggregate.read(source, texts[1], "crosstab")
  if opts.share and FROM_CELLS[a.what] ~= "sum" then
    errors.raise("crosstab: %s does not add up, and has no shares; count() and sum(x) have", errors.quote(value))
  end
  if a.of_groups then
    errors.raise("crosstab: %s is of groups in a row, as summarise has them; a table of two fields has none%s", value,
      a.of_groups == "share" and '; for shares, say share = "row", "column" or "all"' or "")
  elseif not opts.force then
    kinds.check(source, a, {}) -- the totals are of all records
  end
  local measures = {
    aggregate.measure(source, a, "value"), opts.suppress and { name = "n", what = "rows" } or nil,
  }
  local parts, grid = {}, {}
  parts.cells, parts.rows, parts.columns, parts.total = query(source,
    schema.columns(source, "crosstab", row_fields), schema.columns(source, "crosstab", column_fields), measures)
  local depth = { rows = #row_fields, columns = #column_fields, both = #row_fields + #column_fields }
  grid.depth = depth.rows
  grid.rows, grid.columns = keys_of(parts.rows, row_fields), keys_of(parts.columns, column_fields)
  grid.height, grid.width = #grid.rows + 1, #grid.columns + 1
  grid.row_of = core.numbers(parts.cells, sequence(1, depth.rows))
  grid.column_of = core.numbers(parts.cells, sequence(depth.rows + 1, depth.both))
  grid.values, grid.texts = place(grid, parts, depth, 1)
  local counts = opts.suppress and place(grid, parts, depth, 2)
  for _, part in pairs(parts) do
    core.close(part)
  end
  local values = counts and telling(grid, a.what)
  if opts.share then
    make_shares(grid, opts.share, opts.decimals or DECIMALS)
  end
  if counts then
    hide(grid, counts, opts.suppress == true and SMALL or opts.suppress, values, opts,
      FROM_CELLS[a.what] == "sum")
  end
  local result = nest(grid, grid.values)
  result.row_fields, result.column_fields = row_fields, column_fields
  result.row_field, result.column_field = table.concat(row_fields, ", "), table.concat(column_fields, ", ")
  result.value, result.share = value, opts.share
  result.rows, result.columns = single(grid.rows), single(grid.columns)
  result.hidden = grid.hidden and nest(grid, grid.hidden)
  return view.make(result, grid)
end

--- Subtotals at each level of a hierarchy: `reg:rollup("province", "district", "commune")`.
-- @module orgstat.register.rollup

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local group = require "orgstat.register.group"
local missing = require "orgstat.register.missing"
local names = require "orgstat.register.names"
local options = require "orgstat.register.options"
local schema = require "orgstat.register.schema"
local show = require "orgstat.register.show"

local LINES = 100 -- that tostring shows

local function sequence(first, last)
  local list = {}
  for i = first, last do
    list[#list + 1] = i
  end
  return list
end

-- The groups of each level, 0 being all records, as ready registers.
local function summarise_levels(reg, fields, aggregates, opts)
  local levels = {}
  for depth = 0, #fields do
    levels[depth] = group(reg, table.unpack(fields, 1, depth)):summarise(aggregates, opts)
    core.rows(levels[depth])
  end
  return levels
end

-- Rows of the levels one after the other, in the order of the hierarchy: a group, then those below it.
local function order(levels)
  local offset, parents, at, list, rows = {}, {}, {}, {}, 0
  for depth = 0, #levels do
    offset[depth], at[depth] = rows, 1
    rows = rows + core.rows(levels[depth])
    parents[depth] = depth > 1 and core.numbers(levels[depth], sequence(1, depth - 1)) or {}
  end
  local function visit(depth, i)
    list[#list + 1] = offset[depth] + i
    local below = depth + 1
    while below <= #levels and at[below] <= core.rows(levels[below]) and (parents[below][at[below]] or 1) == i do
      local child = at[below]
      at[below] = child + 1
      visit(below, child)
    end
  end
  visit(0, 1)
  return list
end

-- All levels as one register in their order, each row with its level.
local function stack(levels, fields, list)
  local parts, maps, depths = {}, {}, {}
  local measured = #core.names(levels[0])
  for depth = 0, #levels do
    local map = {}
    for c = 1, #fields do
      map[c] = c <= depth and c or 0
    end
    for c = 1, measured do
      map[#fields + c] = depth + c
    end
    parts[depth + 1], maps[depth + 1] = levels[depth], map
    for _ = 1, core.rows(levels[depth]) do
      depths[#depths + 1] = depth
    end
  end
  local stacked_names = table.move(list, 1, #fields, 1, {})
  table.move(list, #fields + 2, #list, #fields + 1, stacked_names)
  local stacked = core.stack(parts, stacked_names, maps)
  local numbered = core.build({ "level" }, { "integer" }, { depths }, #depths)
  local both = core.beside({ stacked, numbered }, table.move(stacked_names, 1, #stacked_names, 1,
    { [#stacked_names + 1] = "\0" }))
  local columns = sequence(1, #fields)
  columns[#fields + 1] = #list
  table.move(sequence(#fields + 1, #list - 1), 1, measured, #fields + 2, columns)
  local rows = core.pick(both, order(levels))
  local result = core.select(rows, columns, list)
  for _, part in ipairs { stacked, numbered, both, rows } do
    core.close(part)
  end
  return result
end

-- The text of a rollup: one column for the hierarchy, indented by level.
local function outline(reg, depth)
  local headers, align, rows, types = {}, { "left" }, {}, core.types(reg)
  local list = schema.names(reg)
  headers[1] = table.concat(list, " / ", 1, depth)
  local width, shown = #list, math.min(core.rows(reg), LINES)
  local columns = {}
  for c = 1, width do
    columns[c] = core.texts(reg, c)
  end
  for c = depth + 2, width do
    headers[#headers + 1] = show.value(list[c])
    align[#align + 1] = show.is_right(types[c]) and "right" or "left"
  end
  for i = 1, shown do
    local cells, texts = {}, {}
    for c = 1, width do
      local _, text = columns[c]()
      texts[c] = text
    end
    local level = math.tointeger(tonumber(texts[depth + 1]))
    local own = level > 0 and texts[level]
    cells[1] = level == 0 and "total" or ("  "):rep(level) .. show.value(own == nil and missing or own)
    for c = depth + 2, width do
      cells[c - depth] = texts[c] and show.value(texts[c])
    end
    rows[i] = cells
  end
  local more = core.rows(reg) - shown
  return show.table(headers, rows, { align = align })
    .. (more > 0 and ("\n(%d more %s)"):format(more, more == 1 and "row" or "rows") or "")
end

--- Groups at each level of a hierarchy: all records, the values of the first field, in each of them
-- those of the second, and so on; a group comes before those below it. Aggregates of every level are
-- computed from the records. The field `level` is 0 for the total, else how many of the fields are
-- filled; the others are missing. (If a field is called so, it is `level_2`.) `tostring` indents.
-- @function register:rollup
-- @tparam string ... field names, the highest level first, and at the end perhaps aggregates as for
-- `summarise`, by default { { "count", "count()" } } (if a field is called so, it is `count_2`), and behind
-- them perhaps options: `force` as for `summarise`
-- @treturn register
-- @raise on unknown fields, aggregates and options, and on sums and means that make no sense
-- @usage reg:rollup("province", "district", { { "n", "count()" }, { "members", "sum(members)" } })
return function(reg, ...)
  schema.check(reg, "rollup")
  local fields, n = { ... }, select("#", ...)
  local aggregates, opts
  if type(fields[n]) == "table" then
    if type(fields[n - 1]) == "table" or fields[n].force ~= nil and type(fields[n].force) ~= "string" then
      opts, fields[n], n = fields[n], nil, n - 1
    end
    if type(fields[n]) == "table" then
      aggregates, fields[n], n = fields[n], nil, n - 1
    end
  end
  options.force(opts, "rollup")
  if n == 0 then
    errors.raise 'rollup: at least one field name is expected: reg:rollup("province", "district")'
  end
  for i = 1, n do
    schema.column(reg, fields[i], "rollup")
  end
  schema.columns(reg, "rollup", fields)
  local list, taken = {}, {}
  if not aggregates then
    for i = 1, n do
      taken[fields[i]] = true
    end
    aggregates, taken = { { names.free("count", taken), "count()" } }, {}
  end
  local levels = summarise_levels(reg, fields, aggregates, opts)
  for _, name in ipairs(schema.names(levels[n])) do
    taken[name] = true
  end
  table.move(fields, 1, n, 1, list)
  list[n + 1] = names.free("level", taken)
  table.move(schema.names(levels[0]), 1, #schema.names(levels[0]), n + 2, list)
  local result = stack(levels, fields, list)
  local state = core.state(result)
  state.name, state.names = core.state(reg).name, list
  state.outline = function(own)
    return outline(own, n)
  end
  for depth = 0, n do
    levels[depth]:close()
  end
  return result
end

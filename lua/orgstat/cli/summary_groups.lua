--- The groups of a summary as tables for readers: counts and sums with shares and a total line, and
-- the statistics of fields.
-- @module orgstat.cli.summary_groups

local core = require "orgstat.core"
local number = require "orgstat.present.number"
local shape = require "orgstat.present.shape"
local text = require "orgstat.present.text"

local TEXT_WIDTH = 24 -- display columns of a smallest or largest text

-- All rows of a small register as lists of texts.
local function rows_of(reg)
  local rows, width = {}, #core.names(reg)
  for cells in shape.of(reg).rows() do rows[#rows + 1] = { table.unpack(cells, 1, width) } end
  return rows
end

-- Rows by key: 1 .. n are the groups shown, "rest" those that are not, "total" all.
local function collect(result)
  local lines, keys = rows_of(result.groups), result.keys
  local place = {}
  for c, name in ipairs(core.names(result.groups)) do place[name] = c > keys and c or nil end
  local function add(key, reg) -- which may have less than the groups
    if not reg then return end
    local row, names = {}, core.names(reg)
    for c, cell in pairs(rows_of(reg)[1] or {}) do row[place[names[c]]] = cell end
    lines[key] = row
  end
  add("rest", result.rest)
  if keys > 0 then add("total", result.total) end
  return lines
end

local function key_column(result, lines, c)
  local cells = {}
  for key, row in pairs(lines) do
    if type(key) == "number" then cells[key] = row[c] == "" and '""' or row[c] or "(missing)" end
  end
  if c == 1 then
    cells.total = "Total"
    cells.rest = ("(%s more)"):format(number.grouped(result.group_count - #lines))
  end
  local right = c > 1 and shape.numeric(core.types(result.groups)[c])
  return { header = core.names(result.groups)[c], right = right, cells = cells }
end

local INFINITE = { inf = math.huge, ["-inf"] = -math.huge, nan = 0 / 0 } -- a sum may outgrow a float

local function numbers_in(lines, c)
  local values = {}
  for key, row in pairs(lines) do values[key] = tonumber(row[c]) or INFINITE[row[c]] end
  return values
end

local function exact_column(header, lines, c)
  local cells = {}
  for key, row in pairs(lines) do cells[key] = row[c] and number.grouped(row[c]) end
  return { header = header, right = true, cells = cells }
end

-- Shares of what the groups add up to; nil where they would mean nothing.
local function share_column(lines, c)
  if lines.total and lines.total[c] == nil then return nil end
  local values, parts = numbers_in(lines, c), {}
  for i = 1, #lines do parts[i] = values[i] or 0 end
  parts[#parts + 1] = lines.rest and (values.rest or 0)
  for _, part in ipairs(parts) do
    if part < 0 then return nil end
  end
  local cells = number.shares(parts)
  if not cells then return nil end
  if lines.rest then cells.rest = cells[#parts] end
  cells.total = "100.0%"
  return { header = "share", right = true, cells = cells }
end

local EXACT = { n = true, missing = true, sum = true }

local function statistic_column(result, lines, c, name)
  if EXACT[name] then return exact_column(name, lines, c) end
  if shape.numeric(core.types(result.groups)[c]) then
    return { header = name, right = true, cells = number.column(numbers_in(lines, c)) }
  end
  local cells = {}
  for key, row in pairs(lines) do cells[key] = row[c] and text.fit(row[c], TEXT_WIDTH) end
  return { header = name, cells = cells }
end

-- What the count says already is not shown twice: how many are present, when none is missing.
local function statistic_columns(result, lines, field, columns)
  local none_missing = false
  for k, one in ipairs(result.wanted) do
    if one.field == field and one.statistic == "missing" then
      none_missing = true
      for _, value in pairs(numbers_in(lines, result.keys + k)) do none_missing = none_missing and value == 0 end
    end
  end
  for k, one in ipairs(result.wanted) do
    local name = one.statistic
    local told = name == "distinct" or none_missing and (name == "n" or name == "missing")
    if one.field == field and not told then
      columns[#columns + 1] = statistic_column(result, lines, result.keys + k, name)
    end
  end
  return columns
end

local function as_table(columns, lines, title)
  local part = { title = title, headers = {}, align = {}, rows = {} }
  local function cells_of(key)
    local cells = {}
    for c, column in ipairs(columns) do cells[c] = column.cells[key] end
    return cells
  end
  for c, column in ipairs(columns) do
    part.headers[c], part.align[c] = column.header, column.right and "right" or "left"
  end
  for i = 1, #lines do part.rows[i] = cells_of(i) end
  if lines.rest then part.rows[#lines + 1] = cells_of "rest" end
  if lines.total then part.total = cells_of "total" end
  return part
end

local function key_columns(result, lines)
  local columns = {}
  for c = 1, result.keys do columns[c] = key_column(result, lines, c) end
  return columns
end

local function count_columns(result, lines)
  local columns = key_columns(result, lines)
  for k, one in ipairs(result.wanted) do
    local c = result.keys + k
    if one.is_asked then
      columns[#columns + 1] = statistic_column(result, lines, c, one[1])
    elseif not one.field then
      local header = one.is_sum and "sum of " .. result.sum_name or one[1]
      columns[#columns + 1] = exact_column(header, lines, c)
      columns[#columns + 1] = result.keys > 0 and share_column(lines, c) or nil
    end
  end
  return columns
end

--- The tables of a summary's groups: counts and sums, then one for each field of `--stats`.
-- @tparam table result of `summary.of`, with groups
-- @treturn {table,...} each with `headers`, `align`, `rows` and perhaps `title` and `total`
local function groups_of(result)
  local lines = collect(result)
  local parts = { as_table(count_columns(result, lines), lines) }
  for i, one in ipairs(result.keys > 0 and result.stats or {}) do
    parts[i + 1] = as_table(statistic_columns(result, lines, one.name, key_columns(result, lines)), lines, one.name)
  end
  return parts
end

return groups_of

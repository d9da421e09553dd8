--- A summary as tables for readers: the fields, the statistics, and the groups.
-- @module orgstat.cli.summary_tables

local groups_of = require "orgstat.cli.summary_groups"
local number = require "orgstat.present.number"
local shape = require "orgstat.present.shape"
local text = require "orgstat.present.text"

local tables = {}

--- All statistics of a field, in the order in which they are shown.
tables.STATISTICS = {
  "n", "missing", "distinct", "sum", "mean", "sd", "var", "min", "q1", "median", "q3", "max", "iqr", "mad", "mode",
  "gini", "hhi",
}

local COUNTS = { n = true, missing = true, distinct = true }
local SHOWN_END = 24 -- display columns of a smallest or largest value

local function plural(n, word)
  return number.grouped(n) .. " " .. word .. (n == 1 and "" or "s")
end

--- The line under the file's name: how many rows and fields.
-- @tparam table result of `summary.of`
-- @treturn string
function tables.headline(result)
  local fields = plural(#result.fields, "field")
  if not result.where then return plural(result.rows, "row") .. ", " .. fields end
  return ("%s of %s where %s; %s"):format(number.grouped(result.rows), plural(result.read, "row"), result.where, fields)
end

-- A smallest or largest value: numbers as they are, since they may be years or codes.
local function show_end(values, key)
  local value = values[key .. "_text"] or values[key]
  if value == nil then return nil end
  if value == "" then return '""' end
  return text.fit(shape.text(value), SHOWN_END)
end

local function fields_table(result)
  local rows = {}
  for i, field in ipairs(result.fields) do
    rows[i] = {
      field.name, field.type, number.grouped(field.missing), number.grouped(field.distinct),
      show_end(field, "min"), show_end(field, "max"),
    }
  end
  return {
    headers = { "field", "type", "missing", "distinct", "min", "max" },
    align = { "left", "left", "right", "right", "left", "left" },
    keep = { true, true },
    rows = rows,
  }
end

local function show_statistic(values, key)
  local value = values[key]
  if value == nil then return nil end
  if COUNTS[key] then return number.grouped(value) end
  if (key == "min" or key == "max" or key == "mode") and type(value) ~= "number" then return show_end(values, key) end
  local digits = values[key .. "_text"]
  return digits and number.grouped(digits) or number.readable(value)
end

local function stats_table(result)
  local headers, align, rows = { "statistic" }, { "left" }, {}
  for i, one in ipairs(result.stats) do
    headers[i + 1] = one.name
    align[i + 1] = (shape.numeric(one.type) or one.type == "boolean") and "right" or "left"
  end
  for _, key in ipairs(tables.STATISTICS) do
    local row, present = { key }, false
    for i, one in ipairs(result.stats) do
      row[i + 1] = show_statistic(one.values, key)
      present = present or row[i + 1] ~= nil
    end
    if present then rows[#rows + 1] = row end
  end
  return { headers = headers, align = align, rows = rows }
end

local function asked_table(result)
  local rows = {}
  for i, one in ipairs(result.aggregates) do
    local value = one.value
    if type(value) == "number" then
      value = one.type == "number" and number.readable(value) or number.grouped(one.text)
    elseif value ~= nil then
      value = text.fit(shape.text(value), SHOWN_END)
    end
    rows[i] = { one.name, value }
  end
  return { headers = { "aggregate", "value" }, align = { "left", "right" }, rows = rows }
end

--- The tables of a summary.
-- @tparam table result of `summary.of`
-- @treturn {table,...} each with `headers`, `align`, `rows` and perhaps `title`, `total` and
--   `keep` (columns that should not be cut)
function tables.of(result)
  local parts = {}
  if result.in_full then parts[#parts + 1] = fields_table(result) end
  if result.groups then
    for _, part in ipairs(groups_of(result)) do parts[#parts + 1] = part end
  end
  -- with groups, the total line says the same
  if result.stats and not (result.groups and result.keys > 0) then parts[#parts + 1] = stats_table(result) end
  if result.aggregates then parts[#parts + 1] = asked_table(result) end
  return parts
end

--- Rows with just these columns, and perhaps one more in front that is the same in all.
-- @param rows a register or a list of records
-- @tparam {string,...} names
-- @tparam ?string extra name of the column in front
-- @tparam ?string value its value
-- @treturn table a result for any writer
function tables.with_columns(rows, names, extra, value)
  local form = shape.of(rows)
  local place, headers, types = {}, {}, {}
  for c, name in ipairs(form.names) do place[name] = c end
  if extra then headers[1], types[1] = extra, "text" end
  local shift = #headers
  for c, name in ipairs(names) do headers[shift + c], types[shift + c] = name, form.types[place[name]] or "text" end
  local function each()
    local next_row = form.rows()
    return function()
      local cells = next_row()
      if not cells then return nil end
      local out = extra and { value } or {}
      for c, name in ipairs(names) do out[shift + c] = place[name] and cells[place[name]] end
      return out
    end
  end
  return setmetatable({}, { shape = function() return { names = headers, types = types, rows = each } end })
end

return tables

--- Counts, crosstabs and statistics in the form that every writer understands: records and objects
-- whose keys have an order and where a missing value is absent.
-- @module orgstat.present.result

local missing = require "orgstat.register.missing"
local ordered = require "orgstat.present.ordered"

local result = {}

local function present(value)
  if value == missing then return nil end
  return value
end

local plain = {}

-- Nested counts: a record for each combination, with the fields it is counted by.
plain["orgstat.count"] = function(counts, meta)
  local records = ordered.array()
  local function walk(node, depth, path)
    for key, value in pairs(node) do
      path[depth] = key
      if depth < #meta.fields and type(value) == "table" then
        walk(value, depth + 1, path)
      else
        local record = ordered.object()
        for i = meta.depth, depth do ordered.put(record, meta.fields[i], present(path[i])) end
        records[#records + 1] = ordered.put(record, "count", value)
      end
    end
  end
  walk(counts, meta.depth, {})
  return records
end

local function totals(field, order, values)
  local records = ordered.array()
  for i, key in ipairs(order) do
    records[i] = ordered.object { { field, present(key) }, { "value", values[key] } }
  end
  return records
end

plain["orgstat.crosstab"] = function(table)
  local cells = ordered.array()
  for _, row in ipairs(table.rows) do
    for _, column in ipairs(table.columns) do
      local value = table.cells[row][column]
      if value ~= nil then
        cells[#cells + 1] = ordered.object {
          { table.row_field, present(row) }, { table.column_field, present(column) }, { "value", value },
        }
      end
    end
  end
  return ordered.object {
    { "row_field", table.row_field }, { "column_field", table.column_field }, { "value", table.value },
    { "cells", cells },
    { "row_totals", totals(table.row_field, table.rows, table.row_totals) },
    { "column_totals", totals(table.column_field, table.columns, table.column_totals) },
    { "total", table.total },
  }
end

-- Statistics: the sum with all its digits.
plain["orgstat.stats"] = function(stats)
  local object = ordered.object()
  for key, value in pairs(stats) do
    if key == "sum" and stats.sum_text then value = ordered.digits(stats.sum_text) end
    if key ~= "sum_text" then ordered.put(object, key, value) end
  end
  return object
end

local function name_of(value)
  local meta = type(value) == "table" and getmetatable(value)
  return type(meta) == "table" and meta.__name or nil, meta
end

--- Gives a result without the conveniences for prompts: records, ordered objects and values.
-- @param value any
-- @return the plain form; the value itself when it has no other; nil for `orgstat.missing`
function result.plain(value)
  local name, meta = name_of(value)
  if plain[name] then return plain[name](value, meta) end
  return present(value)
end

--- A crosstab as rows and columns, totals last; nil for any other value.
-- @param value any
-- @treturn ?table list of headers
-- @treturn ?table list of rows
function result.grid(value)
  if name_of(value) ~= "orgstat.crosstab" then return nil end
  local headers, rows = { value.row_field }, {}
  for _, column in ipairs(value.columns) do headers[#headers + 1] = tostring(column) end
  headers[#headers + 1] = "total"
  local last = { "total" }
  for i, row in ipairs(value.rows) do
    local cells = { present(row) }
    for c, column in ipairs(value.columns) do
      cells[c + 1] = value.cells[row][column]
      last[c + 1] = value.column_totals[column]
    end
    cells[#headers] = value.row_totals[row]
    rows[i] = cells
  end
  last[#headers] = value.total
  rows[#rows + 1] = last
  return headers, rows
end

return result

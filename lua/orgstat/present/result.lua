--- Counts, crosstabs and statistics in the form that every writer understands: records and objects
-- whose keys have an order and where a missing value is absent.
-- @module orgstat.present.result

local crosstab = require "orgstat.register.crosstab_view"
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

-- A crosstab: a record for each cell and total, with the values of its fields.
plain["orgstat.crosstab"] = function(table)
  local cells, rows, columns, total = ordered.array(), ordered.array(), ordered.array(), nil
  for _, row, column, value, digits, hidden in crosstab.each(table) do
    local record = ordered.object()
    for i, field in ipairs(row and table.row_fields or {}) do ordered.put(record, field, present(row[i])) end
    for i, field in ipairs(column and table.column_fields or {}) do ordered.put(record, field, present(column[i])) end
    ordered.put(record, "value", digits and ordered.digits(digits) or value)
    ordered.put(record, "hidden", hidden or nil)
    local list = row and column and cells or row and rows or columns
    if row or column then list[#list + 1] = record else total = record end
  end
  return ordered.object {
    { "row_field", table.row_field }, { "column_field", table.column_field }, { "value", table.value },
    { "share", table.share },
    { "cells", cells }, { "row_totals", rows }, { "column_totals", columns },
    { "total", total and total.value }, { "total_hidden", total and total.hidden },
  }
end

-- A comparison of snapshots; a missing value is an absent key.
plain["orgstat.diff"] = function(diff)
  local changed, without = ordered.array(), diff.without_key
  local function value(change, side)
    local digits = change[side .. "_text"]
    return digits and ordered.digits(digits) or change[side]
  end
  for i, change in ipairs(diff.changed) do
    changed[i] = ordered.object {
      { "key", change.key }, { "field", change.field },
      { "old", value(change, "old") }, { "new", value(change, "new") },
      { "kind", change.kind }, { "only", change.only },
    }
  end
  local function some(list)
    return #list > 0 and list or nil
  end
  return ordered.object {
    { "added", ordered.array(diff.added) }, { "removed", ordered.array(diff.removed) }, { "changed", changed },
    { "unchanged", diff.unchanged }, { "duplicates", ordered.array(diff.duplicates) },
    { "without_key", without.old + without.new > 0 and ordered.object { { "old", without.old }, { "new", without.new } }
      or nil },
    { "fields_added", some(diff.fields_added) }, { "fields_removed", some(diff.fields_removed) },
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

return result

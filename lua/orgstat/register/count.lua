--- Counts of records by fields, as plain nested tables:
-- `reg:count("scope_level", "category").province.assigned`.
--
-- A key is a value of the field (a date is an ISO string), or `orgstat.missing`. A combination that
-- does not occur is absent. The tables carry a metatable that gives `pairs` the order of the groups
-- (ascending, missing last) and makes `tostring` a table; their fields are plain otherwise.
-- @module orgstat.register.count

local core = require "orgstat.core"
local missing = require "orgstat.register.missing"
local schema = require "orgstat.register.schema"
local show = require "orgstat.register.show"
local stream = require "orgstat.register.stream"

local LINES = 100 -- groups that tostring shows

-- The groups in their order, then what the table's owner has put in besides.
local function ordered_pairs(counts)
  local order, i, listed, key = getmetatable(counts).order, 0, nil, nil
  return function()
    while i < #order do
      i = i + 1
      if counts[order[i]] ~= nil then
        return order[i], counts[order[i]]
      end
    end
    if not listed then
      listed = {}
      for _, known in ipairs(order) do
        listed[known] = true
      end
    end
    repeat
      key = next(counts, key)
    until key == nil or not listed[key]
    return key, counts[key]
  end
end

-- The rows that nested counts stand for: texts of the keys (nil for missing), then the count.
local function rows_of(counts, limit, text)
  local meta = getmetatable(counts)
  local depth = #meta.fields - meta.depth + 1
  local rows, path = {}, {}
  local function walk(level, at)
    for key, value in pairs(level) do
      path[at] = key ~= missing and text(key) or nil
      if at < depth and type(value) == "table" then
        walk(value, at + 1)
      else
        local row = table.move(path, 1, at, 1, {})
        row[depth + 1] = tostring(value)
        rows[#rows + 1] = row
      end
      if #rows > limit then
        return
      end
    end
  end
  walk(counts, 1)
  return rows
end

local function headers_of(counts)
  local meta = getmetatable(counts)
  local headers = table.move(meta.fields, meta.depth, #meta.fields, 1, {})
  local taken, name = {}, "count"
  for _, header in ipairs(headers) do
    taken[header] = true
  end
  while taken[name] do
    name = name .. "_2"
  end
  headers[#headers + 1] = name
  return headers
end

local function to_text(counts)
  local headers, rows = headers_of(counts), rows_of(counts, LINES, show.value)
  local align = {}
  for c = 1, #headers do
    align[c] = c == #headers and "right" or "left"
  end
  for _, row in ipairs(rows) do
    for c = 1, #headers do
      row[c] = row[c] or show.value(missing)
    end
  end
  local more = rows[LINES + 1] and "\n(and more)" or ""
  rows[LINES + 1] = nil
  return show.table(headers, rows, { align = align }) .. more
end

-- For the writers: names and types of columns, and an iterator over rows of texts.
local function shape(counts)
  local headers, types = headers_of(counts), {}
  for c = 1, #headers do
    types[c] = c == #headers and "integer" or "text"
  end
  return {
    names = headers,
    types = types,
    rows = function()
      local rows, i = rows_of(counts, math.huge, show.exact), 0
      return function()
        i = i + 1
        return rows[i]
      end
    end,
  }
end

local function node(fields, depth)
  return setmetatable({}, {
    __name = "orgstat.count",
    __pairs = ordered_pairs,
    __tostring = to_text,
    shape = shape,
    order = {},
    fields = fields,
    depth = depth,
  })
end

-- Two decimals can be one Lua number: their counts add up.
local function put(counts, key, n)
  local order = getmetatable(counts).order
  if counts[key] == nil then
    order[#order + 1] = key
    counts[key] = n
  else
    counts[key] = counts[key] + n
  end
end

local function child(counts, key, fields, depth)
  local found = counts[key]
  if found == nil then
    found = node(fields, depth)
    local order = getmetatable(counts).order
    order[#order + 1] = key
    counts[key] = found
  end
  return found
end

--- The number of records: all, or by the values of fields.
-- @function register:count
-- @tparam string ... field names
-- @treturn integer|table an integer without fields, else nested tables, one level a field
-- @raise on an unknown field
-- @usage reg:count("scope_level").commune --> 1203
return function(reg, ...)
  schema.check(reg, "count")
  if select("#", ...) == 0 then
    return stream.rows(reg)
  end
  local fields = table.pack(...)
  for i = 1, fields.n do
    schema.column(reg, fields[i], "count")
  end
  fields.n = nil
  local k = #fields
  local groups = stream.summarise(reg, schema.columns(reg, "count", fields), { { name = "n", what = "rows" } })
  local columns = {}
  for c = 1, k + 1 do
    columns[c] = c
  end
  local root = node(fields, 1)
  local next_row = core.values(groups, table.unpack(columns))
  local row = table.pack(next_row())
  while row[1] do -- row number, k values, the count
    local at = root
    for depth = 1, k do
      local key = row[depth + 1]
      if key == nil then
        key = missing
      end
      if depth == k then
        put(at, key, row[k + 2])
      else
        at = child(at, key, fields, depth + 1)
      end
    end
    row = table.pack(next_row())
  end
  core.close(groups)
  return root
end

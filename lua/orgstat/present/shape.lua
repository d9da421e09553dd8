--- Any result as rows and columns, for the writers of rectangular formats.
--
-- A register has them already. A list of records gets a column for each key, counts a row for each
-- combination, any other table a row for each key.
-- @module orgstat.present.shape

local core = require "orgstat.core"
local number = require "orgstat.present.number"
local ordered = require "orgstat.present.ordered"
local result_forms = require "orgstat.present.result"
local stream = require "orgstat.register.stream"

local shape = {}

local NUMERIC = { integer = true, decimal = true, number = true }

--- Whether values of a column type are numbers.
-- @string name a type name, or nil
-- @treturn boolean
function shape.numeric(name) return NUMERIC[name] == true end

local function sorted_keys(t)
  local keys = {}
  for key in next, t do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == type(b) and (type(a) == "number" or type(a) == "string") then return a < b end
    if type(a) ~= type(b) then return type(a) < type(b) end
    return tostring(a) < tostring(b)
  end)
  return keys
end

--- Iterates over a table in the order it keeps (`__pairs`), else by its keys ascending.
-- @tparam table t
-- @treturn function
function shape.pairs(t)
  local meta = getmetatable(t)
  if type(meta) == "table" and meta.__pairs then return pairs(t) end
  local keys, i = sorted_keys(t), 0
  return function()
    i = i + 1
    local key = keys[i]
    if key ~= nil then return key, t[key] end
  end
end

--- Whether a table is a list: marked as one, or a sequence without other keys.
-- @tparam table t
-- @treturn boolean
function shape.is_list(t)
  local kind = ordered.kind(t)
  if kind then return kind == "array" end
  local meta = getmetatable(t)
  if type(meta) == "table" and meta.__pairs then return false end
  local n = #t
  local count = 0
  for _ in next, t do
    count = count + 1
    if count > n then return false end
  end
  return count == n
end

--- The text of one value; nil for a missing one. Tables in a cell are written as JSON.
-- @param value
-- @treturn ?string
function shape.text(value)
  value = result_forms.plain(value)
  local kind = type(value)
  if kind == "nil" or kind == "string" then return value end
  if kind == "number" then return number.finite(value) and number.exact(value) or nil end
  if ordered.kind(value) == "digits" then return tostring(value) end
  if kind == "table" then return require("orgstat.present.json").encode(value) end
  return tostring(value)
end

local function of_register(reg)
  local names, types = stream.header(reg)
  local width = #names
  local function rows()
    local columns, cells = {}, {}
    local next_part, left = stream.parts(reg), 0
    return function()
      while left == 0 do
        local part = next_part()
        if not part then return nil end
        for c = 1, width do columns[c] = core.texts(part, c) end
        left = core.rows(part)
      end
      left = left - 1
      for c = 1, width do
        local _
        _, cells[c] = columns[c]()
      end
      return cells
    end
  end
  return { names = names, types = types, rows = rows }
end

local function of_lists(names, types, lists)
  local function rows()
    local i = 0
    return function()
      i = i + 1
      return lists[i]
    end
  end
  return { names = names, types = types, rows = rows }
end

local function type_of(value)
  if type(value) == "number" or ordered.kind(value) == "digits" then return "number" end
  return "text"
end

local function of_records(list)
  local names, place, types, lists = {}, {}, {}, {}
  for i, record in ipairs(list) do
    local cells = {}
    if type(record) ~= "table" then record = { value = record } end
    for key, value in shape.pairs(record) do
      local name = tostring(key)
      if not place[name] then
        names[#names + 1] = name
        place[name] = #names
      end
      local c = place[name]
      if types[c] == nil then types[c] = type_of(value) end
      if types[c] ~= type_of(value) then types[c] = "text" end
      cells[c] = shape.text(value)
    end
    lists[i] = cells
  end
  return of_lists(names, types, lists)
end

local function is_nested(t)
  local seen = false
  for _, value in next, t do
    if type(value) ~= "table" or ordered.kind(value) == "digits" or shape.is_list(value) then return false end
    seen = true
  end
  return seen
end

local function of_table(t)
  local lists, depth, numbers = {}, 0, true
  local function walk(node, path)
    for key, value in shape.pairs(node) do
      path[#path + 1] = tostring(key)
      if is_nested(node) then
        walk(value, path)
      else
        depth = math.max(depth, #path)
        numbers = numbers and type_of(value) == "number"
        local cells = { path = #path, table.unpack(path) }
        cells[#path + 1] = shape.text(value)
        lists[#lists + 1] = cells
      end
      path[#path] = nil
    end
  end
  walk(t, {})
  depth = math.max(depth, 1)
  local names, types = {}, {}
  for c = 1, depth do
    names[c], types[c] = depth == 1 and "key" or ("key_" .. c), "text"
  end
  names[depth + 1], types[depth + 1] = "value", numbers and "number" or "text"
  for _, cells in ipairs(lists) do
    if cells.path < depth then cells[cells.path + 1], cells[depth + 1] = nil, cells[cells.path + 1] end
  end
  return of_lists(names, types, lists)
end

--- The rectangular form of a result.
-- @param result a register, a list of records, or any other table
-- @treturn table `{ names, types, rows }`; `rows()` gives an iterator over rows of texts, where nil
--   is missing; a row is only good until the next one is asked for
function shape.of(result)
  if core.check(result) then return of_register(result) end
  if type(result) ~= "table" then return of_lists({ "value" }, { type_of(result) }, { { shape.text(result) } }) end
  local meta = getmetatable(result)
  if type(meta) == "table" and type(meta.shape) == "function" then return meta.shape(result) end
  result = result_forms.plain(result)
  if shape.is_list(result) then return of_records(result) end
  return of_table(result)
end

return shape

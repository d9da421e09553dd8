--- JSON: the one streaming writer that everything uses.
--
-- Keys come in the order given, absent keys are never written as `null`, and numbers keep all their
-- digits. A container of plain values stands on one line, others are broken over lines.
-- @module orgstat.present.json

local core = require "orgstat.core"
local number = require "orgstat.present.number"
local ordered = require "orgstat.present.ordered"
local result_forms = require "orgstat.present.result"
local shape = require "orgstat.present.shape"
local stream = require "orgstat.register.stream"

local json = {}

local TOGETHER = 4096 -- records

--- How deep tables may be nested; deeper ones, and tables that contain themselves, are an error.
json.MAX_DEPTH = 200

local ESCAPES = {
  ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}

local function escape(c)
  return ESCAPES[c] or string.format("\\u%04x", c:byte())
end

-- Registers hold valid UTF-8 only; strings that Lua code made may be anything.
local function mend(s)
  local out, from = {}, 1
  while true do
    local ok, bad = utf8.len(s, from)
    if ok then break end
    out[#out + 1] = s:sub(from, bad - 1) .. "\u{FFFD}"
    from = bad + 1
  end
  return table.concat(out) .. s:sub(from)
end

--- A string as JSON: UTF-8 passed through, control characters escaped, broken UTF-8 as U+FFFD.
-- @string s
-- @treturn string with its quotes
function json.quote(s)
  if s:find('[%c"\\\128-\255]') then
    if not utf8.len(s) then s = mend(s) end
    s = s:gsub('[\0-\31"\\]', escape)
  end
  return '"' .. s .. '"'
end

local quote = json.quote

-- The text of a value that is no container; nil for one that JSON cannot say.
local function scalar(value)
  local kind = type(value)
  if kind == "string" then return quote(value) end
  if kind == "boolean" then return tostring(value) end
  if kind == "number" then return number.finite(value) and number.exact(value) or nil end
  if ordered.kind(value) == "digits" then return tostring(value) end
  if kind == "table" or kind == "userdata" and core.check(value) then return nil end
  error("a " .. kind .. " cannot be written as JSON", 0)
end

local function is_container(value)
  return type(value) == "table" and ordered.kind(value) ~= "digits" or type(value) == "userdata"
end

local function is_flat(t)
  for _, value in next, t do
    if is_container(value) then return false end
  end
  return true
end

--- Writes the records of a register as objects.
-- @tparam register reg
-- @tparam function sink takes strings
-- @string before each object
-- @string between objects, behind each but the last
-- @treturn boolean whether there were any
function json.records(reg, sink, before, between)
  local keys, any = {}, false
  for c, name in ipairs((stream.header(reg))) do
    keys[c] = quote(name) .. ": "
  end
  for part in stream.parts(reg) do
    local rows = core.rows(part)
    for first = 1, rows, TOGETHER do
      local text = core.json(part, first, math.min(TOGETHER, rows - first + 1), keys, before, between)
      if any then sink(between) end
      sink(text:sub(1, -1 - #between))
      any = true
    end
  end
  return any
end

local function write_register(reg, sink, margin)
  local inner = margin .. "  "
  local opened = false
  local any = json.records(reg, function(piece)
    if not opened then sink "[\n" end
    opened = true
    sink(piece)
  end, inner, ",\n")
  sink(any and "\n" .. margin .. "]" or "[]")
end

local write_value

local function write_list(list, sink, margin, depth)
  local flat = is_flat(list)
  if #list == 0 then return sink("[]") end
  local inner = margin .. "  "
  for i = 1, #list do
    if flat then
      sink(i == 1 and "[" or ", ")
    else
      sink((i == 1 and "[\n" or ",\n") .. inner)
    end
    write_value(list[i], sink, inner, depth + 1)
  end
  sink(flat and "]" or "\n" .. margin .. "]")
end

local function write_object(object, sink, margin, depth)
  local flat, first = is_flat(object), true
  local inner = margin .. "  "
  for key, value in shape.pairs(object) do
    value = result_forms.plain(value)
    local container = is_container(value)
    local text = not container and value ~= nil and scalar(value)
    if container or text then
      local mark = first and "{" or ","
      if flat then
        sink(first and mark or mark .. " ")
      else
        sink(mark .. "\n" .. inner)
      end
      first = false
      sink(quote(type(key) == "number" and number.exact(key) or tostring(key)) .. ": ")
      if container then write_value(value, sink, inner, depth + 1) else sink(text) end
    end
  end
  if first then return sink("{}") end
  sink(flat and "}" or "\n" .. margin .. "}")
end

function write_value(value, sink, margin, depth)
  if depth > json.MAX_DEPTH then
    error("tables nested deeper than " .. json.MAX_DEPTH .. " levels, or inside themselves, are no JSON", 0)
  end
  value = result_forms.plain(value)
  if not is_container(value) then
    local text = value ~= nil and scalar(value)
    if not text then error("JSON has no NaN, no infinity and no missing value: leave it out or make it text", 0) end
    return sink(text)
  end
  if core.check(value) then return write_register(value, sink, margin) end
  if type(value) ~= "table" then error("this userdata cannot be written as JSON", 0) end
  if shape.is_list(value) then return write_list(value, sink, margin, depth) end
  return write_object(value, sink, margin, depth)
end

--- Writes a result as one JSON document with a line end.
--
-- A register is an array of objects; missing values, and sums that are infinite, are absent keys. A
-- table is an array when it is a sequence (or marked by `ordered.array`), else an object: in the
-- order that its `pairs` gives, or by key. A NaN or an infinity is absent from an object, and an
-- error in an array.
-- @param result a register, table, string, number or boolean
-- @tparam function sink takes strings
function json.write(result, sink)
  write_value(result, sink, "", 0)
  sink("\n")
end

--- The JSON text of a value, without a line end; a nested one still has lines.
-- @param value
-- @treturn string
function json.encode(value)
  local pieces = {}
  write_value(value, function(piece) pieces[#pieces + 1] = piece end, "", 0)
  return table.concat(pieces)
end

return json

-- Random JSON: good documents come out as another program reads them, however they are written, cut into
-- blocks and spread over threads; broken ones give an error or rows and rejects, and never anything else.
local cjson = require "cjson"
local core = require "orgstat.core"
local texts = require "spec.support.texts"

local random, pick = math.random, texts.pick

local CHARS = {
  "a", "B", "é", "ấ", "𝄞", " ", '\\"', "\\\\", "\\/", "\\n", "\\u0041", "\\u1EA5", "\\uD834\\uDD1E", "[", "{", ",", ":",
}
local NUMBERS = {
  "0", "-0", "7", "-12", "1.50", "0.000001", "1e5", "2.5E-3", "9007199254740993", "123456789012345678901",
}
local KEYS = { "id", "name", "a", "b", "c.d", "ấ", "\\u0061", "q\\\"q", "" }

local function space()
  return random(6) == 1 and pick { " ", "\t", "  " } or ""
end

local function quoted()
  local out = {}
  for i = 1, random(0, 12) do out[i] = pick(CHARS) end
  return '"' .. table.concat(out) .. '"'
end

local value

local function object(depth)
  local out, seen = {}, {}
  for _ = 1, random(0, 5) do
    local key = pick(KEYS)
    local name = cjson.decode('["' .. key .. '"]')[1]
    if not seen[name] then
      out[#out + 1] = ('%s"%s"%s:%s%s%s'):format(space(), key, space(), space(), value(depth + 1), space())
    end
    seen[name] = true
  end
  return "{" .. table.concat(out, ",") .. space() .. "}"
end

function value(depth)
  local what = random(depth > 3 and 5 or 8)
  if what <= 2 then return quoted() end
  if what == 3 then return pick(NUMBERS) end
  if what <= 5 then return pick { "true", "false", "null", '""', '"2024-05-01"' } end
  if what == 6 then
    local out = {}
    for i = 1, random(3) do out[i] = space() .. value(depth + 1) .. space() end
    return "[" .. space() .. table.concat(out, ",") .. "]"
  end
  return object(depth)
end

-- What a record is by the rules of doc/json.md, from what the other program makes of it: path -> value.
local function flatten(record, path, out)
  for key, inner in pairs(record) do
    local name = path .. key
    if type(inner) == "table" and type(next(inner)) ~= "number" then -- a list here is never empty
      flatten(inner, name .. "\1", out)
    elseif inner ~= cjson.null then
      out[name] = inner
    end
  end
  return out
end

-- Values of a path, of which several may have one name: compared as multisets of names without numbers.
local function same_value(wanted, text)
  if type(wanted) == "number" then return tonumber(text) + 0.0 == wanted end
  if type(wanted) == "table" then return texts.write(cjson.decode(text)) == texts.write(wanted) end
  return tostring(wanted) == text
end

describe("random JSON", function()
  -- Each value of a record stands in the row, under its path or a numbered form of it.
  local function check_row(label, record, names, row)
    local left = {}
    for c, text in pairs(row) do left[c] = text end
    for path, wanted in pairs(flatten(record, "", {})) do
      local name, found = path:gsub("\1", "."), nil
      for c, text in pairs(left) do
        local base = names[c]:gsub("_%d+$", "")
        local fits = names[c] == name or base == name or name == "" and base == "column"
        if fits and same_value(wanted, text) then
          found = c
          break
        end
      end
      assert.is_truthy(found, ("%s: %s = %s"):format(label, name, tostring(wanted)))
      left[found] = nil
    end
    assert.is_nil(next(left), label)
  end

  it("comes out as another program reads it", function()
    for n = 1, 300 do
      math.randomseed(n)
      local list = {}
      for i = 1, random(1, 30) do list[i] = object(1) end
      local form = random(3)
      local text = form == 1 and table.concat(list, "\n") or "[" .. space() .. table.concat(list, ",") .. "]" .. space()
      local opts = { types = "text", block = random(2) == 1 and random(64, 300) or nil, threads = random(3) }
      if form == 1 then opts.format = "jsonl" end
      local reg, details = core.load_json({ text = text }, opts)
      assert(reg, details and n .. ": " .. texts.write(details) .. text)
      assert.equal(#list, #reg)
      local names, rows = core.names(reg), {}
      for c = 1, #names do
        for i, cell in core.texts(reg, c) do
          rows[i] = rows[i] or {}
          rows[i][c] = cell or nil
        end
      end
      for i, record in ipairs(list) do
        check_row(("%d, record %d %s"):format(n, i, record), cjson.decode(record), names, rows[i] or {})
      end
    end
  end)

  it("that is broken gives an error, or rows and rejects, the same for any block and threads", function()
    local bits = {
      '"', "\\", "{", "}", "[", "]", ",", ":", "null", "1", "-", "e", ".", "\\u0000", "\\ud800", "\n", " ", "\0",
      "\255", "ấ", '"a":', '{"a":1}', "99999999999999999999",
    }
    local loaded = 0
    for n = 1, 3000 do
      math.randomseed(n)
      local list, form = {}, random(3)
      for i = 1, random(1, 4) do list[i] = object(2) end
      local text = form == 1 and "[" .. table.concat(list, ",") .. "]" or table.concat(list, "\n")
      if form == 3 then text = '{"x":' .. table.concat(list, ',"y":') .. "}" end
      for _ = 1, random(0, 2) do
        local at = random(0, #text)
        text = text:sub(1, at) .. (random(2) == 1 and pick(bits) or "") .. text:sub(at + random(3))
      end
      local opts = {
        block = random(64, 200), threads = random(3), bad_rows = random(2) == 1 and "collect" or nil,
        explode = random(4) == 1 and "a" or nil, types = random(4) == 1 and { id = "integer" } or nil,
        format = random(4) == 1 and "jsonl" or nil,
      }
      local checked = core.json_check(text)
      local reg, details = core.load_json({ text = text }, opts)
      if reg then
        local state = core.state(reg)
        assert.is_true(state.read == #reg + #state.rejects, text)
        loaded = loaded + 1
      else
        assert.is_truthy(details.code and (details.byte or details.code == "empty_file"), text)
        assert.is_false(checked == true and details.code == "unfinished_json" and not opts.format, text)
      end
      opts.threads, opts.block = 1, nil
      local again, same = core.load_json({ text = text }, opts)
      assert.equal(texts.result(reg, details), texts.result(again, same), text)
    end
    assert.is_true(loaded > 500 and loaded < 2900, loaded)
  end)
end)

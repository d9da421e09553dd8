-- Random delimited texts, good and bad, and what a load made of one as a string to compare.
local core = require "orgstat.core"

local texts = {}

local random = math.random

function texts.pick(list)
  return list[random(#list)]
end

local pick = texts.pick

local QUOTED = { '""', '"a,b"', '"x\ny"', '"q""q"', '"\r\n"', '"""whole"""', '"tail\r"',
  '"; \t|"', '"ấ\n𝄞"', '"1"', '"NA"' }
local PLAIN = {
  "", "", "", "abc", "NA", "none", "hòa", "ấế𝄞", "\t", "long text with several words in it, more or less", "x y",
  ("w"):rep(70), ("đ"):rep(33), "'", "-", ".",
}
local TYPED = {
  "1", "22", "-5", "0", "-0", "1.5", "0.25", "-0.125", "007", "+1", "12345678901234567890", "9223372036854775807",
  "0.000000000000000001", "1e5", "2.5E-3", "1234567890123456.789", "2024", "2024-08", "2024-08-31", "2024-02-30",
  "true", "False", "1,5",
}

local LINE_ENDS = { "\n", "\n", "\r\n", "\r\n", "\r" }

-- A column mostly of one kind climbs the ladder late, and in any block.
local function cell(kind)
  local chance = random(20)
  if kind == "any" then
    return pick(chance <= 6 and QUOTED or chance <= 13 and PLAIN or TYPED)
  elseif chance == 1 then
    return pick(pick { PLAIN, TYPED, QUOTED })
  elseif chance == 2 then
    return pick { "", '""' }
  elseif kind == "integer" then
    return tostring(random(-1000, 100000))
  elseif kind == "decimal" then
    return ("%d.%0" .. random(3) .. "d"):format(random(0, 999), random(0, 9))
  elseif kind == "year" then
    return tostring(random(1900, 2030))
  elseif kind == "date" then
    return ("%04d-%02d-%02d"):format(random(1900, 2030), random(12), random(28))
  end
  return "word " .. random(30)
end

local KINDS = { "any", "any", "any", "integer", "decimal", "year", "date", "text" }

-- What makes a row bad; `row` is its list of cells.
local function spoil(row, faults)
  local what = random(10)
  if what == 1 then
    row[#row + 1] = "extra"
  elseif what == 2 then
    row[#row] = nil
  elseif what == 3 then
    row[1] = "a\0b"
  elseif what == 4 then
    row[random(#row)] = pick { "\xFF", "caf\xE9", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE1\xBB", "\xC0\xAF", "\x80" }
  elseif what == 5 then
    row[random(#row)] = 'st"ray'
  elseif what == 6 then
    row[random(#row)] = '"st"ray'
  elseif what == 7 then
    row[random(#row)] = '"never closed'
  elseif what == 8 then
    row[#row] = 'lone\rCR'
  elseif what == 9 then
    row[random(#row)] = '"twice""'
  else
    row[random(#row)] = '"closed"\r'
  end
  if #row == 0 then row[1] = "x" end
  faults.count = faults.count + 1
end

--- Text of case n: the same for the same n and options.
-- opts.good: nothing that strict reading refuses; opts.separator: this one.
-- Also returns the separator, and how many rows were spoiled.
function texts.delimited(n, opts)
  opts = opts or {}
  math.randomseed(n)
  local width, kinds, names = random(6), {}, {}
  local newline, separator = pick(LINE_ENDS), opts.separator or pick { ",", ",", ";", "\t", "|" }
  local faults, bad = { count = 0 }, not opts.good and random(2) == 1 and random(2, 60) or nil
  for c = 1, width do
    kinds[c] = pick(KINDS)
    names[c] = "c" .. c
    if not opts.named and random(12) == 1 then
      names[c] = pick { width > 1 and "" or "x", "c1", '"quoted"', '"c""1"', '"two\nlines"', "tên" }
    end
  end
  local lines = { table.concat(names, separator) }
  for _ = 1, random(6) == 1 and random(400) or random(0, 40) do
    local row = {}
    for c = 1, width do
      local value = cell(kinds[c])
      if not value:find('^"') and value:find(separator, 1, true) then value = '"' .. value .. '"' end
      row[c] = value
    end
    if bad and random(bad) == 1 then spoil(row, faults) end
    local line = table.concat(row, separator)
    lines[#lines + 1] = random(50) == 1 and "" or line
  end
  local out = {}
  for i, line in ipairs(lines) do
    local mixed = newline ~= "\r" and i > 1 and random(10) == 1 and pick { "\n", "\r\n" } or newline
    if newline == "\r" and i > 1 and line ~= "" and random(10) == 1 then mixed = pick { "\n", "\r\n" } end
    out[#out + 1] = line
    if i < #lines or random(2) == 1 then out[#out + 1] = mixed end
  end
  local text = table.concat(out)
  if random(8) == 1 then text = (opts.good and newline or pick { "\n", "\n\n", "\r\n" }) .. text end
  if random(8) == 1 then text = "\xEF\xBB\xBF" .. text end
  return text, separator, faults.count
end

--- Reading options for case n (call it after `delimited`, from the same row of random numbers).
function texts.options()
  local types = pick { false, false, false, false, "text", "given" }
  if types == "given" then
    types = { c1 = pick { "integer", "decimal", "number", "date", "boolean", "text" } }
    if random(2) == 1 then types.c2 = pick { "integer", "decimal", "text" } end
  end
  return {
    quotes = pick { "strict", "strict", "lenient" }, bad_rows = pick { "error", "collect" }, types = types or nil,
    missing = random(4) == 1 and { "NA", "none", "22", "1.5" } or nil, header = random(10) > 1 or nil and false,
  }
end

local function write(value, out)
  if type(value) ~= "table" then
    out[#out + 1] = math.type(value) == "float" and ("%.17g"):format(value) or type(value) .. ":" .. tostring(value)
    return
  end
  local keys = {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == "number" and type(b) == "number" then return a < b end
    return type(a) .. tostring(a) < type(b) .. tostring(b)
  end)
  out[#out + 1] = "{"
  for _, key in ipairs(keys) do
    out[#out + 1] = tostring(key) .. "="
    write(value[key], out)
    out[#out + 1] = ";"
  end
  out[#out + 1] = "}"
end

--- A table, list or value as a string: equal strings are equal values.
function texts.write(value)
  local out = {}
  write(value, out)
  return table.concat(out)
end

--- Names, types and all values of a register.
function texts.values(reg)
  local out = { table.concat(core.names(reg), "|"), table.concat(core.types(reg), "|") }
  for record in core.records(reg) do out[#out + 1] = texts.write(record) end
  for c = 1, #core.names(reg) do
    for _, text in core.texts(reg, c) do out[#out + 1] = tostring(text) end
  end
  return table.concat(out, "\n")
end

--- All there is to know about what a load gave: values, notes, rejects and so on; or its error.
function texts.result(reg, details)
  if not reg then return "error " .. texts.write(details) end
  return texts.write(core.state(reg)) .. "\n" .. texts.values(reg)
end

--- Names of the scanner variants that this machine has.
function texts.variants()
  local list = {}
  for _, variant in ipairs { "plain", "sse2", "avx2", "avx512", "neon" } do
    if pcall(core.load, { text = "a\n1\n" }, { variant = variant }) then list[#list + 1] = variant end
  end
  return list
end

--- Pushes a text in pieces of random length, up to `longest` bytes.
function texts.push(text, opts, longest)
  local reader, at = core.reader(), 1
  while at <= #text do
    local length = random(longest)
    core.push(reader, text:sub(at, at + length - 1))
    at = at + length
  end
  return core.load({ reader = reader }, opts)
end

return texts

-- Random expressions with what they mean, by doc/expressions.md, one row at a time. It shares nothing
-- with the library: a node is { type =, text =, scale =, eval = function(row) }; eval gives nil where
-- the value is missing and raises OVERFLOW. Decimals are { big, scale }.
local big = require "spec.support.big"

local exprs = { OVERFLOW = {} }

local OVERFLOW = exprs.OVERFLOW
local WIDE = big.new "170141183460469231731687303715884105728" -- 2^127

local random

local function overflow() error(OVERFLOW, 0) end

local function fits(a)
  local order = big.compare({ sign = 1, table.unpack(a) }, WIDE)
  if order > 0 or order == 0 and a.sign > 0 then overflow() end
  return a
end

local function pick(list) return list[random(#list)] end

-- ---- numbers ----

local function decimal(text, scale)
  local whole, places = text:match "^(%-?%d*)%.?(%d*)$"
  return { big.new(whole .. places .. ("0"):rep(scale - #places)), scale }
end
exprs.decimal = decimal

local function rescale(d, scale) return fits(big.mul(d[1], big.power_of_ten(scale - d[2]))) end

-- The digits of a decimal, without zeros at the end.
function exprs.digits(d)
  local text = big.text(d[1])
  local sign, digits = text:match "^(%-?)(%d+)$"
  digits = ("0"):rep(d[2] + 1 - #digits) .. digits
  local whole, places = digits:sub(1, #digits - d[2]), digits:sub(#digits - d[2] + 1):gsub("0+$", "")
  return sign .. whole .. (places ~= "" and "." .. places or "")
end

local function written(d)
  local sign, digits = big.text(d[1]):match "^(%-?)(%d+)$"
  digits = ("0"):rep(d[2] + 1 - #digits) .. digits
  return sign .. digits:sub(1, #digits - d[2]) .. (d[2] > 0 and "." .. digits:sub(#digits - d[2] + 1) or "")
end

local function as_decimal(v, kind) return kind == "integer" and { big.new(tostring(v)), 0 } or v end

local function as_number(v, kind)
  if kind == "number" then return v end
  return kind == "integer" and v + 0.0 or tonumber(written(v)) + 0.0
end

-- The number as an exact decimal; ones below 1e-60 only keep their sign.
local function exact(x)
  if x ~= 0 and math.abs(x) < 1e-60 then return { big.new(x < 0 and "-1" or "1"), 99 } end
  local whole, places = ("%.99f"):format(x):match "^(%-?%d+)%.(%d+)$"
  return { big.new(whole .. places), 99 }
end

local function order_of(a, ka, b, kb)
  if ka == "text" or ka == "date" or ka == kb and ka ~= "decimal" then return a < b and -1 or a > b and 1 or 0 end
  local x = ka == "number" and exact(a) or as_decimal(a, ka)
  local y = kb == "number" and exact(b) or as_decimal(b, kb)
  return big.compare(big.mul(x[1], big.power_of_ten(math.max(0, y[2] - x[2]))),
    big.mul(y[1], big.power_of_ten(math.max(0, x[2] - y[2]))))
end

local function checked(v)
  if v ~= v or v == math.huge or v == -math.huge then overflow() end
  return v
end

local function on_integers(op, a, b)
  local x, y = big.new(tostring(a)), big.new(tostring(b))
  local result
  if op == "+" then result = big.add(x, y) end
  if op == "-" then result = big.add(x, big.negate(y)) end
  if op == "*" then result = big.mul(x, y) end
  if op == "//" then result = big.divide(x, y) end
  if op == "%" then result = select(2, big.divide(x, y)) end
  local value = tonumber(big.text(result))
  return math.type(value) == "integer" and value or big.text(result) == tostring(math.mininteger) and math.mininteger
    or overflow()
end

local function on_decimals(op, a, b)
  if op == "*" then return { fits(big.mul(a[1], b[1])), a[2] + b[2] } end
  local scale = math.max(a[2], b[2])
  local x, y = rescale(a, scale), rescale(b, scale)
  if op == "+" then return { fits(big.add(x, y)), scale } end
  if op == "-" then return { fits(big.add(x, big.negate(y))), scale } end
  local q, r = big.divide(x, y)
  if op == "//" then return { fits(q), 0 } end
  return { r, scale }
end

local function on_numbers(op, a, b)
  if op == "+" then return checked(a + b) end
  if op == "-" then return checked(a - b) end
  if op == "*" then return checked(a * b) end
  if op == "/" then return checked(a / b) end
  if op == "//" then return checked(a // b) end
  return checked(a % b)
end

local RANK = { integer = 1, decimal = 2, number = 3 }
local NUMERIC = { "integer", "decimal", "number" }

local function is_zero(v, kind)
  if kind == "decimal" then return #v[1] == 0 end
  return v == 0
end

local make -- make[type](depth)

local function any_numeric(depth) return make(pick(NUMERIC), depth) end

local function common(a, b) return RANK[a.type] > RANK[b.type] and a.type or b.type end

local function converted(v, from, to, scale)
  if v == nil then return nil end
  if to == "number" then return as_number(v, from) end
  if to == "decimal" then
    v = as_decimal(v, from)
    return scale and { rescale(v, scale), scale } or v
  end
  return v
end

local SCALES = {
  ["*"] = function(a, b) return a + b end, ["//"] = function() return 0 end,
}

local function arithmetic(a, b, op)
  local kind = op == "/" and "number" or common(a, b)
  local apply = kind == "integer" and on_integers or kind == "decimal" and on_decimals or on_numbers
  local scale = kind == "decimal" and (SCALES[op] or math.max)(a.scale, b.scale) or 0
  return {
    type = kind, text = ("(%s %s %s)"):format(a.text, op, b.text), scale = scale, fine = a.fine or b.fine or scale > 38,
    eval = function(row)
      local x = converted(a.eval(row), a.type, kind)
      local y = converted(b.eval(row), b.type, kind)
      if x == nil or y == nil or (op == "/" or op == "//" or op == "%") and is_zero(y, kind) then return nil end
      return apply(op, x, y)
    end,
  }
end

local CUT = {
  floor = function(d, digits) return (big.divide(d, big.power_of_ten(digits))) end,
  ceil = function(d, digits) return big.negate((big.divide(big.negate(d), big.power_of_ten(digits)))) end,
  round = function(d, digits)
    if digits == 0 then return d end
    local half = big.mul(big.new "5", big.power_of_ten(digits - 1))
    local magnitude = big.divide(big.add({ sign = 1, table.unpack(d) }, half), big.power_of_ten(digits))
    return d.sign < 0 and big.negate(magnitude) or magnitude
  end,
}

local function round_number(x, places)
  local power = 1.0
  for _ = 1, places do power = power * 10 end
  local scaled = x * power
  if scaled == math.huge or scaled == -math.huge then return x end
  local whole, part = math.modf(scaled)
  whole = whole + 0.0
  if math.abs(part) >= 0.5 then whole = whole + (scaled < 0 and -1.0 or 1.0) end
  return whole / power
end

local function of_one(a, name, places)
  local to = name == "round" and math.min(places or 0, a.scale) or a.scale
  if name == "floor" or name == "ceil" then to = 0 end
  local text = name == "-" and ("(-%s)"):format(a.text) or ("%s(%s%s)"):format(name, a.text,
    places and ", " .. places or "")
  return {
    type = a.type, text = text, scale = a.type == "decimal" and to or 0, fine = a.fine,
    eval = function(row)
      local v = a.eval(row)
      if v == nil then return nil end
      if a.type == "integer" then
        if (name == "-" or name == "abs" and v < 0) and v == math.mininteger then overflow() end
        return (name == "-" or name == "abs" and v < 0) and -v or v
      elseif a.type == "decimal" then
        if name == "-" or name == "abs" and v[1].sign < 0 then return { fits(big.negate(v[1])), v[2] } end
        return CUT[name] and { CUT[name](v[1], v[2] - to), to } or v
      end
      if name == "-" then return checked(-v) end
      if name == "abs" then return checked(math.abs(v)) end
      if name == "round" then return checked(round_number(v, places or 0)) end
      return checked((name == "floor" and math.floor or math.ceil)(v) + 0.0)
    end,
  }
end

-- ---- texts and dates ----

local LOWER = { ["Đ"] = "đ", ["Ò"] = "ò", ["Ồ"] = "ồ", ["É"] = "é", ["Ô"] = "ô" }
local FOLD = { ["đ"] = "d", ["ò"] = "o", ["ồ"] = "o", ["é"] = "e", ["ô"] = "o" }

local function letters(map, ascii)
  return function(text)
    return (ascii(text):gsub(utf8.charpattern, map))
  end
end

local UPPER = {}
for upper, lower in pairs(LOWER) do UPPER[lower] = upper end
local lower, upper = letters(LOWER, string.lower), letters(UPPER, string.upper)
local function fold(text) return (lower(text):gsub(utf8.charpattern, FOLD)) end

local function like(text, glob) -- by trying everything
  if glob == "" then return text == "" end
  local first = glob:match "^\\." or glob:match(utf8.charpattern)
  local rest = glob:sub(#first + 1)
  if first == "*" then
    return like(text, rest) or text ~= "" and like(text:sub(#text:match(utf8.charpattern) + 1), glob)
  end
  local char = text:match(utf8.charpattern)
  if text == "" or first ~= "?" and char ~= (first:match "^\\(.)" or first) then return false end
  return like(text:sub(#char + 1), rest)
end

local TEXTS = { "", "a", "Hòa", "HÒA", "Đông", "đồng é", "a*b", "Red Cross", " x ", "2024", "2024-08" }
local GLOBS = { "*", "?", "*o*", "H?a", "a\\*b", "*ò*", "R*s*", "", "??*", "*ng*é" }

local function quoted(text) return ("%q"):format(text) end

local SEARCH = {
  contains = function(a, b) return a:find(b, 1, true) ~= nil end,
  starts = function(a, b) return a:sub(1, #b) == b end,
  ends = function(a, b) return b == "" or a:sub(-#b) == b end,
}

local DAYS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_date(text)
  local y, m, d = text:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)$"
  if not y then y, m = text:match "^(%d%d%d%d)%-(%d%d)$" end
  if not y then return text:match "^[1-9]%d%d%d$" ~= nil end
  y, m, d = tonumber(y), tonumber(m), tonumber(d or 1)
  local most = DAYS[m]
  if m == 2 and y % 4 == 0 and (y % 100 > 0 or y % 400 == 0) then most = 29 end
  return y > 0 and most ~= nil and d > 0 and d <= most
end

local DATES = { "1999", "2000-02", "2000-02-01", "2000-02-28", "2024", "2024-08-31", "2024-01-01" }

-- Dates as texts compare as they should: "2024" comes before "2024-01" and that before "2024-01-01".

-- ---- leaves ----

local CONSTANTS = {
  integer = { "0", "1", "7", "-3", "100", "9223372036854775807", "-9223372036854775808", "0x10" },
  decimal = { "0.5", "-1.25", "12.50", ".1", "3.", "9223372036854775808", "99999999999999999999.999" },
  number = { "1e0", "-2.5e-1", "1e300", "3e2", "0x.8p0", "1e18" },
}

local function constant(kind)
  if kind == "boolean" then
    local v = random(2) == 1
    return { type = kind, text = tostring(v), scale = 0, eval = function() return v end }
  elseif kind == "text" then
    local v = pick(TEXTS)
    return { type = kind, text = quoted(v), scale = 0, constant = v, eval = function() return v end }
  elseif kind == "date" then
    local v = pick(DATES)
    return { type = kind, text = ("date %q"):format(v), scale = 0, eval = function() return v end }
  end
  local text = pick(CONSTANTS[kind])
  local v, scale = tonumber(text), 0
  if text == "-9223372036854775808" then v = math.mininteger end
  if kind == "decimal" then
    scale = #(text:match "%.(%d*)$" or "")
    v = decimal(text, scale)
  end
  return { type = kind, text = text:sub(1, 1) == "-" and "(" .. text .. ")" or text, scale = scale, constant = text,
    eval = function() return v end }
end

-- name -> type and scale; the values of a row are as eval gives them
exprs.FIELDS = {
  { "id", "integer" }, { "small", "integer" }, { "huge", "integer" }, { "money", "decimal", 2 },
  { "fine", "decimal", 12 },
  { "ratio", "number" }, { "level", "text" }, { "full name", "text" }, { "founded", "date" }, { "active", "boolean" },
}

local function field(kind)
  local list = {}
  for _, f in ipairs(exprs.FIELDS) do
    if f[2] == kind then list[#list + 1] = f end
  end
  local f = pick(list)
  local name = f[1]
  return {
    type = kind, text = name:find " " and "`" .. name .. "`" or name, scale = f[3] or 0,
    eval = function(row) return row[name] end,
  }
end

-- ---- what works for all types ----

local function choice(a, b, c) -- if c then a else b
  local kind = a.type == b.type and a.type or common(a, b)
  local scale = kind == "decimal" and math.max(a.scale, b.scale) or 0
  return {
    type = kind, scale = scale, text = ("if(%s, %s, %s)"):format(c.text, a.text, b.text),
    fine = a.fine or b.fine or c.fine,
    eval = function(row)
      local one = c.eval(row) and a or b
      return converted(one.eval(row), one.type, kind, kind == "decimal" and scale or nil)
    end,
  }
end

local function first_of(a, b)
  local kind = a.type == b.type and a.type or common(a, b)
  local scale = kind == "decimal" and math.max(a.scale, b.scale) or 0
  return {
    type = kind, scale = scale, text = ("coalesce(%s, %s)"):format(a.text, b.text), fine = a.fine or b.fine,
    eval = function(row)
      local one, v = a, a.eval(row)
      if v == nil then one, v = b, b.eval(row) end
      return converted(v, one.type, kind, kind == "decimal" and scale or nil)
    end,
  }
end

local function least_or_most(a, b, name)
  local kind = a.type == b.type and a.type or common(a, b)
  local scale = kind == "decimal" and math.max(a.scale, b.scale) or 0
  return {
    type = kind, scale = scale, text = ("%s(%s, %s)"):format(name, a.text, b.text), fine = a.fine or b.fine,
    eval = function(row)
      local x, y = converted(a.eval(row), a.type, kind), converted(b.eval(row), b.type, kind)
      if x == nil or y == nil then return nil end
      local order = order_of(y, kind, x, kind)
      local v = (name == "min" and order < 0 or name == "max" and order > 0) and y or x
      return kind == "decimal" and { rescale(v, scale), scale } or v
    end,
  }
end

-- A node of two that sees text arguments or so; missing where one is.
local function strict(kind, text, args, f)
  local fine = false
  for _, a in ipairs(args) do fine = fine or a.fine end
  return {
    type = kind, text = text, scale = 0, fine = fine,
    eval = function(row)
      local values = {}
      for i, a in ipairs(args) do
        values[i] = a.eval(row)
      end
      for i in ipairs(args) do
        if values[i] == nil then return nil end
      end
      return f(table.unpack(values))
    end,
  }
end

local CMP = {
  ["=="] = function(o) return o == 0 end, ["~="] = function(o) return o ~= 0 end,
  ["<"] = function(o) return o < 0 end, ["<="] = function(o) return o <= 0 end,
  [">"] = function(o) return o > 0 end, [">="] = function(o) return o >= 0 end,
}
local CMPS = { "==", "~=", "<", "<=", ">", ">=" }

local function comparison(depth)
  local kind = pick { "numeric", "numeric", "text", "date", "boolean" }
  local op = kind == "boolean" and pick { "==", "~=" } or pick(CMPS)
  local a = kind == "numeric" and any_numeric(depth) or make(kind, depth)
  local b = kind == "numeric" and any_numeric(depth) or make(kind, depth)
  return strict("boolean", ("(%s %s %s)"):format(a.text, op, b.text), { a, b }, function(x, y)
    if kind == "boolean" then return (x == y) == (op == "==") end
    return CMP[op](order_of(x, a.type, y, b.type))
  end)
end

local function membership(depth)
  local kind = pick { "integer", "decimal", "number", "text", "date", "boolean" }
  local a = make(kind, depth)
  local list, words = {}, {}
  for i = 1, random(4) - 1 do
    list[i] = constant(RANK[kind] and pick(NUMERIC) or kind)
    words[i] = list[i].text:gsub("^%((.*)%)$", "%1")
  end
  local negated = random(4) == 1
  local text = ("(%s %sin { %s })"):format(a.text, negated and "not " or "", table.concat(words, ", "))
  return strict("boolean", text, { a }, function(x)
    for _, c in ipairs(list) do
      local y = c.eval()
      if kind == "boolean" and x == y or kind ~= "boolean" and order_of(x, kind, y, c.type) == 0 then
        return not negated
      end
    end
    return negated
  end)
end

local function logic(depth)
  local op = pick { "and", "or" }
  local a, b = make("boolean", depth), make("boolean", depth)
  local deciding = op == "or"
  return {
    type = "boolean", scale = 0, text = ("(%s %s %s)"):format(a.text, op, b.text), fine = a.fine or b.fine,
    eval = function(row)
      local x = a.eval(row)
      if x == deciding then return x end
      local y = b.eval(row)
      if y == deciding then return y end
      if x == nil or y == nil then return nil end
      return not deciding
    end,
  }
end

local RULES = {}

RULES.boolean = {
  comparison, comparison, comparison, membership, logic, logic,
  function(depth)
    local a = make("boolean", depth)
    return strict("boolean", ("(not %s)"):format(a.text), { a }, function(x) return not x end)
  end,
  function(depth)
    local a = make(pick { "integer", "decimal", "number", "text", "date", "boolean" }, depth)
    return { type = "boolean", scale = 0, text = ("missing(%s)"):format(a.text), fine = a.fine,
      eval = function(row) return a.eval(row) == nil end }
  end,
  function(depth)
    local a, glob = make("text", depth), pick(GLOBS)
    local negated = random(4) == 1
    local text = ("(%s %slike %s)"):format(a.text, negated and "not " or "", quoted(glob))
    return strict("boolean", text, { a }, function(x) return like(x, glob) ~= negated end)
  end,
  function(depth)
    local name = pick { "contains", "starts", "ends" }
    local a, b = make("text", depth), make("text", depth)
    return strict("boolean", ("%s(%s, %s)"):format(name, a.text, b.text), { a, b }, SEARCH[name])
  end,
}

local function numeric_rules(kind)
  local function two(depth) -- operands whose common type is the wanted one
    local a, b = make(kind, depth), make(NUMERIC[random(RANK[kind])], depth)
    if random(2) == 1 then a, b = b, a end
    return a, b
  end
  local ops = kind == "number" and { "+", "-", "*", "/", "//", "%" } or { "+", "-", "*", "//", "%" }
  local rules = {
    function(depth) local a, b = two(depth); return arithmetic(a, b, pick(ops)) end,
    function(depth) local a, b = two(depth); return arithmetic(a, b, pick(ops)) end,
    function(depth) local a, b = two(depth); return least_or_most(a, b, pick { "min", "max" }) end,
    function(depth) local a, b = two(depth); return choice(a, b, make("boolean", depth)) end,
    function(depth) local a, b = two(depth); return first_of(a, b) end,
    function(depth) return of_one(make(kind, depth), pick { "-", "abs", "floor", "ceil" }) end,
    function(depth)
      local places = random(2) == 1 and random(0, 3) or nil
      return of_one(make(kind, depth), "round", places)
    end,
  }
  return rules
end
for _, kind in ipairs(NUMERIC) do RULES[kind] = numeric_rules(kind) end

RULES.number[#RULES.number + 1] = function(depth) return arithmetic(any_numeric(depth), any_numeric(depth), "/") end

RULES.integer[#RULES.integer + 1] = function(depth)
  local a = make("text", depth)
  return strict("integer", ("len(%s)"):format(a.text), { a }, function(x) return utf8.len(x) end)
end
RULES.integer[#RULES.integer + 1] = function(depth)
  local a, part = make("date", depth), random(3)
  return strict("integer", ("%s(%s)"):format(({ "year", "month", "day" })[part], a.text), { a }, function(x)
    return tonumber(({ x:match "^(%d+)%-?(%d*)%-?(%d*)" })[part])
  end)
end

local LETTERS = { lower = lower, upper = upper, fold = fold, trim = function(x) return x:match "^%s*(.-)%s*$" end }

RULES.text = {
  function(depth)
    local a, b = make("text", depth), make(pick { "text", "integer", "decimal", "date" }, depth)
    return strict("text", ("(%s .. %s)"):format(a.text, b.text), { a, b }, function(x, y)
      return x .. (b.type == "decimal" and written(y) or tostring(y))
    end)
  end,
  function(depth)
    local a, name = make("text", depth), pick { "lower", "upper", "fold", "trim" }
    return strict("text", ("%s(%s)"):format(name, a.text), { a }, LETTERS[name])
  end,
  function(depth) return choice(make("text", depth), make("text", depth), make("boolean", depth)) end,
  function(depth) return first_of(make("text", depth), make("text", depth)) end,
  function(depth)
    local a = make(pick { "boolean", "integer", "date" }, depth)
    return strict("text", ("text(%s)"):format(a.text), { a }, tostring)
  end,
}
RULES.date = {
  function(depth) return choice(make("date", depth), make("date", depth), make("boolean", depth)) end,
  function(depth) return first_of(make("date", depth), make("date", depth)) end,
  function(depth) return least_or_most(make("date", depth), make("date", depth), pick { "min", "max" }) end,
  function(depth)
    local a = make("text", depth)
    return strict("date", ("date(%s)"):format(a.text), { a }, function(x) return is_date(x) and x or nil end)
  end,
}
RULES.boolean[#RULES.boolean + 1] = function(depth)
  return choice(make("boolean", depth), make("boolean", depth), make("boolean", depth))
end
RULES.boolean[#RULES.boolean + 1] = function(depth)
  return first_of(make("boolean", depth), make("boolean", depth))
end

function make(kind, depth)
  if depth <= 0 or random(6) == 1 then return random(3) == 1 and constant(kind) or field(kind) end
  return pick(RULES[kind])(depth - 1)
end

-- ---- registers ----

local VALUES = {
  id = { 1 }, small = { 0, 1, -1, 7, 100, -128, 42 },
  huge = { math.maxinteger, math.mininteger, math.maxinteger - 1, 3037000500, -4611686018427387904, 0, 5 },
  money = { "0.00", "1.50", "-1.25", "12.50", "99999999999999.99", "0.10", "100.00" },
  fine = { "0.000000000001", "-5.250000000000", "123456.123456789012", "0.500000000000", "12.500000000000" },
  ratio = { 0.5, -0.25, 1e300, 0.1, 3.0, -1e-5, 12.5, 9007199254740992.0, 0.0 },
  level = { "a", "Hòa", "Red Cross", "", "a*b", "2024" }, ["full name"] = TEXTS,
  founded = DATES, active = { true, false },
}

--- Rows for a register (as orgstat.register takes them) and the same as eval sees them.
function exprs.rows(count)
  local records, rows = {}, {}
  for i = 1, count do
    local record, row = { id = i }, { id = i }
    for _, f in ipairs(exprs.FIELDS) do
      local name, kind, scale = f[1], f[2], f[3]
      if name ~= "id" and random(6) > 1 then
        local v = pick(VALUES[name])
        record[name] = v
        row[name] = kind == "decimal" and decimal(v, scale) or v
      end
    end
    records[i], rows[i] = record, row
  end
  return records, rows
end

function exprs.fields()
  local list = {}
  for i, f in ipairs(exprs.FIELDS) do list[i] = { f[1], f[2] } end
  return list
end

--- A random expression of a type; a field or a constant at depth 0.
function exprs.make(kind, depth) return make(kind, depth) end

--- Sets the source of randomness: random(n) and random(m, n) as math.random.
function exprs.use(source) random = source end

return exprs

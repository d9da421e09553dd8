--- Traces of damage, by spreadsheets above all: what no regulator ever wrote. They are told from the
-- values of a field as a whole, since a single one may be as it should.
-- @module orgstat.register.validate.damage

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local keys = require "orgstat.register.validate.keys"
local texts = require "orgstat.register.validate.texts"

local damage = {}

-- Words in names of fields that hold identifiers and codes, of which a zero in front is a part.
local CODE_WORDS = {
  "id", "ids", "code", "codes", "no", "nr", "num", "number", "key", "ein", "abn", "siren", "siret", "nir", "rna",
    "tin", "zip",
  "postal", "postcode", "postalcode", "plz", "phone", "tel", "fips", "mã", "ma", "mst", "kode", "npwp", "nik",
    "identifier", "ref",
}
local IS_CODE = {}
for _, word in ipairs(CODE_WORDS) do
  IS_CODE[word] = true
end

-- Words of amounts, which may well end in zeros.
local MONEY = { "amount", "amt", "income", "revenue", "asset", "assets", "money", "value", "sum", "total", "price",
  "budget",
  "spending", "expenditure", "montant", "mandaté", "tiền", "kinh", "phí" }
local IS_MONEY = {}
for _, word in ipairs(MONEY) do
  IS_MONEY[word] = true
end

local function has_word(name, words)
  local split = name:gsub("(%l)(%u)", "%1 %2"):lower()
  for word in split:gmatch("[^%s%p]+") do
    if words[word] then
      return true
    end
  end
  return false
end

--- Whether the name of a field says that it holds identifiers or codes.
-- @string name
-- @treturn boolean
function damage.is_code(name)
  return has_word(name, IS_CODE)
end

local function ends_in_zeros(text)
  return #text >= 9 and text:find("^%d+000000$") ~= nil
end

-- A spreadsheet keeps 15 digits and shows fewer: 35181612345678 becomes 3.51816E+13 and 35181600000000.
local function zeros(name, p)
  local length, most, whole, count = p.length, p.most, p.whole, p.zeros
  if not length or length < 9 or has_word(name, IS_MONEY) or not damage.is_code(name) and (most < 0.9 * whole or
      length < 11) then
    return nil
  end
  if count < 2 or count < 0.01 * whole then
    return nil
  end
  return { rule = "damage.zeros", importance = "warning", test = function(text)
    if text and ends_in_zeros(text) then
      return ("%s ends in six zeros, as do %d of %d: a spreadsheet has rounded it"):format(errors.quote(text), count,
        whole)
    end
  end }
end

local function exponents(name)
  local is_code = damage.is_code(name)
  return { rule = "damage.exponent", importance = "warning", test = function(text)
    if text and (text:find("^%d[%.,]%d+[eE]%+?%d%d?$") or is_code and text:find("^%d[eE]%+?%d%d$")) then
      return ("%s is a number as a spreadsheet shows a long one: its digits are lost"):format(errors.quote(text))
    end
  end }
end

local function leading_zero(name, p)
  local length, most, whole = p.length, p.most, p.whole
  if not length or length < 3 or has_word(name, IS_MONEY) then
    return nil
  elseif not (damage.is_code(name) and most >= 0.9 * whole + 1) and not (length >= 9 and most >= 0.98 * whole) then
    return nil
  end
  return { rule = "damage.leading_zero", importance = "warning", test = function(text)
    if text and #text == length - 1 and text:find("^%d+$") then
      return ("%s has %d digits, nearly all others have %d: a zero in front seems lost"):format(errors.quote(text),
        length - 1, length)
    end
  end }
end

-- 2324869.0 for 2324869, which programs make that take a field with gaps for a number.
local function point_zero(name, p, kind)
  if kind == "number" or not damage.is_code(name) or p.points == 0 or p.decimals > 0 then
    return nil
  end
  return { rule = "damage.point_zero", importance = "warning", test = function(text)
    if text and text:find("^%d+%.0$") then
      return ("%s is a code that was taken for a number"):format(errors.quote(text))
    end
  end }
end

local MONTHS = {}
for month in ("jan feb mar apr may jun jul aug sep oct nov dec"):gmatch("%a+") do
  MONTHS[month] = true
end

local function looks_turned(text)
  local month = text:match("^%d%d?%-(%a%a%a)$") or text:match("^(%a%a%a)%-%d%d$")
  return month ~= nil and MONTHS[month:lower()] == true
end

local function day_month(text)
  local a, b, year = text:match("^(%d%d?)[/%.%-](%d%d?)[/%.%-](%d%d%d%d)$")
  if not a then
    a, b, year = text:match("^(%d%d?)/(%d%d?)/(%d%d)$")
  end
  a, b = tonumber(a), tonumber(b)
  if not year or a > 31 or b > 31 or a > 12 and b > 12 then
    return nil
  end
  return a > 12 and "day first" or b > 12 and "month first" or "either"
end

-- Dates of both orders in one field, numbers of days among dates, and codes that became dates.
local function dates(p)
  local orders, iso, months, total = p.orders, p.iso, p.months, p.total
  local list = {}
  local rare = orders["day first"] < orders["month first"] and "day first" or "month first"
  local usual = rare == "day first" and "month first" or "day first"
  if orders[rare] > 0 then
    list[#list + 1] = { rule = "damage.date_order", importance = "warning", test = function(text)
      if text and day_month(text) == rare then
        return ("%s has the %s, %d others have the %s: some dates were turned"):format(errors.quote(text), rare,
          orders[usual], usual)
      end
    end }
  end
  local dated = iso + orders["day first"] + orders["month first"] + orders.either
  if dated > 0.5 * total then
    list[#list + 1] = { rule = "damage.date_serial", importance = "warning", test = function(text)
      local number = text and text:find("^%d%d%d%d%d$") and tonumber(text)
      if number and number >= 10000 and number <= 73050 then
        return ("%s among dates is a day as spreadsheets count them"):format(errors.quote(text))
      end
    end }
  elseif months > 0 and months < 0.5 * total then
    list[#list + 1] = { rule = "damage.turned_date", importance = "warning", test = function(text)
      if text and looks_turned(text) then
        return ("%s may be a code that a spreadsheet took for a date"):format(errors.quote(text))
      end
    end }
  end
  return list
end

-- What a text is that begins with a digit.
local function count_digits(p, n, text)
  if text:find("^%d+$") then
    p.digits[#text] = (p.digits[#text] or 0) + n
    p.whole = p.whole + n
    p.zeros = p.zeros + (ends_in_zeros(text) and n or 0)
  elseif text:find("^%d+%.0$") then
    p.points = p.points + n
  elseif text:find("^%d+[%.,]%d+$") then
    p.decimals = p.decimals + n
  elseif #text <= 10 then
    local order = day_month(text)
    if order then
      p.orders[order] = p.orders[order] + n
    elseif #text == 10 and core.is_date(text) then
      p.iso = p.iso + n
    elseif looks_turned(text) then
      p.months = p.months + n
    end
  end
end

-- What the values of a field look like, all together.
local function profile(each)
  local p = {
    digits = {}, whole = 0, total = 0, zeros = 0, points = 0, decimals = 0, iso = 0, months = 0, most = 0,
    orders = { ["day first"] = 0, ["month first"] = 0, either = 0 },
  }
  for n, text in each() do
    if text then
      p.total = p.total + n
      local byte = text:byte()
      if byte and byte >= 48 and byte <= 57 then
        count_digits(p, n, text)
      elseif byte == 45 or byte == 46 or byte == 44 then
        p.decimals = p.decimals + (text:find("^%-?%d*[%.,]%d+$") and n or 0)
      elseif #text == 6 and looks_turned(text) then
        p.months = p.months + n
      end
    end
  end
  for length, n in pairs(p.digits) do -- the length that most have, and how many that are
    if n > p.most or n == p.most and length > p.length then
      p.most, p.length = n, length
    end
  end
  return p
end

local function mojibake(text)
  local found = text and texts.mojibake(text)
  if found then
    return found == "\239\191\189" and "a character was lost: U+FFFD stands for it"
      or ("%s: letters went through a wrong encoding"):format(errors.quote(found))
  end
end

local function blank(text)
  if not text or text == "" or text:find("[!-~]") then
    return nil
  end
  local rest = text:gsub("\194\160", ""):gsub("\226\128[\128-\143\175]", ""):gsub("\226\129[\159\160]", "")
    :gsub("\227\128\128", ""):gsub("\239\187\191", ""):gsub("%s", "")
  if rest == "" then
    return "the cell looks empty: it holds nothing but blanks"
  end
end

local function spaces(text)
  if text and (text:find("^%s") or text:find("%s$")) and text:find("%S") then
    return "blanks stand before or behind the text"
  end
end

-- Letters whose marks are characters of their own: equal to the eye, not to a computer.
local function decomposed(text)
  if text and text:find("[\204\205][\128-\191]") and core.name_key(text, 0) ~= text:gsub("%s+", " "):gsub("^ ", "")
    :gsub(" $", "") then
    return "letters and their marks stand apart (the text is not in NFC), so that it equals no text that looks the same"
  end
end

local function of_texts()
  return {
    { rule = "damage.not_nfc", importance = "note", test = decomposed },
    { rule = "damage.mojibake", importance = "warning", test = mojibake },
    { rule = "damage.blank", importance = "warning", test = blank },
    { rule = "damage.spaces", importance = "note", test = spaces },
  }
end

local function headers(analysis)
  for _, name in ipairs(analysis.names) do
    if name:find("^\239\187\191") then
      analysis:say("damage.bom", "warning", name, "the field's name begins with a byte order mark")
    end
    local mark = texts.mojibake(name)
    if mark then
      analysis:say("damage.mojibake", "warning", name, ("the field's name: %s: letters went through a wrong encoding")
        :format(errors.quote(mark)))
    end
    if spaces(name) then
      analysis:say("damage.spaces", "note", name, "blanks stand before or behind the field's name")
    end
  end
end

--- Adds the checks for damage to an analysis, for all fields of its register.
-- @tparam table analysis
function damage.add(analysis)
  headers(analysis)
  for c, name in ipairs(analysis.names) do
    local kind = analysis.types[c]
    if kind ~= "boolean" and kind ~= "date" then
      analysis:about(name, function(each)
        local p = profile(each)
        local list = kind == "text" and dates(p) or {}
        list[#list + 1] = zeros(name, p)
        list[#list + 1] = leading_zero(name, p)
        list[#list + 1] = (kind == "text" or kind == "number" and damage.is_code(name)) and exponents(name) or nil
        list[#list + 1] = point_zero(name, p, kind)
        for _, check in ipairs(kind == "text" and of_texts() or {}) do
          list[#list + 1] = check
        end
        return list
      end)
    end
  end
  if #analysis.names > 0 then
    keys.unique(analysis, analysis.names, {
      rule = "damage.identical_row", importance = "warning", gaps = true,
      say = function(_, first)
        return ("the record is the same as that of row %d"):format(first)
      end,
    })
  end
end

return damage

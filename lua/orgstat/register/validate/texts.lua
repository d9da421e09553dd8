--- What may stand in texts that should not: placeholders, addresses and numbers of persons, letters
-- that went through the wrong encoding.
-- @module orgstat.register.validate.texts

local keys = require "orgstat.register.key"

local texts = {}

local PLACEHOLDERS = {}
for _, word in ipairs {
  "-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "??", "???", "x", "xx", "xxx", "n/a", "n.a.", "n.a", "na.",
    "#n/a",
  "#ref!", "#value!", "#name?", "#div/0!", "null", "(null)", "nil", "none", "undefined", "unknown", "not available",
  "not applicable", "tbd", "tba", "tbc", "todo", "test", "lorem ipsum", "không", "không có", "không rõ", "chưa có",
  "chưa rõ", "chưa cập nhật", "đang cập nhật", "tidak ada", "tidak diketahui", "belum ada", "kosong", "nihil", "néant",
  "non renseigné", "sans objet",
} do
  PLACEHOLDERS[word] = true
end

local LONGEST = 0
for word in pairs(PLACEHOLDERS) do
  LONGEST = math.max(LONGEST, #word)
end

--- Words that stand for a value that nobody knew, in letters of any case.
-- @string text
-- @treturn boolean
function texts.placeholder(text)
  if #text > 2 * LONGEST then
    return false
  elseif text:find("[\128-\255]") then
    return PLACEHOLDERS[keys.of(text, "exact")] == true
  end
  return PLACEHOLDERS[text:lower():gsub("%s+", " "):match("^ ?(.-) ?$")] == true
end

local function digits_of(text)
  return (text:gsub("%D", ""))
end

-- A number of a telephone begins with 0 or +, has 9 to 15 digits, and none beside them.
local function phone(text)
  for before, found, after in text:gmatch("()(%+?%(?%d[%d%s%.%-%(%)]+%d)()") do
    local previous, following = text:sub(before - 1, before - 1), text:sub(after, after)
    local digits = digits_of(found)
    if #digits >= 9 and #digits <= 15 and found:find("^%+?%(?[0%+]") or found:find("^%+") and #digits >= 9 then
      if not previous:find("[%w/]") and not following:find("[%w/]") and not found:find("%d%s%s") then
        return found
      end
    end
  end
end

-- Numbers of persons: 12 digits (Vietnam's identity card) or 16 (Indonesia's), alone.
local function person(text)
  for number in text:gmatch("%f[%w]%d+%f[%W]") do
    if #number == 12 and number:find("^0%d%d[0-3]") or #number == 16 and number:find("^[1-9]") then
      return number
    end
  end
end

-- Nine digits and what stands between them: the shortest number there is.
local LONG_RUN = "%d" .. ("[%d%s%.%-%(%)]"):rep(7) .. "%d"

--- Personal data in a text that everybody may read.
-- @string text
-- @treturn ?string "an e-mail address", "a telephone number" or "the number of a person"
-- @treturn ?string what was found
function texts.personal(text)
  local mail = text:find("@", 1, true) and text:match("[%w%.%+%-_]+@[%w%-]+%.[%w%.%-]*%w")
  if mail then
    return "an e-mail address", mail
  elseif not text:find(LONG_RUN) then
    return nil
  end
  local number = person(text)
  if number then
    return "the number of a person", number
  end
  number = phone(text)
  if number then
    return "a telephone number", number
  end
end

-- UTF-8 that was read as Windows-1252 and written as UTF-8 again: what the first bytes of letters
-- become, before what their second bytes become. Â Ã Ä Å Æ, á with º or », and â with €.
local SECOND = "\194[\128-\159\161-\191]"
local TWICE = {
  "\195[\130-\134]" .. SECOND, "\195[\132-\134]\226\128[\147-\166]", "\195[\131-\134]\197[\146-\190]",
  "\195\161\194[\186\187]", "\195\162\226\130\172", "\239\191\189",
}

--- Letters that went through the wrong encoding, and the character that stands for one that was lost.
-- @string text
-- @treturn ?string the bytes that show it
function texts.mojibake(text)
  if not text:find("[\194-\239]") then
    return nil
  end
  for _, shape in ipairs(TWICE) do
    local found = text:match(shape)
    if found then
      return found
    end
  end
end

return texts

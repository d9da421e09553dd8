--- Numbers and ranges in words, with the marks of the language that they are written for.
-- @module orgstat.report.say

local exact = require "orgstat.report.exact"
local words = require "orgstat.report.words"

local say = {}

-- Decimals of a number that needs more; a large one has none.
local PLACES = 2
local LARGE = 1000

local function grouped(digits, mark)
  local first = #digits % 3
  local head, tail = digits:sub(1, first), digits:sub(first + 1):gsub("%d%d%d", mark .. "%0")
  return first == 0 and tail:sub(2) or head .. tail
end

--- A number: all its digits if it has few decimals, else rounded.
-- @param x exact number
-- @tparam ?string lang of the text it stands in: `1,234.5` in English, else `1.234,5`
-- @int[opt=2] places decimals at most
-- @treturn string
function say.number(x, lang, places)
  local group, point = ".", ","
  if lang == "en" or lang == nil then group, point = ",", "." end
  if math.type(x) == "integer" and x >= 0 then
    return x < 1000 and ("%d"):format(x) or grouped(("%d"):format(x), group)
  end
  local size = exact.abs(x)
  places = places or exact.compare(size, LARGE) < 0 and PLACES or 0
  local needed = exact.decimals(size)
  if needed and needed <= 4 then places = needed end
  local rounded = exact.round(size, places)
  local whole = exact.floor(rounded)
  local digits = math.type(whole) == "integer" and ("%d"):format(whole) or ("%.0f"):format(whole)
  local text = grouped(digits, group)
  local rest = math.type(whole) == "integer" and exact.sub(rounded, whole) or 0
  if rest ~= 0 then
    local tail = ("%0" .. places .. "d"):format(exact.floor(exact.mul(rest, exact.power(places))))
    text = text .. point .. tail:gsub("0+$", "")
  end
  return exact.compare(x, 0) < 0 and "−" .. text or text
end

--- A difference: a number with its sign.
function say.signed(x, lang)
  return (exact.compare(x, 0) > 0 and "+" or "") .. say.number(x, lang)
end

--- A share in percent.
-- @param x exact number, 1 is all
-- @int[opt=1] places
function say.percent(x, lang, places)
  return say.number(exact.round(exact.mul(x, 100), places or 1), lang, places or 1) .. " %"
end

--- An interval: "5 to 7", "above 5".
-- @tparam table a interval
-- @tparam ?string lang of the numbers
-- @tparam table phrases of `words`
-- @tparam[opt] string mark behind the numbers, such as " %"
-- @treturn string
function say.range(a, lang, phrases, mark)
  mark = mark or ""
  local lo, hi = a.lo and say.number(a.lo, lang) .. mark, a.hi and say.number(a.hi, lang) .. mark
  if lo and lo == hi then return lo end
  local template = lo and hi and phrases.between or lo and phrases.above or hi and phrases.below or phrases.anything
  return words.fill(template, { lo = lo, hi = hi })
end

return say

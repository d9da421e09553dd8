--- The words of expressions, read with LPeg one at a time: those of Lua, and field names in
-- backticks.
-- @module orgstat.register.expression.lexer

local errors = require "orgstat.register.errors"
local fault = require "orgstat.register.expression.fault"
local lpeg = require "lpeg"

local lexer = {}

local P, R, S, C, Cc, Cg, Cp, Cs, Cb, Cmt = lpeg.P, lpeg.R, lpeg.S, lpeg.C, lpeg.Cc, lpeg.Cg, lpeg.Cp, lpeg.Cs,
  lpeg.Cb, lpeg.Cmt

local DIGITS = 38 -- of a decimal

-- Characters that are no letters although they look like spaces and quotes: what word processors make
-- of those.
local WIDE_SPACES = { "\u{A0}", "\u{1680}", "\u{202F}", "\u{205F}", "\u{3000}", "\u{FEFF}" }
for code = 0x2000, 0x200B do
  WIDE_SPACES[#WIDE_SPACES + 1] = utf8.char(code)
end
local CURLY = { "\u{2018}", "\u{2019}", "\u{201A}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}" }

local function one_of(list)
  local pattern = P(false)
  for _, text in ipairs(list) do
    pattern = pattern + text
  end
  return pattern
end

local wide_space, curly = one_of(WIDE_SPACES), one_of(CURLY)

local digit, hex = R "09", R("09", "af", "AF")
local letter = R("az", "AZ") + P "_" + (R "\128\255" - wide_space - curly)

-- ---- texts ----

local SIMPLE = { a = "\a", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", v = "\v", ["\n"] = "\n" }

local function code_point(digits)
  return utf8.char(tonumber(digits, 16))
end

local function code_byte(digits)
  return string.char(tonumber(digits))
end

-- Without match-time captures, of which LPeg takes no more than a few thousand.
local escape = P "\\" / "" * (S "abfnrtv\n" / SIMPLE + C(S "\\\"'")
  + P "z" * S " \t\r\n\f\v" ^ 0 / ""
  + P "x" / "" * (hex * hex / function(digits) return string.char(tonumber(digits, 16)) end)
  + P "u{" / "" * #hex * (P "0" ^ 0 * (P "10" * hex * hex * hex * hex + hex ^ -5) / code_point) * (P "}" / "")
  + (R "01" * digit * digit + P "2" * R "04" * digit + P "25" * R "05" + digit * digit ^ -1 * -digit) / code_byte)

local function quoted(mark)
  return P(mark) * Cs(((P(1) - S("\\\n" .. mark)) ^ 1 + escape) ^ 0) * P(mark)
end

local opening = P "[" * Cg(P "=" ^ 0, "level") * P "[" * P "\n" ^ -1
local closing = Cmt(P "]" * C(P "=" ^ 0) * P "]" * Cb "level", function(_, _, found, wanted) return found == wanted end)
local long = opening * C((P(1) - closing) ^ 0) * closing / 1

-- ---- the other words ----

local comment = P "--" * (P(1) - "\n") ^ 0
local space = (S " \t\r\n\f\v" + wide_space + comment) ^ 0 * Cp()

local number = C(P "0" * S "xX" * (S "pP" * S "+-" + letter + digit + ".") ^ 0
  + (digit + P "." * digit) * (S "eE" * S "+-" + letter + digit + ".") ^ 0)
local name = C(letter * (letter + digit) ^ 0)
local tick = P "`" * Cs((P(1) - "`" + P "``" / "`") ^ 1) * P "`"
local symbol = C(P "==" + "~=" + "<=" + ">=" + "//" + ".." + S "<>+-*/%(){},")

local word = (Cc "number" * number + Cc "text" * (quoted '"' + quoted "'" + long) + Cc "field" * tick
  + Cc "name" * name + Cc "symbol" * symbol) * Cp()

-- How far a text can be read whose end does not come, or that has an escape that is none.
local wrong_escape = {}
for _, mark in ipairs { '"', "'" } do
  wrong_escape[mark] = P(mark) * ((P(1) - S("\\\n" .. mark)) ^ 1 + escape) ^ 0 * Cp()
end

-- What people write who think of another language.
local ADVICE = {
  ["="] = "write == to compare", ["!"] = "write ~= or not", ["&"] = "write and", ["|"] = "write or",
  ["^"] = "there are no powers", ["#"] = "write len(x)",
}

local function refuse(text, at)
  local char = text:sub(at, at)
  if wrong_escape[char] then
    local stop = wrong_escape[char]:match(text, at)
    if text:sub(stop, stop) == "\\" then
      fault.expected(text, stop, "an escape of Lua", text:sub(stop, stop + 1), [[a backslash is written \\]])
    end
    fault.raise(text, at, ("the text that begins here has no closing %s"):format(char), "a closing " .. char)
  elseif char == "[" and text:find("^%[=*%[", at) then
    fault.raise(text, at, "the long bracket that opens here is not closed", "a closing long bracket")
  elseif char == "`" then
    fault.raise(text, at, "the field name that begins here has no closing backtick", "a closing backtick")
  end
  if curly:match(text, at) then
    local found = text:match(utf8.charpattern, at)
    fault.raise(text, at, ("%s is no quote; write \" or '"):format(found), "a word of an expression")
  end
  local found = text:match("^[%w_\128-\255]+", at) or text:match("^[^\128-\255]", at) or char
  fault.raise(text, at, ("%s is no word of an expression%s"):format(errors.quote(found),
    ADVICE[char] and "; " .. ADVICE[char] or ""), "a word of an expression")
end

-- The value of a number as it is written.
local function number_of(text, at, written)
  local decimal = written:find "^%d+$" or written:find "^%d*%.%d*$"
  local value = tonumber(written)
  if not value then
    fault.raise(text, at, ("malformed number %s"):format(written:sub(1, 40)), "a number")
  elseif value == math.huge then
    fault.raise(text, at, "the number is larger than any float", "a smaller number")
  elseif math.type(value) == "integer" then
    return "integer", value
  elseif not decimal then
    return "number", value
  end
  local _, places = written:gsub("^.*%.", "")
  local digits = written:gsub("^0+", ""):gsub("%.", "")
  places = places == 1 and #written:match "%.(%d*)$" or 0
  if #digits > DIGITS or places > DIGITS then
    fault.raise(text, at, ("a decimal has at most %d digits"):format(DIGITS), "a number of fewer digits")
  end
  return "decimal", written
end

local function check_text(text, at, value)
  if not utf8.len(value) or value:find("\0", 1, true) then
    fault.raise(text, at, "the text is not UTF-8, or holds a NUL byte, which no field does", "text in UTF-8")
  end
end

--- Reads the word at a place.
-- @tparam string text
-- @tparam integer at byte
-- @treturn table `kind` ("number", "text", "field", "name", "symbol" or "end"), `value`, `type` of a
-- number, `at` and `stop` (the byte behind it)
function lexer.next(text, at)
  at = space:match(text, at)
  if at > #text then
    return { kind = "end", at = at, stop = at }
  end
  local kind, value, stop = word:match(text, at)
  if not kind then
    refuse(text, at)
  end
  local token = { kind = kind, value = value, at = at, stop = stop }
  if kind == "number" then
    token.type, token.value = number_of(text, at, value)
  elseif kind == "text" then
    check_text(text, at, value)
  end
  return token
end

return lexer

--- Errors of expressions: what is wrong, and where in the text.
-- @module orgstat.register.expression.fault

local errors = require "orgstat.register.errors"

local fault = {}

local AROUND = 30 -- characters of the text shown on either side of the place

-- The start of the n-th character before byte `at` of a text, and of the n-th after it.
local function around(text, at)
  local from, to = at, at
  for _ = 1, AROUND do
    repeat
      from = from - 1
    until from <= 1 or text:byte(from) < 0x80 or text:byte(from) >= 0xC0
    repeat
      to = to + 1
    until to > #text or text:byte(to) < 0x80 or text:byte(to) >= 0xC0
  end
  return math.max(from, 1), math.min(to - 1, #text)
end

local function neighbourhood(text, at)
  local from, to = around(text, at)
  return (from > 1 and "..." or "") .. text:sub(from, to) .. (to < #text and "..." or "")
end

--- Which character of a text a byte belongs to; the byte itself where the text before is not UTF-8.
-- @tparam string text
-- @tparam integer at the byte at which the character begins
-- @treturn integer
function fault.character(text, at)
  return (utf8.len(text:sub(1, at - 1)) or at - 1) + 1
end

--- Raises what is wrong with an expression, as details with the code "bad_expression".
-- @tparam string text of the expression
-- @tparam integer at byte of the place
-- @tparam string what is wrong there
-- @tparam ?string expected
-- @raise always
function fault.raise(text, at, what, expected)
  error(errors.details {
    code = "bad_expression", expression = text, column = fault.character(text, at), byte = at,
    text = neighbourhood(text, at), reason = what, expected = expected,
  }, 0)
end

--- Makes a place in an expression one in the text that the expression is part of.
-- @tparam table details raised by `raise`
-- @tparam string text
-- @tparam integer before how many bytes of it come before the expression
function fault.move(details, text, before)
  local at = before + details.byte
  details.expression, details.byte, details.column = text, at, fault.character(text, at)
  details.text = neighbourhood(text, at)
end

--- Raises that one thing was expected and another found.
-- @tparam string text of the expression
-- @tparam integer at byte of the place
-- @tparam string expected
-- @tparam string found as written; empty at the end
-- @tparam ?string advice
-- @raise always
function fault.expected(text, at, expected, found, advice)
  found = found == "" and "the end" or errors.quote(found)
  local what = ("%s is expected, found %s%s"):format(expected, found, advice and "; " .. advice or "")
  fault.raise(text, at, what, expected)
end

return fault

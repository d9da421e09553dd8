--- From error codes to messages, and the two ways in which an error leaves the library.
--
-- The caller's mistake raises a string that begins with the caller's own file and line. The data's
-- or the system's fault is a details table: `code`, and where known `file`, `line`, `column`,
-- `byte`, `row` (all from 1), `field`, `text`; its `tostring` is the message. A message says what
-- happened, where, the offending text, what was expected, and what to do.
-- @module orgstat.register.errors

local errors = {}

local SHOWN = 60 -- characters of the offending text in a message

local KINDS = {
  boolean = "a boolean (true or false)",
  integer = "an integer of 64 bits",
  decimal = "a decimal of at most 18 digits",
  number = "a number (an integer that no 64-bit float is, is none)",
  date = "a date (YYYY, YYYY-MM or YYYY-MM-DD)",
  text = "text",
}

--- A text as it can stand in a message: control characters and bytes that are not UTF-8 escaped.
-- @tparam string text
-- @tparam[opt=60] integer limit characters that are shown
-- @treturn string in single quotes, ending in "..." when it was cut
function errors.quote(text, limit)
  limit = limit or SHOWN
  local out, at, count = {}, 1, 0
  while at <= #text and count < limit do
    local byte = text:byte(at)
    local char
    if byte < 0x20 or byte == 0x7F then
      char = byte == 10 and "\\n" or byte == 13 and "\\r" or byte == 9 and "\\t" or ("\\x%02X"):format(byte)
      at = at + 1
    else
      char = text:match("^[%z\1-\127\194-\244][\128-\191]*", at)
      if char and utf8.len(char) == 1 then
        at = at + #char
      else
        char = ("\\x%02X"):format(byte)
        at = at + 1
      end
    end
    count = count + 1
    out[count] = char
  end
  return "'" .. table.concat(out) .. (at <= #text and "...'" or "'")
end

--- What a Lua value is, for a message.
-- @param value any
-- @treturn string "a number", "nil", "a string" ...
function errors.kind(value)
  local kind = type(value)
  return kind == "nil" and "nil" or "a " .. kind
end

local function fields(n)
  return n == 1 and "1 field" or ("%s fields"):format(n or "another number of")
end

local function shown(d, before)
  return d.text and d.text ~= "" and (before or ": ") .. errors.quote(d.text) or ""
end

local function field(d)
  if not d.field then
    return ""
  end
  return type(d.field) == "number" and ("field %d: "):format(d.field) or ("field '%s': "):format(d.field)
end

-- How each encoding that may be the right one reads the place.
local function candidates(d)
  local list = {}
  for i, one in ipairs(d.candidates or {}) do
    list[i] = ('encoding = "%s" (--encoding %s) reads %s'):format(one.encoding, one.encoding, errors.quote(one.text))
  end
  return #list > 0 and "name the encoding that the file is in: " .. table.concat(list, ", ")
end

-- What a notation that may be the right one is as an option.
local function part_of(name)
  return (name == "dmy" or name == "mdy") and ('dates = "%s"'):format(name) or ('locale = "%s"'):format(name)
end

-- Reports are read in UTF-8 only; registers are told their encoding.
local function encoding_advice(d, advice)
  return d.of_report and "reports are read in UTF-8: save the file so (iconv -f ENCODING -t UTF-8), if it is text"
    or advice
end

-- What JSON should have had in a place, by the core's names.
local JSON = {
  value = "a value",
  key = "a key in double quotes",
  colon = "':' behind the key",
  next_member = "',' or '}' behind the value",
  next_element = "',' or ']' behind the value",
  digit = "a digit",
  string_end = "the quote that ends the text",
  no_control = "the quote that ends the text, or a control character as an escape",
  escape = 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
  hex = "four hexadecimal digits behind \\u",
  surrogate = "both halves of a surrogate pair",
  ["end"] = "nothing more",
  object = "an object",
  records = "an array or an object",
}

local function json(d)
  return JSON[d.expected] or "something else"
end

-- code -> what happened (with the offending text and what was expected), and what to do
local TELL = {
  open_failed = function(d)
    return "cannot be opened: " .. (d.system or "the system gives no reason"), "check the path and who may read it"
  end,
  read_failed = function(d)
    return "reading failed: " .. (d.system or "the system gives no reason"), "check the disk or the connection"
  end,
  is_directory = function()
    return "is a directory, not a file", "give the path of a file in it"
  end,
  file_changed = function()
    return "the file changed while it was read", "read it again when no other program writes to it"
  end,
  empty_file = function()
    return "the file is empty; a header row was expected", "check that the right file was given"
  end,
  ragged_row = function(d)
    local header = d.wanted and ("%s expected"):format(fields(d.wanted)) or "not as many as expected"
    return ("the row has %s, %s%s"):format(fields(d.found), header, shown(d)),
      "mend the row (a field that contains the separator needs quotes), name the separator, or load the good rows "
        .. 'with bad_rows = "collect" (--bad-rows collect)'
  end,
  unclosed_quote = function(d)
    return "the quote that opens here is never closed" .. shown(d),
      "close it (a quote inside a quoted field is written twice), or take such quotes as text with "
        .. 'quotes = "lenient" (--quotes lenient)'
  end,
  stray_quote = function(d)
    return "a quote where none may stand: in a field without quotes, or followed by text" .. shown(d),
      "put the whole field in quotes and write the quotes inside it twice, or take such quotes as text with "
        .. 'quotes = "lenient" (--quotes lenient)'
  end,
  nul_byte = function(d)
    local where = d.byte and (" (byte %d of the file)"):format(d.byte) or ""
    return ("a NUL byte%s; text was expected%s"):format(where, shown(d)),
      encoding_advice(d,
        'if the file is UTF-16, name it: encoding = "utf-16" (--encoding utf-16); if not, it may be no text file')
  end,
  invalid_utf8 = function(d)
    return (d.byte and ("byte %d of the file"):format(d.byte) or "a byte") .. " is not UTF-8" .. shown(d),
      encoding_advice(d, candidates(d) or
        'name the encoding that the file is in, for instance encoding = "windows-1252" (--encoding windows-1252)')
  end,
  unknown_encoding = function(d)
    if d.text and d.text:find("^UTF%-%d+$") then
      return ("the file looks like %s, which must be asked for"):format(d.text),
        ('name the encoding: encoding = "%s" (--encoding %s)'):format(d.text, d.text)
    elseif not d.byte then
      return "this system knows no such encoding" .. shown(d),
        'use a name such as "utf-8", "windows-1252" or "utf-16" (`iconv --list` has them all)'
    end
    return ("byte %d of the file is not text in the encoding that was named%s"):format(d.byte, shown(d)),
      "name the encoding that the file is in (--encoding NAME)"
  end,
  wrong_type = function(d)
    local value = d.text and errors.quote(d.text) or "the value"
    local wanted = d.type and (KINDS[d.type] or d.type) .. "," or "of"
    return ("%s%s is not %s the type that was asked for"):format(field(d), value, wanted),
      "mend the value, leave this field out of types (it is then found from the data), or list the word in missing"
  end,
  duplicate_key = function(d)
    local list, more = table.concat(d.examples or {}, ", "), (d.found or 0) - #(d.examples or {})
    return ("%s of %s %s more than once: %s%s"):format(d.found == 1 and "1 value" or ("%d values"):format(d.found or 0),
      d.field, d.found == 1 and "occurs" or "occur", list, more > 0 and (" and %d more"):format(more) or ""),
      d.advice or "mend the register, choose a key that tells its records apart, or let a record match several times "
        .. "with many = true"
  end,
  two_readings = function(d)
    local one, two = d.readings and d.readings[1], d.readings and d.readings[2]
    local what = one and (", %s (as in %s) or %s (as in %s)"):format(one.text, one.locale, two.text, two.locale) or ""
    return ("%s%s can be read in two ways%s"):format(field(d), d.text and errors.quote(d.text) or "a value", what),
      one and ('say which: locale = { [%s] = { %s } }, or locale = "vi" for all fields (--locale vi); '
        .. "types = \"text\" leaves it as it is"):format(errors.quote(tostring(d.field)), part_of(one.locale))
  end,
  invalid_json = function(d)
    return ("this is no JSON: %s was expected%s"):format(json(d), shown(d, ", found ")),
      "mend the file: JSON has keys and texts in double quotes, no comma behind the last of a list, and no comments; "
        .. 'of JSON Lines, the good records load with bad_rows = "collect" (--bad-rows collect)'
  end,
  unfinished_json = function(d)
    local line = d.text and d.text ~= ""
    return ("the %s ends within a record: %s was expected"):format(line and "line" or "input", json(d)),
      line and "in JSON Lines each record stands on one line" or "the file was cut off: get the whole of it"
  end,
  not_a_register = function(d)
    return ("%s was expected%s"):format(json(d), shown(d, ", found ")),
      "a register is an array of objects, an object of objects, or an object on each line"
  end,
  repeated_key = function(d)
    local key = d.text and d.text:match '^"([^"]*)"'
    return ("the object has the key %s twice"):format(key and errors.quote(key) or "found here"),
      'mend the record, or load the others with bad_rows = "collect" (--bad-rows collect)'
  end,
  limit = function(d)
    if d.limit == "depth" then
      return ("objects and lists within one another go deeper than %d"):format(d.wanted), "flatten the data"
    elseif d.limit == "fields" then
      return ("the records have more than %d different fields"):format(d.wanted),
        "if the keys are data themselves, make them values first"
    end
    local most = d.wanted or d.found
    return "the data are larger than orgstat can hold" .. (most and (" (limit: %s)"):format(most) or "") .. shown(d),
      d.advice or "split the file"
  end,
  no_module = function(d)
    return ("this needs the module %s, which is not here%s"):format(d.text, d.system and " (" .. d.system .. ")" or ""),
      d.advice
  end,
  unknown_format = function(d)
    return ("this is %s, which orgstat does not read"):format(d.text), d.advice
  end,
  truncated = function(d)
    return ("the %s data end too early, after %d bytes of text"):format(d.kind, d.found),
      ("get the file again, or save what can be read: %s -dc FILE >FILE.csv"):format(d.kind)
  end,
  corrupt = function(d)
    if d.kind == "xlsx" then
      return ("the workbook is damaged: %s"):format(d.system), "get the file again, or save it again in a spreadsheet"
    end
    return ("the %s data are damaged (%s), after %d bytes of text"):format(d.kind, d.system, d.found),
      ("get the file again, or save what can be read: %s -dc FILE >FILE.csv"):format(d.kind)
  end,
  not_workbook = function(d)
    return "this is no XLSX workbook: " .. d.system, "unpack it, and name the file in it"
  end,
  too_large = function(d)
    return ("it unpacks to more than %d bytes, the limit"):format(d.wanted),
      "if it comes from where you trust, raise the limit: max_bytes = N (--max-bytes N)"
  end,
  bad_expression = function(d)
    local place = ("%scharacter %d: "):format(d.who and d.who .. ": " or "", d.column)
    return place .. d.reason .. ": " .. errors.quote(d.text, 80)
  end,
  overflow = function(d)
    local where = d.row and ("record %d: "):format(d.row) or ""
    return ("%sa result of the expression %s"):format(where, d.row and "goes beyond its type" or
      "has more than 38 digits after the point") .. shown(d),
      "compute with floats (1.0e0 * x), or leave such records out first"
  end,
  invalid_schema = function(d)
    return "this is no schema" .. (d.text and ": " .. d.text or ""),
      'a schema is a JSON object with "fields", a list of { "name", "type", "constraints" } '
        .. "(Frictionless Table Schema)"
  end,
  wrong_mapping = function(d)
    return ("the mapping '%s' knows other columns; not here: %s"):format(d.text, d.field),
      'use another one (orgstat.mapping.list() has them), or mapping = "auto" (--mapping auto)'
  end,
  write_failed = function(d)
    return "cannot be written: " .. (d.system or "the system gives no reason"),
      "check the folder, the space left and who may write there"
  end,
}

local function place(d)
  if d.code == "bad_expression" then
    return d.caller or ""
  end
  local line = d.line and d.line > 0 and d.line
  local column = line and d.column and d.column > 0 and d.column
  if d.file then
    return d.file .. (line and ":" .. line or "") .. (column and ":" .. column or "") .. ": "
  elseif line then
    return ("line %d%s: "):format(line, column and (", column %d"):format(column) or "")
  end
  return ""
end

local function tell(d)
  local what = TELL[d.code]
  if what then
    return what(d)
  end
  return (d.code or "unknown error") .. (d.system and ": " .. d.system or "") .. shown(d)
end

--- What happened, in English, without the place and without advice.
-- @tparam table details at least `code`
-- @treturn string
function errors.reason(details)
  return (tell(details))
end

--- The whole message of a details table.
-- @tparam table details at least `code`
-- @treturn string
function errors.message(details)
  local what, advice = tell(details)
  return place(details) .. what .. (advice and "; " .. advice or "")
end

local DETAILS = { __name = "orgstat.error", __tostring = errors.message }

--- Makes a table a details table: its `tostring` is the message. What is 0 or empty because it is
-- not known is taken out.
-- @tparam table details at least `code`
-- @treturn table the same table
function errors.details(details)
  for _, key in ipairs { "line", "column", "byte", "row", "field" } do
    if details[key] == 0 then
      details[key] = nil
    end
  end
  return setmetatable(details, DETAILS)
end

--- Whether a value is a details table.
-- @param value any
-- @treturn boolean
function errors.is(value)
  return getmetatable(value) == DETAILS
end

--- What a function returns that fails through the data or the system.
-- @tparam table details at least `code`
-- @treturn nil
-- @treturn string the message
-- @treturn table the details
function errors.fail(details)
  errors.details(details)
  return nil, errors.message(details), details
end

-- Where our own files lie ("@/usr/share/lua/5.4/orgstat/"), so that a caller can be told from them.
local own = debug and debug.getinfo(1, "S").source:match("^(@.*[/\\])register[/\\]errors%.lua$")

-- The level of the first function outside the library, as seen from whoever called the function that
-- asks; nil if there is none.
local function outside()
  local level = 3
  while own do
    local info = debug.getinfo(level, "S")
    if not info then
      return nil
    elseif info.what ~= "C" and info.source:sub(1, #own) ~= own then
      break
    end
    level = level + 1
  end
  return own and level - 1 or 3
end

--- The place outside the library from which it was called.
-- @treturn string "file:line: ", or "" where that is not known
function errors.caller()
  local level = outside()
  local info = level and debug and debug.getinfo(level, "Sl")
  return info and info.currentline > 0 and ("%s:%d: "):format(info.short_src, info.currentline) or ""
end

--- Raises a caller's mistake: the message begins with the file and line outside the library from
-- which it was called.
-- @tparam string message a format
-- @param ... its arguments
-- @raise always
function errors.raise(message, ...)
  error(message:format(...), outside() or 0)
end

--- Calls a function of the core and raises its message as a caller's mistake.
-- @tparam string who the function that the caller called
-- @tparam function f
-- @param ... its arguments
-- @return its first result
-- @raise what f raises, with `who` before it and the caller's place
function errors.call(who, f, ...)
  local ok, result = pcall(f, ...)
  if ok then
    return result
  elseif type(result) == "string" and result ~= "not enough memory" then
    errors.raise("%s: %s", who, result)
  end
  error(result, 0)
end

return errors

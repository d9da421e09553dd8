--- What a file says about its own form, and why it is taken so, before anything is decided.
-- @module orgstat.register.sniff

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local options = require "orgstat.register.options"

local HEAD = 1 << 20 -- bytes that are looked at
local SAMPLE = 5 -- records that are shown
local WHO = "orgstat.sniff"

-- The first bytes of files that are no delimited text.
local MAGIC = {
  { "\x1F\x8B", "gzip" }, { "\x28\xB5\x2F\xFD", "zstd" }, { "PK\3\4", "zip" }, { "%PDF", "pdf" },
  { "\xD0\xCF\x11\xE0", "xls" }, { "SQLite format 3\0", "sqlite" },
}

local SAID = { integer = "integers", decimal = "decimals", number = "numbers", date = "dates", boolean = "booleans" }
local MARKS = { en = { ".", "," }, vi = { ",", "." }, fr = { ",", " " } }
local ORDERS = { dmy = true, mdy = true, ymd = true }
local CALLED = { ["\t"] = "tab", [","] = "comma", [";"] = "semicolon", ["|"] = "bar" }

local function format_of(head)
  for _, one in ipairs(MAGIC) do
    if head:sub(1, #one[1]) == one[1] then
      return one[2]
    end
  end
  local text = head:gsub("^\xEF\xBB\xBF", "")
  if text:find "^%s*%[%s*[{%[%]]" or text:find '^%s*{%s*["}]' then
    return "json"
  end
end

-- The head up to its last line end, unless it is all of the file.
local function whole_lines(head)
  local cut = head:find "\n[^\n]*$" or head:find "\r[^\r]*$"
  if not cut then
    return head
  end
  return head:sub(1, head:byte(cut + 1) == 0 and cut % 2 == 1 and cut + 1 or cut)
end

local function with(opts, more)
  local copy = {}
  for _, list in ipairs { opts, more } do
    for key, value in pairs(list) do
      copy[key] = value
    end
  end
  return copy
end

-- The notation of each field that is not that of machines, and the values that can be read in two ways.
local function notations(head, opts, result)
  local found, doubts, types = {}, {}, {}
  for name, kind in pairs(type(opts.types) == "table" and opts.types or {}) do
    types[name] = kind
  end
  for _ = 1, #result.fields + 1 do
    local auto = { locale = "auto", types = types, bad_rows = "collect" }
    local reg, details = core.load({ text = head }, with(opts, auto))
    if reg then
      for _, note in ipairs(core.state(reg).notes) do
        if note.why == "found_notation" then
          found[note.field] = note.text
        end
      end
      local kinds = core.types(reg)
      core.close(reg)
      return found, doubts, kinds
    elseif details.code ~= "two_readings" then
      break
    end
    doubts[details.field] = details
    types[details.field] = "text"
  end
  return found, doubts
end

local function reason(kind, values, first, decided, row)
  if values == 0 then
    return "it has no value"
  elseif decided then
    return ("%s in row %d"):format(errors.quote(decided, 30), row)
      .. (kind == "text" and " is nothing else"
        or (" is none of the types before; all %d values are %s"):format(values, SAID[kind]))
  elseif kind == "text" then
    return ("%s, the first of %d value%s, is nothing else"):format(errors.quote(first, 30), values,
      values == 1 and "" or "s")
  end
  return (values == 1 and "its one value is one of the" or ("all %d values are"):format(values)) .. " " .. SAID[kind]
end

local function fields_of(reg, state)
  local decided, list = {}, {}
  for _, note in ipairs(state.notes) do
    if note.field and note.row then
      decided[note.field] = note
    end
  end
  local kinds, rows = core.types(reg), core.rows(reg)
  for c, name in ipairs(core.names(reg)) do
    local missing, first, note = 0, nil, decided[name]
    for _, value in core.texts(reg, c) do
      missing = missing + (value == nil and 1 or 0)
      first = first or value
    end
    list[c] = { name = name, type = kinds[c], missing = missing,
      first = first,
      why = reason(kinds[c], rows - missing, first, note and note.text, note and note.row) }
  end
  return list
end

-- How many values of each field are not in NFC.
local function uncomposed(head, opts)
  local reg = core.load({ text = head }, with(opts, { types = "text", bad_rows = "collect", nfc = true }))
  local list, index = {}, {}
  if reg then
    for c, name in ipairs(core.names(reg)) do
      index[name] = c
    end
    for _, note in ipairs(core.state(reg).notes) do
      if note.why == "composed" then
        list[index[note.field]] = note.count
      end
    end
    core.close(reg)
  end
  return list
end

local function sample_of(head, opts)
  local reg = core.load({ text = head }, with(opts, { types = "text", bad_rows = "collect" }))
  local list = {}
  if reg then
    local names = core.names(reg)
    for row = 1, math.min(SAMPLE, core.rows(reg)) do
      list[row] = {}
    end
    for c, name in ipairs(names) do
      for row, value in core.texts(reg, c) do
        if row > SAMPLE then
          break
        end
        list[row][name] = value
      end
    end
    core.close(reg)
  end
  return list
end

-- Sentences that say what each finding rests on.
local function reasons(result, state, opts)
  local why = {}
  local seen = result.whole and "the whole file" or "the head of the file"
  local codes = {}
  for _, note in ipairs(state.notes) do
    codes[note.why] = note
  end
  if opts.encoding and opts.encoding ~= "auto" then
    why.encoding = "as given"
  elseif codes.found_encoding then
    why.encoding = result.encoding:find "^UTF%-16" and "by its byte order mark, or by where its NULs are"
      or "it is not UTF-8, and its words are spelt right when read so"
  else
    why.encoding = seen .. " is valid UTF-8" .. (result.bom and ", with a byte order mark" or "")
  end
  why.separator = opts.separator and "as given"
    or codes.separator and ("it cuts the rows into %d fields"):format(#result.fields) or "none was seen"
  why.quote = opts.quote and "as given" or "the usual one"
  for _, field in ipairs(result.fields) do
    if not opts.quote and (field.first or ""):find "^'.+'$" then
      why.quote = ("the usual one; but if %s in field '%s' is a text in quotes, say quote = \"'\""):format(
        errors.quote(field.first, 30), field.name)
      break
    end
  end
  why.newline = result.newline and "the first line ends so" or "there is no line end"
  why.header = opts.header == false and "as given"
    or ("line %d is the first that is %s"):format(result.header_line,
      result.titles > 0 and "followed by rows of as many fields, with names in all of its own" or "not empty")
  return why
end

local function mark(value)
  return CALLED[value] or errors.quote(value)
end

local function show(self)
  local out = {}
  local function line(name, value, why)
    out[#out + 1] = ("%-10s %s%s"):format(name, value, why and " (" .. why .. ")" or "")
  end
  line("file", self.file)
  line("format", self.format, not self.fields and "nothing more is looked at here" or nil)
  if not self.fields then
    return table.concat(out, "\n")
  end
  line("encoding", self.encoding, self.why.encoding)
  line("separator", self.separator and mark(self.separator) or "none", self.why.separator)
  line("quote", self.quote == "" and "none" or self.quote, self.why.quote)
  line("line end", self.newline and self.newline:upper() or "none", self.why.newline)
  line("header", self.header_rows == 0 and "none" or "line " .. self.header_line, self.why.header)
  for _, what in ipairs { "skipped", "titles", "comments", "empty_lines" } do
    if self[what] > 0 then
      line((what:gsub("_", " ")), self[what])
    end
  end
  if self.not_nfc > 0 then
    line("not in NFC", self.not_nfc .. (self.not_nfc == 1 and " value" or " values"), "nfc = true brings them to it")
  end
  if self.decimal then
    line("decimal", errors.quote(self.decimal), self.group and "thousands by " .. errors.quote(self.group))
  end
  line("rows", self.rows, self.whole and "all" or "of the head")
  if self.bad_rows > 0 then
    line("bad rows", self.bad_rows, "the first: line " .. self.first_bad.line .. ", " .. self.first_bad.code)
  end
  local wide = 0
  for _, field in ipairs(self.fields) do
    wide = math.max(wide, utf8.len(field.name) or #field.name)
  end
  wide = math.min(wide, 40)
  out[#out + 1] = "fields"
  for _, field in ipairs(self.fields) do
    local fill = (" "):rep(wide - (utf8.len(field.name) or #field.name))
    out[#out + 1] = ("  %s%s  %-7s  %s"):format(field.name, fill, field.type, field.why)
  end
  return table.concat(out, "\n")
end

local SNIFFED = { __name = "orgstat.sniffed", __tostring = show }

-- What the head of a delimited text says.
local function delimited(head, opts, result)
  local reg, details = core.load({ text = head }, with(opts, { bad_rows = "collect" }))
  if not reg then
    return nil, details
  end
  local state = core.state(reg)
  for _, reject in ipairs(state.rejects) do
    if reject.reason == "invalid_utf8" then -- which encoding it is must be said
      local strict, fault = core.load({ text = head }, opts)
      if strict or fault.code == "invalid_utf8" then
        core.close(reg)
        return nil, fault
      end
      break
    end
  end
  result.format = state.separator == "\t" and "tsv" or "csv"
  for _, key in ipairs { "encoding", "bom", "newline", "titles", "skipped", "comments", "empty_lines", "header_line",
    "trailing" } do
    result[key] = state[key]
  end
  result.header_rows = opts.header == false and 0 or opts.header_rows or 1
  result.quote = opts.quote or '"'
  result.fields = fields_of(reg, state)
  result.separator = #result.fields > 1 and state.separator or opts.separator
  result.rows = core.rows(reg)
  result.bad_rows = #state.rejects
  result.first_bad = state.rejects[1] and { line = state.rejects[1].line, code = state.rejects[1].reason }
  core.close(reg)
  local found, doubts, kinds = notations(head, opts, result)
  result.not_nfc = 0
  for c, count in pairs(uncomposed(head, opts)) do
    result.not_nfc, result.fields[c].not_nfc = result.not_nfc + count, count
  end
  for c, field in ipairs(result.fields) do
    local locale, doubt = found[field.name], doubts[field.name]
    if doubt then
      field.readings = doubt.readings
      field.why = ("%s may be %s (%s) or %s (%s): say which with locale"):format(errors.quote(doubt.text),
        doubt.readings[1].text, doubt.readings[1].locale, doubt.readings[2].text, doubt.readings[2].locale)
    elseif locale then
      field.locale = locale
      field.why = ('with locale = "%s" it is %s: all values are written so'):format(locale, kinds[c])
      if ORDERS[locale] then
        field.why = ('with dates = "%s" it is %s: all values are written so'):format(locale, kinds[c])
      elseif not result.decimal then
        result.decimal, result.group = MARKS[locale][1], MARKS[locale][2]
      end
    end
  end
  result.sample = sample_of(head, opts)
  result.why = reasons(result, state, opts)
  return result
end

local EISDIR = 21

local function head_of(path)
  local file, system = io.open(path, "rb")
  if not file then
    return nil, { code = "open_failed", file = path, system = system:gsub("^.*: ", "") }
  end
  local head, fault, number = file:read(HEAD + 1)
  file:close()
  if fault then
    return nil, { code = number == EISDIR and "is_directory" or "read_failed", file = path, system = fault }
  end
  return head or ""
end

--- Looks at the head of a file (a megabyte) and tells what it finds, and why. Nothing is kept open.
--
-- The result prints well. Its fields: `format` ("csv", "tsv", "json", or what else the first bytes say),
-- and of delimited text `encoding`, `bom`, `separator`, `quote`, `newline` ("lf", "crlf" or "cr"),
-- `header_line` (from 1), `header_rows`, `skipped`, `titles`, `comments` and `empty_lines` (numbers of
-- lines left out), `not_nfc` (a number of values, also of each field that has some), `trailing` (whether
-- rows end in one more separator), `decimal` and `group` (the marks that some field's values must have),
-- `rows` and `bad_rows` (of the head), `first_bad`, `whole` (whether the head is all of the file), `fields`
-- (a list of { name, type, missing, first, why, locale, readings }), `sample` (up to five records, as they
-- are written) and `why` (sentences, under the names of the findings).
-- @function orgstat.sniff
-- @tparam string path
-- @tparam[opt] table opts as for `orgstat.read`: what is given is not looked for
-- @treturn[1] table
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details
-- @raise on a wrong argument
-- @usage print(assert(orgstat.sniff("data/binh-thuan-2024.csv")))
return function(path, opts)
  if type(path) ~= "string" then
    errors.raise("%s: path must be a string, got %s", WHO, errors.kind(path))
  end
  opts = options.reading(opts, WHO)
  opts.progress = nil
  local head, details = head_of(path)
  if not head then
    return errors.fail(details)
  end
  local result = { file = path, whole = #head <= HEAD }
  if not result.whole then
    head = whole_lines(head:sub(1, HEAD))
  end
  result.format = format_of(head)
  if not result.format then
    local found, fault = delimited(head, opts, result)
    if not found then
      fault.file = path
      return errors.fail(fault)
    end
  end
  return setmetatable(result, SNIFFED)
end

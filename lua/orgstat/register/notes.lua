--- What was decided and what was left out when a register was read.
-- @module orgstat.register.notes

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

local notes = {}

local TOTAL = "total" -- the reason of rows that were asked to stand apart

local function quoted(note)
  return note.text and errors.quote(note.text) or "a value"
end

-- notations that `locale = "auto"` finds
local FOUND = {
  en = "1,234.5", vi = "1.234,5", fr = "1 234,5", dmy = "31/12/2024", mdy = "12/31/2024", ymd = "2024/12/31",
}

-- why, as the core says it -> an English sentence
local WHY = {
  separator = function(note)
    return ("The fields are separated by %s."):format(note.text == "\t" and "tabs" or quoted(note))
  end,
  bom = function()
    return "The file begins with a byte order mark, which is not part of the data."
  end,
  newline = function(note)
    return ("The lines end in %s."):format((note.text or "another mark"):upper())
  end,
  empty_lines = function(note)
    return note.text == "1" and "1 empty line was skipped."
      or ("%s empty lines were skipped."):format(note.text or "Some")
  end,
  encoding = function(note)
    return ("The file was read as %s."):format(note.text or "another encoding")
  end,
  found_encoding = function(note)
    if note.text and note.text:find "^UTF%-16" then
      return ("The file is %s, by its byte order mark or by where its NULs are."):format(note.text)
    end
    return ("The file is not UTF-8; by its words it was taken for %s. If that is wrong, name the encoding."):format(
      note.text or "another encoding")
  end,
  replaced = function(note)
    return ("What was no text at %s place%s of the file was replaced by U+FFFD."):format(note.text,
      note.text == "1" and "" or "s")
  end,
  skipped = function(note)
    return ("%s line%s at the head of the file %s skipped, as was asked for."):format(note.text,
      note.text == "1" and "" or "s", note.text == "1" and "was" or "were")
  end,
  titles = function(note)
    return ("%s above the header %s taken for titles, and left out. If that is wrong, say skip = 0."):format(
      note.text == "1" and "1 line" or note.text .. " lines", note.text == "1" and "was" or "were")
  end,
  comments = function(note)
    return ("%s left out."):format(note.text == "1" and "1 comment line was" or note.text .. " comment lines were")
  end,
  trailing = function()
    return "All rows end in a separator behind the last field of the header, with nothing after it."
  end,
  totals = function(note)
    return ("%s apart from the records: reg:totals() has %s."):format(
      note.text == "1" and "1 row of totals stands" or note.text .. " rows of totals stand",
      note.text == "1" and "it" or "them")
  end,
  found_notation = function(note)
    return ("The values of this field are written as in %s, and were read so."):format(FOUND[note.text] or note.text)
  end,
  words = function(note)
    return ("%d value%s of this field %s read as missing, being %s of the locale that mean%s so."):format(note.count,
      note.count == 1 and "" or "s", note.count == 1 and "was" or "were",
      note.count == 1 and "a word" or "words", note.count == 1 and "s" or "")
  end,
  composed = function(note)
    return ("%d value%s of this field %s not in NFC and %s brought to it."):format(note.count,
      note.count == 1 and "" or "s", note.count == 1 and "was" or "were", note.count == 1 and "was" or "were")
  end,
  empty_name = function(note)
    return ("The header gives this field no name; it is called '%s'."):format(note.field)
  end,
  repeated_name = function(note)
    return ("The header has the name %s more than once; this field is called '%s'."):format(quoted(note), note.field)
  end,
  comma_locale = function(note)
    return ("%s may be a decimal or have its thousands grouped, as other fields have decimal commas; the field is "
      .. "text. Say what it is: types = { [%s] = \"decimal\" }, or \"text\"."):format(quoted(note),
      errors.quote(note.field))
  end,
  sheet = function(note)
    return ("The workbook has several sheets; %s was read."):format(quoted(note))
  end,
  title_rows = function(note)
    return ("Rows above the header were left out: %s."):format(quoted(note))
  end,
  error_values = function(note)
    return ("Cells with error values, such as %s, are missing."):format(quoted(note))
  end,
  never_computed = function()
    return "Cells with formulas that were never computed are missing; open the workbook in a spreadsheet and save it."
  end,
  merged_cells = function(note)
    return ("Of %s merged ranges, only the first cell has a value."):format(note.text)
  end,
  empty_rows = function(note)
    return note.text == "1" and "1 empty row was skipped." or ("%s empty rows were skipped."):format(note.text)
  end,
  text_cell = function(note)
    return ("The field is text, as cells such as %s are; if they are numbers, say so: types = { [%s] = \"integer\" }.")
      :format(quoted(note), errors.quote(note.field))
  end,
  joined_name = function(note)
    return ("Both registers have a field %s; that of the other is called '%s'."):format(quoted(note), note.field)
  end,
  clashing_types = function(note)
    return ("The registers have this field as %s, which go together as text only."):format(note.text)
  end,
  json_string = function(note)
    return ("The field is text because %s is a text in JSON, where other values are none."):format(quoted(note))
  end,
  mapping = function(note)
    return ("The records were mapped as those of '%s'; the original columns are beside them, as source.NAME.")
      :format(note.text)
  end,
  not_boolean = function(note)
    return ("The field is not boolean because of %s."):format(quoted(note))
  end,
  not_integer = function(note)
    return ("The field is not integer because of %s."):format(quoted(note))
  end,
  not_decimal = function(note)
    return ("The field is not decimal because of %s."):format(quoted(note))
  end,
  not_number = function(note)
    return ("The field is not a number because of %s."):format(quoted(note))
  end,
  not_date = function(note)
    return ("The field is not a date because of %s."):format(quoted(note))
  end,
}

local function origin(reg, method)
  schema.check(reg, method)
  local state = core.state(reg)
  if state.plan and state.plan.op == "append" then -- which knows when it has run
    core.rows(reg)
  end
  return state.origin or state
end

local function totals_of(state)
  local list = {}
  for _, reject in ipairs(stream.rejects(state)) do
    list[#list + 1] = reject.reason == TOTAL and reject or nil
  end
  return list
end

--- What was detected or decided when the register was read. A register derived by `where`, `select`,
-- `sort`, `head` or `tail` has the notes of the register that was read; rows count in that one.
-- @function register:notes
-- @treturn {table,...} fresh tables { file, field, row, text, count, why, code }: `why` is a sentence; file
-- (of several), field, row (from 1), text (the value that decided) and count are absent where there is
-- none. A register made by `join` or `append` has notes of its own
function notes.notes(reg)
  local list, state = {}, origin(reg, "notes")
  local all, count = stream.notes(state), #totals_of(state)
  if count > 0 then
    all = table.move(all, 1, #all, 2, { { why = "totals", text = tostring(count) } })
  end
  for i, note in ipairs(all) do
    local why = WHY[note.why]
    list[i] = {
      file = note.file,
      field = note.field,
      row = note.row,
      text = note.text,
      count = note.count,
      code = note.why,
      why = why and why(note) or tostring(note.why),
    }
  end
  return list
end

-- What was taken for something that it may not be: whoever reads must hear of it.
local DOUBTFUL = { found_encoding = true, titles = true, replaced = true }

--- The notes that say on what the reading rests, as far as they are known without reading again.
-- @tparam register reg one that was read or scanned
-- @treturn {string,...} sentences
function notes.doubtful(reg)
  local state, list = origin(reg, "notes"), {}
  local outcome = state.scanned and state.scanned.leaf.outcome or state
  for _, note in ipairs(outcome.notes or {}) do
    if DOUBTFUL[note.why] and not (note.text or ""):find "^UTF%-16" then
      list[#list + 1] = WHY[note.why](note)
    end
  end
  return list
end

--- The rows that were left out when the register was read with bad_rows = "collect". Rows of the
-- register and rejects together are the rows of the file.
-- @function register:rejects
-- @treturn {table,...} fresh tables { file, row, line, byte, reason, code, text, field, found, wanted }: row,
-- line and byte count from 1 in the file (the header is no row); `reason` is English; text is the row,
-- cut when it is long; field is the one whose value did not fit its type; found and wanted are numbers
-- of fields
function notes.rejects(reg)
  local list = {}
  for _, reject in ipairs(stream.rejects(origin(reg, "rejects"))) do
    local code = reject.reason
    list[#list + 1] = code ~= TOTAL and {
      file = reject.file,
      row = reject.row,
      line = reject.line,
      byte = reject.byte,
      code = code,
      reason = errors.reason {
        code = code, field = reject.field, type = reject.type, found = reject.found, wanted = reject.wanted,
      },
      text = reject.text,
      field = reject.field,
      found = reject.found,
      wanted = reject.wanted,
    } or nil
  end
  return list
end

--- The rows that are totals of others and no records, by the option `totals`. Records, rejects and
-- totals together are the rows of the file.
-- @function register:totals
-- @treturn register of the same fields, whose types are found from these rows alone
function notes.totals(reg)
  local state = origin(reg, "totals")
  local found, list = totals_of(state), {}
  local field_names = state.fields or schema.names(reg)
  if #found == 0 then
    local types, columns = {}, {}
    for c in ipairs(field_names) do
      types[c], columns[c] = "text", {}
    end
    return core.build(field_names, types, columns, 0)
  end
  for i, total in ipairs(found) do
    list[i] = total.text
  end
  local outcome, given = state.scanned and state.scanned.leaf.outcome or state, state.reading
  local opts = { header = false, skip = 0 }
  for _, key in ipairs { "missing", "quote", "quotes", "nfc", "notation" } do
    opts[key] = given[key]
  end
  opts.separator = outcome.separator
  for _, one in ipairs(given.notations or {}) do
    for c, name in ipairs(field_names) do
      if name == one[1] then
        opts.notations = opts.notations or {}
        table.insert(opts.notations, { "column_" .. c, one[2] })
      end
    end
  end
  local part = assert(core.load({ text = table.concat(list, outcome.newline == "cr" and "\r" or "\n") }, opts))
  local columns = {}
  for c in ipairs(field_names) do
    columns[c] = c
  end
  local result = core.select(part, columns, field_names)
  core.close(part)
  core.state(result).name = "totals"
  return result
end

return notes

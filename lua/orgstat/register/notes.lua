--- What was decided and what was left out when a register was read.
-- @module orgstat.register.notes

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

local notes = {}

local function quoted(note)
  return note.text and errors.quote(note.text) or "a value"
end

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

--- What was detected or decided when the register was read. A register derived by `where`, `select`,
-- `sort`, `head` or `tail` has the notes of the register that was read; rows count in that one.
-- @function register:notes
-- @treturn {table,...} fresh tables { file, field, row, text, why, code }: `why` is a sentence; file (of
-- several), field, row (from 1) and text (the value that decided) are absent where there is none. A
-- register made by `join` or `append` has notes of its own
function notes.notes(reg)
  local list = {}
  for i, note in ipairs(stream.notes(origin(reg, "notes"))) do
    local why = WHY[note.why]
    list[i] = {
      file = note.file,
      field = note.field,
      row = note.row,
      text = note.text,
      code = note.why,
      why = why and why(note) or tostring(note.why),
    }
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
  for i, reject in ipairs(stream.rejects(origin(reg, "rejects"))) do
    local code = reject.reason
    list[i] = {
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
    }
  end
  return list
end

return notes

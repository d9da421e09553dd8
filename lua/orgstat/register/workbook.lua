--- Registers from the sheets of XLSX workbooks. A sheet becomes CSV, whose values then climb the ladder
-- of types like those of any file; what a sheet knows beyond that (texts that look like numbers) is
-- told to the ladder.
-- @module orgstat.register.workbook

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local names = require "orgstat.register.names"
local schema = require "orgstat.register.schema"
local unpack = require "orgstat.register.unpack"

local workbook = {}

local SEEN = 100 -- rows of the sheet in which the header is looked for

local function pick(sheets, wanted)
  if wanted == nil then
    for _, sheet in ipairs(sheets) do
      if not sheet.hidden then
        return sheet
      end
    end
    return sheets[1]
  elseif type(wanted) == "number" then
    if not sheets[wanted] then
      errors.raise("option 'sheet': there is no sheet %d; the workbook has %d", wanted, #sheets)
    end
    return sheets[wanted]
  end
  local list = {}
  for i, sheet in ipairs(sheets) do
    if sheet.name == wanted then
      return sheet
    end
    list[i] = sheet.name
  end
  errors.raise("option 'sheet': no sheet '%s'%s", wanted, names.hint(wanted, list, "sheets"))
end

-- Where the table begins: the first row that is half as wide as the widest.
local function header_of(rows)
  local widest = 0
  for i = 2, #rows, 2 do
    widest = math.max(widest, rows[i])
  end
  for i = 1, #rows, 2 do
    if rows[i + 1] * 2 >= widest then
      return rows[i]
    end
  end
  return 1
end

-- Which fields must be text: a text cell in them looks like a number. A year is none among dates.
local function texts(facts, fields, opts)
  local types, notes, forced = opts.types, {}, {}
  local c, copy = 0, {}
  for name, kind in pairs(type(types) == "table" and types or {}) do
    copy[name] = kind
  end
  for i, used in ipairs(facts.used) do
    if used then
      c = c + 1
      local column, name = facts.columns[i], fields[c]
      local row = column.digits or not column.dates and column.years
      if row and name and not copy[name] then
        copy[name], forced[name] = "text", true
        notes[#notes + 1] = { why = "text_cell", field = name, text = column.digits_text, sheet_row = row }
      end
    end
  end
  if types == "text" then
    return types, {}, forced
  end
  return copy, notes, forced
end

local function read_sheet(book, part, from, data, used, progress)
  while true do
    local ok, details = book:begin(part, from, data, used)
    if not ok then
      return nil, details
    end
    local reader, head, done = core.reader(), nil, 0
    local piece
    repeat
      piece, details = book:read()
      if piece == false then
        return nil, details
      elseif piece then
        head = head or piece ~= "" and piece
        core.push(reader, piece)
        done = done + #piece
        if progress then
          progress(done, 0)
        end
      end
    until not piece
    local facts, same = book:facts(), true
    for c = 1, math.max(#facts.used, #used) do
      same = same and (facts.used[c] or false) == (used[c] or false)
    end
    if same then
      return reader, facts, head
    end
    used = facts.used
  end
end

local function add_notes(list, facts, fields, sheet, sheets)
  local function add(why, field, text)
    list[#list + 1] = { why = why, field = field, text = text }
  end
  if #sheets > 1 then
    add("sheet", nil, sheet.name)
  end
  if facts.titles then
    add("title_rows", nil, facts.above)
  end
  local c = 0
  for i, used in ipairs(facts.used) do
    if used then
      c = c + 1
      local column = facts.columns[i]
      if column.error then
        add("error_values", fields[c], column.error_text)
      end
      if column.uncached then
        add("never_computed", fields[c])
      end
    end
  end
  if facts.merged then
    add("merged_cells", nil, tostring(facts.merged))
  end
  if facts.empty then
    add("empty_rows", nil, tostring(facts.empty))
  end
end

-- From rows of the CSV to rows of the sheet.
local function locate(book, details, headed)
  local row = details.row and book:row(details.row + headed)
  details.line, details.byte, details.column = row, nil, nil
end

local function load(book, opts)
  local sheets = book:sheets()
  if #sheets == 0 then
    return nil, { code = "not_workbook", system = "it has no sheet with cells" }
  end
  local sheet = pick(sheets, opts.sheet)
  local rows, used = book:look(sheet.part, math.max(SEEN, (opts.header_row or 0) + SEEN))
  if not rows then
    return nil, used
  end
  local from = opts.header_row or header_of(rows)
  if opts.header == false and not opts.header_row then
    from = rows[1] or 1
  end
  local headed = opts.header == false and 0 or 1
  local reader, facts, head = read_sheet(book, sheet.part, from, from + headed, used, opts.progress)
  if not reader then
    return nil, facts
  elseif not head then
    return nil, { code = "empty_file" }
  end
  local inner = {}
  for key, value in pairs(opts) do
    inner[key] = value
  end
  inner.separator, inner.encoding, inner.quotes = ",", nil, nil
  local first = assert(core.load({ text = head:match("^[^\r\n]*") .. "\n" }, { separator = ",", header = opts.header,
    quotes = "lenient" }))
  local fields = core.names(first)
  core.close(first)
  local notes, forced
  inner.types, notes, forced = texts(facts, fields, opts)
  local reg, details = core.load({ reader = reader }, inner, opts.progress)
  if not reg then
    locate(book, details, headed)
    return nil, details
  end
  local state = core.state(reg)
  local list = {}
  for _, note in ipairs(state.notes) do
    local why = note.why
    if why == "empty_name" or why == "repeated_name" or why:find("^not_") or why == "comma_locale" then
      list[#list + 1] = note
    end
  end
  add_notes(list, facts, schema.names(reg), sheet, sheets)
  for _, note in ipairs(notes) do
    list[#list + 1] = note
  end
  for _, reject in ipairs(state.rejects) do
    reject.line = book:row(reject.row + headed)
    reject.byte = nil
  end
  state.notes, state.sheet, state.text_fields = list, sheet.name, forced
  return reg
end

--- Loads a sheet.
-- @tparam table from what the core loads: `path`, `text` or `reader`
-- @tparam table opts reading options: `sheet`, `header_row`, and those of the core
-- @treturn[1] register
-- @treturn[2] nil
-- @treturn[2] table details
-- @raise when there is no such sheet
function workbook.load(from, opts)
  local xlsx, book, details
  xlsx, details = unpack.module("xlsx")
  if not xlsx then
    return nil, details
  end
  local text = from.text or from.reader and core.peek(from.reader, -1)
  book, details = xlsx.open(from.path, text, opts.max_bytes)
  if not book then
    return nil, details
  end
  local result = table.pack(pcall(load, book, opts))
  book:close()
  if not result[1] then
    error(result[2], 0)
  end
  return table.unpack(result, 2, result.n)
end

return workbook

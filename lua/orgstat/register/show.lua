--- Registers, counts and other results as text for a prompt. The writer of tables belongs to
-- `present`, which this folder does not know: the facade puts it in with `show.use`.
-- @module orgstat.register.show

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local missing = require "orgstat.register.missing"
local stream = require "orgstat.register.stream"

local show = {}

local WIDTH = 100 -- columns of the screen that a register takes
local ROWS = 10 -- records shown
local CELL = 32 -- columns of one value
local FIELD_LINES = 8 -- lines that list the fields
local MORE = 20 -- columns kept on the last of them for "and 1000 more"

local RIGHT = { integer = true, decimal = true, number = true }

--- Whether values of a type stand to the right.
-- @tparam string kind
-- @treturn boolean
function show.is_right(kind)
  return RIGHT[kind] or false
end

-- Until the facade gives a writer: values with tabs between them.
local function plain(headers, rows, opts)
  local lines = { table.concat(headers, "\t") }
  local function add(row)
    local cells = {}
    for c = 1, #headers do
      cells[c] = row[c] or ""
    end
    lines[#lines + 1] = table.concat(cells, "\t")
  end
  for _, row in ipairs(rows) do
    add(row)
  end
  if opts.total then
    add(opts.total)
  end
  return table.concat(lines, "\n")
end

local write_table = plain

--- Sets the writer of tables.
-- @tparam function writer (headers, rows, opts) -> string, with the opts of `show.table`
function show.use(writer)
  write_table = writer
end

--- A table as text.
-- @tparam {string,...} headers
-- @tparam {{string,...},...} rows nil is an empty cell
-- @tparam table opts `align`: "left" or "right" for each column; `total`: a row set off at the bottom
-- @treturn string without a newline at its end
function show.table(headers, rows, opts)
  return (write_table(headers, rows, opts):gsub("\n+$", ""))
end

--- A value as a writer takes it: numbers in their shortest form, texts as they are.
-- @param value a string, number, boolean or `orgstat.missing`
-- @treturn string
function show.exact(value)
  if math.type(value) == "float" then
    return (core.write_float(value):gsub("%.0$", ""))
  end
  return tostring(value)
end

--- A value as it is shown: numbers in their shortest form, control characters escaped, empty text
-- as two quotes, what is missing as "(missing)", so that no text looks like it.
-- @param value a string, number, boolean or `orgstat.missing`
-- @treturn string
function show.value(value)
  if value == "" then
    return '""'
  elseif value == missing then
    return "(missing)"
  elseif type(value) == "string" and value:find("[%c]") then
    return errors.quote(value, #value):sub(2, -2)
  end
  return show.exact(value)
end

-- The start of a text that may have megabytes, with an ellipsis: more than could be shown.
local function start(text)
  local last = 64 * CELL
  if #text <= last then
    return text
  end
  return text:sub(1, (utf8.offset(text, 0, last + 1) or last + 1) - 1) .. "…"
end

-- The text cut to so many columns of the screen.
local function fit(text, columns)
  if core.width(text) <= columns then
    return text
  end
  local low, high = 0, utf8.len(text) or #text
  local function prefix(n)
    return text:sub(1, (utf8.offset(text, n + 1) or #text + 1) - 1)
  end
  while low < high do
    local middle = (low + high + 1) // 2
    if core.width(prefix(middle)) < columns then
      low = middle
    else
      high = middle - 1
    end
  end
  return prefix(low) .. "…"
end

local function number(n, one, many)
  return ("%d %s"):format(n, n == 1 and one or many)
end

-- "fields: id text, name text, ..." broken into lines.
local function field_lines(names, types)
  local lines, line = {}, "fields:"
  for c, name in ipairs(names) do
    local item = (" %s %s%s"):format(fit(show.value(name), CELL), types[c], c < #names and "," or "")
    local room = #lines + 1 < FIELD_LINES and WIDTH or WIDTH - MORE
    if #line > 7 and core.width(line) + core.width(item) > room then
      lines[#lines + 1] = line
      if #lines == FIELD_LINES then
        lines[#lines] = line .. (" and %d more"):format(#names - c + 1)
        return lines
      end
      line = "       "
    end
    line = line .. item
  end
  lines[#lines + 1] = line
  return lines
end

-- As many columns of the first rows as fit the width. What made the register may have said how it
-- should `look`: how many `rows` are shown, and how wide a `cell` gets.
local function first_rows(reg, names, types)
  local look = core.state(reg).look or {}
  local cell = look.cell or CELL
  local head = stream.head(reg, look.rows or ROWS, true)
  local headers, align, rows, width = {}, {}, {}, 0
  for i = 1, core.rows(head) do
    rows[i] = {}
  end
  for c, name in ipairs(names) do
    local header = fit(show.value(name), cell)
    local widest, cells = core.width(header), {}
    for i, text in core.texts(head, c) do
      if text then
        cells[i] = fit(show.value(start(text)), cell)
        widest = math.max(widest, core.width(cells[i]))
      end
    end
    width = width + widest + (c > 1 and 2 or 0)
    if width > WIDTH then
      break
    end
    headers[c], align[c] = header, RIGHT[types[c]] and "right" or "left"
    for i, row in ipairs(rows) do
      row[c] = cells[i]
    end
  end
  core.close(head)
  return headers, rows, align
end

--- A register as text: its name, rows x columns, fields with types, and the first rows.
-- @tparam register reg
-- @treturn string at most 100 columns wide
function show.register(reg)
  if core.status(reg) == "closed" then
    return "register (closed)"
  end
  local outline = core.state(reg).outline
  if outline then
    return outline(reg)
  end
  local n = stream.rows(reg)
  local names, types = stream.header(reg)
  local lines = { ("%s: %s x %s"):format(core.state(reg).name or "register", number(n, "row", "rows"),
    number(#names, "column", "columns")) }
  if #names > 0 then
    table.move(field_lines(names, types), 1, FIELD_LINES, 2, lines)
  end
  local headers, rows, align = first_rows(reg, names, types)
  if #headers > 0 and n > 0 then
    lines[#lines + 1] = ""
    lines[#lines + 1] = show.table(headers, rows, { align = align })
    local more = {}
    if n > #rows then
      more[#more + 1] = number(n - #rows, "more row", "more rows")
    end
    if #names > #headers then
      more[#more + 1] = number(#names - #headers, "more column", "more columns")
    end
    if #more > 0 then
      lines[#lines + 1] = "(" .. table.concat(more, ", ") .. ")"
    end
  end
  return table.concat(lines, "\n")
end

return show

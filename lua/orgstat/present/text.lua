--- Aligned tables for readers: terminals, logs, `tostring`.
--
-- Widths are display widths, numbers stand to the right and are never cut, long texts are cut with
-- an ellipsis. A missing value is an empty cell; in a result an empty text is `""`.
-- @module orgstat.present.text

local core = require "orgstat.core"
local shape = require "orgstat.present.shape"

local text = {}

--- Cells wider than this many display columns are cut, unless a caller says otherwise.
text.CELL = 40
-- To fit a screen, texts are cut down to this width and then columns are left out.
local NARROWEST = 10
local GAP = "  "

local CONTROLS = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

-- A text may have megabytes: no more of it is looked at than could be shown. Few characters take no
-- column, so that these bytes are enough.
local BYTES = 64 -- a column

local function shorten(s, width)
  local last = BYTES * width
  if #s <= last then return s end
  while last > 0 and s:find("^[\128-\191]", last + 1) do last = last - 1 end
  return s:sub(1, last) .. "…"
end

local function visible(c)
  return CONTROLS[c] or string.format("\\x%02x", c:byte(-1))
end

--- A text on one line: control characters, which could also steer a terminal, as escapes.
-- @string s
-- @treturn string
function text.clean(s)
  if not s:find("[%c\194]") then return s end
  return (s:gsub("\194[\128-\159]", visible):gsub("%c", visible))
end

--- The columns that a text takes on a screen.
-- @string s
-- @treturn int
function text.width(s)
  if not s:find("[\128-\255]") then return #s end
  return core.width(s)
end

--- Cuts a text to a display width; what was cut shows as an ellipsis.
-- @string s
-- @int width at least 1
-- @treturn string
function text.cut(s, width)
  s = shorten(s, width)
  if text.width(s) <= width then return s end
  local taken, used = {}, 1
  for c in s:gmatch("[\0-\127\194-\255][\128-\191]*") do
    local w = text.width(c)
    if used + w > width then break end
    used = used + w
    taken[#taken + 1] = c
  end
  return table.concat(taken):gsub("%s+$", "") .. "…"
end

--- A text on one line, cut to a display width.
-- @string s
-- @int width at least 1
-- @treturn string
function text.fit(s, width)
  return text.cut(text.clean(shorten(s, width)), width)
end

local function cell_text(value, cap)
  if value == nil then return "" end
  return text.clean(shorten(type(value) == "string" and value or shape.text(value) or "", cap))
end

local function pad(s, width, right)
  local own = text.width(s)
  if own > width then
    s = text.cut(s, width)
    own = text.width(s)
  end
  if own == width then return s end
  local fill = string.rep(" ", width - own)
  return right and fill .. s or s .. fill
end

local function line(cells, layout)
  local out = {}
  for c = 1, layout.shown do
    out[c] = pad(cells[c], layout.widths[c], layout.right[c])
  end
  return layout.indent .. (table.concat(out, GAP):gsub("%s+$", ""))
end

local function total_width(layout)
  local total = #layout.indent + #GAP * (layout.shown - 1)
  for c = 1, layout.shown do total = total + layout.widths[c] end
  return total
end

-- How many columns fit when all texts are cut as far as may be; at least one.
local function how_many_fit(layout, count, screen)
  local total = #layout.indent - #GAP
  for c = 1, count do
    local width = layout.widths[c]
    total = total + #GAP + (layout.right[c] and width or math.min(width, NARROWEST))
    if total > screen then return math.max(c - 1, 1) end
  end
  return count
end

-- The widest text column that may still be cut, and the width to which it may go in one step.
local function widest_text(layout, kept)
  local widths, widest, second = layout.widths, nil, NARROWEST
  for c = 1, layout.shown do
    if not layout.right[c] and (layout.keep[c] or false) == kept and widths[c] > NARROWEST then
      if not widest or widths[c] > widths[widest] then
        second, widest = widest and widths[widest] or second, c
      else
        second = math.max(second, widths[c])
      end
    end
  end
  return widest, widest and math.min(second, widths[widest] - 1)
end

-- Leaves out the last columns when they cannot fit, then cuts the widest texts, those to be kept last.
local function fit(layout, count, screen)
  layout.shown = how_many_fit(layout, count, screen)
  local over = total_width(layout) - screen
  while over > 0 do
    local widest, to = widest_text(layout, false)
    if not widest then widest, to = widest_text(layout, true) end
    if not widest then return end
    local step = math.min(over, layout.widths[widest] - to)
    layout.widths[widest] = layout.widths[widest] - step
    over = over - step
  end
end

local function left_out(names, layout, screen, cap)
  if layout.shown == #names then return nil end
  local rest = {}
  for c = layout.shown + 1, #names do rest[#rest + 1] = cell_text(names[c], cap) end
  local note = string.format("%s(%d more %s: %s)", layout.indent, #rest, #rest == 1 and "column" or "columns",
    table.concat(rest, ", "))
  return screen and text.cut(note, screen) or note
end

-- Measures all rows, then writes them: two passes over the rows, and no copy of them.
local function render(names, right, rows, total, opts, sink)
  local cap = opts.cell or text.CELL
  local layout = { widths = {}, right = right, keep = opts.keep or {}, indent = opts.indent or "", shown = #names }
  local widths, heads = layout.widths, {}
  for c, name in ipairs(names) do
    heads[c] = cell_text(name, cap)
    widths[c] = math.min(text.width(heads[c]), cap)
  end
  local function measure(cells)
    for c = 1, #names do
      local w = text.width(cell_text(cells[c], cap))
      if w > widths[c] then widths[c] = right[c] and w or math.max(widths[c], math.min(w, cap)) end
    end
  end
  for cells in rows() do measure(cells) end
  if total then measure(total) end
  if opts.width then fit(layout, #names, opts.width) end

  local function write_row(cells)
    local out = {}
    for c = 1, layout.shown do out[c] = cell_text(cells[c], cap) end
    sink(line(out, layout) .. "\n")
  end
  local rule = {}
  for c = 1, layout.shown do rule[c] = string.rep("-", widths[c]) end
  local head = line(heads, layout)
  sink((opts.heading and opts.heading(head) or head) .. "\n" .. line(rule, layout) .. "\n")
  local any = false
  for cells in rows() do
    any = true
    write_row(cells)
  end
  if total then
    if any then sink(line(rule, layout) .. "\n") end
    write_row(total)
  end
  local note = left_out(names, layout, opts.width, cap)
  if note then sink(note .. "\n") end
end

local function looks_right(rows, c)
  local seen = false
  for _, cells in ipairs(rows) do
    local value = cells[c]
    if value ~= nil then
      if type(value) ~= "number" then return false end
      seen = true
    end
  end
  return seen
end

--- Lays out rows as an aligned table.
-- @tparam {string,...} headers
-- @tparam {table,...} rows each `{ cell, ... }`: text, number, or nil where missing
-- @tparam[opt] table opts `align` (for each column "left" or "right"; default: columns of numbers to
--   the right), `width` (display columns to fit into: texts are cut, then columns left out and named
--   in a last line), `keep` (true for columns to be cut last), `cell` (widest text, default 40),
--   `indent` (text before each line), `total` (a row set off at the bottom), `heading` (a function
--   that dresses the head line)
-- @treturn string lines, each with its line end
function text.table(headers, rows, opts)
  opts = opts or {}
  local right, align = {}, opts.align or {}
  for c = 1, #headers do
    if align[c] then right[c] = align[c] == "right" else right[c] = looks_right(rows, c) end
  end
  local lines = {}
  local function each()
    local i = 0
    return function()
      i = i + 1
      return rows[i]
    end
  end
  render(headers, right, each, opts.total, opts, function(piece) lines[#lines + 1] = piece end)
  return table.concat(lines)
end

--- Writes a result as an aligned table.
-- @param result a register or a plain result
-- @tparam function sink takes strings
-- @tparam[opt] table opts `width`, `cell`, `indent` and `heading` as in `text.table`
function text.write(result, sink, opts)
  local form = shape.of(result)
  if #form.names == 0 then return end
  local right = {}
  for c = 1, #form.names do right[c] = shape.numeric(form.types[c]) end
  local function rows()
    local next_row = form.rows()
    return function()
      local cells = next_row()
      for c = 1, cells and #form.names or 0 do
        if cells[c] == "" then cells[c] = '""' end
      end
      return cells
    end
  end
  render(form.names, right, rows, nil, opts or {}, sink)
end

return text

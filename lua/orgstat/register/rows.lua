--- Records as lines of CSV, many at once: what a writer sends out, and what several files are joined by.
-- @module orgstat.register.rows

local core = require "orgstat.core"

local rows = {}

local BOM = "\239\187\191"
local TOGETHER = 4096 -- records

--- A text as a field.
-- @string text
-- @string separator
-- @tparam ?boolean safe whether it may not begin like a formula
-- @treturn string in quotes where it needs them
function rows.field(text, separator, safe)
  if safe and text:find("^[=+@\t\r-]") then
    text = "'" .. text
  end
  if text == "" or text:find('["\r\n]') or text:find(separator, 1, true) then
    return '"' .. text:gsub('"', '""') .. '"'
  end
  return text
end

--- A line of texts.
-- @tparam {string,...} fields
-- @string separator
-- @tparam ?boolean safe
-- @treturn string with its line end
function rows.line(fields, separator, safe)
  local out = {}
  for i, text in ipairs(fields) do
    out[i] = rows.field(text, separator, safe)
  end
  -- a mark at the very start of a file would be taken for a byte order mark
  if fields[1]:sub(1, 3) == BOM and out[1]:sub(1, 1) ~= '"' then
    out[1] = '"' .. out[1] .. '"'
  end
  return table.concat(out, separator) .. "\n"
end

--- The records of a register that is in memory.
-- @tparam register reg
-- @tparam {integer,...} columns by number; 0 is one without values
-- @string separator
-- @tparam boolean safe
-- @string tail what stands behind each record
-- @tparam function sink takes strings of many lines
function rows.each(reg, columns, separator, safe, tail, sink)
  local count = core.rows(reg)
  for first = 1, count, TOGETHER do
    sink(core.csv(reg, first, math.min(TOGETHER, count - first + 1), columns, separator, safe, tail))
  end
end

return rows

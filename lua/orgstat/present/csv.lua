--- CSV by RFC 4180, with LF: what orgstat writes, it reads back as the same records.
--
-- A missing value is an empty field, and so is a number that is not finite; an empty text is `""`.
-- Other fields are quoted only when they hold a separator, a quote or a line end.
-- @module orgstat.present.csv

local number = require "orgstat.present.number"
local shape = require "orgstat.present.shape"

local csv = {}

local BOM = "\239\187\191"

local function quoter(separator)
  local special = '["\r\n' .. (separator:find("%w") and separator or "%" .. separator) .. "]"
  return function(text)
    if text == nil then return "" end
    if text == "" then return '""' end
    if text:find(special) then return '"' .. text:gsub('"', '""') .. '"' end
    return text
  end
end

--- Writes a result as CSV.
-- @param result a register or a plain result
-- @tparam function sink takes strings, one for each row
-- @tparam[opt] table opts `separator` (default `,`), `header` (default true)
function csv.write(result, sink, opts)
  opts = opts or {}
  local separator = opts.separator or ","
  local field = quoter(separator)
  local form = shape.of(result)
  local width = #form.names
  if width == 0 then return end
  local out = {}
  if opts.header ~= false then
    for c, name in ipairs(form.names) do out[c] = field(name) end
    -- a mark at the very start of a file would be taken for a byte order mark
    if form.names[1]:sub(1, 3) == BOM and out[1]:sub(1, 1) ~= '"' then out[1] = '"' .. out[1] .. '"' end
    sink(table.concat(out, separator, 1, width) .. "\n")
  end
  for cells in form.rows() do
    for c = 1, width do
      local cell = cells[c]
      if cell and form.types[c] == "number" and not number.finite_text(cell) then cell = nil end
      out[c] = field(cell)
    end
    sink(table.concat(out, separator, 1, width) .. "\n")
  end
end

return csv

--- CSV by RFC 4180, with LF: what orgstat writes, it reads back as the same records.
--
-- A missing value is an empty field, and so is a number that is not finite; an empty text is `""`.
-- Other fields are quoted only when they hold a separator, a quote or a line end.
-- @module orgstat.present.csv

local core = require "orgstat.core"
local number = require "orgstat.present.number"
local rows = require "orgstat.register.rows"
local shape = require "orgstat.present.shape"
local stream = require "orgstat.register.stream"

local csv = {}

--- Writes a result as CSV.
-- @param result a register or a plain result
-- @tparam function sink takes strings of whole rows
-- @tparam[opt] table opts `separator` (default `,`), `header` (default true), `safe` (default false: text
-- stays as it is; true: text that begins with `=`, `+`, `-`, `@`, a tab or CR gets an apostrophe in
-- front, so that no spreadsheet takes it for a formula)
function csv.write(result, sink, opts)
  opts = opts or {}
  local separator, safe = opts.separator or ",", opts.safe == true
  if core.check(result) then
    local names = stream.header(result)
    local columns = {}
    for c = 1, #names do columns[c] = c end
    if #names == 0 then return end
    if opts.header ~= false then sink(rows.line(names, separator, safe)) end
    for part in stream.parts(result) do rows.each(part, columns, separator, safe, "", sink) end
    return
  end
  local form = shape.of(result)
  local width = #form.names
  if width == 0 then return end
  if opts.header ~= false then sink(rows.line(form.names, separator, safe)) end
  local line = {}
  for cells in form.rows() do
    for c = 1, width do
      local cell, kind = cells[c] or nil, form.types[c]
      if cell and kind == "number" and not number.finite_text(cell) then cell = nil end
      line[c] = cell and rows.field(cell, separator, safe and kind == "text") or ""
    end
    sink(table.concat(line, separator, 1, width) .. "\n")
  end
end

return csv

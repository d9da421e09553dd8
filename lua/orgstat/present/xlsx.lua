--- XLSX workbooks: one sheet with typed cells, the header frozen, an autofilter over all.
--
-- Numbers and days are cells of these types where a spreadsheet keeps them exactly: a number of more
-- than 15 digits, a day before March 1900 and a date of a year or month alone are texts. Text stays
-- text, also when it begins with `=`. A missing value and an empty text are both an empty cell.
-- @module orgstat.present.xlsx

local shape = require "orgstat.present.shape"

local xlsx = {}

--- The most rows of a sheet, header included, and the most columns.
xlsx.ROWS, xlsx.COLUMNS = 1048576, 16384

local function limit(what, most)
  return nil, { code = "limit", wanted = most, text = what }
end

-- libxlsxwriter does not look whether its temporary files could be written: what came out is read back.
local function check(module, path, cells)
  local book, details = module.open(path, nil, math.maxinteger)
  local count
  if book then
    count, details = book:count(book:sheets()[1].part)
    book:close()
  end
  if count ~= cells then
    return nil, { code = "write_failed", system = details and details.system or "cells were lost on the way" }
  end
  return true
end

--- Writes a result as a workbook.
-- @param result a register or a plain result
-- @string path of the file to write
-- @tparam table module `orgstat.xlsx`
-- @tparam[opt] table opts `header` (default true)
-- @treturn[1] boolean true
-- @treturn[2] nil
-- @treturn[2] table details
function xlsx.write(result, path, module, opts)
  local form = shape.of(result)
  if #form.names > xlsx.COLUMNS then
    return limit("columns of a sheet", xlsx.COLUMNS)
  elseif #form.names == 0 then
    return limit("a register without fields has no sheet", 1)
  end
  local writer = module.create(path, form.types)
  local ok, what, most = true, nil, nil
  if not (opts and opts.header == false) then
    ok, what, most = writer:row(form.names, true)
  end
  for cells in form.rows() do
    if not ok then
      break
    end
    ok, what, most = writer:row(cells)
  end
  if not ok then
    writer:close()
    return limit(what, most)
  end
  ok, what = writer:finish()
  if not ok then
    return nil, { code = "write_failed", system = what }
  end
  return check(module, path, ok)
end

return xlsx

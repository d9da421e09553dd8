-- A plain reader of well-formed CSV, written for the specs alone: what orgstat says about a file is
-- compared with what this says.
local csv = {}

--- The rows of a text, each a list of strings.
function csv.rows(text)
  local rows, row, at = {}, {}, 1
  while at <= #text or #row > 0 do
    local value, stop
    if text:sub(at, at) == '"' then
      local close = at
      repeat
        close = assert(text:find('"', close + 1, true), "a quote is not closed")
        local doubled = text:sub(close + 1, close + 1) == '"'
        if doubled then close = close + 1 end
      until not doubled
      value, stop = text:sub(at + 1, close - 1):gsub('""', '"'), close + 1
    else
      stop = text:find("[,\r\n]", at) or #text + 1
      value = text:sub(at, stop - 1)
    end
    row[#row + 1] = value
    local ending = text:match("^\r?\n", stop)
    if ending or stop > #text then
      rows[#rows + 1], row = row, {}
      at = stop + #(ending or "")
    else
      at = stop + 1
    end
  end
  return rows
end

--- The records of a text under the names of its first row.
function csv.records(text)
  local rows = csv.rows(text)
  local names = table.remove(rows, 1)
  for i, row in ipairs(rows) do
    assert(#row == #names, "row " .. i)
    local record = {}
    for k, name in ipairs(names) do record[name] = row[k] end
    rows[i] = record
  end
  return rows, names
end

return csv

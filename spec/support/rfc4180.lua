-- A slow reader of CSV after RFC 4180 and design section 3.1, row by row and byte by byte, written
-- for the specs alone and on other lines than the core: what strict reading gives is compared with it.
-- (Its rows were once compared with those of Python's csv module: see spec/recipes/rfc4180.sh.)
local rfc4180 = {}

local function length_of_character(text, at)
  local lead = text:byte(at)
  if lead < 0x80 then return lead > 0 and 1 or nil end
  local length = lead >= 0xF0 and 4 or lead >= 0xE0 and 3 or 2
  return utf8.len(text, at, at) and #text >= at + length - 1 and length or nil
end

-- The first byte from..to-1 that is NUL or no UTF-8.
local function bad_byte(text, from, to)
  while from < to do
    local length = length_of_character(text, from)
    if not length or from + length > to then return from, text:byte(from) == 0 and "nul_byte" or "invalid_utf8" end
    from = from + length
  end
end

-- The length of the line end at a byte, or nil.
local function line_end(text, at, cr)
  local two = text:sub(at, at + 1)
  if two == "\r\n" then return 2 end
  local one = two:sub(1, 1)
  if one == "\n" or (cr and one == "\r") then return 1 end
  if one == "\r" and at == #text then return 1 end -- the CR of a line end whose LF was cut off
end

-- Whether the first line end outside quotes is a lone CR.
local function ends_in_cr(text, at, separator)
  local before, inside = "\n", false
  for i = at, #text do
    local c = text:sub(i, i)
    if c == '"' and (inside or before == "\n" or before == separator or before == '"') then
      inside = not inside
    elseif not inside and (c == "\n" or c == "\r") then
      return c == "\r" and text:sub(i + 1, i + 1) ~= "\n"
    end
    before = c
  end
  return false
end

-- The row that begins at a byte: cells { text, quoted }, where the next row begins, and a fault.
local function read_row(text, start, separator, cr)
  local cells, at, fault = {}, start, nil
  repeat
    local cell
    if text:sub(at, at) == '"' then
      local opening, parts = at, {}
      at = at + 1
      while true do
        local quote = text:find('"', at, true)
        if not quote then
          fault = { code = "unclosed_quote", byte = opening }
          break
        end
        parts[#parts + 1] = text:sub(at, quote - 1)
        at = quote + 1
        if text:sub(at, at) ~= '"' then break end
        parts[#parts + 1] = '"'
        at = at + 1
      end
      cell = { table.concat(parts), true }
      if not fault and at <= #text and text:sub(at, at) ~= separator and not line_end(text, at, cr) then
        fault = { code = "stray_quote", byte = at }
      end
    else
      local from = at
      while at <= #text and text:sub(at, at) ~= separator and not line_end(text, at, cr) do
        if text:sub(at, at) == '"' then
          fault = { code = "stray_quote", byte = at }
          break
        end
        at = at + 1
      end
      cell = { text:sub(from, at - 1), false }
    end
    if fault then break end
    cells[#cells + 1] = cell
    local more = text:sub(at, at) == separator
    if more then at = at + 1 end
  until not more
  local bad, code = bad_byte(text, start, fault and fault.byte or at)
  if bad then fault = { code = code, byte = bad } end
  return cells, at + (line_end(text, at, cr) or 0), fault
end

local function is_empty(cells)
  return #cells == 1 and cells[1][1] == "" and not cells[1][2]
end

--- Reads a text: names of the header, rows (lists of cells { text, quoted }), and the number of empty
-- lines; or nil and the fault { code, byte }.
function rfc4180.read(text, separator)
  local at = text:sub(1, 3) == "\xEF\xBB\xBF" and 4 or 1
  local cr, names, rows, empty = ends_in_cr(text, at, separator), nil, {}, 0
  while at <= #text do
    local start = at
    local cells, next_row, fault = read_row(text, at, separator, cr)
    if fault then return nil, fault end
    at = next_row
    if is_empty(cells) and (not names or #names > 1) then
      empty = empty + 1
    elseif not names then
      names = {}
      for i, cell in ipairs(cells) do names[i] = cell[1] end
    elseif #cells ~= #names then
      return nil, { code = "ragged_row", byte = start, found = #cells, wanted = #names }
    else
      rows[#rows + 1] = cells
    end
  end
  if not names then return nil, { code = "empty_file" } end
  return names, rows, empty
end

return rfc4180

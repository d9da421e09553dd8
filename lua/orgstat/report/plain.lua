--- Plain text and Markdown as blocks: headings, paragraphs, list items, tables.
--
-- A block is { zone, text, map, ... }: `map:first(at)` and `map:last(at)` lead from its text to the
-- bytes of the file. Zones: title, headline, caption, body, list, table. A table's block has `rows`,
-- each row a list of cells with `text` and `map`.
-- @module orgstat.report.plain

local text = require "orgstat.report.text"

local plain = {}

local find, sub, match, gsub, byte = string.find, string.sub, string.match, string.gsub, string.byte

local WIDE = 130 -- a text without longer lines has its lines broken by hand
local TABLES = "^%s*|?[%s:|%-%+]*%-%-%-[%s:|%-%+]*$"

local function is_wrapped(raw)
  local long, count, full, at = 0, 0, 0, 1
  while count < 200 do
    local stop = find(raw, "\n", at, true)
    if not stop then break end
    local size = stop - at
    if size > 1 then
      count = count + 1
      local _, more = gsub(sub(raw, at, math.min(stop, at + 400)), "[\x80-\xBF]", "")
      size = size - more
      if size > WIDE then long = long + 1 end
      if size > 55 then full = full + 1 end
    end
    at = stop + 1
  end
  return long == 0 and count >= 4 and full * 2 > count
end

-- Spans of a line's bytes without the marks of Markdown: pairs of first and last.
local function unmarked(raw, first, last)
  local line = sub(raw, first, last)
  if not find(line, "[*_`%[%]~]") then return { first, last } end
  local spans, at, size = {}, 1, #line
  local function keep(a, b) if a <= b then spans[#spans + 1], spans[#spans + 2] = first + a - 1, first + b - 1 end end
  while at <= size do
    local stop = find(line, "[*`%[~_!]", at)
    if not stop then break end
    local c = byte(line, stop)
    if c == 91 or c == 33 then
      local a, b = match(line, "^!?%[()[^%]]*()%]%([^)%s]*[^)]*%)", stop)
      if a then
        keep(at, stop - 1)
        keep(a, b - 1)
        at = find(line, ")", b, true) + 1
      else
        keep(at, stop)
        at = stop + 1
      end
    elseif c == 42 or c == 96 or c == 126 or c == 95 and (find(line, "^[%s%p]", stop - 1) or stop == 1 or find(line,
      "^_*[%s%p]", stop) or stop == size) then
      keep(at, stop - 1)
      at = stop + 1
    else
      keep(at, stop)
      at = stop + 1
    end
  end
  keep(at, size)
  return spans
end

local function add_line(w, raw, first, last, markdown)
  if markdown then
    local spans = unmarked(raw, first, last)
    for k = 1, #spans, 2 do w:copy(spans[k], spans[k + 1]) end
  else
    w:copy(first, last)
  end
end

local function cells_of(writer, raw, first, last, separator, markdown)
  local row = {}
  local at = first
  if separator == "|" and sub(raw, at, at) == "|" then at = at + 1 end
  while at <= last + 1 do
    local stop = find(raw, separator, at, true)
    if not stop or stop > last then stop = last + 1 end
    if stop > last and at > last and separator == "|" then break end
    local a, b = at, stop - 1
    while a <= b and find(raw, "^[ \t\r]", a) do a = a + 1 end
    while b >= a and find(raw, "^[ \t\r]", b) do b = b - 1 end
    local w = writer()
    if a <= b then add_line(w, raw, a, b, markdown) end
    row[#row + 1] = { text = w:text(), map = w, first = a, last = b }
    at = stop + 1
  end
  return row
end

--- Gives the blocks of a text one after the other.
-- @tparam string raw
-- @tparam boolean markdown
-- @tparam function emit called with each block
function plain.blocks(raw, markdown, emit)
  local wrapped = is_wrapped(raw)
  local writer = text.writers(raw)
  local w, zone, list, marker, open_at -- the block that is being written
  local rows, lists = nil, 0
  local in_list = false
  local function flush()
    if w then
      local body = w:text()
      if find(body, "%S") then emit { zone = zone, text = body, map = w, list = list, marker = marker,
        first = open_at } end
      w, list, marker = nil, nil, nil
    end
  end
  local function end_table()
    if rows then
      if #rows > 1 then
        emit { zone = "table", rows = rows, first = rows[1][1].first }
      else
        for _, cell in ipairs(rows[1]) do
          if cell.text ~= "" then emit { zone = "body", text = cell.text, map = cell.map, first = cell.first } end
        end
      end
      rows = nil
    end
  end
  local at, size = 1, #raw
  if sub(raw, 1, 3) == "\xEF\xBB\xBF" then at = 4 end
  local last_length, last_end = 0, 0
  while at <= size do
    local stop = find(raw, "\n", at, true) or size + 1
    local first, last = at, stop - 1
    at = stop + 1
    if byte(raw, last) == 13 then last = last - 1 end
    local indent = match(raw, "^[ \t]*()", first)
    if indent > last then
      flush()
      end_table()
      in_list = false
    else
      local c = byte(raw, indent)
      local line_size = last - first + 1
      local line = line_size < 4096 and sub(raw, indent, last) or ""
      local separator = (find(line, "|.*|") or rows and find(line, "|", 1, true)) and "|" or find(line, "\t", 1,
        true) and find(line, "[^\t ][\t ]-\t") and "\t"
      local bullet
      if separator and not (separator == "|" and c ~= 124 and not rows and not find(raw,
        "^[^\n]*\n[ \t]*|?[%s:|%-%+]*%-%-%-", first)) then
        flush()
        if not find(line, TABLES) then
          rows = rows or {}
          rows[#rows + 1] = cells_of(writer, raw, first, last, separator, markdown)
        end
        in_list = false
      else
        end_table()
        while byte(raw, last) == 32 or byte(raw, last) == 9 do last = last - 1 end
        local head = markdown and match(raw, "^#+[ \t]+()", indent)
        if not head then
          bullet = match(raw, "^[%-%+%*][ \t]+()", indent) or match(raw, "^\xE2\x80[\xA2\x93\x94][ \t]*()",
            indent) or match(raw, "^\xE2\x97[\x8F\x8B\xA6][ \t]*()", indent)
            or match(raw, "^\xE2\x96[\xAA\xAB\xA0\xA1\xB8\xBA][ \t]*()", indent) or match(raw, "^\xC2\xB7[ \t]*()",
              indent) or match(raw, "^\xC2\xBB[ \t]*()", indent)
        end
        local numbered = not bullet and (match(raw, "^%d%d?[.)][ \t]+()", indent) or match(raw,
          "^%([%da-z]%)[ \t]+()", indent)
          or match(raw, "^[a-zA-Z]%)[ \t]+()", indent))
        -- a dash, not a bullet
        if bullet and wrapped and w and zone == "body" and last_length > 55 and byte(raw, indent) == 0xE2 then
          bullet = nil end
        if head then
          flush()
          w, zone, open_at = writer(), "headline", head
          add_line(w, raw, head, last, markdown)
          flush()
          in_list = false
        elseif bullet or numbered then
          flush()
          if not in_list then lists = lists + 1 end
          in_list = true
          w, zone, list, open_at = writer(), "list", lists, bullet or numbered
          marker = numbered and sub(raw, indent, numbered - 1) or nil
          if markdown then open_at = match(raw, "^%[[ xX]%][ \t]+()", open_at) or open_at end
          add_line(w, raw, open_at, last, markdown)
        else
          local joined = w and (wrapped or markdown) and not (zone == "list" and first == indent and not markdown)
          if joined and wrapped and not markdown and last_length < 40 then joined = false end
          if joined then
            w:replace(" ", last_end + 1, indent - 1)
            add_line(w, raw, indent, last, markdown)
          else
            flush()
            if first == indent then in_list = false end
            w, zone, open_at = writer(), "body", indent
            add_line(w, raw, indent, last, markdown)
          end
        end
        last_length, last_end = last - first + 1, last
      end
    end
  end
  flush()
  end_table()
end

return plain

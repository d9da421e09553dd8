--- Figures of tables: what a column or the line above says of the unit, what a row says of the rest.
-- @module orgstat.report.tables

local figures = require "orgstat.report.figures"
local label = require "orgstat.report.label"
local relation = require "orgstat.report.relation"
local scan = require "orgstat.report.scan"
local date = require "orgstat.report.date"
local token = require "orgstat.report.token"

local tables = {}

local abs, max = math.abs, math.max
local find, match, gsub = string.find, string.match, string.gsub

local CAPTION = 250 -- bytes of a line that may tell the unit of a table
local WORDS = 4 -- words of a cell that is a number with its unit; a longer one is a sentence

-- What words tell of the numbers below or beside them: unit, power of ten, codes, date.
local function told(state, text, s)
  s = s or token.read(state.words, state.lexicon, text)
  local out = { by = {} }
  local power
  for i = 1, s.n do
    local e = s.entry[i]
    if e.scale and e.scale >= 3 and not e.digit or e.scale == 2 and s.entry[i + 1].currency then power = (power
      or 0) + e.scale end
    if (s.word[i] == "000" or s.word[i] == "000s") and not power then power = 3 end
    if e.currency and not out.currency then out.currency = e.currency end
    if e.percent and not out.percent then out.percent = e.percent end
    if e.by_whom and not out.unit then out.passive = true end
    -- "union member": where names come before what they name, the last noun of a row counts
    local follows = state.grammar.place_after and out.unit_at == i - 1
    if e.unit and e.unit ~= "other" and e.unit ~= "year" and e.unit ~= "unit" and (not out.unit or follows)
      and not out.passive
      and not e.places then
      out.unit, out.noun, out.unit_at = e.unit, label.words(s, i, i), i
    end
    if e.unit and not out.other and not e.places and e.unit ~= "year" then out.other, out.other_noun = e.unit,
      label.words(s, i, i) end
    if e.level and not out.by.scope_level and not e.extent then out.by.scope_level = e.level end
    if e.category and not out.by.category then out.by.category = e.category end
    if e.org_type and not out.by.org_type then out.by.org_type = e.org_type end
    if e.total then out.total = true end
    if e.average then out.average = true end
    if not out.date and (e.dated or s.kind[i] == "n") then
      local _, value = date.at(s, i)
      if value and value.from then out.date = value end
    end
    if e.unit_word then out.unit_word = i end
  end
  out.power = power
  return out
end

--- Notes a line that may tell the unit of a table that follows.
-- @tparam table state of the reader
-- @tparam string text
-- @tparam[opt] table s its items
function tables.caption(state, text, s)
  state.words = state.words or token.sentence()
  state.caption_age = (state.caption_age or 0) + 1
  if #text <= CAPTION then
    local t = told(state, text, s)
    if t.unit_word or t.currency and t.power or t.currency and find(text, "[(:]") then
      t.age = state.caption_age
      state.caption_of = t
    else
      state.caption_line = t
      t.age = state.caption_age
    end
  end
end

local function is_number(text)
  return find(text, "%d") and not find(text, "%a%a%a%a") and #text < 40
    and find(gsub(gsub(text, "[\xC2\xE2][\x80-\xBF]+", ""), "%a", ""), "^[%s%d.,()%%$/+\31'-]+$") ~= nil
end

local function is_year(text) return find(text, "^%s*[12]%d%d%d%s*$") ~= nil end

-- Rows at the top that hold no numbers but years.
local function header_rows(rows)
  local count = 0
  for r, row in ipairs(rows) do
    local text, numbers, years, header = 0, 0, 0, true
    for c, cell in ipairs(row) do
      if cell.text ~= "" then
        if is_year(cell.text) then years = years + 1
        elseif is_number(cell.text) then numbers = numbers + 1
        else text = text + 1 end
        if not cell.header then header = false end
      end
      if c > 60 then break end
    end
    if header and numbers == 0 or numbers == 0 and (text > 1 or years > 1 or text == 1 and r == 1)
      and not (years == 1 and text == 1 and r > 1) then
      count = r
    else
      break
    end
    if r >= 4 then break end
  end
  return count < #rows and count or 0
end

-- Whether a column holds small numbers, or spans of them, each above the one before.
local function is_rising(rows, head, c)
  local before = 0
  for r = head + 1, #rows do
    local text = rows[r][c] and rows[r][c].text or ""
    if text ~= "" then
      local first, last = match(text, "^%s*(%d%d?%d?)%s*[-–]?%s*(%d*)%s*$")
      first, last = tonumber(first), tonumber(last)
      if not first or first <= before then return false end
      before = last or first
    end
  end
  return true
end

-- Columns that number the rows, or hold notes or years.
local function column_kinds(rows, head, width)
  local kinds = {}
  for c = 1, width do
    local counting, years, filled = true, true, 0
    for r = head + 1, #rows do
      local cell = rows[r][c]
      local text = cell and match(cell.text, "^%s*(.-)%s*$") or ""
      if text ~= "" then
        filled = filled + 1
        if not (find(text, "^%d+%.?$") and tonumber((gsub(text, "%.", ""))) == filled) then counting = false end
        if not is_year(text) then years = false end
      end
    end
    local title = ""
    for r = 1, head do if rows[r][c] then title = title .. " " .. rows[r][c].text end end
    title = title:lower()
    local named = find(title, "^%s*n?o?s?t?t?%.?%s*$") and find(title, "%a") or find(title, "^%s*#%s*$")
    local pages = find(title, "^%s*notes?%s*$") or find(title, "^%s*pages?%s*$")
      or c == width and filled > 2 and title == "" and is_rising(rows, head, c) -- a table of contents
    if pages or filled > 1 and counting and (c == 1 or named) or named and c <= 2 then kinds[c] = "index"
    elseif filled > 0 and years and filled >= 2 then kinds[c] = "year" end
  end
  return kinds
end

local function header_of(rows, head, c)
  local parts = {}
  for r = 1, head do
    local cell = rows[r][c]
    local at = c
    while cell and cell.text == "" and r < head and at > 1 do
      at = at - 1
      cell = rows[r][at]
    end
    if cell and cell.text ~= "" then parts[#parts + 1] = cell.text end
  end
  return table.concat(parts, " ")
end

local function sum_of(list)
  local sum = 0
  for _, figure in ipairs(list) do sum = sum + (figure.value or 0) end
  return sum
end

local function fits(list, total)
  return #list > 1 and total.value and abs(sum_of(list) - total.value) <= 1e-9 * max(1, abs(total.value))
end

local function add_sum(state, whole, parts, signal)
  local all, indexes = { whole }, {}
  for i, part in ipairs(parts) do all[i + 1], indexes[i], part.child_of = part, part.index, whole end
  relation.add(state, { kind = "sum", whole = whole.index, parts = indexes, closed = true, signal = signal,
    source = "table" }, all)
end

-- Totals down a column: of the rows since the last total, of the totals before, or of all rows.
local function column_sums(state, cells)
  local since, totals, plain = {}, {}, {}
  local first = cells[1]
  local top = first and first.total and first or nil
  for i, one in ipairs(cells) do
    local figure = one.figure
    if not one.total then
      since[#since + 1], plain[#plain + 1] = figure, figure
    elseif one ~= top or i > 1 then
      local parts
      if fits(since, figure) then parts = since
      elseif fits(totals, figure) then parts = totals
      elseif fits(plain, figure) then parts = plain
      elseif #since > 1 then parts = since
      elseif #since == 0 and #totals > 1 then parts = totals end
      if parts then
        add_sum(state, figure, parts, one.signal)
        if parts == totals then totals = {} end
      end
      since = {}
      totals[#totals + 1] = figure
    end
  end
  if top and #plain > 1 and #totals == 0 then add_sum(state, top.figure, plain, top.signal) end
end

-- Rows that a line break has torn: a label alone, then the cells that the header has beside it.
local function mend(all)
  local rows = {}
  for _, row in ipairs(all) do
    if #row > 0 then rows[#rows + 1] = row end
  end
  local width = #rows > 0 and #rows[1] or 0
  local out, r = {}, 1
  while r <= #rows do
    local row, following = rows[r], rows[r + 1]
    local filled = 0
    for _, cell in ipairs(row) do if cell.text ~= "" then filled = filled + 1 end end
    if r > 1 and following and filled == 1 and row[1].text ~= "" and #row < width and #following == width - 1
      and is_number(following[1].text) then
      local joined = { row[1] }
      for _, cell in ipairs(following) do joined[#joined + 1] = cell end
      out[#out + 1] = joined
      r = r + 2
    else
      out[#out + 1] = row
      r = r + 1
    end
  end
  return out
end

--- Reads a table.
-- @tparam table state of the reader
-- @tparam table block with `rows`
-- @tparam function read_sentence what reads a sentence of a cell
function tables.read(state, block, read_sentence)
  state.words = state.words or token.sentence()
  local report, rows = state.report, mend(block.rows)
  if #rows == 0 then return end
  local head = header_rows(rows)
  local width = 0
  for _, row in ipairs(rows) do width = max(width, #row) end
  local kinds = column_kinds(rows, head, width)
  local columns = {}
  for c = 1, width do
    local title = header_of(rows, head, c)
    columns[c] = told(state, title)
    columns[c].title = title
    local before = columns[c - 1]
    if columns[c].passive and before and before.unit then -- "Represented by a union" beside "Members"
      columns[c].unit = before.unit == "member" and "person" or before.unit
    end
  end
  local caption = state.caption_of
  if caption and state.caption_age - caption.age > 3 then caption = nil end
  local line = state.caption_line
  if line and state.caption_age - line.age > 2 then line = nil end
  local by_column, grid, total_row, total_column = {}, {}, nil, nil
  for c = 1, width do if columns[c].total and c > 1 then total_column = c end end
  for r = head + 1, #rows do
    local row = rows[r]
    local count = report.sentence_count + 1
    report.sentence_count = count
    local last_cell = row[#row]
    local last = #last_cell.text > 0 and last_cell.map and last_cell.map:last(#last_cell.text) or last_cell.last or 0
    state.firsts[count], state.lasts[count], state.zones[count] = row[1].first, max(last, row[1].first), "table"
    local words, year = {}, nil
    local first_number
    for c, cell in ipairs(row) do
      local text = cell.text
      if kinds[c] == "year" then
        if is_year(text) then year = match(text, "%d%d%d%d") end
      elseif kinds[c] ~= "index" and text ~= "" and not first_number then
        if is_number(text) and c > 1 or is_number(text) and width == 1 then first_number = c else words[#words + 1] =
          text end
      end
    end
    local name = table.concat(words, " ")
    local row_told = told(state, name)
    local line_of = {}
    for c, cell in ipairs(row) do
      local text = cell.text
      local idle = kinds[c] or text == "" or not find(text, "%d") or c == 1 and not is_number(text) and width > 1
        and #words > 0 and words[1] == text and not find(text, "%d %a")
      if idle then text = "" end -- no number, or none that counts
      if text ~= "" and (is_number(text) and not is_year(text) or is_number(text) and not find(columns[c].title,
        "^%s*$")
        and not columns[c].date) then
        local s = token.read(state.sentence, state.lexicon, text)
        state.at_start = false
        local found = scan.sentence(s, state.grammar, state)
        local one = found[1]
        if one and #found == 1 then
          local column = columns[c]
          local unit, noun = one.unit, one.u0 and label.words(s, one.u0, one.u1)
          local power = 0
          if not unit then
            local source = (column.percent or column.currency or column.unit or column.power or column.other)
              and column
            if source and (source.percent or source.currency or source.unit) then
              unit, noun = source.percent or source.currency or source.unit, source.noun
              power = source.power or caption and source.currency and caption.power or 0
              if source.percent then power = 0 end
            elseif row_told.percent or row_told.currency then
              unit = row_told.percent or row_told.currency
              power = row_told.power or 0
            elseif caption and (caption.currency or caption.unit) then
              unit, noun, power = caption.currency or caption.unit, caption.noun, caption.power or 0
            elseif row_told.unit then
              unit, noun = row_told.unit, row_told.noun
            elseif source and source.other then
              unit, noun, power = source.other, source.other_noun, source.power or 0
            elseif line and line.unit then
              unit, noun = line.unit, line.noun
            elseif row_told.other then
              unit, noun = row_told.other, row_told.other_noun
            end
            if power > 0 and one.mantissa then one.exponent, one.scaled = one.exponent + power, true end
          end
          one.unit, one.noun = unit, noun
          one.by = {}
          for key, code in pairs(column.by) do one.by[key] = code end
          for key, code in pairs(row_told.by) do one.by[key] = code end
          one.label = name ~= "" and name or column.title ~= "" and column.title or nil
          one.total = row_told.total or column.total
          one.average = row_told.average or column.average
          local when = column.date or caption and caption.date or line and line.date
          if year then one.from, one.to = year, year
          elseif when then
            if when.from == when.to and #when.from == 10 then one.as_of = when.from else one.from,
              one.to = when.from, when.to end
          end
          local figure = figures.make(state, { zone = "table" }, s, one, cell.map, 1, count)
          figure.row, figure.column = name, column.title
          line_of[c] = figure
          if not by_column[c] then by_column[c] = {} end
          table.insert(by_column[c], { figure = figure, total = row_told.total, signal = name })
        elseif #found > 1 then
          state.at_start = false
          report.sentence_count = report.sentence_count - 1
          read_sentence(state, { zone = "table", text = text, map = cell.map }, text, 1, false)
        end
      elseif text ~= "" and not is_number(text) and not is_year(text) then
        local s = token.read(state.sentence, state.lexicon, text)
        if s.n > WORDS or not is_number(text) then
          report.sentence_count = report.sentence_count - 1
          read_sentence(state, { zone = "table", text = text, map = cell.map }, text, 1, false)
        end
      end
    end
    if row_told.total and next(line_of) then total_row = #grid + 1 end
    grid[#grid + 1] = line_of
    -- a total beside the numbers it is of
    if total_column and line_of[total_column] then
      local parts = {}
      local whole = line_of[total_column]
      for c = 1, width do
        local figure = line_of[c]
        if figure and c ~= total_column and figure.unit == whole.unit and not columns[c].total
          and not columns[c].date then parts[#parts + 1] = figure end
      end
      if #parts > 1 then add_sum(state, whole, parts, columns[total_column].title) end
    end
  end
  for c = 1, width do
    local cells = by_column[c]
    if cells and #cells > 2 and cells[1].figure.unit ~= "percent" then column_sums(state, cells) end
  end
  if total_row and total_column and #grid > 2 then
    local list, cells = {}, {}
    for r, line_of in ipairs(grid) do
      cells[r] = {}
      for c = 1, width do
        local figure = line_of[c]
        cells[r][c] = figure and figure.index or false
        if figure then list[#list + 1] = figure end
      end
    end
    relation.add(state, { kind = "table", cells = cells, row_total = total_column, column_total = total_row,
      source = "table" }, list)
  end
  state.caption_of, state.caption_line = nil, nil
end

return tables

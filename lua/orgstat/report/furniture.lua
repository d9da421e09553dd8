--- What stands on a page around a report: menus, counters, shares, comments, lists of other articles.
-- @module orgstat.report.furniture

local token = require "orgstat.report.token"

local furniture = {}

local find, match, gsub, lower = string.find, string.match, string.gsub, string.lower

local SHORT = 90 -- bytes of a line that may be furniture by its first words
local PROSE = 160 -- bytes of a line that is prose again after a list of other articles

--- A reader of lines that remembers where in the page it is.
function furniture.new(lexicon)
  return { lexicon = lexicon, tail = false, prose = 0, sentence = token.sentence() }
end

local function words_at_start(s, field)
  local i = 1
  while s.kind[i] == "p" do i = i + 1 end
  return s.entry[i][field], i
end

local FILE = "^%s*%S+%.%a%a%a%a?%s*$"

--- Whether a block is furniture.
-- @tparam table state from `new`
-- @tparam string text of the block
-- @tparam string zone
-- @treturn ?string why; nil: it is text of the report
function furniture.is(state, text, zone)
  state.items = nil -- the items of a short text, for others to use
  local size = #text
  if size > 4 * SHORT then
    state.prose = state.prose + 1
    if size > 2 * PROSE then state.tail = false end
    return nil
  end
  if not find(text, "%a") and not find(text, "[\x80-\xFF]") then
    if not find(text, "%d") then return "marks" end
    if zone ~= "table" then return "number" end
  end
  if find(text, FILE) and find(lower(text), "%.jpe?g%s*$") or find(text, "%.png%s*$") or find(text,
    "%.webp%s*$") then return "file" end
  local s = token.read(state.sentence, state.lexicon, text)
  state.items = s
  local starts, first = words_at_start(s, "furniture")
  local ends_section = words_at_start(s, "furniture_tail")
  local last = first
  if ends_section and size <= SHORT and not find(text, "[.!?]%s*$") then
    -- "Comment (0)", "Other news": what follows is of other articles
    local nouns = s.n - first
    if nouns <= 4 then
      if state.prose > 0 then state.tail = true end
      return "tail"
    end
  end
  local lead = last + 1
  if starts and size <= SHORT then
    local mark = s.word[lead]
    if s.n <= last + 3 and not find(text, "[.!?]%s*$") then return "words" end
    if mark == ":" or mark == "|" or mark == "(" or mark == "»" or mark == ">" then return "words" end
  elseif starts and s.word[lead] == ":" and size <= 2 * SHORT then
    return "words"
  end
  -- menus and lines of meta data: "A | B | C", "19/01/2025 | 08:30"
  local _, bars = gsub(text, "|", "")
  bars = bars + select(2, gsub(text, "\xC2\xBB", ""))
  if bars >= 2 and size < 3 * SHORT and not find(text, "[.!?]%s") and zone ~= "table" then return "menu" end
  if bars >= 1 and size < 2 * SHORT then
    for i = 1, s.n do
      if s.entry[i].furniture or find(s.word[i], "^%d%d?$") and s.word[i + 1] == ":" then return "menu" end
    end
  end
  local name, count = match(text, "^%s*([^%d(]+)%s*%((%d+)%)%s*$")
  if name and count and s.n <= 7 and not find(name, "[.:]") and #count <= 4 and not find(count, "^[12]%d%d%d$") then
    return "counter" end
  if find(text, "^%s*[%w-]+%.%l%l%l?%l?%s+[|-]") and size < 2 * SHORT and not find(text, "[.!?]%s*$") then
    return "site" end
  if find(text, "https?://", 1) and s.n < 40 and size < 3 * SHORT and words_at_start(s, "source_words") then
    return "source" end
  if find(text, "^%s*https?://%S+%s*$") or find(text, "^%s*www%.%S+%s*$") then return "link" end
  if state.tail then
    if size > PROSE and find(text, "[.!?]%s*$") then
      state.tail = false
    else
      return "tail"
    end
  end
  -- a line of date and hour alone
  if size < SHORT then
    local rest = gsub(gsub(text, "%d%d?[:h]%d%d", ""), "%d%d?[/.-]%d%d?[/.-]%d%d%d%d", "%0")
    if find(text, "%d%d?:%d%d") and s.n <= 12 and not find(rest, "%.%s") and not find(text, "%s%d%d%d?%d?%s+%l%l%l")
      then
      local others = 0
      for i = 1, s.n do
        if s.kind[i] == "w" and not s.entry[i].month and not s.entry[i].weekday and not s.entry[i].time_after then
          others = others + 1 end
      end
      if others <= 3 then return "dateline" end
    end
  end
  if size > SHORT then state.prose = state.prose + 1 end
  return nil
end

return furniture

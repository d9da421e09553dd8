--- Documents that a text names (conclusions, decisions, decrees ...) and the ordinals of congresses.
-- Their numbers are no figures.
-- @module orgstat.report.document

local date = require "orgstat.report.date"
local label = require "orgstat.report.label"

local document = {}

local find, gsub, match, sub = string.find, string.gsub, string.match, string.sub
local tointeger = math.tointeger

local ROMAN = { i = 1, v = 5, x = 10, l = 50, c = 100 }

--- The value of a Roman numeral in lower case, or nil.
function document.roman(word)
  if not find(word, "^[ivxlc]+$") then return nil end
  local total, before = 0, 0
  for i = #word, 1, -1 do
    local value = ROMAN[sub(word, i, i)]
    if value < before then total = total - value else total, before = total + value, value end
  end
  return total
end

-- The last item of a number such as 45/2010/NĐ-CP or 102-KL/TW that begins at item i.
local function chain(s, i)
  local j = i
  while s.glued[j + 1] and (s.word[j + 1] == "/" or s.word[j + 1] == "-") and s.glued[j + 2]
    and (s.kind[j + 2] == "n" or s.kind[j + 2] == "w" and s.cap[j + 2]) do
    j = j + 2
    while s.glued[j + 1] and (s.kind[j + 1] == "w" or s.kind[j + 1] == "n") do j = j + 1 end
  end
  return j
end

local function number_item(s, j)
  if s.entry[j].document_number then
    j = j + 1
    if s.word[j] == "." or s.word[j] == ":" then j = j + 1 end
    return s.kind[j] == "n" and j, true
  end
  return s.kind[j] == "n" and j, false
end

-- The numeral beside a word for a term: "term XI", "11th tenure", "periode ke-11".
local function term_at(s, i)
  for _, j in ipairs { i + 1, i + 2 } do
    local value = document.roman(s.word[j])
    if value and s.cap[j] then return value end
    if s.word[j] == "ke" and s.word[j + 1] == "-" and s.kind[j + 2] == "n" then return tointeger(s.word[j + 2]),
      j + 2 end
  end
  if s.entry[i - 1].ordinal_after and s.kind[i - 2] == "n" then return tointeger(s.word[i - 2]), i - 2 end
  local value = document.roman(s.word[i - 1])
  if value and s.cap[i - 1] then return value end
end

-- Who issued the document whose last item is j.
local function issuer_after(s, j)
  local entry = s.entry
  local i = j + 1
  local steps = 0
  while steps < 4 and (entry[i].day_word or s.kind[i] == "n" or s.word[i] == "/" or s.word[i] == "-"
    or entry[i].document_year) do
    local after = date.at(s, i)
    i = after or i + 1
    steps = steps + 1
  end
  while entry[i].issuer_links or s.word[i] == "the" do i = i + 1 end
  local first = i
  while s.kind[i] == "w" and (s.cap[i] or i > first and (s.word[i] == "of" or s.word[i] == "the")
    and (s.cap[i + 1] or s.cap[i + 2])) and i - first < 8 do i = i + 1 end
  if i > first then return label.words(s, first, i - 1), i end
end

--- Finds the documents and ordinals of a sentence.
function document.find(state, s, map, offset, count)
  local report, entry = state.report, s.entry
  local taken
  local group = {} -- documents told together, so far without an issuer
  local next_item = 1
  for live = 1, s.lives do
    local i = s.live[live]
    local e = entry[i]
    local fresh = e.cited and i >= next_item
    if fresh and e.document and s.kind[i] == "w" then
      local j, sure = number_item(s, i + 1)
      if not j and s.kind[i + 1] == "w" and entry[i + 2].document_number then j, sure = number_item(s, i + 2) end
      local last = j and chain(s, j)
      local year_behind = j and entry[last + 1].document_year and s.kind[last + 2] == "n"
        and date.is_year(s.word[last + 2])
      if j and (sure or last > j or year_behind) then
        local kind = e.document
        local first = i
        while j do
          local text = gsub(label.words(s, j, last), "%.$", "")
          local year = match(text, "/([12]%d%d%d)") or year_behind and tostring(year_behind)
          local one = { kind = kind, number = text, year = year and tointeger(year), written = label.words(s, first,
            last),
            first = map:first(offset + s.first[first] - 1), last = map:last(offset + s.last[last] - 1),
              sentence = count }
          local at = last + 1
          if entry[at].day_word or s.word[at] == "(" and entry[at + 1].day_word then
            local _, value = date.at(s, s.word[at] == "(" and at + 1 or at)
            if value and value.from and #value.from == 10 then one.date, one.year = value.from, one.year
              or tointeger(sub(value.from, 1, 4)) end
          end
          report.documents[#report.documents + 1] = one
          group[#group + 1] = one
          taken = taken or {}
          for k = j, last do taken[k] = true end
          local issuer, behind = issuer_after(s, last)
          local from = behind or last + 1
          if issuer then
            for _, each in ipairs(group) do each.issuer = each.issuer or issuer end
          end
          for k = from, math.min(s.n, from + 4) do
            if entry[k].term_words then
              local term, number_at = term_at(s, k)
              if term then
                if number_at then taken[number_at] = true end
                for _, each in ipairs(group) do each.term = each.term or term end
              end
              break
            end
            if entry[k].document then break end
          end
          if issuer then group = {} end
          next_item = last + 1
          -- "Decisions No. 217 and 218", "Quyết định số 217, 218"
          local more = last + 1
          if (entry[more].joins or s.word[more] == ",") and not issuer then
            local again, numbered = number_item(s, more + 1)
            local its_last = again and chain(s, again)
            if again and (numbered or its_last > again or not entry[again + 1].unit and #s.word[again] <= 4
              and not find(s.word[again], "%D")) then
              j, last, first, year_behind = again, its_last, again, nil
            else
              j = nil
            end
          else
            j = nil
          end
        end
      end
    end
    if fresh and e.congress then
      -- "the 5th Congress", "Đại hội lần thứ VI, nhiệm kỳ 2016-2020"
      local n
      if entry[i - 1].ordinal_after and s.kind[i - 2] == "n" then n = tointeger(s.word[i - 2]) end
      for k = i + 1, math.min(s.n, i + 12) do
        if n then break end
        if entry[k].ordinal_always or entry[k].ke_prefix then
          local word = s.word[k + 1] == "-" and s.word[k + 2] or s.word[k + 1]
          n = tointeger(word) or document.roman(word)
        end
        if s.word[k] == ";" or s.word[k] == "." then break end
      end
      if n and n > 0 and n < 200 then
        local one = { n = n, noun = "congress", first = map:first(offset + s.first[i] - 1),
          last = map:last(offset + s.last[i] - 1), sentence = count }
        local seen = 1
        for k = 1, s.n do
          local after, value
          if k >= seen and (s.kind[k] == "n" or entry[k].dated) then after, value = date.at(s, k) end
          if after then seen = after end
          if after and value.from then
            if value.years and (entry[k - 1].term_words or entry[after].term_words or s.entry[k].term_words) then
              one.from, one.to = tointeger(value.from), tointeger(value.to)
            elseif entry[k - 1].founded or entry[k].founded then
              one.founded = tointeger(sub(value.from, 1, 4))
            elseif not one.year then
              one.year = tointeger(sub(value.from, 1, 4))
            end
          end
        end
        local last = report.ordinals[#report.ordinals]
        if not (last and last.sentence == count and last.n == n) then report.ordinals[#report.ordinals + 1] = one end
      end
    end
  end
  s.taken = taken
end

return document

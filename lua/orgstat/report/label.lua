--- What the figures of a sentence count: units that stand before their numbers, codes, labels, places,
-- dates, and whether a figure is a total, a rest, a change or a mean.
-- @module orgstat.report.label

local date = require "orgstat.report.date"

local label = {}

local NONE = {}

local max, min = math.max, math.min
local find, sub = string.find, string.sub

-- How well an item parts two figures: the words before it belong to the first.
local function strength(s, i)
  local word, e = s.word[i], s.entry[i]
  if word == ";" or word == "…" then return 6 end
  if e.of_which or e.including or e.again or e.open_words and e.phrase ~= "v.v" then return 5 end
  if word == "(" or word == ":" then return 5 end
  if word == ")" then return 4 end
  if word == "," and s.kind[i] == "p" then return 3 end
  if e.joins then return 2 end
  return 0
end

--- Parts the items between figures: figure k has the items `left[k]` (first before it) to
-- `right[k]` (last behind it).
local function part(s, figures)
  local count = #figures
  local left, right = {}, {}
  left[1] = 1
  for k = 1, count do
    local from = figures[k].next
    local till = k < count and figures[k + 1].start - 1 or s.n
    if k == count then
      right[k] = till
    else
      local best, at = 0, nil
      for i = from, till do
        local power = strength(s, i)
        if power > best or power == best and power > 0 and power < 5 then best, at = power, i end
      end
      if at then
        right[k], left[k + 1] = (s.word[at] == ")" and at or at - 1), at + 1
      else
        right[k], left[k + 1] = till, till + 1
      end
      figures[k + 1].parted = best
      figures[k + 1].parted_at = at
    end
  end
  return left, right
end

local LEVELLED = { organisation = true, branch = true, unit = true, group = true, session = true, conference = true,
  member = true, decision = true }
-- What a word such as "unit" may stand behind.
local COUNTED = { organisation = true, branch = true, group = true, house = true, household = true }
local ORGANISED = { organisation = true, branch = true, unit = true, group = true }

-- Whether an item's level is one by itself ("commune level") or only beside a noun ("district").
local function is_weak(e, plural_or_words)
  return e.weak_level or plural_or_words and not find(e.phrase, "[ %-]")
end

local REACH = 7 -- items between a level and the number behind it

local function seek(s, first, last, figure, out, grammar)
  local entry = s.entry
  local noun = figure.u1 or figure.last
  local scope = false
  for i = first, last do
    local e = entry[i]
    if e.scope then scope = true end
    if e.level and not out.scope_level then
      local name = s.cap[i] and i > 1 and s.cap[i - 1] and grammar.plural
      local near = i >= figure.last and i - noun <= 1 or i == figure.start - 1 or i == figure.start - 2
        and (entry[i + 1].stop or s.word[i + 1] == ":")
        or i > figure.last and i <= noun
      local ok
      if (i < figure.start and figure.start - i > REACH) or i == noun and e.unit then ok = false
      elseif e.extent then ok = scope
      elseif is_weak(e, grammar.spaced_levels) or e.places and e.level then
        ok = near and not s.cap[i + 1] and not (e.located and i > figure.last and figure.u1) and (LEVELLED[figure.unit
          or "organisation"] or false)
      else ok = true end
      if name and s.cap[i + 1] then ok = false end
      if ok then out.scope_level = e.level end
    end
    if e.category and not out.category and ORGANISED[figure.unit or "organisation"] and not (s.cap[i] and i > 1
      and grammar.plural) then
      if find(e.phrase, " ") or i <= noun + 3 then out.category = e.category end
    end
    if e.org_type and not out.org_type and ORGANISED[figure.unit or ""] and i <= noun + 3 then
      out.org_type = e.org_type end
    if e.status and not out.status and ORGANISED[figure.unit or ""] and i <= noun + 1 and i > figure.last
      and not e.scope then out.status = e.status end
  end
end

-- The words of items, as they stand.
local function words(s, first, last)
  if last < first then return nil end
  return sub(s.text, s.first[first], s.last[last])
end

local function describe(s, figure, left, right)
  local entry, kind = s.entry, s.kind
  -- before, up to a colon or verb: "Red Cross: 30,790"
  local stop = figure.start - 1
  while stop >= left and (kind[stop] == "p" or entry[stop].stop or entry[stop].total or entry[stop].share
    or entry[stop].including) do stop = stop - 1 end
  local first = left
  while first <= stop and (kind[first] == "p" or entry[first].stop or entry[first].joins or entry[first].including
    or entry[first].of_which) do first = first + 1 end
  if not figure.u0 and stop >= first and stop - first < 10 then return words(s, first, stop) end
  local from = (figure.u1 or figure.next - 1) + 1
  local till = from - 1
  while till < right and till - from < 8 and kind[till + 1] == "w" and not entry[till + 1].including
    and not entry[till + 1].of_which do till = till + 1 end
  while till >= from and entry[till].stop do till = till - 1 end
  if till >= from then return words(s, from, till) end
  if stop >= first and stop - first < 10 then return words(s, first, stop) end
end

local function place(s, first, last, grammar)
  for i = first, last do
    if s.entry[i].places then
      if grammar.place_after then
        local from = i
        while from > first and s.cap[from - 1] and not s.entry[from - 1].stop and not s.entry[from - 1].month do
          from = from - 1 end
        if from < i then return words(s, from, i) end
      else
        local till = i
        while till < last and s.cap[till + 1] and s.kind[till + 1] == "w" and till - i < 4 do till = till + 1 end
        if till > i then return words(s, i, till) end
      end
    end
  end
end

-- As-of date or period from a date in the sentence and the words before it.
local function when(s, d)
  if not d.from then return nil end
  local e, i = s.entry[d.first - 1], d.first - 1
  local own = s.entry[d.first]
  local ends, as_of = e.end_of or own.end_of, e.as_of or own.as_of
  while i > 1 and (s.entry[i].stop or s.entry[i].as_of or s.entry[i].end_of or s.entry[i].year_word
    or s.entry[i].month_word or s.entry[i].day_word) do
    if s.entry[i].end_of then ends = true end
    if s.entry[i].as_of then as_of = true end
    if s.word[i] == "in" or s.entry[i].period_before and not s.entry[i].as_of then break end
    i = i - 1
  end
  if d.from == d.to and (ends or as_of) then
    return ends and date.end_of(d.from) or d.from
  end
  return nil, d.from, d.to
end

local function unit_before(s, figure, left, follows)
  local entry = s.entry
  local other, at
  local first, last, step = left, figure.start - 1, 1
  if s.word[last] == "(" then first, last, step = last, max(1, last - 6), -1 end
  for i = first, last, step do
    local named = s.cap[i] and (i > 1 and s.cap[i - 1] and s.kind[i - 1] == "w" or s.cap[i + 1]
      and s.kind[i + 1] == "w")
    local e = entry[i]
    if named or s.cap[i] and e.named and i > 1 then e = NONE end
    -- "trade union membership": the last noun of a row is what is meant
    if e.unit and follows and step == 1 and entry[i + 1].unit and s.glued[i + 1] == false then e = NONE end
    if e.unit and e.unit ~= "other" and e.unit ~= "score" and not (e.unit == "year" or e.unit == "hour")
      and not e.places then return e.unit, i end
    if e.unit and not other and e.unit ~= "year" and not e.places then other, at = e.unit, i end
  end
  return other, at
end

local function near_before(s, figure, left, field, reach)
  for i = figure.start - 1, max(left, figure.start - reach), -1 do
    if s.entry[i][field] then return i end
    if s.word[i] == ";" or s.word[i] == ")" then return nil end
  end
end

local function change(s, figure, left)
  local entry = s.entry
  local after = entry[figure.next]
  if after.up and not after.down then if after.over_plan or find(after.phrase, "^more$") then return "up" end end
  if after.down and find(after.phrase, "^fewer$") then return "down" end
  for i = figure.start - 1, max(left, figure.start - 4), -1 do
    local e = entry[i]
    if e.begins or e.copula then return nil end
    if e.down and not e.from then return e.phrase:find "xuống$" and nil or "down" end
    if e.up then return not find(e.phrase, "nâng") and "up" or nil end
    if e.to or e.from and s.word[i] ~= "of" then return nil end
    if not (e.stop or e.hedge or e.by or e.share or e.adverbs or e.unit or s.cap[i] ~= nil and s.kind[i] == "w") then
      return nil end
  end
end

--- Fills in the figures of a sentence.
-- @tparam table s sentence
-- @tparam table figures from `scan.sentence`
-- @tparam table dates
-- @tparam table grammar
-- @tparam table ctx `unit` of the row or heading, if any
function label.fill(s, figures, dates, grammar, ctx)
  local left, right = part(s, figures)
  local entry = s.entry
  local current = 0 -- the last date before the figure
  for k, figure in ipairs(figures) do
    figure.left, figure.right = left[k], right[k]
    if figure.unit == "money" then
      figure.unit = nil
      local unit = unit_before(s, figure, left[k], grammar.plural)
      if not unit or unit == "other" or unit == "household" or figure.unit_of_money then
        figure.unit = grammar.money end
    end
    if (figure.unit == "person" or figure.unit == "unit") and not grammar.plural and figure.u1 then
      -- "jumlah anggota 2,5 juta orang", "koperasi 130.354 unit": classifiers, what is counted stands before
      local unit, at = unit_before(s, figure, left[k], grammar.plural)
      if figure.unit == "person" and unit == "member" then figure.unit, figure.noun_at = unit, at
      elseif figure.unit == "unit" and entry[figure.u1].classifiers then
        if unit and COUNTED[unit] then
          figure.unit, figure.noun_at, ctx.classified = unit, at, unit
        elseif not unit and ctx.classified then
          figure.unit = ctx.classified
        end
      end
    end
    if figure.unit == "unit" and ctx.blood then figure.unit = "blood_unit" end
    if not figure.unit then
      local unit, at = unit_before(s, figure, left[k], grammar.plural)
      if not unit and k == 1 and left[k] > 1 then unit, at = unit_before(s, figure, 1, grammar.plural) end
      if unit then
        figure.unit, figure.noun_at, figure.unit_before = unit, at, true
        figure.weak = unit == "other"
      end
    end
    local by = {}
    local first_behind = figure.last + 1
    local till = right[k]
    for i = figure.next, till do
      local w = s.word[i]
      if w == "(" or w == ":" or w == "," and not (entry[i + 1].level or entry[i + 1].category)
        and k == #figures then till = i - 1 break end
    end
    seek(s, first_behind, till, figure, by, grammar)
    seek(s, left[k], figure.start - 1, figure, by, grammar)
    figure.by = by
    figure.own = next(by) ~= nil
    if figure.u0 then figure.noun = words(s, figure.u0, figure.u1)
    elseif figure.noun_at then figure.noun = words(s, figure.noun_at, figure.noun_at) end
    figure.label = describe(s, figure, left[k], right[k])
    if #dates > 0 then
      local d
      for n = max(1, current - 1), #dates do
        local this = dates[n]
        if this.last < figure.start then current = n elseif this.first > right[k] then break end
        local term = entry[this.first - 1].term_words or entry[this.last + 1].term_words
          or entry[this.first - 1].founded
        if this.from and not term then
          if this.last < figure.start then d = this
          elseif this.first >= figure.next and this.first <= right[k] then
            if not d or this.first - figure.next <= 6 and d.last < left[k] then d = this end
          end
        end
      end
      if not d and k == 1 or not d and #dates == 1 then
        local this = dates[1]
        if this.from and not (entry[this.first - 1].term_words or entry[this.last + 1].term_words
          or entry[this.first - 1].founded) and k == 1 then d = this end
      end
      if d then figure.as_of, figure.from, figure.to = when(s, d) end
    end
    figure.place = place(s, left[k], figure.start - 1, grammar) or place(s, figure.next, right[k], grammar)
    figure.delta = change(s, figure, left[k])
    if near_before(s, figure, left[k], "total", 3) or entry[figure.next].total_after
      or s.kind[figure.next] == "w" and entry[figure.next + 1].total_after then figure.total = true end
    if near_before(s, figure, left[k], "rest", 3) or entry[figure.next].rest and grammar.plural then
      figure.rest = true end
    if entry[figure.next].others or figure.u1 and entry[figure.u1].others or figure.u0
      and entry[figure.last + 1].others and grammar.plural then figure.other = true end
    if near_before(s, figure, left[k], "average", 6) or entry[figure.next].average then figure.average = true end
    for i = figure.next, min(right[k], figure.next + 3) do
      if entry[i].per then figure.per = entry[i].per end
      if s.word[i] == "/" and s.glued[i] and entry[i + 1].unit then figure.per = entry[i + 1].unit end
    end
  end
  return left, right
end

label.words = words

return label

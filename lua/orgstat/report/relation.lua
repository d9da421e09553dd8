--- What figures have to do with each other: sums, percentages, growth, plans, equations, pairs.
-- @module orgstat.report.relation

local infer = require "orgstat.report.infer"
local rates = require "orgstat.report.rates"
local scan = require "orgstat.report.scan"
local structure = require "orgstat.report.structure"

local relation = {}

local max, abs = math.max, math.abs
local sub = string.sub
local MONEY = scan.MONEY
local size_of, compatible = structure.size_of, structure.compatible

local RECENT = 12 -- figures that a later sentence may go on with

--- Adds a relation to the report. `list` holds the figures it rests on.
function relation.add(state, one, list)
  local report = state.report
  local indexes, seen = {}, {}
  local first, last
  for _, figure in ipairs(list) do
    local i = figure.index
    if not seen[i] then
      seen[i] = true
      indexes[#indexes + 1] = i
      if not first or figure.first < first then first = figure.first end
      if not last or figure.last > last then last = figure.last end
    end
  end
  table.sort(indexes)
  one.figures, one.first, one.last = indexes, first, last
  one.inferred = one.inferred or false
  one.sentence = one.sentence or report.figures[indexes[#indexes]].sentence
  one.source = one.source or "text"
  report.relations[#report.relations + 1] = one
  return one
end

local COUNTED = {}
for unit in pairs(scan.WHOLE) do COUNTED[unit] = unit ~= "other" end

local function indexes(list)
  local out = {}
  for i, figure in ipairs(list) do out[i] = figure.index end
  return out
end

local function figure_of(one) return one.figure or one end

-- Lists with bullets: the sentence before the list may tell their total.
local function end_list(state)
  local list = state.list
  state.list = nil
  if not list or not list.whole or #list.parts < 2 then return end
  local parts = {}
  for _, part in ipairs(list.parts) do
    if compatible(part.unit, list.whole.unit) or part.unit == "other" and list.whole.unit == "other" then
      parts[#parts + 1] = part end
  end
  if #parts < 2 then return end
  for _, part in ipairs(parts) do part.child_of = list.whole end
  local all = { list.whole }
  for _, part in ipairs(parts) do all[#all + 1] = part end
  relation.add(state, { kind = "sum", whole = list.whole.index, parts = indexes(parts), closed = not list.open,
    signal = list.signal, source = "list" }, all)
end

--- Tells that a new block begins.
function relation.block(state, block)
  if block.zone == "list" then
    if not state.list or state.list.id ~= block.list then
      end_list(state)
      local intro = state.intro
      state.list = { id = block.list, parts = {}, whole = intro and intro.whole, signal = intro and intro.signal,
        open = intro and intro.open }
    end
  else
    end_list(state)
    state.recent = state.recent or {}
  end
  state.intro = nil
  state.block_count = (state.block_count or 0) + 1
end

--- Notes a sentence without figures.
function relation.none(state, s)
  relation.intro(state, s, nil)
end

--- Before figures are made: structure and what parts inherit.
function relation.inherit(state, s, found)
  structure.equations(s, found)
  state.frames = structure.frames(state, s, found)
  structure.inherit(state.frames, found)
  -- a number without any noun goes on counting what the text counted last
  for _, one in ipairs(found) do
    if not one.unit and one.mantissa and state.last_unit and not one.words then
      one.unit, one.inherited = state.last_unit, true
    end
    if one.unit and COUNTED[one.unit] then state.last_unit = one.unit end
  end
end

-- A sentence that ends with a colon speaks of the list or table that follows it.
function relation.intro(state, s, found)
  if s.word[s.n] ~= ":" then return end
  local whole, open
  for k = found and #found or 0, 1, -1 do
    local f = found[k].figure
    if f and not f.delta and f.unit ~= "percent" and f.unit ~= "year" and (f.total or not whole) then whole = f end
  end
  for i = 1, s.n do if s.entry[i].open_words then open = true end end
  if not whole and state.recent then
    for i = 1, s.n do
      if s.entry[i].again or s.entry[i].of_which then whole = state.recent[#state.recent] break end
    end
  end
  if whole then state.intro = { whole = whole, signal = ":", open = open } end
end

local function adds_up(whole, parts)
  local sum = 0
  for _, part in ipairs(parts) do
    if not part.value then return false end
    sum = sum + part.value
  end
  return sum == whole.value
end

local function sums(state)
  for _, frame in ipairs(state.frames) do
    local whole = figure_of(frame.whole)
    local parts = {}
    for _, part in ipairs(frame.parts) do
      local figure = figure_of(part)
      if figure.index and figure ~= whole then parts[#parts + 1] = figure end
    end
    if whole.index and #parts > 0 then
      local same = true
      for _, part in ipairs(parts) do same = same and compatible(part.unit, parts[1].unit) end
      -- values of several years are a series, no parts
      local days, dated = {}, 0
      for _, part in ipairs(parts) do
        local day = part.as_of or part.from
        if day and not days[day] then days[day], dated = true, dated + 1 end
      end
      if dated > 1 and dated == #parts then
        relation.add(state, { kind = "series", cumulative = false }, parts)
        same = false
      end
      if compatible(whole.unit, parts[1].unit) and same and not (MONEY[whole.unit] and whole.unit ~= parts[1].unit)
        and (whole.unit == parts[1].unit or whole.unit ~= "other") then
        -- a list that says "among them" and names all of them is complete
        local closed = #parts > 1 and (not frame.open or adds_up(whole, parts))
        local guessed = frame.guessed and not adds_up(whole, parts)
        local stated
        -- "57,961 members in 10 associations": a list of fewer is open
        if closed and frame.count and #parts < frame.count then closed, stated = false, frame.count end
        for _, part in ipairs(parts) do part.child_of = whole end
        local all = { whole }
        for _, part in ipairs(parts) do all[#all + 1] = part end
        relation.add(state, { kind = "sum", whole = whole.index, parts = indexes(parts), closed = closed,
          signal = frame.signal,
          open_word = not closed and frame.open or nil, inferred = guessed or nil, stated = stated,
            source = frame.paren and "parentheses" or "text" }, all)
        if frame.rest then
          local known = {}
          for _, part in ipairs(parts) do if part ~= frame.rest.figure then known[#known + 1] = part end end
          if #known > 0 and frame.rest.figure then
            relation.add(state, { kind = "rest", whole = whole.index, parts = indexes(known),
              rest = frame.rest.figure.index, signal = frame.signal,
              inferred = guessed or nil }, all)
          end
        end
      end
    end
  end
end

-- How many things a list is said to have, told between the whole and its first part.
local function count_items(state, found)
  for _, frame in ipairs(state.frames) do
    local first = frame.parts[1]
    for k, one in ipairs(found) do
      if one == first and k > 2 and found[k - 1] ~= frame.whole and found[k - 1].value == nil then
        local before = found[k - 1]
        local n = before.mantissa and before.exponent == 0 and before.mantissa
        if n and n <= 100 and not before.frame and not compatible(before.unit, first.unit)
          and found[k - 2] == frame.whole then frame.count = n end
      end
    end
  end
end

-- "A has 5, B has 7, making 12 in all"
local function total_last(state, s, found)
  for k = 3, #found do
    local one = found[k]
    if one.total and not one.frame and not one.delta and one.unit and one.unit ~= "percent" then
      local parts = {}
      local sum, target = 0, size_of(one)
      for j = k - 1, max(1, k - RECENT), -1 do
        local before = found[j]
        if before.unit == one.unit and not before.frame and not before.delta and not before.total then
          table.insert(parts, 1, before.figure)
          sum = sum + (size_of(before) or 0)
          if target and abs(sum - target) < 1e-9 * max(1, target) then break end
        elseif compatible(before.unit, one.unit) then
          break
        end
      end
      local last = k == #found
      if #parts >= 2 and target and (abs(sum - target) < 1e-9 * max(1, target) or last and abs(sum - target)
        < 0.2 * target and s.entry[one.start - 1].total) then
        local all = { one.figure }
        for _, part in ipairs(parts) do all[#all + 1] = part part.child_of = one.figure end
        one.is_total = true
        relation.add(state, { kind = "sum", whole = one.figure.index, parts = indexes(parts), closed = true,
          signal = "total" }, all)
      end
    end
  end
end

local SIGNS = { ["+"] = 1, ["-"] = -1, ["–"] = -1, ["−"] = -1, ["—"] = -1, ["="] = 0 }

local function equations(state, s, found)
  local k = 1
  while k < #found do
    local terms, list = { { figure = found[k].figure.index, sign = 1 } }, { found[k].figure }
    local j, result = k, nil
    while j < #found do
      local sign
      for i = found[j].next, found[j + 1].start - 1 do
        local value = s.kind[i] ~= "w" and SIGNS[s.word[i]]
        if not value or sign then sign = nil break end
        sign = value
      end
      if not sign or result then break end
      j = j + 1
      list[#list + 1] = found[j].figure
      if sign == 0 then result = found[j].figure.index else terms[#terms + 1] = { figure = found[j].figure.index,
        sign = sign } end
    end
    if result and #terms > 1 then relation.add(state, { kind = "equation", terms = terms, result = result,
      signal = "=" }, list) end
    k = max(j, k + 1)
  end
end

local function pairs_of_money(state, s, found)
  for k = 2, #found do
    local a, b = found[k - 1], found[k]
    if MONEY[a.unit or ""] and MONEY[b.unit or ""] and a.unit ~= b.unit and b.start - a.next <= 5 then
      local linked = false
      for i = a.next, b.start - 1 do
        local e = s.entry[i]
        if s.word[i] == "(" or s.word[i] == "=" or e.share then linked = true end
      end
      if linked then relation.add(state, { kind = "money_pair", a = a.figure.index, b = b.figure.index }, { a.figure,
        b.figure }) end
    end
  end
end

local HEADS = { person = true, member = true, turn = true, household = true, family = true }

local function means(state, found)
  local mean, total, heads, others
  for _, one in ipairs(found) do
    if one.average then mean = mean or one
    elseif HEADS[one.unit or ""] or one.unit == "organisation" then
      if heads then others = true end
      heads = heads or one
    end
  end
  for _, one in ipairs(found) do
    if one ~= mean and (mean and one.unit == mean.unit or not mean and MONEY[one.unit or ""]) and not one.delta then
      if total and one.unit == total.unit then others = true end
      total = total or one
    end
  end
  if mean then
    local count
    for _, one in ipairs(found) do
      if one ~= mean and one ~= total and not one.delta and one.unit ~= mean.unit and (one.unit == mean.per
        or one.unit == "organisation" or HEADS[one.unit or ""] and MONEY[mean.unit or ""] or one.unit == "branch")
        then count = count or one end
    end
    if total and count then
      relation.add(state, { kind = "average", mean = mean.figure.index, total = total.figure.index,
        count = count.figure.index }, { mean.figure, total.figure, count.figure })
    end
  elseif total and heads and HEADS[heads.unit] and not others and MONEY[total.unit] then
    relation.add(state, { kind = "per_head", total = total.figure.index, heads = heads.figure.index },
      { total.figure, heads.figure })
  end
end

-- "three associations: A, B and C"
local function lists(state, s, found)
  local last = found[#found]
  if not last.mantissa or last.exponent ~= 0 or last.mantissa > 40 or last.mantissa < 2 or not last.u0 then return end
  local at
  for i = last.next, s.n do
    if s.word[i] == ":" or s.entry[i].including then at = i end
    if at then break end
    if s.word[i] == ";" or s.word[i] == "." or i - last.next > 6 then return end
  end
  if not at then return end
  while s.word[at + 1] == ":" do at = at + 1 end
  local items, first, open = {}, at + 1, false
  local function take(till)
    local from = first
    while from <= till and (s.entry[from].joins or s.kind[from] == "p" or s.entry[from].stop) do from = from + 1 end
    if from <= till then
      if not s.cap[from] then return false end
      items[#items + 1] = sub(s.text, s.first[from], s.last[till])
    end
    return true
  end
  for i = at + 1, s.n do
    local w = s.word[i]
    if s.kind[i] == "n" then return end
    if w == "…" or s.entry[i].open_words then open = true end
    if w == "," or s.entry[i].joins and s.cap[i + 1] and not (s.entry[i - 1].forms_front and false) then
      if not take(i - 1) then return end
      first = i + 1
    elseif w == ";" or w == "." or w == "(" then
      if w == ";" or w == "(" then return end
      if not take(i - 1) then return end
      first = s.n + 1
      break
    end
  end
  if first <= s.n and not take(s.n) then return end
  if #items >= 2 then
    relation.add(state, { kind = "list", figure = last.figure.index, count = #items, items = items,
      closed = not open, signal = s.word[at] }, { last.figure })
  end
end

--- After the figures of a sentence are made: its relations.
function relation.sentence(state, s, found, block)
  count_items(state, found)
  sums(state)
  if #found > 1 then
    total_last(state, s, found)
    rates.find(state, s, found, relation.add)
    equations(state, s, found)
    pairs_of_money(state, s, found)
    means(state, found)
  end
  lists(state, s, found)
  -- what later sentences may go on with
  local recent = state.recent or {}
  for _, one in ipairs(found) do recent[#recent + 1] = one.figure end
  while #recent > 2 * RECENT do table.remove(recent, 1) end
  state.recent = recent
  local list = state.list
  if list and block.zone == "list" and found[1].figure then
    list.parts[#list.parts + 1] = found[1].figure
    if state.list_sentence == state.block_count then list.parts[#list.parts] = nil end
    state.list_sentence = state.block_count
  end
  relation.intro(state, s, found)
end

--- At the end of the text: what only the whole of it tells.
function relation.finish(state)
  end_list(state)
  infer.finish(state, relation.add)
end

return relation

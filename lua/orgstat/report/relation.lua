--- What figures have to do with each other: sums, percentages, growth, plans, equations, pairs.
-- @module orgstat.report.relation

local infer = require "orgstat.report.infer"
local interval = require "orgstat.report.interval"
local scan = require "orgstat.report.scan"
local structure = require "orgstat.report.structure"

local relation = {}

local min, max, abs = math.min, math.max, math.abs
local find, sub, gsub = string.find, string.sub, string.gsub
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
    if compatible(part.unit, list.whole.unit) or part.unit == "other" and list.whole.unit == "other" then parts[#parts + 1] = part end
  end
  if #parts < 2 then return end
  for _, part in ipairs(parts) do part.child_of = list.whole end
  local all = { list.whole }
  for _, part in ipairs(parts) do all[#all + 1] = part end
  relation.add(state, { kind = "sum", whole = list.whole.index, parts = indexes(parts), closed = not list.open, signal = list.signal, source = "list" }, all)
end

--- Tells that a new block begins.
function relation.block(state, block)
  if block.zone == "list" then
    if not state.list or state.list.id ~= block.list then
      end_list(state)
      local intro = state.intro
      state.list = { id = block.list, parts = {}, whole = intro and intro.whole, signal = intro and intro.signal, open = intro and intro.open }
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
  relation.ordinals(state, s)
end

--- Before figures are made: structure and what parts inherit.
function relation.inherit(state, s, found)
  structure.equations(s, found)
  state.frames = structure.frames(state, s, found)
  structure.inherit(state.frames, found)
  -- a number without any noun goes on counting what the text counted last
  for k, one in ipairs(found) do
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
        relation.add(state, { kind = "sum", whole = whole.index, parts = indexes(parts), closed = closed, signal = frame.signal,
          open_word = not closed and frame.open or nil, inferred = guessed or nil, stated = stated, source = frame.paren and "parentheses" or "text" }, all)
        if frame.rest then
          local known = {}
          for _, part in ipairs(parts) do if part ~= frame.rest.figure then known[#known + 1] = part end end
          if #known > 0 and frame.rest.figure then
            relation.add(state, { kind = "rest", whole = whole.index, parts = indexes(known), rest = frame.rest.figure.index, signal = frame.signal,
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
        if n and n <= 100 and not before.frame and not compatible(before.unit, first.unit) and found[k - 2] == frame.whole then frame.count = n end
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
      if #parts >= 2 and target and (abs(sum - target) < 1e-9 * max(1, target) or last and abs(sum - target) < 0.2 * target and s.entry[one.start - 1].total) then
        local all = { one.figure }
        for _, part in ipairs(parts) do all[#all + 1] = part part.child_of = one.figure end
        one.is_total = true
        relation.add(state, { kind = "sum", whole = one.figure.index, parts = indexes(parts), closed = true, signal = "total" }, all)
      end
    end
  end
end

local function entry_between(s, first, last, field)
  for i = first, last do
    if s.entry[i][field] then return i end
  end
end

local function is_count(one) return one.unit ~= "percent" and one.unit ~= "percentage_point" and one.unit ~= "year" and one.hedge ~= "half" end

local function percents(state, s, found)
  local set = {}
  for k, p in ipairs(found) do
    if p.unit == "percent" and not p.half then
      local till = p.right or s.n
      local plan = entry_between(s, p.next, min(till, p.next + 5), "plan") or entry_between(s, max(1, p.start - 2), p.start - 1, "plan")
      local from = k > 1 and found[k - 1].next or 1
      local part
      local paren
      for j = k - 1, max(1, k - RECENT), -1 do
        if is_count(found[j]) then part = found[j] break end
        if found[j].unit ~= "percent" then break end
      end
      for i = from, p.start - 1 do if s.word[i] == "(" then paren = i end end
      local share = entry_between(s, from, p.start - 1, "share")
      if plan then
        -- told by `plans`
      elseif part and not p.delta and k > 1 and (paren or share) and (found[k - 1] == part or found[k - 2] == part) and not (part.delta) then
        local whole, implied
        local before = part
        local index
        for j = k - 1, max(1, k - RECENT), -1 do if found[j] == part then index = j end end
        -- "4,859 of 4,956 (98 %)"
        if index and index > 1 then
          local prior = found[index - 1]
          if compatible(prior.unit, part.unit) and (size_of(prior) or 0) >= (size_of(part) or 0) == false
            and entry_between(s, prior.next, part.start - 1, "out_of") and part.start - prior.next <= 3 then
            whole, before = part, prior
          end
        end
        if not whole and part.frame and part.frame.whole then whole = part.frame.whole end
        if not whole and entry_between(s, p.next, min(till, p.next + 6), "population") then implied = "population" end
        if not whole and not implied and not share and index and index > 1 then
          local prior = found[index - 1]
          if is_count(prior) and prior.unit == part.unit and (size_of(prior) or 0) > (size_of(part) or 0) and not prior.delta then whole = prior end
        end
        local w = whole and figure_of(whole)
        if w and w.index and w ~= figure_of(before) or implied then
          relation.add(state, { kind = "percent", part = before.figure.index, whole = w and w.index, rate = p.figure.index, implied = implied,
            signal = paren and "(" or nil }, { before.figure, p.figure, w })
        end
        if part.frame then
          local list = set[part.frame] or {}
          set[part.frame] = list
          list[#list + 1] = p.figure
        end
      elseif part == nil or not paren then
        if not p.delta then
          set.plain = set.plain or {}
          set.plain[#set.plain + 1] = p.figure
        end
      end
    end
  end
  for frame, list in pairs(set) do
    if frame ~= "plain" and #list >= 2 and #list == #frame.parts and not frame.open then
      relation.add(state, { kind = "percent_set", parts = indexes(list), closed = true }, list)
    end
  end
  local list = set.plain
  if list and #list >= 2 then
    local sum = 0
    for _, figure in ipairs(list) do sum = sum + (figure.value or 0) end
    if abs(sum - 100) <= 0.1 * #list then
      relation.add(state, { kind = "percent_set", parts = indexes(list), closed = true, inferred = true, source = "arithmetic" }, list)
    end
  end
end

local function role_before(s, one, left)
  for i = one.start - 1, max(1, one.start - 3, left or 1), -1 do
    local e = s.entry[i]
    if e.begins then return "from" end
    if e.to and not e.out_of then return "to" end
    if e.from and (e.range_from or e.phrase ~= "from" or true) and not e.to then return "from" end
    if e.compared then return "from" end
    if not (e.stop or e.hedge or e.by or s.kind[i] == "w" and not e.unit) then return nil end
  end
end

local function changes(state, s, found)
  local count = #found
  local has_change, sign, merged
  for i = 1, s.n do
    local e = s.entry[i]
    if e.merged then merged = true end
    if e.up then has_change, sign = true, sign or 1 elseif e.down and not e.from then has_change, sign = true, sign or -1 end
  end
  if not has_change and not merged then return end
  local from, to, rate, change, unit
  for k = 1, count do
    local one = found[k]
    local role = role_before(s, one, k > 1 and found[k - 1].next or 1)
    if one.unit == "percent" and one.delta then rate = rate or one
    elseif one.delta and is_count(one) then change = change or one
    elseif is_count(one) or one.unit == "percent" then
      if role == "from" and not from then from = one
      elseif role == "to" and not to and (not from or compatible(from.unit, one.unit)) then to = one end
    end
  end
  if merged and not from then
    local at
    for i = 1, s.n do if s.entry[i].merged then at = i break end end
    for k = 1, count do
      if is_count(found[k]) and not found[k].delta then
        if found[k].next <= at then from = found[k] elseif found[k].start > at and not to then to = found[k] end
      end
    end
  end
  -- "65 associations, 5 more than the 60 of last year"
  if not to and (from or change and rate) then
    for k = 1, count do
      local one = found[k]
      if one ~= from and one ~= change and one ~= rate and is_count(one) and not one.delta and compatible(one.unit, (from or change).unit)
        and not one.frame then to = one break end
    end
  end
  if from and to and compatible(from.unit, to.unit) and not (from.frame and to.frame and from.frame == to.frame) then
    local a, b = size_of(from), size_of(to)
    if a and b then sign = b >= a and 1 or -1 end
    if change and not compatible(change.unit, to.unit) then change = nil end
    if rate then
      relation.add(state, { kind = "growth", from = from.figure.index, to = to.figure.index, rate = rate.figure.index, change = change and change.figure.index,
        sign = (rate.delta == "down") and -1 or 1 }, { from.figure, to.figure, rate.figure, change and change.figure })
    end
    if change or merged or not rate then
      relation.add(state, { kind = "from_to", from = from.figure.index, to = to.figure.index, change = change and change.figure.index, sign = sign,
        merged = merged or false }, { from.figure, to.figure, change and change.figure })
    end
  elseif to and rate and change and compatible(change.unit, to.unit) then
    relation.add(state, { kind = "growth", to = to.figure.index, rate = rate.figure.index, change = change.figure.index, sign = rate.delta == "down" and -1 or 1 },
      { to.figure, rate.figure, change.figure })
  end
end

local function plans(state, s, found)
  local at
  for i = 1, s.n do
    local e = s.entry[i]
    if e.plan or e.over_plan or e.under_plan then at = i break end
  end
  if not at then return end
  local result, target, rate, excess, sign
  for k, one in ipairs(found) do
    local till = k < #found and found[k + 1].start - 1 or s.n
    local behind = entry_between(s, one.next, min(till, one.next + 3), "plan")
    local over = entry_between(s, one.next, min(till, one.next + 3), "over_plan")
    local under = entry_between(s, one.next, min(till, one.next + 3), "under_plan")
    local before = k > 1 and found[k - 1].next or 1
    local over_before = entry_between(s, max(before, one.start - 3), one.start - 1, "over_plan")
    -- "vượt 5.501": before a number of its own it is a hedge, beside a plan it is not
    local first = s.entry[one.start]
    local beyond = first.hedge and first.over_plan and (behind or k > 1)
    if beyond then over_before = one.start end
    local under_before = entry_between(s, max(before, one.start - 3), one.start - 1, "under_plan")
    local plan_before = entry_between(s, max(before, one.start - 4), one.start - 1, "plan")
    if one.unit == "percent" then
      if (over_before or over) and not behind then
        -- "exceeding the plan by 5 %"
      elseif behind or plan_before then
        rate = rate or one
      end
    elseif is_count(one) then
      local is_over = over and s.entry[over].plan ~= true and not (s.entry[over].phrase == "vượt") or over_before and (behind or s.entry[over_before].phrase ~= "vượt" or plan_before)
      if is_over or beyond then
        excess, sign = excess or one, 1
        if beyond then
          one.hedge, one.figure.hedge = "exact", "exact"
          interval.set(one.figure)
        end
      elseif under and find(s.entry[under].phrase, " ") or under_before and find(s.entry[under_before].phrase, " ") then excess, sign = excess or one, -1
      elseif plan_before and result or plan_before and not result and not behind then target = target or one
      elseif not result and (not one.delta or k == 1) then result = one end
    end
  end
  if not result and target and rate then
    return
  end
  if result and (rate or excess) and (rate or target) then
    if target and not compatible(target.unit, result.unit) then target = nil end
    if excess and not compatible(excess.unit, result.unit) then excess = nil end
    if rate and not (target or excess) then return end
    relation.add(state, { kind = "plan", result = result.figure.index, target = target and target.figure.index, rate = rate and rate.figure.index,
      excess = excess and excess.figure.index, sign = sign or 1 }, { result.figure, target and target.figure or nil, rate and rate.figure or result.figure, excess and excess.figure or nil })
  elseif result and target and excess then
    relation.add(state, { kind = "plan", result = result.figure.index, target = target.figure.index, excess = excess.figure.index, sign = sign or 1 },
      { result.figure, target.figure, excess.figure })
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
      if sign == 0 then result = found[j].figure.index else terms[#terms + 1] = { figure = found[j].figure.index, sign = sign } end
    end
    if result and #terms > 1 then relation.add(state, { kind = "equation", terms = terms, result = result, signal = "=" }, list) end
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
      if linked then relation.add(state, { kind = "money_pair", a = a.figure.index, b = b.figure.index }, { a.figure, b.figure }) end
    end
  end
end

local HEADS = { person = true, member = true, turn = true, household = true, family = true }

local function means(state, s, found)
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
      if one ~= mean and one ~= total and not one.delta and one.unit ~= mean.unit and (one.unit == mean.per or one.unit == "organisation" or HEADS[one.unit or ""] and MONEY[mean.unit or ""] or one.unit == "branch") then count = count or one end
    end
    if total and count then
      relation.add(state, { kind = "average", mean = mean.figure.index, total = total.figure.index, count = count.figure.index }, { mean.figure, total.figure, count.figure })
    end
  elseif total and heads and HEADS[heads.unit] and not others and MONEY[total.unit] then
    relation.add(state, { kind = "per_head", total = total.figure.index, heads = heads.figure.index }, { total.figure, heads.figure })
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
    relation.add(state, { kind = "list", figure = last.figure.index, count = #items, items = items, closed = not open, signal = s.word[at] }, { last.figure })
  end
end

--- Ordinals and years of congresses and terms.
function relation.ordinals(state, s)
  -- filled in by `document`
end

--- After the figures of a sentence are made: its relations.
function relation.sentence(state, s, found, dates, block, count)
  count_items(state, found)
  sums(state)
  if #found > 1 then
    total_last(state, s, found)
    percents(state, s, found)
    changes(state, s, found)
    plans(state, s, found)
    equations(state, s, found)
    pairs_of_money(state, s, found)
    means(state, s, found)
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

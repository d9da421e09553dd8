--- Percentages of a whole, growth, and plans with their results.
-- @module orgstat.report.rates

local interval = require "orgstat.report.interval"
local structure = require "orgstat.report.structure"

local rates = {}

local min, max, abs = math.min, math.max, math.abs
local size_of, compatible = structure.size_of, structure.compatible

local RECENT = 12 -- figures before a percentage among which its part is sought

local function indexes(list)
  local out = {}
  for i, figure in ipairs(list) do out[i] = figure.index end
  return out
end

local function figure_of(one) return one.figure or one end

local function entry_between(s, first, last, field)
  for i = first, last do
    if s.entry[i][field] then return i end
  end
end

local function is_count(one) return one.unit ~= "percent" and one.unit ~= "percentage_point"
  and one.unit ~= "year" and one.hedge ~= "half" end

local function percents(state, s, found, add)
  local set = {}
  for k, p in ipairs(found) do
    if p.unit == "percent" and not p.half then
      local till = p.right or s.n
      local plan = entry_between(s, p.next, min(till, p.next + 5), "plan") or entry_between(s, max(1, p.start - 2),
        p.start - 1, "plan")
      local from = k > 1 and found[k - 1].next or 1
      local part
      local paren
      for j = k - 1, max(1, k - RECENT), -1 do
        if is_count(found[j]) then part = found[j] break end
        if found[j].unit ~= "percent" then break end
      end
      for i = from, p.start - 1 do if s.word[i] == "(" then paren = i end end
      local share = entry_between(s, from, p.start - 1, "share")
      if not plan and part and not p.delta and k > 1 and (paren or share) and (found[k - 1] == part
        or found[k - 2] == part)
        and not (part.delta) then
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
          if is_count(prior) and prior.unit == part.unit and (size_of(prior) or 0) > (size_of(part) or 0)
            and not prior.delta then whole = prior end
        end
        local w = whole and figure_of(whole)
        if w and w.index and w ~= figure_of(before) or implied then
          add(state, { kind = "percent", part = before.figure.index, whole = w and w.index,
            rate = p.figure.index, implied = implied,
            signal = paren and "(" or nil }, { before.figure, p.figure, w })
        end
        if part.frame then
          local list = set[part.frame] or {}
          set[part.frame] = list
          list[#list + 1] = p.figure
        end
      elseif not plan and (part == nil or not paren) then
        if not p.delta then
          set.plain = set.plain or {}
          set.plain[#set.plain + 1] = p.figure
        end
      end
    end
  end
  for frame, list in pairs(set) do
    if frame ~= "plain" and #list >= 2 and #list == #frame.parts and not frame.open then
      add(state, { kind = "percent_set", parts = indexes(list), closed = true }, list)
    end
  end
  local list = set.plain
  if list and #list >= 2 then
    local sum = 0
    for _, figure in ipairs(list) do sum = sum + (figure.value or 0) end
    if abs(sum - 100) <= 0.1 * #list then
      add(state, { kind = "percent_set", parts = indexes(list), closed = true, inferred = true,
        source = "arithmetic" }, list)
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

local function changes(state, s, found, add)
  local count = #found
  local has_change, sign, merged
  for i = 1, s.n do
    local e = s.entry[i]
    if e.merged then merged = true end
    if e.up then has_change, sign = true, sign or 1 elseif e.down and not e.from then has_change, sign = true,
      sign or -1 end
  end
  if not has_change and not merged then return end
  local from, to, rate, change
  for k = 1, count do
    local one = found[k]
    local role = role_before(s, one, k > 1 and found[k - 1].next or 1)
    if one.unit == "percent" and (one.delta or change and k > 1 and found[k - 1] == change) then rate = rate or one
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
      if one ~= from and one ~= change and one ~= rate and is_count(one) and not one.delta and compatible(one.unit,
        (from or change).unit)
        and not one.frame then to = one break end
    end
  end
  if from and to and compatible(from.unit, to.unit) and not (from.frame and to.frame and from.frame == to.frame) then
    local a, b = size_of(from), size_of(to)
    if a and b then sign = b >= a and 1 or -1 end
    if change and not compatible(change.unit, to.unit) then change = nil end
    if rate then
      add(state, { kind = "growth", from = from.figure.index, to = to.figure.index,
        rate = rate.figure.index, change = change and change.figure.index,
        sign = (rate.delta == "down") and -1 or 1 }, { from.figure, to.figure, rate.figure, change
          and change.figure })
    end
    if change or merged or not rate then
      add(state, { kind = "from_to", from = from.figure.index, to = to.figure.index, change = change
        and change.figure.index, sign = sign,
        merged = merged or false }, { from.figure, to.figure, change and change.figure })
    end
  elseif to and rate and change and compatible(change.unit, to.unit) then
    add(state, { kind = "growth", to = to.figure.index, rate = rate.figure.index,
      change = change.figure.index, sign = rate.delta == "down" and -1 or 1 },
      { to.figure, rate.figure, change.figure })
  end
end

local function plans(state, s, found, add)
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
    local under_before = entry_between(s, max(before, one.start - 3), one.start - 1, "under_plan")
    local plan_before = entry_between(s, max(before, one.start - 4), one.start - 1, "plan")
    if one.unit == "percent" then
      -- but for "exceeding the plan by 5 %"
      if behind or plan_before and not (over_before or over) then rate = rate or one end
    elseif is_count(one) then
      if over or over_before or beyond or one.delta == "up" and behind then
        excess, sign = excess or one, 1
        if beyond then
          one.hedge, one.figure.hedge = "exact", "exact"
          interval.set(one.figure)
        end
      elseif under or under_before or one.delta == "down" and behind then excess, sign = excess or one, -1
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
    add(state, { kind = "plan", result = result.figure.index, target = target and target.figure.index,
      rate = rate and rate.figure.index,
      excess = excess and excess.figure.index, sign = sign or 1 }, { result.figure, target and target.figure or nil,
        rate and rate.figure or result.figure, excess and excess.figure or nil })
  elseif result and target and excess then
    add(state, { kind = "plan", result = result.figure.index, target = target.figure.index,
      excess = excess.figure.index, sign = sign or 1 },
      { result.figure, target.figure, excess.figure })
  end
end

--- Adds the percentages, changes and plans that a sentence tells.
-- @tparam table state of the reader
-- @tparam table s sentence
-- @tparam table found its figures
-- @tparam function add takes a relation and its figures
function rates.find(state, s, found, add)
  percents(state, s, found, add)
  changes(state, s, found, add)
  plans(state, s, found, add)
end

return rates

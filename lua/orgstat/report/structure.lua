--- Wholes and parts in a sentence: "of which 65 ..., including 14 ... and 51 ...; 124 ...".
--
-- A stack of frames, one for each whole whose parts are being told. Signals open a frame; brackets,
-- a last part with "and", a semicolon, another kind of label, or parts that make the whole close it.
-- @module orgstat.report.structure

local interval = require "orgstat.report.interval"

local structure = {}

local max, min, abs = math.max, math.min, math.abs

local BACK = 16 -- figures before a part among which its whole is sought
local AHEAD = 80 -- items of brackets that are looked through

local PEOPLE = { person = true, member = true }
local NO_PART = { percent = true, percentage_point = true, year = true, hour = true, score = true }

-- Whether two units may stand for parts and whole.
local function compatible(a, b)
  if not a or not b or a == b then return true end
  if PEOPLE[a] and PEOPLE[b] then return true end
  if a == "unit" or b == "unit" then return a == "other" or b == "other" or a == "branch" or b == "branch"
    or a == "organisation" or b == "organisation" or a == "group" or b == "group" end
  return false
end
structure.compatible = compatible

local function size_of(one)
  if one.value then return one.value end
  if one.mantissa then return one.mantissa * 10.0 ^ one.exponent end
  if one.b then return one.b.mantissa * 10.0 ^ one.b.exponent end
  return one.lo
end
structure.size_of = size_of

-- What stands between two figures: signal, open word, brackets, separator, "and".
local function gap(s, from, till)
  local g = { comma = false, semicolon = false, joined = false }
  local entry, word = s.entry, s.word
  local depth_open
  for i = from, till do
    local e, w = entry[i], word[i]
    if w == ")" then
      g.closes = true
      if depth_open then
        if g.sign and g.sign > depth_open then g.sign = nil end
        depth_open, g.opens = nil, nil
      end
      g.sign_in = nil
    elseif w == "(" then
      g.opens, depth_open = i, i
    elseif w == ":" then
      if s.kind[i - 1] ~= "n" then g.colon = i end -- "(2015: ...)"
    elseif w == ";" then
      g.semicolon, g.joined = true, false
    elseif w == "," then
      g.comma, g.last_comma = true, i
      g.joined = false
    elseif w == "…" then
      g.dots = true
    end
    if e.open_words and not (e.joins) then g.open = g.open or i end
    if e.of_which then
      g.sign = g.sign or i
      g.of_which = true
    elseif e.including and not (w == "with" and false) then
      g.sign = g.sign or i
    end
    if e.joins and w ~= ";" then g.joined = true end
    if e.compared or e.plan then g.compared = true end
  end
  return g
end

local function is_part_like(one)
  return not one.delta and not NO_PART[one.unit] and not one.average and one.hedge ~= "half"
end


-- The nearest figure before k that the figure can be a part of.
local function whole_for(found, k, lowest)
  local part = found[k]
  lowest = max(lowest, k - BACK)
  local least = (size_of(part) or 0) / 2 -- a whole may be wrong, but not by any amount
  for j = k - 1, lowest, -1 do
    local one = found[j]
    if is_part_like(one) and (not part.unit or one.unit == part.unit) and (size_of(one) or 0) >= least then
      return j end
  end
  for j = k - 1, lowest, -1 do
    local one = found[j]
    if is_part_like(one) and compatible(one.unit, part.unit) and (size_of(one) or 0) >= least then return j end
  end
end

-- What the parts of a frame are together so far.
local function sum_of(frame)
  local sum = frame.sum or 0
  for i = (frame.summed or 0) + 1, #frame.parts do sum = sum + (size_of(frame.parts[i]) or 0) end
  frame.sum, frame.summed = sum, #frame.parts
  return sum
end

-- The nearest figure that "of them" can mean: not an amount of money, unless the part is one.
local function nearest_count(list, last, part)
  for j = last, max(1, last - BACK), -1 do
    local one = list[j]
    if is_part_like(one) and (size_of(one) or 0) >= (size_of(part) or 0)
      and (part.unit and compatible(one.unit, part.unit)
        or not part.unit and one.unit and not interval.is_money(one.unit)) then
      return one
    end
  end
end

local function fits(frame)
  local sum = sum_of(frame)
  local whole = size_of(frame.whole)
  return whole and #frame.parts > 1 and abs(sum - whole) <= 1e-9 * max(1, abs(whole))
end

local function by_level(frame)
  for i = 1, min(#frame.parts, BACK) do
    local part = frame.parts[i]
    if part.by and part.by.scope_level and part.own then return true end
  end
  return false
end

-- The whole in earlier sentences that a sentence beginning with "of these" speaks of.
local function earlier(state, part)
  local recent = state.recent or {}
  for j = #recent, max(1, #recent - 8), -1 do
    local one = recent[j]
    if part.unit and one.unit == part.unit and not one.delta and is_part_like(one) and (size_of(one)
      or 0) >= (size_of(part) or 0) then return one end
  end
  for j = #recent, max(1, #recent - 8), -1 do
    local one = recent[j]
    if is_part_like(one) and compatible(one.unit, part.unit) and (size_of(one) or 0) >= (size_of(part) or 0) then
      return one end
  end
end

local function signal_words(s, at) return at and s.text:sub(s.first[at], s.last[at]) or nil end

-- Brackets behind a figure that hold several of its kind tell its parts.
local function bracketed(s, found, k)
  local one, depth, close = found[k], 0, nil
  for i = one.next, min(s.n, one.next + AHEAD) do
    if s.word[i] == "(" then depth = depth + 1
    elseif s.word[i] == ")" then
      if depth == 0 then close = i break end
      depth = depth - 1
    end
  end
  if not close then return false end
  local inside = 0
  for j = k, #found do
    if found[j].start > close then break end
    if is_part_like(found[j]) and compatible(found[j].unit, found[k - 1].unit) then inside = inside + 1 end
  end
  return inside >= 2
end

--- Finds wholes and parts among the figures of a sentence.
-- @tparam table state of the reader; `recent` figures of earlier sentences
-- @tparam table s sentence
-- @tparam table found figures of the sentence
-- @treturn table frames: `whole`, `parts`, `open`, `signal`
function structure.frames(state, s, found)
  local frames, stack = {}, {}
  local count = #found
  local function push(whole, k, g, at, paren)
    local frame = { whole = whole, parts = { found[k] }, signal = signal_words(s, at), paren = paren,
      open = g.open and signal_words(s, g.open) or nil, of_which = g.of_which }
    frames[#frames + 1], stack[#stack + 1] = frame, frame
    found[k].frame = frame
    return frame
  end
  local function pop() stack[#stack] = nil end
  for k = 1, count do
    local one = found[k]
    local from = k > 1 and found[k - 1].next or 1
    local g = gap(s, from, one.start - 1)
    one.gap = g
    if k == 1 then
      -- a sentence that goes on with an earlier total
      local again, open
      for i = 1, min(one.start - 1, 5) do
        if s.entry[i].including and count > 1 then again = again or i end
      end
      for i = 1, one.start - 1 do
        local e = s.entry[i]
        if (e.again or e.of_which) and (i <= 3 or e.of_which) then again = again or i end
        if e.open_words then open = open or i end
      end
      if again and is_part_like(one) then
        local whole = earlier(state, one)
        if whole then
          g.open = open
          push(whole, k, g, again)
        end
      end
    elseif is_part_like(one) then
      if g.closes then
        for level = #stack, 1, -1 do
          if stack[level].paren then
            while #stack >= level do pop() end
            break
          end
        end
      end
      local at = g.sign or (g.colon and g.colon > from - 1 and g.colon) or g.opens and bracketed(s, found, k)
        and g.opens
      local lone_open = not at and g.open and (one.start - g.open <= 3 or g.open - from <= 2) and g.open
      if (at or lone_open) and not g.compared then
        local lowest = 1
        local w = whole_for(found, k, lowest)
        local top = stack[#stack]
        local prior = w and found[w]
        -- a second "of which" beside the parts of the first
        if top and prior and w < k - 1 and prior == top.whole and at and not g.of_which then prior = nil end
        if prior and not (prior.delta) then
          -- frames that this whole is not a part of are over
          while #stack > 0 do
            local t = stack[#stack]
            if t.whole == prior or prior.frame == t then break end
            pop()
          end
          if #stack > 0 and stack[#stack].whole == prior and #stack[#stack].parts > 0 and not g.of_which
            and not g.sign then
            local t = stack[#stack]
            t.parts[#t.parts + 1] = one
            one.frame = t
          else
            push(prior, k, g, at or g.open, g.opens)
            if lone_open then frames[#frames].open = signal_words(s, g.open) end
          end
        end
      elseif #stack > 0 then
        local top = stack[#stack]
        while #stack > 1 do
          local outer = stack[#stack - 1]
          local level_change = one.own and one.by.scope_level and not by_level(top) and by_level(outer)
          if top.ended or fits(top) or g.semicolon and not top.semicolon or level_change then
            pop()
            top = outer
          else
            break
          end
        end
        local sum_full = fits(top)
        local dead = top.paren and g.closes
        local ended = top.ended
        if ended and #stack == 1 then -- a list goes on behind its "and" while the whole has room
          local sum = sum_of(top) + (size_of(one) or 0)
          ended = sum > (size_of(top.whole) or 0)
        end
        if not (sum_full or dead or ended) and compatible(top.parts[1].unit or top.whole.unit, one.unit)
          and not (g.compared) and (size_of(one) or 0) <= (size_of(top.whole) or math.huge) * 1.3 then
          if not (one.unit == nil and top.parts[1].unit == nil and top.whole.unit == nil) then
            top.parts[#top.parts + 1] = one
            one.frame = top
            if g.semicolon then top.semicolon = true end
            if g.joined and not g.semicolon then top.ended = true end
          end
        end
      end
    end
    -- "14 of them": a part of what was told before
    if not one.frame and is_part_like(one) and (s.entry[one.last + 1].again or s.entry[one.last + 1].of_which)
      and not one.u0 then
      local recent = state.recent or {}
      local whole = nearest_count(found, k - 1, one) or nearest_count(recent, #recent, one)
      if whole and (size_of(whole) or 0) >= (size_of(one) or 0) then
        if whole.unit and (not one.unit or one.unit_before) then one.unit, one.inherited = whole.unit, true end
        push(whole, k, { open = nil }, one.last + 1).open = "of them"
      end
    end
    -- "of 80 invited, 79 ... and 1 ...": the first is the whole of the others
    if k == 2 and not one.frame and is_part_like(one) and is_part_like(found[1]) and not g.of_which then
      local first = found[1]
      local lead
      for i = max(1, first.start - 2), first.start - 1 do if s.entry[i].out_of and i <= 3 then lead = i end end
      if lead and g.comma and compatible(first.unit, one.unit) and (size_of(first) or 0) >= (size_of(one) or 0)
        and first.unit then
        push(first, k, g, lead)
      end
    end
    -- a rest is told of the total before it
    if (one.rest or one.other) and not one.frame and is_part_like(one) then
      local known, whole
      for j = k - 1, max(1, k - BACK), -1 do
        if is_part_like(found[j]) and compatible(found[j].unit, one.unit) then
          if not known then known = found[j] elseif (size_of(found[j]) or 0) >= (size_of(known) or 0) then
            whole = found[j] break end
        end
      end
      if not known or not whole then
        local recent = state.recent or {}
        for j = #recent, max(1, #recent - 6), -1 do
          local r = recent[j]
          if is_part_like(r) and compatible(r.unit, one.unit) then
            if not known then known = r elseif (size_of(r) or 0) > (size_of(known) or 0) then whole = r break end
          end
        end
      end
      if known and whole then
        local parts = known.frame and known.frame.whole == whole and known.frame.parts or { known }
        local all = {}
        for _, part in ipairs(parts) do all[#all + 1] = part end
        if known.frame and known.frame.whole == whole then
          known.frame.parts[#known.frame.parts + 1] = one
          one.frame, known.frame.rest, known.frame.open = known.frame, one.rest and one, nil
        else
          all[#all + 1] = one
          local frame = { whole = whole, parts = all, rest = one.rest and one, signal = one.rest and "rest"
            or "others" }
          frame.guessed = known.index ~= nil -- what it is the rest of was told sentences ago
          frames[#frames + 1] = frame
          one.frame = frame
          if not known.frame and not known.index then known.frame = frame end
        end
      end
    end
  end
  -- what follows the last figure may leave a list open
  if count > 0 then
    local tail = gap(s, found[count].next, s.n)
    local last = found[count].frame
    if last and (tail.dots or tail.open) then last.open = last.open or signal_words(s, tail.open) or "..." end
  end
  return frames
end

-- Terms of a printed equation count one thing.
local SIGNS = { ["+"] = true, ["-"] = true, ["–"] = true, ["−"] = true, ["="] = true, ["—"] = true }
function structure.equations(s, found)
  local k = 1
  while k < #found do
    local j = k
    while j < #found and found[j + 1].start == found[j].next + 1 and SIGNS[s.word[found[j].next]] do j = j + 1 end
    if j > k + 1 then
      local unit, noun
      for i = k, j do
        if found[i].u0 then unit, noun = found[i].unit, found[i].noun end
      end
      for i = k, j do
        if unit and not found[i].u0 then found[i].unit, found[i].noun, found[i].unit_before = unit, noun, nil end
      end
    end
    k = j + 1
  end
end

--- Gives parts what their wholes have: unit, codes, dates, place.
function structure.inherit(frames, found)
  for _, frame in ipairs(frames) do
    local whole = frame.whole
    for _, part in ipairs(frame.parts) do
      if not part.index then -- else it is of an earlier sentence
        if (not part.unit or part.unit_before and NO_PART[part.unit]) and whole.unit then
          part.unit, part.inherited = whole.unit, true
          if not part.noun then part.noun = whole.noun end
        elseif part.unit == "other" and part.u0 and not part.known_noun and whole.unit ~= "other"
          and not part.sure then
          if part.loose then part.unit = whole.unit end
        end
        local by = part.by
        if whole.by then
          for key, code in pairs(whole.by) do
            if by[key] == nil then by[key] = code end
          end
        end
        if not part.as_of and not part.from then part.as_of, part.from, part.to = whole.as_of, whole.from,
          whole.to end
        if not part.place then part.place = whole.place end
      end
    end
  end
  -- a number without a noun in an enumeration counts what the one before it counts
  for k = 2, #found do
    local one, before = found[k], found[k - 1]
    local blank = not one.unit or one.weak and before.unit ~= "other"
    if blank and before.unit and not NO_PART[before.unit] and one.gap and not one.gap.colon then
      one.unit, one.inherited = before.unit, true
      if not one.noun then one.noun = before.noun end
    end
  end
  for k = #found - 1, 1, -1 do
    local one, after = found[k], found[k + 1]
    if not one.unit and after.unit and not NO_PART[after.unit] and not after.inherited then one.unit,
      one.inherited = after.unit, true end
  end
end

return structure

--- The figures of one sentence: number, scale, currency, hedge, unit and noun.
-- @module orgstat.report.scan

local date = require "orgstat.report.date"
local guard = require "orgstat.report.guard"
local number = require "orgstat.report.number"

local scan = {}

local find = string.find
local tointeger = math.tointeger

local MONEY = { VND = true, IDR = true, USD = true, GBP = true, EUR = true, AUD = true }
local WHOLE = {
  organisation = true, branch = true, sub_branch = true, group = true, unit = true, person = true, member = true,
    turn = true,
  household = true, family = true, session = true, conference = true, course = true, document = true, opinion = true,
  petition = true, decision = true, filing = true, case = true, gift = true, house = true, animal = true,
    blood_unit = true,
  scholarship = true, other = true,
}
scan.MONEY, scan.WHOLE = MONEY, WHOLE

-- The noun behind a number: its unit, the noun's first and last item.
local function noun_after(s, j, grammar)
  local kind, entry, word = s.kind, s.entry, s.word
  local reach = grammar.noun_after
  local start = j
  local best_unit, best_first, best_last
  local unknown
  local limit = j + reach
  while j <= limit do
    local e = entry[j]
    if kind[j] ~= "w" then
      if word[j] == "-" and s.glued[j] and s.glued[j + 1] then
        limit = limit + 1 -- glue inside a word
      elseif word[j] == "," and j > start and not best_unit and not unknown and kind[j + 1] == "w" and grammar.plural
        and (entry[j - 1].adverbs or entry[j - 1].category or entry[j - 1].level) and not entry[j + 1].stop then
        limit = limit + 1
      else
        break
      end
    elseif e.unit then
      if not grammar.plural then return e.unit, j, j end
      best_unit, best_first, best_last = e.unit, start, j
      if e.plural then break end
    elseif e.others and not e.adverbs or e.of_which then
      break
    elseif e.joins and j > start and not best_unit and not unknown and grammar.plural and kind[j + 1] == "w"
      and not entry[j + 1].stop then
      limit = limit + 1
    elseif e.stop and not e.adverbs or e.month or e.digit or e.share or e.total then
      break
    elseif grammar.plural and not best_unit and not s.cap[j] and find(word[j], "[^s]s$") and #word[j] > 3
      and not e.level then
      unknown = j
      local next_entry = entry[j + 1]
      if not (next_entry.unit and next_entry.plural) then break end
    elseif not e.level and not e.category and not e.adverbs then
      unknown = unknown or false
    end
    j = j + 1
  end
  if best_unit == "unit" and entry[best_last + 1].out_of and entry[best_last + 2].unit then -- "units of cooperatives"
    return entry[best_last + 2].unit, best_first, best_last + 2
  end
  if best_unit then return best_unit, best_first, best_last end
  if unknown then return "other", start, unknown end
  -- a noun that no list has
  local e = entry[start]
  if kind[start] == "w" and not e.stop and not e.level and not e.category and not e.month and not e.digit
    and not e.including
    and not e.of_which and not e.open_words and not e.share and not e.compared and not e.total and not e.average
      and not e.up
    and not e.down and not e.plan and not e.over_plan and not e.hedge and not e.after and not e.rest
      and not e.range_to
    and not e.to and not e.out_of and not e.adverbs and not e.status and not e.per and not e.places
      and not e.founded and not e.as_of
    and not e.others then
    return "other", start, start, true
  end
end

-- Currency before the item: its first item, or nil.
local function currency_before(s, i)
  local e = s.entry[i - 1]
  if e.currency then
    if #s.word[i - 1] == 1 and s.kind[i - 1] == "w" and not (s.glued[i] and s.cap[i - 1]) then return nil end
    return i - 1, e.currency
  end
  if s.word[i - 1] == "." and s.entry[i - 2].currency then return i - 2, s.entry[i - 2].currency end
end

-- Hedge words that stand before item i.
local function hedge_before(s, i)
  local entry, word = s.entry, s.word
  local j = i - 1
  if word[j] == "(" or word[j] == '"' or word[j] == ":" then return nil end
  local e = entry[j]
  if not e.hedge and (e.total or e.articles or e.by or e.share and not e.hedge) and entry[j - 1].hedge then
    j = j - 1 end
  e = entry[j]
  if e.hedge and e.out_of and s.kind[j - 1] == "n" then return nil end -- "4.859 trên 4.956 hội"
  if e.hedge then
    -- "more than" of a comparison is none: "5 more than ..." has no number behind
    if e.hedge == "about" and e.stop and s.kind[j - 1] == nil and not s.kind[i] then return nil end
    return e.hedge, j
  end
  if word[j] == ">" then return "more_than", j elseif word[j] == "<" then return "under", j
  elseif word[j] == "~" or word[j] == "≈" or word[j] == "±" then return "about", j
  elseif word[j] == "≥" then return "at_least", j elseif word[j] == "≤" then return "at_most", j end
end

-- Scale words from item j on: the power of ten together, the item behind them, the last of them.
local function scales(s, j, money)
  local entry = s.entry
  local power, first = 0, j
  while true do
    local e = entry[j]
    local scale = e.scale
    if scale and scale >= 2 and (s.kind[j] == "w") then
      power, j = power + scale, j + 1
    elseif scale == 1 and j == first and e.scale and not e.dozen then
      power, j = power + 1, j + 1
    else
      break
    end
  end
  if j == first then
    local e = entry[j]
    if e.short and s.kind[j] == "w" then
      local risky = #s.word[j] == 1
      if s.glued[j] and (not risky or money or e.short == 3) or not s.glued[j] and (money and risky or not risky
        and not e.unit) then
        return e.short, j + 1
      end
    end
    return nil, j
  end
  return power, j
end

local POW = {}
for k = 0, 18 do POW[k] = tointeger(10.0 ^ k) end

-- a·10^x + b·10^y
local function plus(a, x, b, y)
  if x > y then a, x, b, y = b, y, a, x end
  local shift = POW[y - x]
  if not shift or b * (shift + 0.0) > 9e17 then return nil end
  return a + b * shift, x
end

-- A number in digits at item i with its scale words. Returns the item behind, and a table with
-- mantissa, exponent, or readings.
local function in_digits(s, i, grammar, ctx)
  local entry, kind, word = s.entry, s.kind, s.word
  local j = i + 1
  -- "Rp582.932,-"
  if word[j] == "," and (word[j + 1] == "-" or word[j + 1] == "–") and s.glued[j] and s.glued[j + 1] then
    j = j + 2 end
  -- "8/8 branches"
  if word[j] == "/" and s.glued[j] and kind[j + 1] == "n" and s.glued[j + 1] and entry[j + 2].unit then j = j + 2 end
  local money = currency_before(s, i) or word[i - 1] == "." and entry[i - 2].currency
  local power, behind = scales(s, j, money)
  local after = entry[behind]
  local percent = after.percent
  local unit, u0, u1
  if not (percent or money or after.currency) then unit, u0, u1 = noun_after(s, behind, grammar) end
  local hints = ctx.hints
  hints.scaled, hints.percent = power ~= nil, percent ~= nil
  hints.whole = unit ~= nil and WHOLE[unit] or nil
  local raw = word[i]
  local value = number.digits(raw, grammar, hints)
  if not value then return i + 1, nil end
  value.next, value.unit, value.u0, value.u1 = behind, unit, u0, u1
  if value.mantissa and power then
    value.scaled, value.exponent = true, value.exponent + power
    value.scale_first, value.scale_last = j, behind - 1
    -- mixed: "258 billion 706 million", "2 triệu rưỡi"
    local lowest = power
    while value.exponent <= 18 do
      local k = behind
      if entry[k].rule == "half" and lowest > 1 then
        local m, e = plus(value.mantissa, value.exponent, 5, lowest - 1)
        if not m then break end
        value.mantissa, value.exponent, behind = m, e, k + 1
        break
      end
      if entry[k].rule == "link" and kind[k + 1] == "n" then k = k + 1 end
      if entry[k].currency and kind[k + 1] == "n" and false then k = k + 1 end
      if kind[k] ~= "n" or find(word[k], "%D") or #word[k] > 3 then break end
      local low, further = scales(s, k + 1, money)
      if not low or low >= lowest then break end
      local m, e = plus(value.mantissa, value.exponent, tointeger(word[k]), low)
      if not m then break end
      value.mantissa, value.exponent, lowest, behind = m, e, low, further
    end
    if behind ~= value.next then
      value.next = behind
      value.unit, value.u0, value.u1 = nil, nil, nil
      if not entry[behind].currency and not entry[behind].percent and not money then
        value.unit, value.u0, value.u1 = noun_after(s, behind, grammar)
      end
    end
  elseif power then
    value.scaled = true
    for k = 1, #value.readings do value.readings[k] = value.readings[k] * 10.0 ^ power end
  end
  value.last = value.next - 1
  return value.next, value
end

-- Fills in what stands around a number: currency, percent, hedge. `value.next` is the item behind it.
local function surround(s, i, value, grammar)
  local entry = s.entry
  local first = i
  local from, currency = currency_before(s, i)
  if from then first, value.unit, value.u0, value.u1 = from, currency, nil, nil end
  local j = value.next
  local e = entry[j]
  if e.percent then
    value.unit, value.u0, value.u1 = e.percent, nil, nil
    value.next = j + 1
  elseif e.currency and (not currency or currency == e.currency) then
    value.unit, value.u0, value.u1 = e.currency, nil, nil
    value.last, value.next = j, j + 1
  elseif not value.unit and not currency then
    -- "1.254 lebih ormas", "431 ribu lebih"
    if e.after then value.hedge = e.after end
    value.unit, value.u0, value.u1 = noun_after(s, e.after and j + 1 or j, grammar)
  end
  local behind = value.u1 and value.u1 + 1 or value.next
  value.next = math.max(value.next, behind)
  local hedge, at = hedge_before(s, first)
  e = entry[value.next]
  if s.word[value.next] == "+" and s.kind[value.next + 1] ~= "n" then
    value.hedge = "at_least"
  elseif e.after and not hedge then
    value.hedge = e.after
    value.next = value.next + 1
  elseif s.word[value.next] == "," and entry[value.next + 1].after == "at_least" and not hedge then
    value.hedge = "at_least"
  end
  if entry[value.last + 1].after and not value.hedge and not hedge then value.hedge = entry[value.last + 1].after end
  if not value.unit and grammar.money and value.scaled and value.exponent
    and value.mantissa * 10.0 ^ value.exponent >= 1e6
    and not entry[value.next].places then
    value.unit = "money" -- of the country, unless the words before tell more
  end
  value.hedge = hedge or value.hedge or "exact"
  value.explicit = hedge == "exact"
  value.first, value.start = first, at or first
  if value.unit == "member" or value.unit == "person" then
    -- "1.678.364 orang anggota": what follows is the same people
    local more = entry[value.next]
    if more.unit == "member" and not grammar.plural then
      value.unit, value.u1, value.next = "member", value.next, value.next + 1
    end
  end
  return value
end

-- "41 787": digits grouped by plain spaces, in a text that does so.
local function merge_groups(s)
  local kind, word, glued = s.kind, s.word, s.glued
  local i, n, to = 1, s.n, 0
  while i <= n do
    to = to + 1
    local j = i
    if kind[i] == "n" and #word[i] <= 3 and not find(word[i], "%D") and not find(word[i], "^0") then
      while kind[j + 1] == "n" and not glued[j + 1] and find(word[j + 1], "^%d%d%d$") do j = j + 1 end
    end
    local whole = word[i]
    for k = i + 1, j do whole = whole .. "\31" .. word[k] end
    kind[to], s.entry[to], word[to], s.first[to], s.last[to], s.cap[to], glued[to] = kind[i], s.entry[i], whole,
      s.first[i], s.last[j], s.cap[i], glued[i]
    i = j + 1
  end
  s.n, s.lives = to, 0
  for k = 1, to do
    if kind[k] == "n" or s.entry[k].live then
      s.lives = s.lives + 1
      s.live[s.lives] = k
    end
  end
  for k = to + 1, to + 6 do kind[k], s.entry[k], word[k], s.cap[k], glued[k] = nil, {}, "", false, false end
end

-- A small number at an item, in digits or one word.
local function small(s, i)
  if s.kind[i] == "n" and #s.word[i] <= 2 and not find(s.word[i], "%D") then return tointeger(s.word[i]) end
  return s.entry[i].digit
end

local function number_at(s, i, grammar, ctx)
  local entry = s.entry
  local e = entry[i]
  if entry[i + 1].ratio then -- "one in five families" counts nobody
    local some, all = small(s, i), small(s, i + 2)
    if some and all and some < all and all <= 10 then return i + 3 end
  end
  if s.kind[i] == "n" then
    local j, value = in_digits(s, i, grammar, ctx)
    if not value then return j end
    return nil, surround(s, i, value, grammar)
  elseif e.multiple then
    local value = { hedge_code = e.multiple[1], x = e.multiple[2], next = i + 1, last = i }
    local power, j = scales(s, i + 1)
    if power then value.x, value.next, value.last = value.x + power, j, j - 1 end
    surround(s, i, value, grammar)
    if not value.unit then return i + 1 end
    value.outer = value.hedge
    value.hedge = value.hedge_code
    return nil, value
  elseif e.half and not (entry[i + 1].scale) then
    local _, at = hedge_before(s, i)
    return nil, { mantissa = 50, exponent = 0, hedge = "half", unit = "percent", first = i, last = i, start = at
      or i, next = i + 1, words = true, half = true }
  elseif e.digit or e.digit_scale or e.half_number or e.rule == "a" then
    if e.ordinals then return i + 1 end
    local j, mantissa, exponent = number.words(s, i, grammar)
    if not j then return i + 1 end
    if entry[i - 1].out_of and entry[i - 2].digit then return j end -- "six out of ten"
    -- "ten (10)"
    if s.word[j] == "(" and s.word[j + 2] == ")" and s.word[j + 1] == tostring(tointeger(mantissa))
      and exponent == 0 then j = j + 3 end
    if entry[i - 1].ordinal_before and not entry[i - 1].hedge and j == i + 1 then return j end
    local value = { mantissa = mantissa, exponent = exponent, next = j, last = j - 1, words = true }
    if s.word[j - 1] == ")" then value.last = j - 4 end
    surround(s, i, value, grammar)
    if not value.unit then
      -- a numeral alone counts nothing
      local of = entry[j].of_which or entry[j].again or entry[j].out_of and entry[i - 1].stop == nil
      if value.hedge == "exact" and j - i == 1 and not of then return j end
    end
    if mantissa == 0 or entry[i].articles and j == i + 1 and value.hedge == "exact" then value.article = true end
    if value.unit == "other" and value.u1 and not entry[value.u1].unit and j == i + 1 then return j end
    if entry[value.next - 1].elder or entry[j].elder and not entry[j].unit then return j + 1 end
    return nil, value
  end
  return i + 1
end

-- Whether a change is told just before the item: then "from a to b" is no range.
local function changing(s, i)
  for j = i - 1, math.max(1, i - 8), -1 do
    local e = s.entry[j]
    if (e.up or e.down and not e.from) or e.merged then return true end
    if s.word[j] == ";" or s.word[j] == "." then return false end
  end
  return false
end

local function as_float(v) return v.mantissa * 10.0 ^ v.exponent end

-- Joins two numbers to a range where the words say so. Returns the range or nil.
local function range(s, a, b, ahead)
  if s.equation == nil then
    s.equation = find(s.text, "[=+]") ~= nil
  end
  if s.equation or not (a.mantissa and b.mantissa) or a.half or b.half then return nil end
  local entry, word = s.entry, s.word
  local j = a.next
  local between = entry[j]
  if b.start ~= j + 1 then return nil end
  local dash = between.dash and (s.glued[j] == s.glued[j + 1] or a.unit == "percent" and b.unit == "percent")
  if dash then
    if a.unit and a.u1 and a.u1 ~= b.u1 and a.unit ~= b.unit then return nil end
  elseif between.range_to then
    local from = entry[a.start - 1].range_from
    if not from and (a.u0 or a.unit and a.unit ~= "other" and not MONEY[a.unit]) then return nil end
    if not from and (between.stop and (word[j] == "and" or word[j] == "dan")) then return nil end
    if not from and ahead then return nil end
    if changing(s, a.start) then return nil end
    if (word[j] == "and" or word[j] == "dan") and not entry[a.start - 1].range_from then return nil end
  else
    return nil
  end
  if a.unit and b.unit and a.u0 and a.unit ~= b.unit and not (a.unit == "other" and a.u1 == nil) then return nil end
  if a.unit and MONEY[a.unit] and b.unit and b.unit ~= a.unit then return nil end
  local scale = b.scaled and b.scale_last and b.exponent
  local exponent = a.exponent
  if b.scaled and not a.scaled then
    local power = 0
    for k = b.scale_first, b.scale_last do power = power + (entry[k].scale or entry[k].short or 0) end
    if as_float(a) < as_float(b) / 10.0 ^ power * 1.000001 or as_float(a) < 1000 then
      exponent = a.exponent + power end
  end
  local low, high = a.mantissa * 10.0 ^ exponent, as_float(b)
  if low >= high then return nil, dash and scale == nil and low > high and not b.unit end
  return {
    hedge = "range", a = { mantissa = a.mantissa, exponent = exponent }, b = { mantissa = b.mantissa,
      exponent = b.exponent },
    first = a.first, last = b.last, start = a.start, next = b.next, unit = b.unit or a.unit, u0 = b.u0, u1 = b.u1,
      scaled = b.scaled,
    scale_first = b.scale_first, scale_last = b.scale_last, words = a.words and b.words, outer = a.hedge,
  }
end

--- Finds the figures and dates of a sentence.
-- @tparam table s sentence
-- @tparam table grammar
-- @tparam table ctx `hints` (a table to use), `at_start`
-- @treturn table figures, each with items `start` (hedge), `first`..`last` (as written), `next`
-- @treturn table dates, each with items `first`..`last`
function scan.sentence(s, grammar, ctx)
  local kind, entry = s.kind, s.entry
  local found, n, dates, m = {}, 0, {}, 0
  s.scores, s.equation = nil, nil
  for k = 1, s.lives do
    local i = s.live[k]
    if kind[i] == "n" and kind[i + 1] == "n" then
      if ctx.hints.spaced and ctx.hints.spaced() then merge_groups(s) end
      break
    end
  end
  local behind = 1 -- the item behind what is read
  local pending = false -- the last figure may be the lower end of a range
  for k = 1, s.lives do
    local i = s.live[k]
    local e = entry[i]
    local is_number = kind[i] == "n"
    if i >= behind and (is_number or e.active) then
      local next_item
      if is_number or e.dated then
        local j, value = date.at(s, i)
        if j then
          value.first, value.last = i, j - 1
          m = m + 1
          dates[m] = value
          next_item = j
        end
      end
      if not next_item and is_number then
        next_item = guard.skip(s, i, ctx.at_start)
      end
      if next_item then
        -- "80 - 85 tuổi": the age is a range
        if pending and entry[i + 1].elder and n > 0 and found[n].next == i - 1 then found[n], n = nil, n - 1 end
        pending = false
      elseif is_number or e.numeral then
        local value
        next_item, value = number_at(s, i, grammar, ctx)
        if value then
          local elder = entry[value.next].elder or value.unit == nil and entry[value.last + 1].elder
          if not elder and entry[value.last + 1].distance and not entry[value.last + 1].unit
            and not MONEY[value.unit or ""] and not value.scaled then elder = true end
          if elder and not entry[value.next].unit and not entry[value.last + 1].unit then
            next_item = value.next + 1
            if pending and n > 0 and found[n].next == value.start - 1 then found[n], n = nil, n - 1 end
            pending = false
          else
            local joined, wrong = nil, nil
            if pending and n > 0 then joined, wrong = range(s, found[n], value) end
            if wrong then
              found[n], n = nil, n - 1
            elseif joined then
              found[n] = joined
              value = joined
            else
              n = n + 1
              found[n] = value
            end
            pending = not joined
            next_item = value.next
          end
        end
      else
        next_item = i + 1
      end
      behind = next_item > i and next_item or i + 1
    end
  end
  return found, dates
end

scan.noun_after = noun_after

return scan

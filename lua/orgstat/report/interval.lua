--- What a written figure can mean: intervals of values, from its hedge and its precision.
--
-- A figure has two intervals. The soft one is what the words usually mean ("more than 71,280" is
-- below 71,290), the hard one what they can mean (any number above 71,280). Relations between
-- figures are judged by whether their intervals fit.
--
-- An interval is `{ lo, hi, lo_open, hi_open }` with exact numbers (`orgstat.report.exact`);
-- an end that is nil is without bound, an open end does not belong to it.
-- @module orgstat.report.interval

local exact = require "orgstat.report.exact"

local interval = {}

local add, sub, mul, div = exact.add, exact.sub, exact.mul, exact.div
local compare = exact.compare
local type_of = math.type
local HALF = { 1, 2 }

local FIFTH, TENTH = { 1, 5 }, { 1, 10 }

--- How far from a value its hard interval may go, as shares of the value; for a half also the soft one.
interval.reach = { nearly = FIFTH, about = TENTH, half = FIFTH, half_soft = TENTH }

-- Units that take other than whole numbers (domain: units of measure).
local NOT_WHOLE = {
  VND = true, IDR = true, USD = true, GBP = true, AUD = true, EUR = true, percent = true, percentage_point = true,
  per_100k = true, score = true, m2 = true, hour = true, year = true,
}
local MONEY = { VND = true, IDR = true, USD = true, GBP = true, AUD = true, EUR = true }

-- How far the interval of "tens of", "hundreds of", "thousands of" one goes.
local BELOW = { tens = 100, hundreds = 1000, thousands = 10000 }

local UNKNOWN_STEP = 1
local NOT_NEGATIVE = { lo = 0, lo_open = false, hi_open = true }

--- Whether a unit is one of money.
function interval.is_money(unit) return MONEY[unit] == true end

--- Whether a figure can only be a whole number: a count whose mean it is not.
-- @tparam table figure
-- @treturn boolean
function interval.is_whole(figure)
  if NOT_WHOLE[figure.unit] or figure.average or figure.per then return false end
  local value = figure.value
  return not value or type_of(value) == "integer" or value == math.floor(value)
end

--- Makes an interval.
-- @param lo exact number, or nil for no bound
-- @param hi exact number, or nil for no bound
-- @tparam[opt] boolean lo_open
-- @tparam[opt] boolean hi_open
function interval.new(lo, hi, lo_open, hi_open)
  return { lo = lo, hi = hi, lo_open = lo_open or lo == nil, hi_open = hi_open or hi == nil }
end

local new = interval.new

--- The interval that holds one value.
function interval.point(value) return { lo = value, hi = value, lo_open = false, hi_open = false } end

-- The later of two lower ends and the earlier of two upper ends, each with whether it is open.
local function higher(a, a_open, b, b_open)
  if a == nil then return b, b_open end
  if b == nil then return a, a_open end
  local order = compare(a, b)
  if order == 0 then return a, a_open or b_open end
  if order > 0 then return a, a_open end
  return b, b_open
end

local function lower(a, a_open, b, b_open)
  if a == nil then return b, b_open end
  if b == nil then return a, a_open end
  local order = compare(a, b)
  if order == 0 then return a, a_open or b_open end
  if order < 0 then return a, a_open end
  return b, b_open
end

--- What two intervals share.
-- @return an interval, which may be empty
function interval.meet(a, b)
  local lo, lo_open = higher(a.lo, a.lo_open, b.lo, b.lo_open)
  local hi, hi_open = lower(a.hi, a.hi_open, b.hi, b.hi_open)
  return { lo = lo, hi = hi, lo_open = lo_open, hi_open = hi_open }
end

--- Whether an interval holds a value, or a whole one.
-- @tparam table a
-- @tparam boolean whole
function interval.holds_any(a, whole)
  local lo, hi = a.lo, a.hi
  if lo == nil or hi == nil then return true end
  if whole then -- and a whole number lies between them
    local first, last = exact.ceil(lo), exact.floor(hi)
    if a.lo_open and compare(first, lo) == 0 then first = first + 1 end
    if a.hi_open and compare(last, hi) == 0 then last = last - 1 end
    return first <= last
  end
  local order = compare(lo, hi)
  return order < 0 or order == 0 and not (a.lo_open or a.hi_open)
end

-- The smallest interval that holds both.
local function hull(a, b)
  local out = { lo_open = true, hi_open = true }
  if a.lo ~= nil and b.lo ~= nil then
    local order = compare(a.lo, b.lo)
    out.lo = order <= 0 and a.lo or b.lo
    out.lo_open = order < 0 and a.lo_open or order > 0 and b.lo_open or order == 0 and a.lo_open and b.lo_open
  end
  if a.hi ~= nil and b.hi ~= nil then
    local order = compare(a.hi, b.hi)
    out.hi = order >= 0 and a.hi or b.hi
    out.hi_open = order > 0 and a.hi_open or order < 0 and b.hi_open or order == 0 and a.hi_open and b.hi_open
  end
  return out
end

--- The place value of an exact number's last digit that is not zero; `step` for zero.
-- @param v exact number
-- @param[opt=1] step place value of its last written digit
function interval.granule(v, step)
  if compare(v, 0) == 0 then return step or UNKNOWN_STEP end
  local places = exact.decimals(v)
  if places and places > 0 then return exact.power(-places) end
  local whole, granule = exact.floor(v), 1
  if type_of(whole) ~= "integer" then return step or UNKNOWN_STEP end
  while whole % 10 == 0 do whole, granule = whole // 10, granule * 10 end
  return granule
end

-- Soft and hard interval of a hedge around v, with granule G and step g.
local MEANING = {
  more_than = function(v, G) return new(v, add(v, G), true, true), new(v, nil, true) end,
  at_least = function(v, G) return new(v, add(v, G), false, true), new(v, nil, false) end,
  at_most = function(v, G) return new(sub(v, G), v, true, false), new(0, v) end,
  under = function(v, G) return new(sub(v, G), v, true, true), new(0, v, false, true) end,
  nearly = function(v, G)
    return new(sub(v, G), v, false, true), new(sub(v, mul(v, interval.reach.nearly)), v, false, true)
  end,
  about = function(v, G)
    local near, far = mul(G, HALF), mul(v, interval.reach.about)
    return new(sub(v, near), add(v, near)), new(sub(v, far), add(v, far))
  end,
  half = function(v)
    local near, far = mul(v, interval.reach.half_soft), mul(v, interval.reach.half)
    return new(sub(v, near), add(v, near)), new(sub(v, far), add(v, far))
  end,
}

local function counted(figure)
  if figure.average or figure.per then return false end
  return MONEY[figure.unit] or interval.is_whole(figure)
end

-- No sharper than it was written: counts and money are meant to the last unit, measured and scaled
-- numbers are rounded.
local function exactly(figure, v, step)
  if figure.explicit or counted(figure) and not figure.scaled then return interval.point(v) end
  local near = mul(step, HALF)
  return new(sub(v, near), add(v, near))
end

local function given(x) return x and exact.of(x) end

local function decimal(mantissa, exponent) return exact.mul(mantissa, exact.power(exponent)) end

-- The exact value, granule G and step g of a figure.
local function written(figure)
  local mantissa, exponent = figure.mantissa, figure.exponent
  if not mantissa then
    local v = exact.of(figure.value)
    local places = exact.decimals(v)
    local step = places and exact.power(-places) or UNKNOWN_STEP
    return v, interval.granule(v, step), step
  end
  local v, step = decimal(mantissa, exponent), exact.power(exponent)
  local granule = mantissa == 0 and step or mul(interval.granule(mantissa), step)
  -- a number in words counts as one in digits
  if figure.words and exponent > 0 then step = 1 end
  return v, granule, step
end

--- The written value of a figure, as an exact number; the figure must have one.
function interval.value(figure)
  if type_of(figure.value) == "integer" then return figure.value end
  return (written(figure))
end

local function around(figure, meaning, v, G)
  local soft, hard = meaning(v, G)
  local cut = interval.meet(soft, hard)
  if interval.holds_any(cut, interval.is_whole(figure)) then return cut, hard end
  -- nothing is left between the written value and the next: a wider granule
  local hundredth = div(exact.abs(v), 100)
  soft = meaning(v, compare(hundredth, 2) > 0 and hundredth or 2)
  if compare(v, 0) > 0 then soft = interval.meet(soft, NOT_NEGATIVE) end
  return soft, hull(hard, soft)
end

-- What most figures are: a count to the last unit.
local function is_plain_count(figure)
  return figure.hedge == "exact" and type_of(figure.value) == "integer"
    and (figure.explicit or not figure.scaled and counted(figure))
end

--- The soft and the hard interval of a figure.
-- @tparam table figure with `hedge` and `unit`, and its number: `value` (with `mantissa`, `exponent`,
--   `scaled`, `words`, `explicit` as far as known), `lo` and `hi` of a range, or in `a` the X of
--   "hundreds of X"
-- @treturn ?table soft; nil when the figure has no value, such as a broken number
-- @treturn ?table hard
function interval.of(figure)
  local hedge = figure.hedge
  if is_plain_count(figure) then
    local ends = interval.point(figure.value)
    return ends, ends
  end
  local below = BELOW[hedge]
  if below then
    local X = figure.a and decimal(figure.a.mantissa, figure.a.exponent)
      or figure.lo and div(exact.of(figure.lo), below // 10) or 1
    local lo = mul(X, below // 10)
    return new(lo, mul(X, below), false, true), new(lo, nil, false)
  elseif hedge == "range" and figure.a then
    local a, b = figure.a, figure.b
    local ends = new(decimal(a.mantissa, a.exponent), decimal(b.mantissa, b.exponent))
    return ends, ends
  elseif figure.value == nil then
    if figure.lo == nil and figure.hi == nil then return nil end
    local ends = new(given(figure.lo), given(figure.hi), figure.lo_open, figure.hi_open)
    return ends, ends
  end
  local v, G, step = written(figure)
  local meaning = MEANING[hedge]
  if meaning then return around(figure, meaning, v, G) end
  local ends = exactly(figure, v, step)
  return ends, ends
end

--- The hard interval of a figure; see `interval.of`.
function interval.hard(figure)
  local _, hard = interval.of(figure)
  return hard
end

--- Gives a figure the ends of its soft interval: `lo`, `hi` (absent without a bound), and `lo_open`,
-- `hi_open` (true or absent). A figure whose number cannot be told is left as it is.
-- @tparam table figure as for `interval.of`
-- @treturn table the figure
function interval.set(figure)
  local value = figure.value
  if is_plain_count(figure) then
    figure.lo, figure.hi, figure.lo_open, figure.hi_open = value, value, nil, nil
    return figure
  end
  local soft = interval.of(figure)
  if not soft then return figure end
  figure.lo = soft.lo and exact.number(soft.lo)
  figure.hi = soft.hi and exact.number(soft.hi)
  figure.lo_open = soft.lo ~= nil and soft.lo_open or nil
  figure.hi_open = soft.hi ~= nil and soft.hi_open or nil
  return figure
end

--- a + b
function interval.add(a, b)
  return {
    lo = a.lo and b.lo and add(a.lo, b.lo), hi = a.hi and b.hi and add(a.hi, b.hi),
    lo_open = a.lo_open or b.lo_open, hi_open = a.hi_open or b.hi_open,
  }
end

--- -a
function interval.negative(a)
  return {
    lo = a.hi and exact.negative(a.hi), hi = a.lo and exact.negative(a.lo),
    lo_open = a.hi_open, hi_open = a.lo_open,
  }
end

--- a - b
function interval.sub(a, b) return interval.add(a, interval.negative(b)) end

--- a * b of intervals without negative values
function interval.mul(a, b)
  return {
    lo = a.lo and b.lo and mul(a.lo, b.lo), hi = a.hi and b.hi and mul(a.hi, b.hi),
    lo_open = a.lo_open or b.lo_open, hi_open = a.hi_open or b.hi_open,
  }
end

--- a / b of intervals without negative values; without upper bound where b reaches zero
function interval.div(a, b)
  local hi = a.hi and b.lo and div(a.hi, b.lo) or nil
  local lo = a.lo and b.hi and div(a.lo, b.hi) or nil
  return {
    lo = lo or 0, hi = hi,
    lo_open = lo == nil or a.lo_open or b.hi_open, hi_open = hi == nil or a.hi_open or b.lo_open,
  }
end

--- Every value of a, k times; k above zero.
function interval.times(a, k)
  return { lo = a.lo and mul(a.lo, k), hi = a.hi and mul(a.hi, k), lo_open = a.lo_open, hi_open = a.hi_open }
end

--- Whether a = b is possible: they share a value, a whole one when `whole`.
function interval.meets(a, b, whole) return interval.holds_any(interval.meet(a, b), whole) end

--- Whether a <= b is possible.
function interval.at_most(a, b)
  if a.lo == nil or b.hi == nil then return true end
  local order = compare(a.lo, b.hi)
  return order < 0 or order == 0 and not (a.lo_open or b.hi_open)
end

--- Whether a < b is possible.
function interval.below(a, b)
  return a.lo == nil or b.hi == nil or compare(a.lo, b.hi) < 0
end

--- The verdict of a relation: `ok` when it is possible with the soft intervals, `doubtful` when only
-- with the hard ones, `violated` when not even so.
-- @tparam function fits such as `interval.meets`
-- @tparam table soft the two soft intervals
-- @tparam table hard the two hard intervals
-- @tparam[opt] boolean whole
-- @treturn string
function interval.verdict(fits, soft, hard, whole)
  if fits(soft[1], soft[2], whole) then return "ok" end
  return fits(hard[1], hard[2], whole) and "doubtful" or "violated"
end

return interval

--- Money in two currencies, and money a head: F13, F14.
-- @module orgstat.report.check.money

local exact = require "orgstat.report.exact"
local interval = require "orgstat.report.interval"
local rates = require "orgstat.report.check.rates"

local money = { relations = {} }

-- What one US dollar cost, in bands wide enough for any day of the years.
local BANDS = {
  VND = {
    { 1995, 2000, 10800, 14800 }, { 2001, 2005, 14300, 16100 }, { 2006, 2008, 15700, 17800 },
    { 2009, 2010, 17300, 20500 }, { 2011, 2014, 20200, 21800 }, { 2015, 2016, 21000, 23500 },
    { 2017, 2021, 22300, 23800 }, { 2022, 2024, 22500, 26000 }, { 2025, 2026, 24800, 27500 },
  },
  IDR = {
    { 1999, 2004, 6500, 12000 }, { 2005, 2012, 8300, 12700 }, { 2013, 2014, 9500, 12950 },
    { 2015, 2019, 12400, 15350 }, { 2020, 2022, 13500, 16800 }, { 2023, 2026, 14500, 17500 },
  },
}

-- The band of a year; of all years when it is not known or not among them.
local function band(currency, year)
  local lo, hi
  for _, one in ipairs(BANDS[currency]) do
    if year and one[1] <= year and year <= one[2] then return one[3], one[4], year end
    lo, hi = math.min(lo or one[3], one[3]), math.max(hi or one[4], one[4])
  end
  return lo, hi
end

local function year_of(ctx, ...)
  for _, i in ipairs { ... } do
    local figure = ctx.figures[i]
    local date = figure.as_of or figure.to or figure.from
    if date then return tonumber(date:match "^%d%d%d%d") end
  end
  return ctx.report.date and tonumber(ctx.report.date:match "^%d%d%d%d")
end

-- Which is in the small unit, which in dollars; nil for other pairs.
local function sides(ctx, r)
  local a, b = r.a, r.b
  if BANDS[ctx.figures[b].unit] then a, b = b, a end
  return a, b, BANDS[ctx.figures[a].unit] and ctx.figures[b].unit == "USD"
end

--- F14: the rate that one sum in two currencies implies.
function money.relations.money_pair(ctx, r)
  local a, b, known = sides(ctx, r)
  local implied = rates.share(ctx, a, b, 1)
  if not implied then return end
  local equation = ctx:name(r.a) .. " = " .. ctx:name(r.b)
  local values = {
    equation = equation, a = ctx.figures[a].unit, b = ctx.figures[b].unit, range = ctx:range(implied[1]), year = "",
  }
  local verdict, key = "unknown", "F14"
  if known then
    local lo, hi, year = band(values.a, year_of(ctx, a, b))
    local usual = interval.new(lo, hi)
    verdict = interval.verdict(interval.meets, { implied[1], usual }, { implied[2], usual })
    if r.inferred and verdict ~= "ok" then return end
    key = verdict == "ok" and "F14_ok" or "F14_fails"
    values.year, values.usual = year and ctx:fill("in_year", { year = year }) or "", ctx:range(usual)
  end
  ctx:add("F14", verdict, ctx:fill(key, values), ctx.gather(a, b), {
    inferred = r.inferred or false, equation = equation,
  })
end

--- F13: value a head, against what is stated or what the caller holds plausible.
function money.relations.per_head(ctx, r)
  local computed = rates.share(ctx, r.total, r.heads, 1)
  if not computed then return end
  local equation = ctx:fill("per", { total = ctx:name(r.total), count = ctx:name(r.heads) })
  local figures = ctx.gather(r.total, r.heads, r.mean)
  local mean = r.mean and rates.side(ctx, r.mean)
  if mean then
    return ctx:judge("F13", r, {
      equation = equation .. " = " .. ctx:name(r.mean), figures = figures, computed = computed, stated = mean,
    })
  end
  local verdict = "unknown"
  if ctx.per_head then
    local bounds = interval.new(exact.of(ctx.per_head[1]), exact.of(ctx.per_head[2]))
    verdict = interval.verdict(interval.meets, { computed[1], bounds }, { computed[2], bounds })
    if r.inferred and verdict ~= "ok" then return end
  end
  ctx:add("F13", verdict, ctx:fill("F13", { equation = equation, range = ctx:range(computed[1]) }), figures, {
    inferred = r.inferred or false, equation = equation,
  })
end

return money

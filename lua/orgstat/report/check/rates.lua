--- Shares, percentages and means: F06 to F08, F11, F12.
-- @module orgstat.report.check.rates

local exact = require "orgstat.report.exact"
local interval = require "orgstat.report.interval"
local say = require "orgstat.report.say"

local rates = { relations = {} }

local PERCENT = " %"
local FEW = 1000000 -- of more than this, every share that is written with few decimals is possible

-- 100 for a percentage, 1 for "half".
local function factor(figure) return figure.unit == "percent" and 100 or 1 end

-- a / b in percent, as `Context:judge` takes it; nil when one of them has no interval.
local function share(ctx, a, b, k)
  local a_soft, a_hard = ctx:interval(a)
  local b_soft, b_hard = ctx:interval(b)
  if not a_soft or not b_soft then return nil end
  local x, y = ctx:value(a), ctx:value(b)
  local value = x and y and y ~= 0 and exact.mul(exact.div(x, y), k) or nil
  return {
    interval.times(interval.div(a_soft, b_soft), k), interval.times(interval.div(a_hard, b_hard), k), value,
  }
end

rates.share = share

--- A figure as `Context:judge` takes it; nil when it has no interval.
function rates.side(ctx, i)
  local soft, hard = ctx:interval(i)
  return soft and { soft, hard, ctx:value(i) }
end

local side = rates.side

-- Half a unit of the last digit, as text.
local function precision(ctx, stated, mark)
  local soft = stated[1]
  return ctx:number(exact.div(exact.sub(soft.hi, soft.lo), 2), 4) .. mark
end

--- Judges a computed share against the one that is stated.
function rates.judge(ctx, check, r, equation, figures, computed, stated, mark)
  local exactly = stated[1].lo and stated[1].hi and not stated[1].hi_open and computed[3]
  ctx:judge(check, r, {
    equation = equation, figures = figures, computed = computed, stated = stated, mark = mark, excess = false,
    ok_always = exactly ~= nil and exactly ~= false,
    ok = exactly and ctx:fill("within", {
      equation = equation,
      computed = ctx:number(computed[3]) .. mark, tolerance = precision(ctx, stated, mark),
    }) or nil,
  })
end

-- Decimals of a written figure.
local function decimals(figure)
  if figure.exponent then return math.max(0, -figure.exponent) end
  return exact.decimals(exact.of(figure.value)) or 0
end

local function rounds_to(x, figure, written)
  local d = decimals(figure)
  return exact.compare(exact.round(x, d), written) == 0 or exact.compare(exact.round(x, d, true), written) == 0
end

-- F08: whether any whole k makes scale * k / n, rounded, what is written.
local function grim(ctx, r, n, rate, scale, key, equation, figures, mark)
  local written, figure = ctx:value(rate), ctx.figures[rate]
  local k = exact.floor(exact.div(exact.mul(written, n), scale))
  local function at(i) return exact.div(exact.mul(i, scale), n) end
  local values = { equation = equation, n = ctx:number(n) }
  for i = k, k + 1 do
    if rounds_to(at(i), figure, written) then
      values.k = ctx:number(i)
      return ctx:add("F08", "ok", ctx:fill(key, values), figures, {
        inferred = r.inferred or false, equation = equation,
      })
    end
  end
  if r.inferred then return nil end
  local d = decimals(figure)
  values.k, values.next = ctx:number(k), ctx:number(k + 1)
  values.below = say.number(at(k), ctx.lang, d + 2) .. mark
  values.above = say.number(at(k + 1), ctx.lang, d + 2) .. mark
  ctx:add("F08", "violated", ctx:fill(key .. "_fails", values), figures, { equation = equation })
end

local function is_count(ctx, i)
  local soft = i and ctx:interval(i)
  local value = soft and ctx:value(i)
  return value and math.type(value) == "integer" and value > 0 and interval.is_whole(ctx.figures[i])
    and exact.compare(soft.lo, soft.hi or value + 1) == 0
end

local function judge_unknown_part(ctx, r)
  local figure = ctx.figures[r.rate]
  if figure.unit ~= "percent" or figure.hedge ~= "exact" or not figure.value then return end
  if not is_count(ctx, r.whole) then return end
  local n = ctx:value(r.whole)
  if n > FEW or n >= exact.power(decimals(figure) + 2) then return end -- then any share is possible
  local equation = ctx:fill("of", { part = ctx:name(r.rate), whole = ctx:name(r.whole) })
  grim(ctx, r, n, r.rate, 100, "F08", equation, ctx.gather(r.whole, r.rate), PERCENT)
end

-- F12: the whole that part and rate imply, held against known bounds if there are any.
local function judge_unknown_whole(ctx, r)
  local implied = share(ctx, r.part, r.rate, factor(ctx.figures[r.rate]))
  if not implied then return end
  local equation = ctx:name(r.part) .. " = " .. ctx:name(r.rate)
  local known, verdict = r.implied == "population" and ctx.population, "unknown"
  if known then
    local bounds = interval.new(exact.of(known[1]), exact.of(known[2]))
    verdict = interval.verdict(interval.meets, { implied[1], bounds }, { implied[2], bounds })
  end
  if r.inferred and verdict == "violated" then return end
  ctx:add(r.implied == "population" and "F12" or "F06", verdict,
    ctx:fill("F12", { equation = equation, range = ctx:range(implied[1]) }), ctx.gather(r.part, r.rate), {
      inferred = r.inferred or false, equation = equation,
    })
end

--- F06: part of whole in percent. Without the part F08, without the whole F12.
function rates.relations.percent(ctx, r)
  if not ctx:interval(r.rate) then return end
  if r.part and r.whole then
    local figures = ctx.gather(r.part, r.whole, r.rate)
    local equation = ctx:fill("of", { part = ctx:name(r.part), whole = ctx:name(r.whole) }) .. " = " .. ctx:name(r.rate)
    local percent = ctx.figures[r.rate].unit == "percent"
    local computed = share(ctx, r.part, r.whole, factor(ctx.figures[r.rate]))
    if computed then
      rates.judge(ctx, "F06", r, equation, figures, computed, side(ctx, r.rate), percent and PERCENT or "")
    end
  elseif r.whole then
    judge_unknown_part(ctx, r)
  elseif r.part then
    judge_unknown_whole(ctx, r)
  end
end

--- F07: percentages of one whole make 100, each of them rounded.
function rates.relations.percent_set(ctx, r)
  local soft, hard, value = ctx:sum(r.parts)
  if not soft then return end
  local hundred = interval.point(100)
  local equation = ctx:plus(r.parts) .. (r.closed == false and " ≤ " or " = ") .. ctx:number(100) .. PERCENT
  local width = soft.lo and soft.hi and exact.div(exact.sub(soft.hi, soft.lo), 2)
  ctx:judge("F07", r, {
    equation = equation, figures = ctx.gather(r.parts), computed = { soft, hard, value }, mark = PERCENT,
    stated = { hundred, hundred, 100 }, fits = r.closed == false and interval.at_most or nil, excess = false,
    ok_always = r.closed ~= false and value ~= nil,
    ok = value and width and ctx:fill("F07", {
      equation = equation,
      computed = ctx:number(value) .. PERCENT, tolerance = ctx:number(width, 4),
    }),
  })
end

--- F11: mean times count is the total; with the total unknown, F08 for means of whole numbers.
function rates.relations.average(ctx, r)
  if not r.mean or not r.count then return end
  local mean, count = side(ctx, r.mean), side(ctx, r.count)
  if not mean or not count then return end
  local equation = ctx:name(r.count) .. " × " .. ctx:name(r.mean)
  local figures = ctx.gather(r.mean, r.count, r.total)
  if r.total then
    local total = side(ctx, r.total)
    if not total then return end
    local value = mean[3] and count[3] and exact.mul(mean[3], count[3])
    ctx:judge("F11", r, {
      equation = equation .. " = " .. ctx:name(r.total), figures = figures, stated = total,
      computed = { interval.mul(mean[1], count[1]), interval.mul(mean[2], count[2]), value },
    })
  elseif is_count(ctx, r.count) and ctx.figures[r.mean].hedge == "exact" and mean[3] then
    local unit = ctx.figures[r.mean].unit
    local n = count[3]
    if n < exact.power(decimals(ctx.figures[r.mean])) and interval.is_whole { unit = unit } then
      local per = ctx:name(r.mean) .. " / " .. ctx:name(r.count)
      grim(ctx, r, n, r.mean, 1, "F08_mean", per, figures, "")
    end
  end
end

return rates

--- What changes or is compared with a plan, and printed arithmetic: F09, F10, F15, F16, F19 to F21.
-- @module orgstat.report.check.changes

local exact = require "orgstat.report.exact"
local interval = require "orgstat.report.interval"
local rates = require "orgstat.report.check.rates"

local changes = { relations = {} }

local PERCENT = " %"
local side = rates.side

-- The difference of two figures, times a sign.
local function gap(ctx, a, b, sign)
  local soft, hard, value = ctx:sum({ a, b }, { sign, -sign })
  return soft and { soft, hard, value }
end

local function minus(ctx, a, b, sign)
  if sign < 0 then a, b = b, a end
  return ctx:name(a) .. " − " .. ctx:name(b)
end

-- What was there before a change, or planned before an excess.
local function before(ctx, after, change, sign)
  return "(" .. ctx:name(after) .. (sign < 0 and " + " or " − ") .. ctx:name(change) .. ")"
end

local function is_rate(ctx, i) return i and ctx.figures[i].unit == "percent" end

-- (a - b) / base in percent
local function growth(a, b, sign)
  local function rate(x, y)
    local change = interval.add(interval.times(interval.div(x, y), 100), interval.point(-100))
    return sign < 0 and interval.negative(change) or change
  end
  local value = a[3] and b[3] and b[3] ~= 0 and exact.mul(exact.sub(exact.div(a[3], b[3]), 1), 100 * sign) or nil
  return { rate(a[1], b[1]), rate(a[2], b[2]), value }
end

local function judge_change(ctx, check, r, from, to, change, sign)
  local computed, stated = gap(ctx, to, from, sign), side(ctx, change)
  if not computed or not stated then return end
  local figures = ctx.gather(from, to, change)
  ctx:judge(check, r, {
    equation = minus(ctx, to, from, sign) .. " = " .. ctx:name(change), figures = figures, computed = computed,
    stated = stated, whole = ctx:whole(figures), total = ctx:value(from),
  })
end

local function judge_rate(ctx, check, r, from, to, rate, sign)
  local a, b, stated = side(ctx, to), side(ctx, from), side(ctx, rate)
  if not (a and b and stated) then return end
  local mark = sign < 0 and "−" or "+"
  local name = ctx:name(rate)
  local equation = ctx:fill("from_to", { from = ctx:name(from), to = ctx:name(to) }) .. " = "
    .. (name:find "^[%d]" and mark or "") .. name
  rates.judge(ctx, check, r, equation, ctx.gather(from, to, rate), growth(a, b, sign), stated, PERCENT)
end

--- F09: growth as rate and as difference, from whatever of the four figures is there.
function changes.relations.growth(ctx, r)
  local from, to, rate, change, sign = r.from, r.to, r.rate, r.change, r.sign or 1
  if is_rate(ctx, change) and not rate then rate, change = change, nil end
  if from and to and rate and is_rate(ctx, rate) and not is_rate(ctx, from) then
    judge_rate(ctx, "F09", r, from, to, rate, sign)
  end
  if from and to and change then judge_change(ctx, "F09", r, from, to, change, sign) end
  if change and rate and not (from and to) and (from or to) then
    local stated, x = side(ctx, rate), side(ctx, change)
    local base = from and side(ctx, from)
    if not from then base = gap(ctx, to, change, 1) end
    if to and not from and sign < 0 then
      local soft, hard, value = ctx:sum { to, change }
      base = soft and { soft, hard, value }
    end
    if not (stated and x and base) or base[3] == 0 then return end
    local computed = {
      interval.times(interval.div(x[1], base[1]), 100), interval.times(interval.div(x[2], base[2]), 100),
      x[3] and base[3] and exact.mul(exact.div(x[3], base[3]), 100) or nil,
    }
    local first = from and ctx:name(from) or before(ctx, to, change, sign)
    local equation = ctx:name(change) .. " / " .. first .. " = " .. ctx:name(rate)
    rates.judge(ctx, "F09", r, equation, ctx.gather(from, to, change, rate), computed, stated, PERCENT)
  end
end

--- F19: from k to m is a change by their difference.
function changes.relations.from_to(ctx, r)
  if not (r.from and r.to and r.change) then return end
  if is_rate(ctx, r.change) then return judge_rate(ctx, "F09", r, r.from, r.to, r.change, r.sign or 1) end
  judge_change(ctx, "F19", r, r.from, r.to, r.change, r.sign or -1)
end

-- 100 and a stated excess in percent
local function over_hundred(stated, sign)
  local function shift(a)
    return interval.add(interval.point(100), sign < 0 and interval.negative(a) or a)
  end
  local value = stated[3] and exact.mul(stated[3], sign)
  return { shift(stated[1]), shift(stated[2]), value and exact.add(100, value) }
end

-- The plan is not stated: by the excess it is one number, by the rate a range.
local function judge_implied_plan(ctx, r, sign)
  local by_excess, result, rate = gap(ctx, r.result, r.excess, 1), side(ctx, r.result), side(ctx, r.rate)
  if sign < 0 then
    local soft, hard, value = ctx:sum { r.result, r.excess }
    by_excess = soft and { soft, hard, value }
  end
  if not (by_excess and result and rate) then return end
  local figures = ctx.gather(r.result, r.rate, r.excess)
  local function implied(k) return interval.div(interval.times(result[k], 100), rate[k]) end
  local verdict = interval.verdict(interval.meets, { by_excess[1], implied(1) }, { by_excess[2], implied(2) },
    ctx:whole { r.result, r.excess })
  if r.inferred and verdict ~= "ok" then return end
  local ratio = result[3] and by_excess[3] and exact.div(result[3], by_excess[3])
  local computed = ratio and exact.mul(ratio, 100)
  local difference = computed and rate[3] and exact.number(exact.sub(computed, rate[3])) or nil
  local equation = ctx:name(r.result) .. " / " .. before(ctx, r.result, r.excess, sign) .. " = " .. ctx:name(r.rate)
  local range = implied(1)
  if ctx:whole { r.result } and range.lo and range.hi then
    range = interval.new(exact.ceil(range.lo), exact.floor(range.hi))
  end
  local key = verdict == "ok" and "F10_plan" or verdict == "doubtful" and "F10_doubt" or "F10_fails"
  local by_rate = ctx:range(range)
  if computed then by_rate = by_rate .. ctx:fill("excess", { percent = ctx:number(computed) .. PERCENT }) end
  local values = { equation = equation, by_excess = ctx:range(by_excess[1]), by_rate = by_rate }
  ctx:add("F10", verdict, ctx:fill(key, values), figures, {
    inferred = r.inferred or false, equation = equation, difference = difference,
  })
end

local function of_plan(ctx, r)
  return ctx:fill("of_plan", { result = ctx:name(r.result), target = ctx:name(r.target) })
end

--- F10: result and plan by rate and by excess.
function changes.relations.plan(ctx, r)
  local result, target, rate, excess, sign = r.result, r.target, r.rate, r.excess, r.sign or 1
  if excess and is_rate(ctx, excess) then
    local stated = result and target and side(ctx, excess)
    local computed = stated and rates.share(ctx, result, target, 100)
    if computed then
      local equation = of_plan(ctx, r) .. " = " .. (sign < 0 and "−" or "+") .. ctx:name(excess)
      local figures = ctx.gather(result, target, excess)
      rates.judge(ctx, "F10", r, equation, figures, computed, over_hundred(stated, sign), PERCENT)
    end
    excess = nil
  end
  if not result then return end
  if target and rate then
    local computed, stated = rates.share(ctx, result, target, 100), side(ctx, rate)
    if computed and stated then
      local equation = of_plan(ctx, r) .. " = " .. ctx:name(rate)
      rates.judge(ctx, "F10", r, equation, ctx.gather(result, target, rate), computed, stated, PERCENT)
    end
  end
  if target and excess then judge_change(ctx, "F10", r, target, result, excess, sign) end
  if not target and rate and excess then judge_implied_plan(ctx, r, sign) end
  if not target and rate and not excess then
    local x, p = side(ctx, result), side(ctx, rate)
    if x and p then
      local equation = ctx:name(result) .. " = " .. ctx:name(rate)
      local range = interval.div(interval.times(x[1], 100), p[1])
      ctx:add("F10", "unknown", ctx:fill("F10_implied", { equation = equation, by_rate = ctx:range(range) }),
        ctx.gather(result, rate), { inferred = r.inferred or false, equation = equation })
    end
  end
end

--- F16: a printed equation.
function changes.relations.equation(ctx, r)
  local list, signs, text = {}, {}, ""
  for k, term in ipairs(r.terms) do
    list[k], signs[k] = term.figure, term.sign
    local sign = term.sign < 0 and "−" or k > 1 and "+" or ""
    text = text .. (k > 1 and " " .. sign .. " " or sign) .. ctx:name(term.figure)
  end
  local figures = ctx.gather(list, r.result)
  local equation = text .. " = " .. ctx:name(r.result)
  local soft, hard, value = ctx:sum(list, signs)
  local stated = side(ctx, r.result)
  if not soft or not stated then
    local lacking = soft and {} or hard
    if not stated then lacking[#lacking + 1] = r.result end
    return ctx:undecided("F16", r, equation, figures, lacking, soft)
  end
  ctx:judge("F16", r, {
    equation = equation, figures = figures, computed = { soft, hard, value }, stated = stated,
    whole = ctx:whole(figures),
  })
end

--- F15: income less spending is the balance, posts less those filled are vacant.
function changes.relations.difference(ctx, r)
  judge_change(ctx, "F15", r, r.part, r.whole, r.result, 1)
end

--- F20: a cumulative series does not fall.
function changes.relations.series(ctx, r)
  if not r.cumulative then return end
  local names = {}
  for k, i in ipairs(r.figures) do names[k] = ctx:name(i) end
  local equation = table.concat(names, " ≤ ")
  local verdict, message = "ok", nil
  for k = 2, #r.figures do
    local a, b = side(ctx, r.figures[k - 1]), side(ctx, r.figures[k])
    if a and b then
      local one = interval.verdict(interval.at_most, { a[1], b[1] }, { a[2], b[2] })
      if one == "violated" or one == "doubtful" and verdict == "ok" then
        verdict, message = one, ctx:fill("F20_fails", { a = names[k - 1], b = names[k] })
      end
    end
  end
  if r.inferred and verdict ~= "ok" then return end
  message = message or ctx:fill("F20", { series = table.concat(names, ", ") })
  ctx:add("F20", verdict, message, ctx.gather(r.figures), {
    inferred = r.inferred or false, equation = equation,
  })
end

--- F21: minimum, mean or median, maximum are in order.
function changes.relations.bounds(ctx, r)
  local pairs_in_order = {
    { r.minimum, r.mean }, { r.mean, r.maximum }, { r.minimum, r.median }, { r.median, r.maximum },
    { r.minimum, r.maximum },
  }
  local names = {}
  for _, key in ipairs { "minimum", "mean", "median", "maximum" } do
    if r[key] then names[#names + 1] = ctx:name(r[key]) end
  end
  local equation = table.concat(names, " ≤ ")
  local verdict, message = "ok", ctx:fill("F21", { equation = equation })
  for _, pair in ipairs(pairs_in_order) do
    local a, b = pair[1] and side(ctx, pair[1]), pair[2] and side(ctx, pair[2])
    if a and b and verdict ~= "violated" then
      local one = interval.verdict(interval.at_most, { a[1], b[1] }, { a[2], b[2] })
      if one ~= "ok" then
        verdict = one
        message = ctx:fill("F21_fails", { equation = equation, a = ctx:name(pair[1]), b = ctx:name(pair[2]) })
      end
    end
  end
  if r.inferred and verdict ~= "ok" then return end
  ctx:add("F21", verdict, message, ctx.gather(r.minimum, r.mean, r.median, r.maximum), {
    inferred = r.inferred or false, equation = equation,
  })
end

return changes

-- What a written figure can mean: soft and hard intervals, their arithmetic, and how they fit.
local exact = require "orgstat.report.exact"
local interval = require "orgstat.report.interval"
local paths = require "spec.support.paths"

-- A figure from its digits: 258706, 6 is "258,706 million".
local function figure(hedge, unit, mantissa, exponent)
  exponent = exponent or 0
  local value = exact.number(exact.mul(mantissa, exact.power(exponent)))
  return interval.set {
    hedge = hedge, unit = unit, value = value, mantissa = mantissa, exponent = exponent, scaled = exponent > 0,
  }
end

local function digits(x)
  return x == nil and "-" or type(x) == "table" and ("%d/%d"):format(x[1], x[2]) or tostring(x)
end

local function show(a)
  return (a.lo_open and "(" or "[") .. digits(a.lo) .. " " .. digits(a.hi) .. (a.hi_open and ")" or "]")
end

local function ends(f)
  return (f.lo_open and "(" or "[") .. tostring(f.lo) .. ", " .. tostring(f.hi or "")
    .. ((f.hi_open or not f.hi) and ")" or "]")
end

local function both(f)
  local soft, hard = interval.of(f)
  return { show(soft), show(hard) }
end

describe("the intervals of a figure", function()
  it("are those that Python's fractions give", function()
    local count = 0
    for line in paths.bytes("spec/recipes/intervals.txt"):gmatch "[^\n]+" do
      local hedge, unit, mantissa, exponent, soft, hard =
        line:match "^(%S+) (%S+) (%d+) (%-?%d+) ([%[(]%S+ %S+) ([%[(]%S+ %S+)$"
      local f = figure(hedge, unit, math.tointeger(tonumber(mantissa)), math.tointeger(tonumber(exponent)))
      assert.same({ line, soft, hard }, { line, table.unpack(both(f)) })
      count = count + 1
    end
    assert.equal(567, count)
  end)

  it("stand on the figure as plain numbers, open ends marked", function()
    assert.equal("[1392, 1392]", ends(figure("exact", "organisation", 1392)))
    assert.equal("(71280, 71290)", ends(figure("more_than", "member", 71280)))
    assert.equal("[5000, 6000)", ends(figure("nearly", "organisation", 6000)))
    assert.equal("[18000, 22000]", ends(figure("about", "person", 20000)))
    assert.equal("[800, 1000)", ends(figure("nearly", "person", 1000)))
    assert.equal("[37.95, 38.05]", ends(figure("exact", "percent", 380, -1)))
    assert.equal("[9.5, 10.5]", ends(figure("exact", "year", 10)))
    assert.equal("[1240000000, 1250000000)", ends(figure("nearly", "VND", 125, 7)))
    assert.equal("(431000, 432000)", ends(figure("more_than", "person", 431, 3)))
    local f = figure("more_than", "person", 10)
    assert.same({ true, true }, { f.lo_open, f.hi_open })
    f = figure("at_least", "person", 10)
    assert.is_nil(f.lo_open)
    assert.equal("integer", math.type(figure("exact", "VND", 47, 11).lo))
  end)

  it("are rounded for scale words, sharp for an explicit word and for numbers in words", function()
    assert.equal("[4650000000000, 4750000000000]", ends(figure("exact", "VND", 47, 11)))
    assert.equal("[258705500000, 258706500000]", ends(figure("exact", "VND", 258706, 6)))
    local said = { hedge = "exact", unit = "person", value = 431000, mantissa = 431, exponent = 3 }
    said.scaled, said.explicit = true, true
    assert.equal("[431000, 431000]", ends(interval.set(said)))
    local words = { hedge = "exact", unit = "person", value = 2000000, mantissa = 2, exponent = 6, words = true }
    assert.equal("[2000000, 2000000]", ends(interval.set(words)))
    local hours = { hedge = "exact", unit = "hour", value = 2000000, mantissa = 2, exponent = 6, words = true }
    assert.equal("[1999999.5, 2000000.5]", ends(interval.set(hours)))
    words.hedge = "more_than"
    assert.equal("(2000000, 3000000)", ends(interval.set(words)))
  end)

  it("widen when nothing whole is left", function()
    assert.same({ "(1392 35148/25)", "(1392 -)" }, both(figure("more_than", "organisation", 1392)))
    assert.same({ "[1 3)", "[1 3)" }, both(figure("nearly", "person", 3)))
    assert.same({ "(3 5)", "[0 5)" }, both(figure("under", "person", 5)))
    assert.same({ "[4 5)", "[4 5)" }, both(figure("nearly", "person", 5)))
  end)

  it("of tens, hundreds, thousands, ranges and halves", function()
    local function many(hedge, mantissa, exponent)
      return interval.set { hedge = hedge, unit = "VND", a = { mantissa = mantissa, exponent = exponent } }
    end
    local billions = many("hundreds", 1, 9)
    assert.equal("[100000000000, 1000000000000)", ends(billions))
    assert.is_nil(billions.value)
    assert.same({ "[100000000000 1000000000000)", "[100000000000 -)" }, both(billions))
    assert.equal("[10, 100)", ends(many("tens", 1, 0)))
    assert.equal("[1000000, 10000000)", ends(many("thousands", 1, 3)))
    local range = interval.set {
      hedge = "range", unit = "person", a = { mantissa = 15, exponent = 0 }, b = { mantissa = 2, exponent = 1 },
    }
    assert.equal("[15, 20]", ends(range))
    assert.same({ "[9/20 11/20]", "[2/5 3/5]" }, both { hedge = "half", value = 0.5 })
    assert.same({ "[450 550]", "[400 600]" }, both { hedge = "half", value = 500, unit = "member" })
  end)

  it("are absent for a number that cannot be told", function()
    local broken = interval.set { hedge = "exact", unit = "member", readings = { 9920000, 992 } }
    assert.same({ hedge = "exact", unit = "member", readings = { 9920000, 992 } }, broken)
    assert.is_nil((interval.of(broken)))
  end)

  it("come from value alone when the digits are not known", function()
    assert.equal("(71280 71290)", both({ hedge = "more_than", unit = "member", value = 71280 })[1])
    assert.equal("[77/2 193/5)", both({ hedge = "at_least", unit = "percent", value = 38.5 })[1])
  end)
end)

describe("interval arithmetic", function()
  local function soft(...) return (interval.of(figure(...))) end

  it("adds the ends; an end is closed only if both are", function()
    local sum = interval.add(soft("exact", "member", 603), soft("more_than", "member", 71280))
    assert.equal("(71883 71893)", show(sum))
    assert.equal("(5800 6000)", show(interval.add(soft("more_than", "x", 3100), soft("more_than", "x", 2700))))
    assert.equal("[3164 3174]", show(interval.add(soft("exact", "x", 99), soft("about", "x", 3070))))
  end)

  it("subtracts, and knows what has no bound", function()
    local parts = interval.point(0)
    local hard = interval.point(0)
    for _, f in ipairs { figure("more_than", "member", 18800), figure("exact", "member", 30790),
      figure("more_than", "member", 4220), figure("more_than", "member", 2610) } do
      local a, b = interval.of(f)
      parts, hard = interval.add(parts, a), interval.add(hard, b)
    end
    assert.equal("(56420 56540)", show(parts))
    assert.equal("(1421 1541)", show(interval.sub(interval.point(57961), parts)))
    assert.equal("(- 1541)", show(interval.sub(interval.point(57961), hard)))
  end)

  it("multiplies and divides without noise", function()
    local total = interval.times(interval.point(16501), 100)
    local plan = interval.div(total, soft("exact", "percent", 150))
    assert.same({ 10965, 11037 }, { exact.ceil(plan.lo), exact.floor(plan.hi) })
    assert.equal("[3300200/301 3300200/299]", show(plan))
    local rate = interval.div(soft("exact", "VND", 47, 11), soft("more_than", "USD", 198, 6))
    assert.equal("(4650000/199 2375000/99)", show(rate))
    assert.equal("[2 6]", show(interval.mul(interval.new(1, 2), interval.new(2, 3))))
    assert.equal("(0 -)", show(interval.div(interval.point(1), interval.new(0, nil))))
  end)
end)

describe("verdicts", function()
  local function judge(total, first, second)
    local a, A = interval.of(total)
    local b, B = interval.of(first)
    local c, C = interval.of(second)
    return interval.verdict(interval.meets, { a, interval.add(b, c) }, { A, interval.add(B, C) }, true)
  end
  local function f(hedge, v) return figure(hedge, "member", v) end

  it("are ok when soft intervals fit, doubtful when only hard ones do, violated when not even these", function()
    assert.equal("ok", judge(f("more_than", 71890), f("exact", 603), f("more_than", 71280)))
    assert.equal("doubtful", judge(f("about", 3150), f("exact", 99), f("about", 3070)))
    assert.equal("ok", judge(f("nearly", 6000), f("more_than", 3100), f("more_than", 2700)))
    assert.equal("violated", judge(f("exact", 322), f("exact", 88), f("exact", 244)))
    assert.equal("violated", judge(f("nearly", 6000), f("exact", 3100), f("exact", 2900)))
  end)

  it("need a whole number that both allow", function()
    assert.is_true(interval.meets(interval.new(1, 2, true, true), interval.new({ 3, 2 }, 5)))
    assert.is_false(interval.meets(interval.new(1, 2, true, true), interval.new({ 3, 2 }, 5), true))
    assert.is_false(interval.meets(interval.new(5000, 6000, false, true), interval.point(6000), true))
  end)

  it("compare ends for at most and below", function()
    local one = interval.point(1)
    assert.is_true(interval.at_most(one, one))
    assert.is_false(interval.below(one, one))
    assert.is_false(interval.at_most(one, interval.new(0, 1, false, true)))
    assert.is_true(interval.at_most(one, interval.new(0, nil)))
    local part, whole = figure("exact", "VND", 258706, 6), figure("more_than", "VND", 222, 9)
    local p, P = interval.of(part)
    local w, W = interval.of(whole)
    assert.equal("doubtful", interval.verdict(interval.at_most, { p, w }, { P, W }))
  end)
end)

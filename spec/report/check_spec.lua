-- What a check says about figures and relations, made by hand; reading them from text is another spec's.
local check = require "orgstat.report.check"
local support = require "spec.report.support"

local function run(figures, relations, more, opts)
  local found = {}
  local findings = check.run(support.report(figures, relations, more), opts)
  for _, one in ipairs(findings) do
    if one.check ~= "T05" then found[#found + 1] = one end
  end
  return found, findings
end

local function lines(...)
  local texts = {}
  for i, one in ipairs((run(...))) do texts[i] = tostring(one) end
  return texts
end

local function sum(whole, parts, closed) return { kind = "sum", whole = whole, parts = parts,
  closed = closed ~= false } end

describe("parts and totals", function()
  it("make the total on every level (F01, F02), and classes hold their parts (F22)", function()
    local figures = {
      { "1,392", 1392 }, { "440,532", 440532, "member" }, { "65", 65, by = { scope_level = "province" } },
      { "14", 14, by = { scope_level = "province", category = "assigned" } }, { "51", 51 }, { "124", 124 },
      { "1,203", 1203 },
    }
    assert.same({
      "F01 ok: 65 + 124 + 1,203 = 1,392: the parts make the total",
      "F02 ok: 65 (14 + 51) + 124 + 1,203 = 1,392: every level adds up",
      "F22 ok: 14 ≤ 65 ≤ 1,392: no class is larger than the one that holds it",
      "F01 ok: 14 + 51 = 65: the parts make the total",
    }, lines(figures, { sum(1, { 3, 6, 7 }), sum(3, { 4, 5 }) }))
  end)

  it("that do not, say by how much", function()
    local figures = {
      { "420.381", 420381 }, { "25.812", 25812 }, { "393.497", 393497 }, { "72", 72 }, { "25.812", 25812 },
      { "1.688", 1688 }, { "8.170", 8170 }, { "16.954", 16954 }, { "393.497", 393497 }, { "163.413", 163413 },
      { "230.084", 230084 },
    }
    local relations = {
      sum(1, { 2, 3, 4 }), sum(5, { 6, 7, 8 }), sum(9, { 10, 11 }), { kind = "same", figures = { 2, 5 },
        how = "label" },
    }
    local found = run(figures, relations, { lang = "id" })
    assert.equal("F01 violated: 25.812 + 393.497 + 72 = 420.381 does not hold: 419.381 computed, 420.381 stated, "
      .. "difference −1.000 (0,2 %)", tostring(found[1]))
    assert.same({ "violated", "error", false, -1000, 0.0, { 1, 2, 3, 4 } }, { found[1].verdict, found[1].importance,
      found[1].inferred, found[1].difference, found[1].tolerance + 0.0, found[1].figures })
    assert.equal("F02 violated: 25.812 (1.688 + 8.170 + 16.954) + 393.497 + 72 = 420.381: not every level adds up",
      tostring(found[2]))
    assert.same({ "F01", "violated", 1000 }, { found[4].check, found[4].verdict, found[4].difference })
    assert.same({ "F01", "ok", 0 }, { found[5].check, found[5].verdict, found[5].difference })
  end)

  it("with hedges are judged by what the words mean", function()
    assert.same({
      "F01 ok: 603 + more than 71,280 = more than 71,890 fits: 71,883 to 71,893 computed, 71,890 to 71,900 stated",
    }, lines({ { "71,890", 71890, "member", "more_than" }, { "603", 603, "member" },
      { "71,280", 71280, "member", "more_than" } }, { sum(1, { 2, 3 }) }))
    assert.same({
      "F01 doubtful: 99 + about 3,070 = about 3,150 is doubtful: 3,169 computed, 3,150 stated, difference +19 "
        .. "(0.6 %); "
        .. "meant may be 3,164 to 3,174 and 3,145 to 3,155",
    }, lines({ { "3,150", 3150, "member", "about" }, { "99", 99, "member" }, { "3,070", 3070, "member", "about" } },
      { sum(1, { 2, 3 }) }))
    assert.same({
      "F01 ok: more than 3,100 + more than 2,700 = nearly 6,000 fits: 5,800 to 6,000 computed, 5,000 to 6,000 stated",
    }, lines({ { "6,000", 6000, "x", "nearly" }, { "3,100", 3100, "x", "more_than" },
      { "2,700", 2700, "x", "more_than" } }, { sum(1, { 2, 3 }) }))
  end)

  it("of an open list stay within the total (F03)", function()
    local parts = {
      { "57,961", 57961, "member" }, { "18,800", 18800, "member", "more_than" }, { "30,790", 30790, "member" },
      { "4,220", 4220, "member", "more_than" }, { "2,610", 2610, "member", "more_than" },
    }
    assert.same({
      "F03 ok: more than 18,800 + 30,790 + more than 4,220 + more than 2,610 ≤ 57,961: the parts stay within the "
        .. "total; 1,421 to 1,541 left for the others",
    }, lines(parts, { sum(1, { 2, 3, 4, 5 }, false) }))
    local found = run({ { "10", 10 }, { "6", 6 }, { "5", 5 } }, { sum(1, { 2, 3 }, false) })
    assert.same({ 1, "F03", "violated", 1 }, { #found, found[1].check, found[1].verdict, found[1].difference })
  end)

  it("are no larger than the whole (F04)", function()
    assert.same({
      "F04 doubtful: 258 billion 706 million ≤ more than 222 billion is doubtful: 258,706,000,000 computed, "
        .. "222,000,000,000 stated, difference +36,706,000,000 (16.5 %); meant may be 258,705,500,000 to "
        .. "258,706,500,000 and 222,000,000,000 to 223,000,000,000",
    }, lines({
      { "222 billion", 222000000000, "VND", "more_than", mantissa = 222, exponent = 9, scaled = true },
      { "258 billion 706 million", 258706000000, "VND", mantissa = 258706, exponent = 6, scaled = true },
    }, { sum(1, { 2 }, false) }))
    local found = run({ { "10", 10 }, { "12", 12 }, { "1", 1 } }, { sum(1, { 2, 3 }) })
    assert.same({ "F04", "violated", "F01", "violated" },
      { found[1].check, found[1].verdict, found[2].check, found[2].verdict })
  end)

  it("leave the rest that is stated (F05)", function()
    local rest = { kind = "rest", whole = 1, parts = { 2, 3 }, rest = 4 }
    assert.same({ "F05 ok: 100 − 60 − 30 = 10: the rest is what is left" },
      lines({ { "100", 100 }, { "60", 60 }, { "30", 30 }, { "10", 10 } }, { rest }))
    assert.same({ "F05 violated: 100 − 60 − 30 = 12 does not hold: 10 computed, 12 stated, difference −2 (2 "
      .. "%)" },
      lines({ { "100", 100 }, { "60", 60 }, { "30", 30 }, { "12", 12 } }, { rest }))
  end)

  it("cannot be decided when a figure has no value, but bound it", function()
    local broken = { "1.2345", nil, "member", broken = true, readings = { 12345 } }
    local found = run({ { "100", 100, "member" }, { "60", 60, "member" }, broken }, { sum(1, { 2, 3 }) })
    assert.equal("F01 unknown: 60 + 1.2345 = 100 cannot be decided: 1.2345 has no value; it would have to be 40",
      tostring(found[1]))
    assert.equal("T03 violated: 1.2345 breaks the rules of grouping: it may be 12,345", tostring(found[2]))
  end)

  it("that only the numbers suggest are never violated", function()
    local relation = sum(1, { 2, 3 })
    relation.inferred = true
    assert.same({}, lines({ { "10", 10 }, { "6", 6 }, { "5", 5 } }, { relation }))
    local found = run({ { "11", 11 }, { "6", 6 }, { "5", 5 } }, { relation })
    assert.same({ "ok", true }, { found[1].verdict, found[1].inferred })
  end)

  it("are exact for large amounts and decimals", function()
    local found = run({ { "1e18", 1000000000000000001 }, { "a", 999999999999999999 }, { "b", 2 } }, { sum(1, { 2,
      3 }) })
    assert.same({ "ok", 0 }, { found[1].verdict, found[1].difference })
    found = run({ { "0.3", 0.3, "VND" }, { "0.1", 0.1, "VND" }, { "0.2", 0.2, "VND" } }, { sum(1, { 2, 3 }) })
    assert.same({ "ok", 0 }, { found[1].verdict, found[1].difference })
  end)

  it("in a headline that the text contradicts are T04", function()
    assert.same({
      "F01 violated: 88 + 244 = 322 does not hold: 332 computed, 322 stated, difference +10 (3.1 %)",
      "T04 violated: the headline gives 322, the parts in the text make 332: 88 + 244 = 322",
    }, lines({ { "322", 322, "person", zone = "headline" }, { "88", 88, "person" }, { "244", 244, "person" } },
      { sum(1, { 2, 3 }) }))
  end)
end)

describe("percentages and means", function()
  local function percent(part, whole, rate, exponent)
    return lines({ { tostring(part), part, "petition" }, { tostring(whole), whole, "petition" },
      { rate .. "%", rate, "percent", exponent = exponent } }, { { kind = "percent", part = 1, whole = 2,
        rate = 3 } })
  end

  it("agree with part and whole within half a unit of the last digit (F06)", function()
    assert.same({ "F06 ok: 4859 of 4956 = 98% holds: 98.04 % computed, within 0.5 %" }, percent(4859, 4956, 98))
    assert.same({ "F06 ok: 1 of 8 = 12.5% holds: 12.5 % computed, within 0.05 %" }, percent(1, 8, 12.5))
    assert.same({ "F06 violated: 1 of 8 = 12.4% does not hold: 12.5 % computed, 12.4 % stated, difference +0.1 %" },
      percent(1, 8, 12.4))
    -- exactly at the edge: 12.5 against 12 and 13
    assert.matches("^F06 ok", percent(1, 8, 12)[1])
    assert.matches("^F06 ok", percent(1, 8, 13)[1])
    assert.matches("^F06 violated", percent(1, 8, 14)[1])
  end)

  it("imply a whole when none is stated (F12)", function()
    local figures = { { "755,000", 755000, "member" }, { "38%", 38, "percent" } }
    local relations = { { kind = "percent", part = 1, rate = 2, implied = "population" } }
    assert.same({ "F12 unknown: 755,000 = 38% implies a whole of 1,961,039 to 2,013,333" }, lines(figures, relations))
    assert.matches("^F12 ok", lines(figures, relations, nil, { population = { 1900000, 2000000 } })[1])
    assert.matches("^F12 violated", lines(figures, relations, nil, { population = { 1000000, 1100000 } })[1])
  end)

  it("make 100 within their rounding (F07)", function()
    local function set(...)
      local figures, parts = {}, {}
      for i, p in ipairs { ... } do figures[i], parts[i] = { p .. "%", p, "percent" }, i end
      return lines(figures, { { kind = "percent_set", parts = parts, closed = true } })
    end
    assert.same({ "F07 ok: 33% + 33% + 33% = 100 % holds: the percentages make 99 %, within 1.5 of 100" }, set(33,
      33, 33))
    assert.same({ "F07 violated: 33% + 33% + 32% = 100 % does not hold: 98 % computed, 100 % stated, difference "
      .. "−2 %" },
      set(33, 33, 32))
    assert.matches("^F07 ok", set(33.3, 33.3, 33.3)[1])
    assert.matches("^F07 violated", set(33.3, 33.3, 33.1)[1])
  end)

  it("are possible for some whole number (F08)", function()
    local function of(n, p)
      return lines({ { tostring(n), n }, { p .. "%", p, "percent" } }, { { kind = "percent", whole = 1, rate = 2 } })
    end
    assert.same({ "F08 ok: 38.5% of 26: possible: 10 of 26 give it" }, of(26, 38.5))
    assert.same({ "F08 violated: 38.7% of 26: impossible: 10 of 26 are 38.462 %, 11 are 42.308 %" }, of(26, 38.7))
    assert.matches("^F08 ok", of(8, 12)[1]) -- 12.5 rounded half to even
    assert.matches("^F08 ok", of(8, 13)[1]) -- and half up
    assert.same({}, of(100, 38)) -- of 100, every whole percentage is possible
    local function mean(n, m)
      return lines({ { tostring(n), n }, { tostring(m), m, "person", average = true } },
        { { kind = "average", mean = 2, count = 1 } })
    end
    assert.same({ "F08 ok: 3.48 / 25: possible: a total of 87 gives it" }, mean(25, 3.48))
    assert.same({ "F08 violated: 3.47 / 25: impossible: a total of 86 gives 3.44, 87 gives 3.48" }, mean(25, 3.47))
  end)

  it("times the count make the total (F11)", function()
    local function mean(m, total)
      return lines({ { "1,392", 1392 }, { tostring(m), m, "member", average = true }, { total .. "", total,
        "member" } },
        { { kind = "average", mean = 2, count = 1, total = 3 } })
    end
    assert.matches("^F11 ok: 1,392 × 316.47 = 440532 fits", mean(316.47, 440532)[1])
    assert.matches("^F11 ok", mean(316, 440532)[1])
    assert.matches("^F11 violated", mean(317, 440532)[1])
  end)
end)

describe("changes and plans", function()
  it("grow by the rate and the difference that are stated (F09)", function()
    local figures = { { "120", 120 }, { "150", 150 }, { "25%", 25, "percent" }, { "30", 30 } }
    assert.same({ "F09 ok: 120 to 150 = +25% holds: 25 % computed, within 0.5 %", "F09 ok: 150 − 120 = 30 holds" },
      lines(figures, { { kind = "growth", from = 1, to = 2, rate = 3, change = 4, sign = 1 } }))
    assert.same({ "F09 ok: 150 to 120 = −20% holds: 20 % computed, within 0.5 %" },
      lines({ { "150", 150 }, { "120", 120 }, { "20%", 20, "percent" } },
        { { kind = "growth", from = 1, to = 2, rate = 3, sign = -1 } }))
    assert.same({ "F09 ok: 30 / (150 − 30) = 25% holds: 25 % computed, within 0.5 %" },
      lines(figures, { { kind = "growth", to = 2, rate = 3, change = 4, sign = 1 } }))
    assert.matches("^F09 violated", lines({ { "120", 120 }, { "150", 150 }, { "20%", 20, "percent" } },
      { { kind = "growth", from = 1, to = 2, rate = 3, sign = 1 } })[1])
  end)

  it("reach the plan at the rate and by the excess (F10)", function()
    local found = run({ { "16,501", 16501, "person" }, { "150%", 150, "percent" }, { "5,501", 5501, "person" } },
      { { kind = "plan", result = 1, rate = 2, excess = 3 } })
    assert.equal("F10 ok: 16,501 / (16,501 − 5,501) = 150% holds: a plan of 11,000 by the excess, 10,965 to 11,037 "
      .. "(150.01 %) by the rate", tostring(found[1]))
    found = run({ { "16,501", 16501, "person" }, { "140%", 140, "percent" }, { "5,501", 5501, "person" } },
      { { kind = "plan", result = 1, rate = 2, excess = 3 } })
    assert.equal("violated", found[1].verdict)
    assert.same({ "F10 ok: 90 of the plan 100 = 90% holds: 90 % computed, within 0.5 %",
      "F10 ok: 100 − 90 = 10 holds" },
      lines({ { "90", 90 }, { "100", 100 }, { "90%", 90, "percent" }, { "10", 10 } },
        { { kind = "plan", result = 1, target = 2, rate = 3, excess = 4, sign = -1 } }))
    assert.same({ "F10 ok: 120 of the plan 100 = +20% holds: 120 % computed, within 0.5 %" },
      lines({ { "120", 120 }, { "100", 100 }, { "20%", 20, "percent" } },
        { { kind = "plan", result = 1, target = 2, excess = 3 } }))
    assert.same({ "F10 unknown: 98 = 98% implies a plan of 99.49 to 100.51" },
      lines({ { "98", 98 }, { "98%", 98, "percent" } }, { { kind = "plan", result = 1, rate = 2 } }))
  end)

  it("go from k to m by their difference (F19)", function()
    local relation = { kind = "from_to", from = 1, to = 2, change = 3, sign = -1, merged = true }
    assert.same({ "F19 ok: 6 − 2 = 4 holds" }, lines({ { "6", 6 }, { "2", 2 }, { "4", 4 } }, { relation }))
    assert.same({ "F19 violated: 6 − 2 = 5 does not hold: 4 computed, 5 stated, difference −1 (16.7 %)" },
      lines({ { "6", 6 }, { "2", 2 }, { "5", 5 } }, { relation }))
  end)

  it("follow printed equations and identities (F15, F16)", function()
    local found = run({ { "50,908", 50908 }, { "885", 885 }, { "144", 144 }, { "51,679", 51679 } }, {
      { kind = "equation", terms = { { figure = 1, sign = 1 }, { figure = 2, sign = 1 }, { figure = 3, sign = -1 } },
        result = 4 },
    })
    assert.equal("F16 violated: 50,908 + 885 − 144 = 51,679 does not hold: 51,649 computed, 51,679 stated, "
      .. "difference −30 (0.1 %)", tostring(found[1]))
    assert.same({ "F15 ok: 500 − 420 = 80 holds" }, lines({ { "500", 500, "VND" }, { "420", 420, "VND" },
      { "80", 80, "VND" } }, { { kind = "difference", whole = 1, part = 2, result = 3 } }))
  end)

  it("do not fall when they are cumulative (F20), and keep the order of extremes (F21)", function()
    local series = { kind = "series", figures = { 1, 2, 3 }, cumulative = true }
    assert.same({ "F20 ok: 5, 7, 7: the series does not fall" }, lines({ { "5", 5 }, { "7", 7 }, { "7", 7 } },
      { series }))
    assert.same({ "F20 violated: a cumulative series falls from 7 to 6" },
      lines({ { "5", 5 }, { "7", 7 }, { "6", 6 } }, { series }))
    local bounds = { kind = "bounds", minimum = 1, mean = 2, maximum = 3 }
    assert.same({ "F21 ok: 5 ≤ 7 ≤ 9: in order" }, lines({ { "5", 5 }, { "7", 7 }, { "9", 9 } }, { bounds }))
    assert.same({ "F21 violated: 5 ≤ 10 ≤ 9: out of order: 10 should not be above 9" },
      lines({ { "5", 5 }, { "10", 10 }, { "9", 9 } }, { bounds }))
  end)
end)

describe("money", function()
  local function dong(written, mantissa, exponent, hedge, date)
    return { written, mantissa * math.tointeger(10 ^ exponent), "VND", hedge, mantissa = mantissa,
      exponent = exponent,
      scaled = true, as_of = date }
  end

  it("in two currencies implies a rate of its year (F14)", function()
    local dollars = { "198 million USD", 198000000, "USD", "more_than", mantissa = 198, exponent = 6, scaled = true }
    local pair = { { kind = "money_pair", a = 1, b = 2 } }
    assert.same({ "F14 ok: 4.7 trillion VND = more than 198 million USD implies 23,367 to 23,990 VND for one USD: "
      .. "usual in 2023" },
      lines({ dong("4.7 trillion VND", 47, 11, nil, "2023"), dollars }, pair))
    assert.same({ "F14 violated: 4.7 billion VND = more than 198 million USD implies 23.37 to 23.99 VND for one USD; "
      .. "usual in 2023: 22,500 to 26,000" }, lines({ dong("4.7 billion VND", 47, 8, nil, "2023"), dollars }, pair))
    assert.matches("implies 23,367 to 23,990 VND for one USD",
      lines({ dollars, dong("4.7 trillion VND", 47, 11, nil, "2023") }, pair)[1], 1, true)
    assert.matches("^F14 ok", lines({ dong("14 trillion VND", 14, 12, nil, "2016"),
      { "630 million USD", 630000000, "USD", mantissa = 63, exponent = 7, scaled = true } }, pair)[1])
  end)

  it("a head is told, or held against what is plausible (F13)", function()
    local figures = { dong("4.7 trillion VND", 47, 11), { "18.8 million", 18800000, "person", mantissa = 188,
      exponent = 5,
      scaled = true } }
    local relation = { { kind = "per_head", total = 1, heads = 2 } }
    assert.same({ "F13 unknown: 4.7 trillion VND / 18.8 million: 246,684 to 253,333 for each" }, lines(figures,
      relation))
    assert.matches("^F13 ok", lines(figures, relation, nil, { per_head = { 100000, 500000 } })[1])
    assert.matches("^F13 violated", lines(figures, relation, nil, { per_head = { 1000000, 5000000 } })[1])
  end)
end)

describe("several mentions", function()
  it("of one quantity agree (F17), also in headline and caption (T04)", function()
    local function same(a, b, how) return lines({ a, b }, { { kind = "same", figures = { 1, 2 },
      how = how or "label" } }) end
    assert.same({ "F17 violated: 17 and 14 are given for the same quantity (associations)" },
      same({ "17", 17, noun = "associations" }, { "14", 14 }))
    assert.same({ "F17 ok: more than 1,390 and 1,392: the same quantity agrees" },
      same({ "1,390", 1390, nil, "more_than" }, { "1,392", 1392 }))
    assert.same({ "T04 violated: headline and text give 20 and 30" }, same({ "20", 20 }, { "30", 30 }, "headline"))
    assert.same({ "T04 violated: caption and text give 20 and 30" }, same({ "20", 20 }, { "30", 30 }, "caption"))
  end)

  it("of quantities that cannot be one are let alone", function()
    local function same(a, b) return lines({ a, b }, { { kind = "same", figures = { 1, 2 }, how = "label" } }) end
    assert.same({}, same({ "14", 14 }, { "2,812", 2812 }))
    assert.same({}, same({ "54", 54 }, { "4", 4 }))
    assert.matches("^F17 violated", same({ "1,392", 1392 }, { "392", 392 })[1])
    assert.matches("^F17 violated", same({ "50", 50 }, { "80", 80 })[1])
  end)

  it("that agree with a total whose parts do not are contradicted by the parts (T04)", function()
    local figures = { { "322", 322, zone = "headline" }, { "322", 322 }, { "88", 88 }, { "244", 244 } }
    local relations = { { kind = "same", figures = { 1, 2 }, how = "headline" }, sum(2, { 3, 4 }) }
    assert.same({
      "T04 violated: the headline gives 322, the parts in the text make 332: 88 + 244 = 322",
      "F01 violated: 88 + 244 = 322 does not hold: 332 computed, 322 stated, difference +10 (3.1 %)",
    }, lines(figures, relations))
    figures[4] = { "234", 234 }
    assert.same({ "T04 ok: 322: headline and text agree", "F01 ok: 88 + 234 = 322: the parts make the total" },
      lines(figures, relations))
  end)

  it("mix no people with times, and no million with billion (T08)", function()
    assert.same({ "T08 violated: 500 and 500: people and times are mixed for one quantity" },
      lines({ { "500", 500, "person" }, { "500", 500, "turn" } }, { { kind = "same", figures = { 1, 2 },
        how = "label" } }))
    assert.same({ "T08 violated: 900 and 500: people and times are mixed for one quantity" }, { lines(
      { { "900", 900, "person" }, { "500", 500, "turn" }, { "400", 400, "person" } }, { sum(1, { 2, 3 }) })[1] })
    assert.same({ "T08 violated: 258 billion and 258 million: the same digits with different scale words",
      "F17 violated: 258 billion and 258 million are given for the same quantity (support)" },
      lines({ { "258 billion", 258000000000, "VND", mantissa = 258, exponent = 9, scaled = true, label = "support" },
        { "258 million", 258000000, "VND", mantissa = 258, exponent = 6, scaled = true } },
        { { kind = "same", figures = { 1, 2 }, how = "label" } }))
  end)

  it("list as many as they announce (F18)", function()
    local list = { kind = "list", figure = 1, count = 3, items = { "A", "B", "C" }, closed = true }
    assert.same({ "F18 ok: three: 3 are listed" }, lines({ { "three", 3 } }, { list }))
    assert.same({ "F18 violated: four announced, 3 listed: A; B; C" }, lines({ { "four", 4 } }, { list }))
    list.closed = false
    assert.same({ "F18 ok: four: 3 are listed" }, lines({ { "four", 4 } }, { list }))
  end)

  it("of a class that is larger than the class that holds it are found (F22)", function()
    local by = { scope_level = "province" }
    local found = run({ { "60", 60, noun = "associations", as_of = "2024" },
      { "65", 65, noun = "associations", as_of = "2024", by = by } })
    assert.equal("F22 violated: 65 is larger than 60, which holds it", tostring(found[1]))
    assert.same({}, run({ { "60", 60, noun = "clubs", as_of = "2024" },
      { "65", 65, noun = "associations", as_of = "2024", by = by } }))
  end)

  it("of congresses and terms are possible (F24)", function()
    local function ordinal(one) return lines({}, {}, { ordinals = { one } }) end
    assert.same({ "F24 ok: 6 congress by 2024, founded in 1999: possible" },
      ordinal { n = 6, noun = "congress", year = 2024, founded = 1999 })
    assert.same({ "F24 violated: 20 congress by 2024, founded in 1999: at most 13 can have been held" },
      ordinal { n = 20, noun = "congress", year = 2024, founded = 1999 })
    assert.same({ "F24 violated: a term of 15 years (2014 to 2029); 5 are usual at most" },
      ordinal { n = 3, noun = "congress", from = 2014, to = 2029 })
  end)
end)

describe("a cross table", function()
  local function cross(values)
    local figures = {}
    for i, v in ipairs(values) do figures[i] = { tostring(v), v } end
    return lines(figures, { { kind = "table", cells = { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } }, row_total = 3,
      column_total = 3 } })
  end

  it("adds up both ways (F23)", function()
    assert.same({ "F23 ok: the table adds up: 3 rows, 3 columns" }, cross { 10, 20, 30, 5, 6, 11, 15, 26, 41 })
    assert.same({
      "F23 violated: column 3 of the table: 30 + 11 = 42 does not hold: 41 computed, 42 stated, difference −1 "
        .. "(2.4 %)",
      "F23 violated: row 3 of the table: 15 + 26 = 42 does not hold: 41 computed, 42 stated, difference −1 (2.4 %)",
    }, cross { 10, 20, 30, 5, 6, 11, 15, 26, 42 })
  end)
end)

describe("how things are written", function()
  it("numbers with broken grouping list their readings (T03)", function()
    assert.same({ "T03 violated: 992.0000 breaks the rules of grouping: it may be 9,920,000 or 992" },
      lines { { "992.0000", nil, "member", broken = true, readings = { 9920000, 992 } } })
    assert.same({ "T03 doubtful: 1.392 can be read in more than one way: 1,392 or 1.392" },
      lines { { "1.392", nil, "other", ambiguous = true, readings = { 1392, 1.392 } } })
  end)

  it("figures without date or period are noted, once for all (T05)", function()
    local _, findings = run { { "5", 5 }, { "7", 7, nil, nil, as_of = "2024" }, { "38%", 38, "percent" }, { "9", 9 } }
    assert.equal(1, #findings)
    assert.equal("T05 violated: no date or period is stated for 5 and 9", tostring(findings[1]))
    assert.same({ "note", { 1, 4 } }, { findings[1].importance, findings[1].figures })
  end)

  it("names that differ in idle words are variants (T06)", function()
    local names = { { name = "Association of Victims of Agent Orange" },
      { name = "Association for Victims of Agent Orange" },
      { name = "Association of the Blind" } }
    assert.same({ "T06 violated: one body under several names: Association of Victims of Agent Orange; "
      .. "Association for Victims of Agent Orange" }, lines({}, {}, { organisations = names }))
  end)

  it("references fit the documents that are known (T07)", function()
    local function cite(document, date) return lines({}, {}, { documents = { document }, date = date }) end
    assert.same({}, cite { kind = "conclusion", number = "102", issuer = "Politburo", term = 11,
      written = "Conclusion No. 102" })
    assert.same({ "T07 violated: Conclusion No. 102: known is XI" },
      cite { kind = "conclusion", number = "102", issuer = "Politburo", term = 12, written = "Conclusion No. 102" })
    local decree = { kind = "decree", number = "45/2010/NĐ-CP", year = 2010, written = "Decree 45/2010/NĐ-CP" }
    assert.same({}, cite(decree, "2023-05-01"))
    assert.same({ "T07 violated: Decree 45/2010/NĐ-CP: no longer in force since 2024-11-26" }, cite(decree,
      "2025-01-19"))
  end)
end)

describe("check", function()
  it("says things in three languages", function()
    local figures, relations = { { "332", 332 }, { "88", 88 }, { "245", 245 } }, { sum(1, { 2, 3 }) }
    assert.same({ "F01 violated: 88 + 245 = 332 không khớp: tính ra 333, ghi là 332, chênh lệch +1 (0.3 %)" },
      lines(figures, relations, nil, { lang = "vi" }))
    assert.same({ "F01 violated: 88 + 245 = 332 tidak cocok: terhitung 333, tertulis 332, selisih +1 (0.3 %)" },
      lines(figures, relations, nil, { lang = "id" }))
  end)

  it("has the same sentences with the same places in each of them", function()
    local words = require "orgstat.report.words"
    local function places(text)
      local list = {}
      for place in text:gmatch "{([%w_]+)}" do list[#list + 1] = place end
      table.sort(list)
      return table.concat(list, " ")
    end
    local function compare(a, b, path)
      for key, text in pairs(a) do
        assert.equal(type(text), type(b[key]), path .. key)
        if type(text) == "table" then compare(text, b[key], path .. key .. ".") else
          assert.equal(places(text), places(b[key]), path .. key)
        end
      end
    end
    for _, lang in ipairs { "vi", "id" } do
      compare(words.en, words[lang], lang .. ".")
      compare(words[lang], words.en, lang .. ".")
    end
  end)

  it("refuses options that it does not have", function()
    local report = support.report {}
    assert.error_matches(function() check.run(report, { language = "en" }) end, "no option 'language'")
    assert.error_matches(function() check.run(report, { lang = "fr" }) end, "lang must be")
    assert.error_matches(function() check.run(report, 5) end, "options must be a table")
  end)

  it("does not do more work than the report is long", function()
    -- counted in steps of the Lua machine, which no machine's speed changes
    local function steps(n)
      local figures, relations = {}, {}
      for i = 1, n, 3 do
        local by = { scope_level = "province" }
        figures[i] = { "9", 9, as_of = "2024" }
        figures[i + 1], figures[i + 2] = { "5", 5, by = by }, { "4", 4, by = by }
        relations[#relations + 1] = sum(i, { i + 1, i + 2 })
        if i > 1 then relations[#relations + 1] = { kind = "same", figures = { i - 3, i }, how = "label" } end
      end
      local report, count = support.report(figures, relations), 0
      debug.sethook(function() count = count + 1 end, "", 1000)
      check.run(report)
      debug.sethook()
      return count
    end
    steps(30)
    assert.is_true(steps(9000) < 14 * steps(900))
  end)

  it("gives the same findings when it is asked again", function()
    local report = support.report({ { "11", 11 }, { "6", 6 }, { "5", 5 } }, { sum(1, { 2, 3 }) })
    assert.equal(tostring(check.run(report)), tostring(check.run(report)))
  end)
end)

-- Two texts with the same figures, or nearly: what is aligned, and what is told of the rest.
local compare = require("orgstat.report.compare").compare
local slip = require "orgstat.report.slip"
local support = require "spec.report.support"

local function report(lang, figures) return support.report(figures, {}, { lang = lang }) end

local PROVINCE, ASSIGNED = { scope_level = "province" }, { scope_level = "province", category = "assigned" }

local function english()
  return report("en", {
    { "1,392", 1392 }, { "440,532", 440532, "member" }, { "65", 65, by = PROVINCE }, { "14", 14, by = ASSIGNED },
    { "51", 51, by = PROVINCE }, { "124", 124 }, { "1,203", 1203 },
  })
end

local function indonesian(change)
  local figures = {
    { "1.392", 1392 }, { "440.532", 440532, "member" }, { "65", 65, by = PROVINCE }, { "14", 14, by = ASSIGNED },
    { "51", 51, by = PROVINCE }, { "124", 124 }, { "1.203", 1203 },
  }
  if change then change(figures) end
  return report("id", figures)
end

local function told(result)
  local list = {}
  for _, one in ipairs(result.changed) do
    list[#list + 1] = result.figures[one.a].written .. " " .. result.figures[one.b].written .. " " .. one.what
      .. (one.slip and " " .. one.slip or "")
  end
  for _, i in ipairs(result.missing) do list[#list + 1] = "missing " .. result.figures[i].written end
  for _, i in ipairs(result.extra) do list[#list + 1] = "extra " .. result.figures[i].written end
  return list
end

describe("compare", function()
  it("finds that translations agree", function()
    local result = compare(english(), indonesian())
    assert.is_true(result.agree)
    assert.equal(7, #result.pairs)
    assert.equal(14, #result.figures)
    for i, pair in ipairs(result.pairs) do assert.same({ a = i, b = i + 7 }, pair) end
    assert.equal("the texts agree: 7 figures agree, 0 changed, 0 missing, 0 extra", tostring(result))
  end)

  it("aligns figures that stand elsewhere", function()
    local result = compare(english(), indonesian(function(f) f[1], f[6], f[7] = f[7], f[1], f[6] end))
    assert.is_true(result.agree)
    assert.same({ a = 1, b = 13 }, result.pairs[1])
  end)

  it("aligns equal values by their labels", function()
    local function two(first, second)
      return report("en", { { "14", 14, by = { category = first } }, { "14", 14, by = { category = second } } })
    end
    assert.is_true(compare(two("assigned", "voluntary"), two("voluntary", "assigned")).agree)
  end)

  it("names what is missing and what is extra", function()
    local result = compare(english(), indonesian(function(f) table.remove(f, 4) end))
    assert.is_false(result.agree)
    assert.same({ "missing 14" }, told(result))
    assert.equal(6, #result.pairs)
    result = compare(english(), indonesian(function(f) table.insert(f, 3, { "99", 99, "person" }) end))
    assert.same({ "extra 99" }, told(result))
    assert.matches("extra: 99", tostring(result))
  end)

  it("names changed values and the slip behind them", function()
    local function changed(written, value, more)
      return told(compare(english(), indonesian(function(f)
        f[1] = { written, value }
        for key, x in pairs(more or {}) do f[1][key] = x end
      end)))
    end
    assert.same({ "1,392 1.392 value mark" }, changed("1.392", 1.392))
    assert.same({ "1,392 1.292 value digit_substituted" }, changed("1.292", 1292))
    assert.same({ "1,392 1.932 value digits_swapped" }, changed("1.932", 1932))
    assert.same({ "1,392 139 value digit_lost" }, changed("139", 139))
    assert.same({ "1,392 13.922 value digit_added" }, changed("13.922", 13922))
    assert.same({ "1,392 1.400 value rounding" }, changed("1.400", 1400))
    assert.same({ "1,392 1.392 hedge" }, changed("1.392", 1392, { hedge = "more_than" }))
  end)

  it("names another scale word", function()
    local function money(written, value, exponent)
      return report("en", { { "7", 7 }, { written, value, "VND", mantissa = 258, exponent = exponent, scaled = true },
        { "9", 9 } })
    end
    local result = compare(money("258 billion", 258000000000, 9), money("258 million", 258000000, 6))
    assert.same({ "258 billion 258 million value scale_word" }, told(result))
    assert.matches("value changed: 258 billion, 258 million %(another scale word%)", tostring(result))
  end)

  it("names changed units and labels, but not labels that one text leaves out", function()
    local result = compare(english(), indonesian(function(f) f[2][3] = "turn" end))
    assert.same({ "440,532 440.532 unit" }, told(result))
    result = compare(english(), indonesian(function(f) f[4].by = { scope_level = "province",
      category = "voluntary" } end))
    assert.same({ "14 14 label" }, told(result))
    assert.is_true(compare(english(), indonesian(function(f) f[4].by = nil end)).agree)
    assert.is_true(compare(english(), indonesian(function(f) f[7][3] = "other" end)).agree)
  end)

  it("finds the digit that a copy has lost", function()
    local function copy(last)
      return report("id", { { "393.497", 393497 }, { "163.413", 163413 }, last })
    end
    local result = compare(copy { "230.084", 230084 }, copy { "30.084", 30084 })
    assert.same({ "230.084 30.084 value digit_lost" }, told(result))
  end)

  it("takes a number that can be read in two ways for the one that the other text means", function()
    local ambiguous = { "1.392", nil, ambiguous = true, readings = { 1392, 1.392 } }
    local result = compare(english(), indonesian(function(f) f[1] = ambiguous end))
    assert.same({}, told(result))
    assert.same({}, told(compare(report("en", { { "1,392", 1392 } }), report("id", { ambiguous }))))
  end)

  it("holds equal figures in the order of the texts", function()
    local function many(n)
      local figures = {}
      for i = 1, n do figures[i] = { "885", 885 } end
      return report("en", figures)
    end
    local result = compare(many(3), many(2))
    assert.same({ { a = 1, b = 4 }, { a = 2, b = 5 } }, result.pairs)
    assert.same({ 3 }, result.missing)
  end)

  it("compares nothing with nothing, and refuses what is no report", function()
    assert.is_true(compare(report("en", {}), report("id", {})).agree)
    assert.error_matches(function() compare(english(), "text") end, "argument 2 must be a report, got a string")
  end)

  it("does not do more work than the texts are long", function()
    -- counted in figures looked at, which no machine's speed changes
    local function steps(n)
      local left, right = {}, {}
      for i = 1, n do
        left[i] = { tostring(i), i * 7919 % 100003, "person" }
        right[i] = { tostring(i), i * 104729 % 100003 + 200000, "person" }
      end
      local a, b, count = report("en", left), report("en", right), 0
      debug.sethook(function() count = count + 1 end, "", 1000)
      compare(a, b)
      debug.sethook()
      return count
    end
    steps(100)
    assert.is_true(steps(8000) < 12 * steps(1000))
  end)
end)

describe("a slip", function()
  local function between(a, b, more)
    local function figure(v)
      local f = { value = v }
      for key, x in pairs(more or {}) do f[key] = x end
      return f
    end
    return slip.between(figure(a), figure(b))
  end

  it("is named by its kind", function()
    assert.equal("digit_substituted", between(25812, 26812))
    assert.equal("digits_swapped", between(1329, 1392))
    assert.equal("digit_added", between(30084, 230084))
    assert.equal("digit_lost", between(230084, 30084))
    assert.equal("digit_added", between(1500, 15000))
    assert.equal("mark", between(1392, 1.392))
    assert.equal("mark", between(1.25, 1250))
    assert.equal("scale_word", between(258000000, 258000000000, { scaled = true }))
    assert.equal("rounding", between(430812, 431000))
    assert.equal("rounding", between(1.4, 1))
    assert.is_nil(between(1392, 7155))
    assert.is_nil(between(5, 5))
    assert.is_nil(between(0, 5))
    assert.is_nil(slip.between({ hedge = "range", lo = 1, hi = 2 }, { value = 5 }))
  end)
end)

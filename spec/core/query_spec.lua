-- What orgstat.core makes of a register: fewer rows, other columns, groups and statistics.

local core = require "orgstat.core"
local support = require "spec.core.support"

local sample, one, list, texts = support.sample, support.one, support.list, support.texts

describe("orgstat.core", function()
  describe("a query", function()
    it("takes rows", function()
      local reg = sample()
      assert.same({ 2, 3 }, list(core.take(reg, 2, 3)))
      assert.same({ 1, 2, 3, 4, 5 }, list(core.take(reg, math.mininteger, math.maxinteger)))
      for _, r in ipairs { { 3, 2 }, { 6, 9 }, { 1, 0 }, { math.maxinteger, math.mininteger } } do
        assert.same({}, list(core.take(reg, r[1], r[2])))
      end
      assert.same({ 3, 4 }, list(core.take(core.take(reg, 2, 5), 2, 3)))
    end)

    it("selects fields", function()
      local reg = core.select(sample(), { 4, 2, 2 }, { "a", "b", "c" })
      assert.same({ a = 120, b = "Hội Nông dân", c = "Hội Nông dân" }, reg[1])
      assert.same({ "founded", "id" }, core.names(core.select(reg and sample(), { 7, 1 })))
      assert.same({}, core.names(core.select(reg, {})))
      assert.equal(5, #core.select(reg, {}))
      assert.same({ 2 }, list(core.select(core.take(sample(), 2, 2), { 1 })))
      assert.has_error(function() core.select(reg, { 1 }, { 1 }) end, "element 1 of the names is no string")
    end)

    it("sorts, missing values last both ways", function()
      local reg = sample()
      assert.same({ 2, 5, 1, 4, 3 }, list(core.sort(reg, { 4 })))
      assert.same({ 4, 1, 5, 2, 3 }, list(core.sort(reg, { 4 }, { true })))
      assert.same({ 4, 1, 5, 2, 3 }, list(core.sort(reg, { 3, 1 }, { true, true })))
      assert.same({ 4, 1, 2, 5, 3 }, list(core.sort(reg, { 2 }, {})))
      assert.same({ 2, 1 }, list(core.sort(core.take(reg, 1, 2), { 4 })))
      assert.same({ 1, 2, 3, 4, 5 }, list(core.sort(reg, {})))
    end)

    it("filters by sets", function()
      local reg = sample()
      local function ids(...)
        return list(core.filter(reg, { ... }))
      end
      assert.same({ 2, 5 }, ids { c = 2, values = { "Red Cross", "none" } })
      assert.same({ 2, 3, 5 }, ids { c = 2, values = { "Red Cross" }, missing = true })
      assert.same({ 3 }, ids { c = 4, missing = true })
      assert.same({ 1, 4 }, ids { c = 3, values = { true } })
      assert.same({ 4 }, ids { c = 4, values = { 9007199254740993 } })
      assert.same({ 1, 2 }, ids { c = 4, values = { 120.0, -7 } })
      assert.same({ 1, 2 }, ids { c = 5, values = { 12.5, 3 } })
      assert.same({ 4, 5 }, ids { c = 6, values = { 3, -0.1 } })
      assert.same({ 2, 4 }, ids { c = 7, values = { "1946", "1998-02" } })
      assert.same({ 5 }, ids({ c = 2, values = { "Red Cross" } }, { c = 4, values = { 0 } }))
      assert.same({ 1, 2, 3, 4, 5 }, ids())
      assert.same({}, ids { c = 2, values = {} })
      assert.same({}, ids { c = 2, values = { 1, true } })
      assert.same({}, ids { c = 4, values = { "120", true, 0 / 0 } })
      assert.has_error(function() ids { c = 8 } end, "a condition has no column")
      assert.has_error(function() ids { values = {} } end, "a condition has no column")
    end)

    it("summarises groups", function()
      local reg = core.summarise(sample(), { 3 }, {
        { name = "n", what = "rows" },
        { name = "sum", what = "sum", c = 4 },
        { name = "median", what = "quantile", c = 1, p = 0.5 },
        { name = "last", what = "last", c = 2 },
      })
      assert.same({ "paid", "n", "sum", "median", "last" }, core.names(reg))
      assert.same({ paid = false, n = 2, sum = -7, median = 3.5, last = "Red Cross" }, reg[1])
      assert.same({ paid = true, n = 2, sum = 9007199254741113, median = 2.5, last = "" }, reg[2])
      assert.same({ n = 1, sum = 0, median = 3.0 }, reg[3])
      assert.equal(3, #reg)
      local all = core.summarise(core.take(sample(), 1, 0), {}, { { name = "rows", what = "rows" } })
      assert.same({ rows = 0 }, all[1])
      assert.equal(0, #core.summarise(core.take(sample(), 1, 0), { 1 }, {}))
    end)

    it("keeps the values of the keys through a choice of rows", function()
      local chosen = core.filter(sample(), { { c = 1, values = { 2, 4, 5 } } })
      local reg = core.summarise(chosen, { 2 }, { { name = "n", what = "rows" } })
      assert.same({ "", "Red Cross" }, list(reg))
      assert.same({ 1, 2 }, list(reg, 2))
    end)

    it("checks aggregates", function()
      local reg = sample()
      local function summarise(spec)
        return function() core.summarise(reg, {}, { spec }) end
      end
      assert.has_error(summarise { name = "x", what = "nimble", c = 1 }, "there is no aggregate 'nimble'")
      assert.has_error(summarise { name = "x", what = "sum", c = 2 }, "a field of type text has no sum")
      assert.has_error(summarise { name = "x", what = "sum" }, "the sum has no column")
      assert.has_error(summarise { name = "x", what = "sum", c = 8 }, "the sum has no column")
      assert.has_error(summarise { what = "rows" }, "element 1 of the names is no string")
      assert.has_error(summarise(1), "element 1 of the aggregates is no table")
      for _, p in ipairs { -0.1, 1.1, 0 / 0, "0.5" } do
        assert.has_error(summarise { name = "x", what = "quantile", c = 1, p = p },
          "the p of a quantile goes from 0 to 1")
      end
    end)

    it("has statistics by type", function()
      assert.same({ n = 4, missing = 0, distinct = 4, sum = 10, mean = 2.5, sd = math.sqrt(5 / 3),
                    var = 5 / 3, min = 1, q1 = 1.75, median = 2.5, q3 = 3.25, max = 4, iqr = 1.5,
                    mad = 1.0, mode = 1, gini = 0.25, hhi = 0.3 },
        core.stats(one { 4, 2, 1, 3 }, 1))
      local reg = sample()
      assert.same({ n = 4, missing = 1, distinct = 2, sum = 2, mode = false }, core.stats(reg, 3))
      assert.same({ n = 4, missing = 1, distinct = 3, min = "", max = "Red Cross", mode = "Red Cross" },
        core.stats(reg, 2))
      assert.same({ n = 4, missing = 1, distinct = 4, min = "1945-10-14", max = "2024-02-29", mode = "1945-10-14" },
        core.stats(reg, 7))
      local dues = core.stats(reg, 5)
      assert.equal("14.625", dues.sum_text)
      assert.equal(14.625, dues.sum)
      assert.is_nil(dues.exact)
      assert.equal(-1.0, dues.min)
    end)

    it("has statistics of few values", function()
      assert.same({ n = 0, missing = 2, distinct = 0, sum = 0 }, core.stats(one({}, "integer", 2), 1))
      assert.same({ n = 1, missing = 0, distinct = 1, sum = 7, mean = 7.0, min = 7, max = 7, q1 = 7.0, median = 7.0,
                    q3 = 7.0, iqr = 0.0, mad = 0.0, mode = 7, gini = 0.0, hhi = 1.0 }, core.stats(one { 7 }, 1))
    end)

    it("says when an integer sum goes beyond 64 bits", function()
      local stats = core.stats(one { math.maxinteger, math.maxinteger }, 1)
      assert.equal("18446744073709551614", stats.sum_text)
      assert.is_false(stats.exact)
      assert.equal(2.0 ^ 64, stats.sum)
      assert.equal("float", math.type(stats.sum))
      stats = core.stats(one { math.maxinteger, 1, math.mininteger }, 1)
      assert.equal(0, stats.sum)
      assert.is_nil(stats.exact)
    end)

    it("keeps all digits of the sums of groups beyond 64 bits", function()
      local reg = core.build({ "g", "x" }, nil, { { 1, 1, 2 }, { math.maxinteger, math.maxinteger, -1 } }, 3)
      local sums = core.summarise(reg, { 1 }, { { name = "sum", what = "sum", c = 2 } })
      assert.same({ "integer", "decimal" }, core.types(sums))
      assert.same({ "18446744073709551614", "-1" }, texts(sums, 2))
      assert.equal(2.0 ^ 64, sums[1].sum)
    end)

    it("has the same sums of a file that is read in parts", function()
      local most = ("%d,"):format(math.maxinteger)
      local function sums(rows, wanted)
        local scan, _, types = core.scan({ text = "x,g\n" .. table.concat(rows) }, { block = 64, threads = 2 })
        local reg = assert(core.scan_query(scan, { 2 }, { { name = "sum", what = "sum", c = 1 } }, {}, types, {}))
        assert.equal(wanted, core.types(reg)[2])
        return texts(reg, 2)
      end
      local rows = { (most .. "1\n"):rep(9), ("1,1\n"):rep(99) }
      assert.same({ "83010348331692982362" }, sums(rows, "decimal"))
      rows[3] = ("-" .. most .. "1\n"):rep(9)
      assert.same({ "99" }, sums(rows, "integer"))
      rows[4] = ("1,2\n"):rep(99)
      assert.same({ "99", "99" }, sums(rows, "integer"))
    end)

    it("has profiles", function()
      local reg = sample()
      assert.same({ 1, 4, -7, 9007199254740993 }, { core.profile(reg, 4) })
      assert.same({ 1, 2, false, true }, { core.profile(reg, 3) })
      assert.same({ 1, 4, "1945-10-14", "2024-02-29" }, { core.profile(reg, 7) })
      assert.equal(4, select("#", core.profile(one({}, "text", 1), 1)))
      assert.same({ 1, 0 }, { core.profile(one({}, "text", 1), 1) })
    end)
  end)
end)

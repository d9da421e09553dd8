local orgstat = require "orgstat"
local raised = require("spec.register.support").raised

local TEXT = [[
unit,year,members,income,density
a,2023,10,5,0.5
a,2024,11,6,0.4
b,2024,7,3,1.5
]]
local KINDS = { kinds = { members = "stock", income = "flow", density = "ratio" }, time = "year" }

describe("kinds", function()
  local reg = assert(orgstat.parse(TEXT, KINDS))

  local function sums(group, text, opts) return group:summarise({ v = text }, opts):column "v" end
  local function refused(group, text) return (raised(group.summarise, group, { v = text })) end

  it("let a flow add up over time, and a stock over units", function()
    assert.same({ n = 2, 11, 3 }, sums(reg:group "unit", "sum(income)"))
    assert.same({ n = 2, 10, 18 }, sums(reg:group "year", "sum(members)"))
    assert.same({ n = 2, 11, 7 }, sums(reg:where({ year = 2024 }):group "unit", "sum(members)"))
    assert.same({ n = 2, 11, 7 }, sums(reg:group "unit", "last(members)"))
    assert.same({ n = 2, 10.5, 7.0 }, sums(reg:group "unit", "mean(members)"))
  end)

  it("refuse to add a stock up over time, and say what to do", function()
    assert.equal("summarise: 'sum(members)': 'members' is a stock, and stocks are not added up over time (year from "
      .. "2023 to 2024); group by 'year' too, take one 'year' with where, or the last value with last(members); or "
      .. "force it: { force = true } (--force)", refused(reg:group "unit", "sum(members)"))
    assert.matches("stocks are not added up over time", refused(reg:group "year", "cumulative(members)"))
    assert.matches("stocks are not added up over time", refused(reg:group "year", "share(members)"))
    assert.same({ n = 2, 21, 7 }, sums(reg:group "unit", "sum(members)", { force = true }))
  end)

  it("refuse sums and means of ratios, but not other statistics", function()
    assert.matches("'density' is a ratio, and ratios are not averaged; compute it again from its parts",
      refused(reg:group "unit", "mean(density)"), 1, true)
    assert.matches("ratios are not added up", refused(reg:group "unit", "sum(density)"))
    assert.same({ n = 1, 0.5 }, sums(reg:group(), "median(density)"))
    assert.same({ n = 1, 0.8 }, sums(reg:group(), "mean(density)", { force = true }))
  end)

  it("hold for crosstabs, whose totals are of all records", function()
    assert.matches("^crosstab: 'sum%(members%)': 'members' is a stock", (raised(reg.crosstab, reg, "unit", "year",
      { value = "sum(members)" })))
    assert.equal(28, reg:crosstab("unit", "year", { value = "sum(members)", force = true }).total)
    assert.equal(14, reg:crosstab("unit", "year", { value = "sum(income)" }).total)
  end)

  it("leave out of stats and describe what makes no sense", function()
    local s = reg:stats "density"
    assert.same({ 3, 0.5 }, { s.n, s.median })
    for _, key in ipairs { "sum", "sum_text", "mean", "hhi" } do assert.is_nil(s[key], key) end
    s = reg:stats "members"
    assert.is_nil(s.sum)
    assert.equal(28 / 3, s.mean)
    assert.equal(28, reg:stats("members", { force = true }).sum)
    assert.equal(18, reg:where({ year = 2024 }):stats("members").sum)
    local record = reg:describe()[5]
    assert.same({ "density", "ratio" }, { record.field, record.kind })
    assert.is_nil(record.mean)
  end)

  it("go with the fields through queries", function()
    local chain = reg:select("unit", "year", "members"):sort("-members"):head(3):where { unit = "a" }
    assert.same({ members = "stock" }, chain:kinds())
    assert.matches("is a stock", refused(chain:group "unit", "sum(members)"))
    local years = reg:group("year"):summarise { { "all", "sum(members)" }, { "typical", "median(density)" } }
    assert.same({ all = "stock", typical = "ratio" }, years:kinds())
    assert.matches("'all' is a stock, and stocks are not added up over time", refused(years:group(), "sum(all)"))
  end)

  it("are declared of any register, also of one in a file", function()
    local plain = assert(orgstat.parse(TEXT))
    assert.same({}, plain:kinds())
    local told = plain:kinds({ members = "stock" }, { time = "year" })
    assert.same({ members = "stock" }, told:kinds())
    assert.same({ members = "stock", income = "flow" }, told:kinds({ income = "flow" }):kinds())
    assert.matches("is a stock", refused(told:kinds({ income = "flow" }):group "unit", "sum(members)"))
    assert.same({ n = 2, 21, 7 }, sums(plain:group "unit", "sum(members)"))
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(TEXT)
    file:close()
    local scan = assert(orgstat.scan(path, KINDS))
    assert.matches("is a stock", refused(scan:group "unit", "sum(members)"))
    assert.same({ n = 2, 10, 18 }, sums(scan:group "year", "sum(members)"))
    os.remove(path)
  end)

  it("let a pivot that has the time among its fields add up stocks", function()
    local t = reg:pivot { rows = "unit", columns = "year", value = "sum(members)" }
    assert.equal(10, t:stats("2023").sum)
    assert.equal(18, t:stats("2024").sum)
    assert.matches("^pivot: 'sum%(members%)': 'members' is a stock", (raised(reg.pivot, reg,
      { columns = "unit", value = "sum(members)" })))
    assert.equal(2, #reg:pivot { rows = "unit", columns = "year", value = "sum(members * 2)" })
  end)

  it("can be forced in a rollup", function()
    assert.matches("is a stock", (raised(reg.rollup, reg, "unit", { s = "sum(members)" })))
    assert.equal(28, reg:rollup("unit", { s = "sum(members)" }, { force = true })[1].s)
    assert.equal(3, reg:rollup("unit", { force = true })[1].count)
    assert.equal(14, reg:rollup("unit", { force = "sum(income)" })[1].force)
    local forced = { forced = true }
    assert.matches("rollup: no option 'forced'", (raised(reg.rollup, reg, "unit", { s = "count()" }, forced)))
  end)

  it("are those of what is computed, unpivoted, appended and joined", function()
    local plain = assert(orgstat.parse(TEXT))
    assert.matches("is a stock", refused(reg:group "unit", "sum(members * 1)"))
    assert.matches("is a ratio", refused(reg:group "unit", "mean(density * 2)"))
    assert.matches("is a stock", (raised(reg.crosstab, reg, "unit", "year", { value = "sum(members * 1)" })))
    local more = reg:mutate { copy = "members", per = "members / income", gain = "income + 1", big = "upper(unit)" }
    local kinds = more:kinds()
    assert.same({ "stock", "stock", "flow" }, { kinds.copy, kinds.per, kinds.gain })
    assert.is_nil(kinds.big)
    assert.matches("is a stock", refused(more:group "unit", "sum(copy)"))
    assert.matches("is a stock", refused(reg:unpivot { "members" }:group "unit", "sum(value)"))
    assert.is_nil(reg:unpivot({ "members", "income" }):kinds().value)
    assert.matches("is a stock", refused(plain:append(reg):group "unit", "sum(members)"))
    assert.matches("is a stock", refused(reg:append(plain):group "unit", "sum(members)"))
    local joined = plain:select("unit"):join(reg, "unit", { many = true })
    assert.same({ members = "stock", income = "flow", density = "ratio" }, joined:kinds())
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(TEXT)
    file:close()
    assert.matches("is a stock", refused(assert(orgstat.scan(path, KINDS)):group "unit", "sum(members * 1)"))
    os.remove(path)
  end)

  it("of a stock are not looked into without a time", function()
    local told = assert(orgstat.parse(TEXT)):kinds { members = "stock" }
    assert.same({ n = 2, 21, 7 }, sums(told:group "unit", "sum(members)"))
    local without = reg:select("unit", "members")
    assert.same({ n = 2, 21, 7 }, sums(without:group "unit", "sum(members)"))
  end)

  it("raise on fields and kinds that there are not", function()
    assert.matches("kinds: no field 'incme'; did you mean 'income'%?", (raised(reg.kinds, reg, { incme = "flow" })))
    assert.matches("field 'income': no kind 'flw'; did you mean 'flow'%?", (raised(reg.kinds, reg, { income = "flw" })))
    assert.matches("must be a table", (raised(reg.kinds, reg, "stock")))
    assert.matches("no field 'yaer'; did you mean 'year'%?", (raised(reg.kinds, reg, {}, { time = "yaer" })))
    local function parse(kind) return (raised(orgstat.parse, "a\n1\n", { kinds = kind })) end
    assert.matches("option 'kinds': no field 'b'", parse { b = "flow" })
    assert.matches("option 'kinds', field 'a': no kind 'x'", parse { a = "x" })
    local group = reg:group "unit"
    assert.matches("summarise: no option 'forced'; did you mean 'force'%?", (raised(group.summarise, group,
      { v = "sum(members)" }, { forced = true })))
  end)
end)

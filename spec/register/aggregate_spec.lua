local orgstat = require "orgstat"
local support = require "spec.register.support"
local raised = support.raised

-- What numbers come out is for spec/statistics_spec.lua and doc/statistics.md; here is how they are asked for.
describe("aggregates", function()
  local reg = support.sample()

  local function of(text, source)
    return (source or reg):group():summarise({ v = text })[1].v
  end

  local function refused(text, source)
    local group = (source or reg):group "level"
    return (raised(group.summarise, group, { x = text }))
  end

  it("take numbers behind the field", function()
    assert.equal(80.0, of "quantile(members, 0.25)")
    assert.equal(80.0, of "quantile( `members` ,0.25 , 7 )")
    assert.near(120 / 520 * 100 + 200 / 520 * 100, of "top(members, 2)", 1e-12)
    assert.equal(100.0, of "top(members, 1000000000)")
    assert.equal(80.0, of "quantile(members, 2.5e-1)")
  end)

  it("take weights", function()
    local r = orgstat.register {
      { x = 1, w = 0 }, { x = 2, w = 3 }, { x = 4, w = 1 }, { x = 9 }, { w = 5 },
    }
    assert.equal(2.5, of("weighted_mean(x, w)", r))
    assert.equal(2.0, of("weighted_median(x, w)", r))
    assert.equal(2.0, of("weighted_quantile(x, w, 0.75)", r))
    assert.equal(4.0, of("weighted_quantile(x, w, 0.76)", r))
    assert.equal(2.0, of("weighted_quantile(x, w, 0)", r))
    assert.is_nil(of("weighted_mean(x, w)", r:head(1)))
    assert.is_nil(of("weighted_mean(x, w)", orgstat.register { { x = 1, w = -1 }, { x = 1, w = 5 } }))
  end)

  it("find the mode of any type, the smallest of several", function()
    assert.equal(80, of "mode(members)")
    assert.equal("province", of "mode(level)")
    assert.equal("", of "mode(name)")
    assert.equal("1956", of "mode(founded)")
    assert.equal(false, of "mode(active)")
    assert.equal(0.3, of "mode(fee)")
    assert.is_nil(of("mode(members)", reg:head(0)))
  end)

  it("compare a group with all of them", function()
    local result = reg:group("level"):summarise {
      { "share", "share()" }, { "of_members", "share(members)" }, { "rank", "rank(members)" }, { "place", "rank()" },
      { "running", "cumulative(members)" }, { "n", "cumulative()" }, { "fee", "cumulative(fee)" },
    }
    local lines = {}
    for _, level, share, of_members, rank, place, running, n, fee in
      result:values("level", "share", "of_members", "rank", "place", "running", "n", "fee") do
      lines[#lines + 1] = ("%s %.2f %.2f %d %d %d %d %.2f"):format(level, share, of_members, rank, place, running,
        n, fee)
    end
    assert.same({
      "commune 33.33 38.46 2 2 200 2 1.05",
      "district 16.67 15.38 3 3 280 3 1.05",
      "province 50.00 46.15 1 1 520 6 13.85",
    }, lines)
    local types = {}
    for i, field in ipairs(result:fields()) do types[i] = field.type end
    assert.equal("text number number integer integer integer integer decimal", table.concat(types, " "))
  end)

  it("give equal groups the better rank, and no share of nothing", function()
    local r = orgstat.register { { g = "a", x = 5 }, { g = "b", x = 7 }, { g = "c", x = 5 }, { g = "d" } }
    local function column(text) return r:group("g"):summarise({ v = text }):column "v" end
    assert.same({ n = 4, 2, 1, 2, 4 }, column "rank(x)")
    assert.is_nil(r:where({ g = "d" }):group("g"):summarise({ v = "share(x)" })[1].v)
    assert.equal(0, #r:head(0):group("g"):summarise { a = "share(x)", b = "rank()", c = "cumulative(x)" })
  end)

  it("keep running sums exact beyond 64 bits", function()
    local r = orgstat.register { { g = 1, x = math.maxinteger }, { g = 2, x = math.maxinteger }, { g = 3, x = 1 } }
    local text = {}
    local result = r:group("g"):summarise { v = "cumulative(x)" }
    assert.equal("decimal", result:fields()[2].type)
    for _, one in require("orgstat.core").texts(result, 2) do text[#text + 1] = one end
    assert.same({ "9223372036854775807", "18446744073709551614", "18446744073709551615" }, text)
  end)

  it("raise on what is not written right, and say where", function()
    assert.equal("summarise: 'sum(members': a comma or a closing parenthesis was expected (character 12)",
      refused "sum(members")
    assert.equal("summarise: 'sum(members))': nothing more was expected (character 13)", refused "sum(members))")
    assert.equal("summarise: 'sum(,)': a field or a number was expected (character 5)", refused "sum(,)")
    assert.equal("summarise: 'sum(5, 6)': sum takes one field and nothing else (character 8)", refused "sum(5, 6)")
    assert.matches("quantile%(members, 2%)': a quantile needs a number from 0 to 1 here, as in "
      .. "quantile%(members, 0.9%) %(character 19%)", refused "quantile(members, 2)")
    assert.matches("whole number from 1 to 9, as in R %(character 24%)", refused "quantile(members, 0.5, 10)")
    assert.matches("whole number from 1 to 9", refused "quantile(members, 0.5, 1.5)")
    assert.matches("top needs a whole number, as in top%(members, 5%)", refused "top(members)")
    assert.matches("a whole number from 1 is needed here", refused "top(members, 0)")
    assert.matches("weighted_mean needs a field of weights", refused "weighted_mean(members)")
    assert.matches("a quantile needs a number from 0 to 1", refused "weighted_quantile(members, fee)")
    assert.matches("no aggregate 'medain'; did you mean 'median'%?", refused "medain(members)")
    assert.matches("no field 'fe'; did you mean 'fee'%?", refused "weighted_mean(members, fe)")
  end)

  it("raise on types that they do not take", function()
    assert.equal("summarise: 'weighted_mean(members, name)': field 'name' is of type text, and weighted_mean needs "
      .. "numbers (numeric fields: members, fee)", refused "weighted_mean(members, name)")
    for _, name in ipairs { "gini", "hhi", "iqr", "mad", "median" } do
      assert.matches("field 'name' is of type text, and " .. name .. " needs numbers", refused(name .. "(name)"))
      assert.matches("field 'active' is of type boolean", refused(name .. "(active)"))
    end
    assert.matches("field 'founded' is of type date, and share needs numbers", refused "share(founded)")
  end)

  it("of groups in a row have no place in a crosstab", function()
    assert.matches("crosstab: share%(members%) is of groups in a row", (raised(reg.crosstab, reg, "level", "category",
      { value = "share(members)" })))
    assert.equal(80.0, reg:crosstab("level", "category", { value = "weighted_mean(members, members)" })
      .cells.district.assigned)
  end)
end)

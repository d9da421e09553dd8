local orgstat = require "orgstat"
local support = require "spec.register.support"
local raised = support.raised

-- The numbers of members: R 4.2, x <- c(120, 80, 40, 200, 80); mean(x); sd(x); quantile(x, c(.25, .5, .75))
describe("stats", function()
  local reg = support.sample()

  it("describes integers", function()
    local s = reg:stats("members")
    assert.equal(5, s.n)
    assert.equal(1, s.missing)
    assert.equal(4, s.distinct)
    assert.equal(520, s.sum)
    assert.equal(104.0, s.mean)
    assert.near(60.66300355241241, s.sd, 1e-12)
    assert.equal(40, s.min)
    assert.equal(80.0, s.q1)
    assert.equal(80.0, s.median)
    assert.equal(120.0, s.q3)
    assert.equal(200, s.max)
    for _, name in ipairs { "n", "missing", "distinct", "sum", "min", "max" } do
      assert.equal("integer", math.type(s[name]), name)
    end
    for _, name in ipairs { "mean", "sd", "q1", "median", "q3" } do
      assert.equal("float", math.type(s[name]), name)
    end
  end)

  it("describes decimals with all digits of the sum", function()
    local s = reg:stats("fee")
    assert.equal(13.85, s.sum)
    assert.equal("13.85", s.sum_text)
    assert.equal(0.3, s.min)
  end)

  it("says when a sum is beyond 64 bits", function()
    local s = orgstat.register({ { x = math.maxinteger }, { x = math.maxinteger } }):stats("x")
    assert.equal("float", math.type(s.sum))
    assert.equal(false, s.exact)
    assert.equal("18446744073709551614", s.sum_text)
  end)

  it("describes booleans, dates and text", function()
    assert.equal(1, reg:stats("active").sum)
    assert.equal(2, reg:stats("active").n)
    local s = reg:stats("founded")
    assert.equal("1956", s.min)
    assert.equal("2001", s.max)
    s = reg:stats("level")
    assert.equal("commune", s.min)
    assert.equal("province", s.max)
    assert.equal(3, s.distinct)
    assert.is_nil(s.sum)
  end)

  it("describes no values and one value", function()
    local s = reg:where({ name = "" }):stats("members")
    assert.same({ n = 0, missing = 1, distinct = 0, sum = 0 }, setmetatable(s, nil))
    s = reg:head(1):stats("members")
    assert.is_nil(s.sd)
    assert.equal(120.0, s.median)
  end)

  it("goes through the statistics in order and prints them", function()
    local list = {}
    for key in pairs(reg:stats("members")) do
      list[#list + 1] = key
    end
    assert.equal("n missing distinct sum mean sd var min q1 median q3 max iqr mad mode gini hhi",
      table.concat(list, " "))
    assert.equal(table.concat({
      "statistic  value",
      "---------  -----",
      "n              2",
      "missing        4",
      "distinct       2",
      "sum            1",
      "mode       false",
    }, "\n"), tostring(reg:stats("active")))
  end)

  it("raises on an unknown field", function()
    assert.matches("^stats: no field 'member'; did you mean 'members'%?", (raised(reg.stats, reg, "member")))
    assert.equal("stats: a field name must be a string, got nil", raised(reg.stats, reg))
  end)
end)

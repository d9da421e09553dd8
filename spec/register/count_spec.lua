local orgstat = require "orgstat"
local support = require "spec.register.support"
local raised = support.raised

describe("count", function()
  local reg = support.sample()

  it("is the number of records", function()
    assert.equal(6, reg:count())
    assert.equal("integer", math.type(reg:count()))
    assert.equal(0, reg:head(0):count())
  end)

  it("counts by the values of a field", function()
    local counts = reg:count("level")
    assert.equal(3, counts.province)
    assert.equal(2, counts.commune)
    assert.equal(1, counts.district)
    assert.is_nil(counts.national)
  end)

  it("counts by several fields; what does not occur is absent", function()
    local counts = reg:count("level", "category")
    assert.equal(2, counts.province.assigned)
    assert.equal(1, counts.province.voluntary)
    assert.equal(1, counts.commune[orgstat.missing])
    assert.is_nil(counts.commune.assigned)
    assert.is_nil(counts.province[orgstat.missing])
  end)

  it("has the field's values as keys", function()
    assert.equal(2, reg:count("members")[80])
    assert.equal(1, reg:count("active")[true])
    assert.equal(4, reg:count("active")[orgstat.missing])
    assert.equal(1, reg:count("founded")["1996-03"])
    assert.equal(1, reg:count("fee")[12.5])
    assert.equal(1, reg:count("name")[""])
  end)

  local function keys(t)
    local list = {}
    for key in pairs(t) do
      list[#list + 1] = tostring(key)
    end
    return table.concat(list, " ")
  end

  it("goes through groups in ascending order, missing last", function()
    assert.equal("commune district province", keys(reg:count("level")))
    assert.equal("40 80 120 200 missing", keys(reg:count("members")))
    assert.equal("false true missing", keys(reg:count("active")))
    assert.equal("voluntary missing", keys(reg:count("level", "category").commune))
    local sum = 0
    for key, n in pairs(reg:count("active")) do
      sum = sum + n
      assert.is_not_nil(key)
    end
    assert.equal(6, sum)
  end)

  it("goes through what was put in, and not through what was taken out", function()
    local counts = reg:count("level", "category")
    counts.district, counts.province.assigned, counts.province.other, counts.total = nil, nil, 7, 9
    assert.equal("commune province total", keys(counts))
    assert.equal("voluntary other", keys(counts.province))
    assert.matches("province  other +7\ntotal +%(missing%) +9$", tostring(counts))
    local json = require("orgstat.present.json").encode(counts)
    assert.matches('"province", "category": "other", "count": 7},\n  {"level": "total", "count": 9}', json, 1, true)
    counts.commune, counts.province, counts.total = nil, nil, nil
    assert.equal("", keys(counts))
  end)

  it("adds up decimals that are one Lua number", function()
    local counts = orgstat.register({ { x = "0.1" }, { x = "0.10000000000000001" } }, { { "x", "decimal" } }):count("x")
    assert.equal(2, counts[0.1])
    assert.equal("0.1", keys(counts))
  end)

  it("is empty of no records", function()
    assert.is_nil(next(reg:head(0):count("level")))
    assert.equal("level  count\n-----  -----", tostring(reg:head(0):count("level")))
  end)

  it("prints as a table", function()
    assert.equal(table.concat({
      "level     category   count",
      "--------  ---------  -----",
      "commune   voluntary      1",
      "commune   (missing)      1",
      "district  assigned       1",
      "province  assigned       2",
      "province  voluntary      1",
    }, "\n"), tostring(reg:count("level", "category")))
    assert.equal("category   count\n---------  -----\nassigned       2\nvoluntary      1",
      tostring(reg:count("level", "category").province))
  end)

  it("raises on unknown fields and fields given twice", function()
    assert.matches("^count: no field 'levels'; did you mean 'level'%?", (raised(reg.count, reg, "levels")))
    assert.equal("count: field 'level' is given twice", raised(reg.count, reg, "level", "level"))
    assert.equal("count: a field name must be a string, got a table", raised(reg.count, reg, {}))
    assert.equal("count: a field name must be a string, got nil", raised(reg.count, reg, nil))
  end)
end)

describe("crosstab", function()
  local reg = support.sample()

  it("counts, with totals", function()
    local t = reg:crosstab("level", "category")
    assert.same({ "commune", "district", "province" }, t.rows)
    assert.same({ "assigned", "voluntary", orgstat.missing }, t.columns)
    assert.equal(2, t.cells.province.assigned)
    assert.is_nil(t.cells.district.voluntary)
    assert.equal(3, t.row_totals.province)
    assert.equal(1, t.column_totals[orgstat.missing])
    assert.equal(6, t.total)
    assert.equal("count()", t.value)
  end)

  it("computes totals from the records, not from the cells", function()
    local t = reg:crosstab("level", "category", { value = "median(members)" })
    assert.equal(100, t.cells.province.assigned)
    assert.equal(80, t.row_totals.province) -- of 120, 80, 40
    assert.equal(80, t.column_totals.assigned) -- of 120, 80, 80
    assert.equal(80, t.total)
    t = reg:crosstab("level", "category", { value = "sum(members)" })
    assert.equal(0, t.cells.commune.voluntary) -- of no values
    assert.equal(240, t.row_totals.province)
    assert.equal(520, t.total)
  end)

  it("prints as a table", function()
    assert.equal(table.concat({
      "level \\ category  assigned  voluntary  (missing)  total",
      "----------------  --------  ---------  ---------  -----",
      "commune                             1          1      2",
      "district                 1                            1",
      "province                 2          1                 3",
      "----------------  --------  ---------  ---------  -----",
      "total                    3          2          1      6",
    }, "\n"), tostring(reg:crosstab("level", "category")))
  end)

  it("works on no records", function()
    local t = reg:head(0):crosstab("level", "category")
    assert.same({}, t.rows)
    assert.equal(0, t.total)
  end)

  it("raises on what it does not know", function()
    assert.equal("crosstab: two different fields are needed, got 'level' twice",
      raised(reg.crosstab, reg, "level", "level"))
    assert.equal("crosstab: a field name must be a string, got nil", raised(reg.crosstab, reg, "level"))
    assert.equal("crosstab: no option 'vlaue'; did you mean 'value'? "
      .. "(options: decimals, force, share, suppress, value)",
      raised(reg.crosstab, reg, "level", "category", { vlaue = "count()" }))
    assert.matches("^crosstab: 'sum%(name%)': field 'name' is of type text",
      (raised(reg.crosstab, reg, "level", "category", { value = "sum(name)" })))
  end)
end)

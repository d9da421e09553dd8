local orgstat = require "orgstat"
local support = require "spec.register.support"
local raised = support.raised

describe("group():summarise", function()
  local reg = support.sample()

  local function all(r)
    local list = {}
    for record in r:records() do
      list[#list + 1] = record
    end
    return list
  end

  it("gives a register with a record for each group", function()
    local result = reg:group("level"):summarise { { "n", "count()" }, { "members", "sum(members)" } }
    assert.same({
      { level = "commune", n = 2, members = 200 },
      { level = "district", n = 1, members = 80 },
      { level = "province", n = 3, members = 240 },
    }, all(result))
    assert.equal("province", result:sort("-members")[1].level)
    assert.same({ { level = "district", n = 1, members = 80 } }, all(result:where { n = 1 }))
    assert.equal("integer", result:fields()[3].type)
  end)

  it("keeps the order of the list form and sorts the named form", function()
    local function fields(r)
      local list = {}
      for i, field in ipairs(r:fields()) do
        list[i] = field.name
      end
      return table.concat(list, " ")
    end
    assert.equal("level z a", fields(reg:group("level"):summarise { { "z", "count()" }, { "a", "count()" } }))
    assert.equal("level a z", fields(reg:group("level"):summarise { z = "count()", a = "count()" }))
    assert.equal("level category", fields(reg:group("level", "category"):summarise {}))
  end)

  it("adds a field without any value up to 0", function()
    for _, open in ipairs { "parse", "register" } do
      local none = open == "parse" and assert(orgstat.parse("g,e\na,\nb,\n"))
        or orgstat.register({ { g = "a" }, { g = "b" } }, { "g", "e" })
      local sums = none:group("g"):summarise { { "s", "sum(e)" }, { "m", "mean(e)" }, { "q", "median(e)" } }
      assert.same({ g = "a", s = 0 }, sums[1])
      assert.equal(0, none:crosstab("g", "e", { value = "sum(e)" }).total)
      assert.equal(0, none:head(0):group():summarise({ { "s", "sum(g)" } })[1].s)
      assert.matches("is of type text", raised(none.group(none).summarise, none:group(), { s = "sum(g)" }), 1, true)
    end
  end)

  it("knows all aggregates", function()
    local function of(text)
      return reg:group():summarise({ v = text })[1].v
    end
    assert.equal(6, of "count()")
    assert.equal(5, of "count(members)")
    assert.equal(1, of "missing(members)")
    assert.equal(4, of "count_distinct(members)")
    assert.equal(520, of "sum(members)")
    assert.equal(104.0, of "mean(members)")
    assert.equal(80.0, of "median(members)")
    assert.equal(80.0, of "quantile(members, 0.25)")
    assert.equal(40.0, of "quantile(members,0)")
    assert.equal(40, of "min(members)")
    assert.equal(200, of "max(members)")
    assert.equal(120, of "first(members)")
    assert.equal(80, of "last(members)")
    assert.equal(3680.0, of "var(members)")
    assert.near(60.66300355241241, of "sd(members)", 1e-12)
    assert.equal(13.85, of "sum(fee)")
    assert.equal("1956", of "min(founded)")
    assert.equal("2001", of "max(founded)")
    assert.equal("", of "min(name)")
    assert.equal(1, of "sum(active)")
    assert.equal(0.5, of "mean(active)")
    assert.equal("integer", math.type(of "sum(members)"))
    assert.equal("float", math.type(of "mean(members)"))
  end)

  it("says nothing of no values but that the sum is 0", function()
    local none = reg:where { name = "" }
    assert.same({ n = 0, sum = 0 }, none:group():summarise({ n = "count(members)", sum = "sum(members)",
      mean = "mean(members)", sd = "sd(members)", max = "max(members)" })[1])
    assert.same({ n = 0 }, reg:head(0):group():summarise({ n = "count()" })[1])
    assert.equal(0, #reg:head(0):group("level"):summarise { n = "count()" })
  end)

  it("takes names that are no identifiers in backticks", function()
    local odd = orgstat.register({ { ["Code postal"] = 5, ["a`b"] = 7, ["số"] = 9 } })
    local row = odd:group():summarise({ a = "sum(`Code postal`)", b = "sum( `a``b` )", c = " sum(số) ",
      d = "quantile(`Code postal`, 0.5)" })[1]
    assert.same({ a = 5, b = 7, c = 9, d = 5.0 }, row)
    assert.equal("summarise: 'sum(Code postal)': a field name that is no identifier stands in backticks, "
      .. "as in sum(`Code postal`) (character 10)", raised(function()
        odd:group():summarise { a = "sum(Code postal)" }
      end))
    assert.matches("the backtick is not closed", (raised(function()
      odd:group():summarise { a = "sum(`Code postal)" }
    end)))
  end)

  local function refused(aggregates)
    local group = reg:group("level")
    return (raised(group.summarise, group, aggregates))
  end

  it("raises on unknown aggregates and fields, naming the nearest", function()
    assert.equal("summarise: no aggregate 'summ'; did you mean 'sum'? (aggregates: count, count_distinct, "
      .. "cumulative, first, gini, hhi, iqr, last, mad, max, mean, median and 13 more)",
      refused { x = "summ(members)" })
    assert.matches("^summarise: no field 'member'; did you mean 'members'%?", refused { x = "sum(member)" })
  end)

  it("raises on fields that do not add up, and says which do", function()
    assert.equal("summarise: 'sum(name)': field 'name' is of type text, and sum needs numbers "
      .. "(numeric fields: members, fee)", refused { x = "sum(name)" })
    assert.matches("field 'founded' is of type date, and median needs numbers", refused { x = "median(founded)" })
    assert.matches("field 'active' is of type boolean, and sd needs numbers", refused { x = "sd(active)" })
  end)

  it("raises on what is no aggregate", function()
    assert.equal("summarise: 'members' is no aggregate; "
      .. 'write it as "count()", "sum(members)" or "mean(`Code postal`)"', refused { x = "members" })
    assert.equal("summarise: sum() needs a field: sum(members)", refused { x = "sum()" })
    assert.matches("a quantile needs a number from 0 to 1, as in quantile%(members, 0.9%)",
      refused { x = "quantile(members)" })
    assert.matches("a quantile needs a number from 0 to 1", refused { x = "quantile(members, 90)" })
    assert.matches("'sum%(members, 2%)': sum takes one field and nothing else", refused { x = "sum(members, 2)" })
    assert.equal('summarise: an aggregate is text such as "sum(members)", got a number', refused { x = 5 })
  end)

  it("raises on names that come twice and on forms that mix", function()
    assert.equal("summarise: the result would have two fields named 'level'", refused { level = "count()" })
    assert.equal("summarise: the result would have two fields named 'n'",
      refused { { "n", "count()" }, { "n", "sum(members)" } })
    assert.equal("summarise: either a list of { name, aggregate } or name = aggregate, not both (key 'm')",
      refused { { "n", "count()" }, m = "count()" })
    assert.equal('summarise: item 1 of the list must be { name, aggregate }, as in { "n", "count()" }',
      refused { "count()" })
    assert.matches("^summarise: a table such as", refused(nil))
  end)

  it("raises on unknown fields to group by", function()
    assert.matches("^group: no field 'lvel'; did you mean 'level'%?", (raised(reg.group, reg, "lvel")))
    assert.equal("group: field 'level' is given twice", raised(reg.group, reg, "level", "level"))
    assert.equal('group: field names are expected one by one: reg:group("a", "b")', raised(reg.group, reg, { "level" }))
  end)

  it("prints", function()
    assert.equal("groups by level, category; call :summarise { { name, aggregate }, ... }",
      tostring(reg:group("level", "category")))
  end)
end)

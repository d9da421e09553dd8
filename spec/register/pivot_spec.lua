local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local support = require "spec.register.support"
local raised = support.raised

local function parse(text)
  return (assert(orgstat.parse(text)))
end

local function csv(reg)
  local pieces = {}
  require("orgstat.present.csv").write(reg, function(piece) pieces[#pieces + 1] = piece end)
  return table.concat(pieces)
end

local LONG = "area,year,m\nA,2023,5\nB,2024,7\nA,2024,6.5\nC,,1\n,2023,2\n"

describe("pivot", function()
  local reg = parse(LONG)

  it("makes a field of each value", function()
    local wide = reg:pivot { rows = "area", columns = "year", value = "m" }
    assert.equal("area,2023,2024,(missing)\nA,5.0,6.5,\nB,,7.0,\nC,,,1.0\n,2.0,,\n", csv(wide))
    assert.equal("decimal", wide:fields()[2].type)
    assert.equal(6.5, wide[1]["2024"])
    assert.equal(2, #wide:where { ["2023"] = { 5, 2 } })
  end)

  it("takes aggregates, several fields, and no rows", function()
    assert.equal("area,2023,2024,(missing)\nA,1,1,\nB,,1,\nC,,,1\n,1,,\n",
      csv(reg:pivot { rows = "area", columns = "year" }))
    assert.equal("2023,2024,(missing)\n7.0,13.5,1.0\n", csv(reg:pivot { columns = "year", value = "sum(m)" }))
    local two = parse "a,b,c,x\n1,p,u,1\n1,q,u,2\n2,p,v,3\n"
    assert.equal("a,p / u,p / v,q / u\n1,1,,2\n2,,3,\n",
      csv(two:pivot { rows = "a", columns = { "b", "c" }, value = "x" }))
    assert.equal("a,b,u,v\n1,p,1,\n1,q,2,\n2,p,,3\n",
      csv(two:pivot { rows = { "a", "b" }, columns = "c", value = "x" }))
    assert.equal("", csv(reg:head(0):pivot { columns = "year" }))
  end)

  it("gives a name that is taken a number", function()
    assert.equal('c,"""""",c_2\nx,1,1\n', csv(parse 'c,d\nx,c\nx,""\n':pivot { rows = "c", columns = "d" }))
  end)

  it("names the fields of a cell with two records wherever they stand", function()
    local mixed = assert(orgstat.parse("v,k,x\n1,a,p\n2,a,p\n"))
    local _, details = pcall(mixed.pivot, mixed, { rows = "x", columns = "k", value = "v" })
    assert.same({ "'p / a' (2 records)" }, details.examples)
    assert.equal("x, k", details.field)
  end)

  it("refuses two records for one cell, naming them", function()
    local ok, details = pcall(reg.pivot, reg:append(reg), { rows = "area", columns = "year", value = "m" })
    assert.is_false(ok)
    assert.equal("duplicate_key", details.code)
    assert.equal("5 values of area, year occur more than once: 'A / 2023' (2 records), 'A / 2024' (2 records), "
      .. "'B / 2024' (2 records) and 2 more; name an aggregate, as in value = \"sum(m)\"", tostring(details))
  end)

  it("takes aggregates of expressions", function()
    local two = parse "a,b,x\n1,p,1\n1,q,2\n2,p,3\n"
    assert.equal("a,p,q\n1,2,4\n2,6,\n", csv(two:pivot { rows = "a", columns = "b", value = "sum(x * 2)" }))
    assert.equal(12, two:crosstab("a", "b", { value = "sum(x * 2)" }).total)
    assert.equal(4, two:crosstab({ "a" }, "b", { value = "sum(x * 2)" }).cells[1].q)
  end)

  it("makes no more fields than its limit", function()
    local lines = { "a,b" }
    for i = 1, 1001 do lines[i + 1] = "x," .. i end
    local many = parse(table.concat(lines, "\n"))
    assert.matches("^pivot: columns has 1001 values, .* at most 1000 %(limit = 1001 allows them%)",
      (raised(many.pivot, many, { columns = "b" })))
    assert.equal(1002, #many:pivot({ rows = "a", columns = "b", limit = 1001 }):fields())
  end)

  it("refuses what it does not know", function()
    assert.matches("^pivot: the field whose values become fields is needed", (raised(reg.pivot, reg, {})))
    assert.matches("^pivot: columns: no field 'yea'; did you mean 'year'",
      (raised(reg.pivot, reg, { columns = "yea" })))
    assert.matches("^pivot: field 'year' is in rows and in columns",
      (raised(reg.pivot, reg, { rows = "year", columns = "year" })))
    assert.matches("^pivot: no option 'row'; did you mean 'rows'",
      (raised(reg.pivot, reg, { row = "a", columns = "b" })))
    assert.matches("^pivot: no aggregate 'summ'", (raised(reg.pivot, reg, { columns = "year", value = "summ(m)" })))
  end)

  it("works on scanned registers", function()
    local function of(open)
      return csv(assert(open "data/binh-thuan-2024.csv"):pivot { rows = "scope_level", columns = "category",
        value = "median(members)" })
    end
    assert.equal(of(orgstat.read), of(orgstat.scan))
  end)
end)

describe("unpivot", function()
  it("makes a record of each value, missing ones as well", function()
    local wide = parse "area,y2023,y2024\nA,5,6.5\nB,,7\n"
    assert.equal("area,year,m\nA,y2023,5.0\nA,y2024,6.5\nB,y2023,\nB,y2024,7.0\n",
      csv(wide:unpivot { "y2023", "y2024", name = "year", value = "m" }))
    assert.equal("name,value\ny2023,5\ny2023,\n", csv(wide:select("y2023"):unpivot { "y2023" }))
    assert.equal(0, #wide:head(0):unpivot { "y2023" })
    assert.equal("area,name,value\nB,y2024,7.0\nA,y2024,6.5\n",
      csv(wide:sort("-area"):unpivot({ "y2024" }):select("area", "name", "value")))
  end)

  it("lets types meet as append does", function()
    assert.equal("name,value\na,1\nb,x\n", csv(parse "a,b\n1,x\n":unpivot { "a", "b" }))
  end)

  it("is the reverse of pivot", function()
    local wide = parse "area,p,q\nA,1,2\nB,3,4\n"
    local long = wide:unpivot { "p", "q" }
    assert.equal(csv(wide), csv(long:pivot { rows = "area", columns = "name", value = "value" }))
  end)

  it("refuses names that are taken, and unknown fields", function()
    local wide = parse "name,p\nA,1\n"
    assert.matches("two fields named 'name'; choose another name", (raised(wide.unpivot, wide, { "p" })))
    assert.matches("two fields named 'x'; choose another value",
      (raised(wide.unpivot, wide, { "p", name = "x", value = "x" })))
    assert.matches("^unpivot: no field 'q'", (raised(wide.unpivot, wide, { "q" })))
    assert.matches("^unpivot: at least one field", (raised(wide.unpivot, wide, {})))
    assert.matches("^unpivot: no option 'names'", (raised(wide.unpivot, wide, { "p", names = "x" })))
  end)

  it("of random registers is that of plain loops", function()
    math.randomseed(12)
    for _ = 1, 60 do
      local records, expected = {}, {}
      for i = 1, math.random(0, 30) do
        local record = { id = i, p = math.random(9) > 2 and math.random(1000000) or nil, q = math.random(4), r = "x" }
        records[i] = record
        for _, name in ipairs { "q", "p" } do
          expected[#expected + 1] = ("%d %s %s"):format(i, name, tostring(record[name]))
        end
      end
      local reg = orgstat.register(records, { { "id", "integer" }, { "p", "integer" }, { "q", "integer" }, "r" })
      local found = {}
      for i, id, name, value in reg:sort("-id"):sort("id"):unpivot({ "q", "p" }):values("id", "name", "value") do
        found[i] = ("%d %s %s"):format(id, name, tostring(value))
      end
      assert.same(expected, found)
    end
  end)
end)

describe("rollup", function()
  local reg = parse(table.concat({
    "p,d,c,m", "B,x,1,10", "A,y,1,20", "A,x,1,30", "A,y,2,40", "A,,1,60", ",x,9,5", "B,x,2,",
  }, "\n"))

  it("has subtotals at each level, a group before those below it", function()
    assert.equal(table.concat({
      "p,d,level,count", ",,0,7", "A,,1,4", "A,x,2,1", "A,y,2,2", "A,,2,1", "B,,1,2", "B,x,2,2", ",,1,1", ",x,2,1", "",
    }, "\n"), csv(reg:rollup("p", "d")))
  end)

  it("computes every aggregate of every level from the records", function()
    local result = reg:rollup("p", "d", "c", { { "sum", "sum(m)" }, { "mid", "median(m)" }, { "who", "max(c)" } })
    assert.same({ level = 0, sum = 165, mid = 25.0, who = 9 }, result[1])
    assert.same({ level = 1, p = "A", sum = 150, mid = 35.0, who = 2 }, result[2])
    assert.same({ level = 3, p = "A", d = "x", c = 1, sum = 30, mid = 30.0, who = 1 }, result[4])
    assert.equal("integer", result:fields()[5].type)
    assert.equal(3, #result:where { level = 1 })
    for depth = 1, 3 do
      local by = { table.unpack({ "p", "d", "c" }, 1, depth) }
      local groups = reg:group(table.unpack(by)):summarise { { "sum", "sum(m)" } }
      local list = {}
      for _, sum in result:where({ level = depth }):values "sum" do list[#list + 1] = sum end
      assert.same(groups:column("sum").n, #list)
      for i, sum in groups:values "sum" do assert.equal(sum, list[i]) end
    end
  end)

  it("prints with a step to the right for each level", function()
    local text = tostring(reg:rollup("p", "d", { n = "sum(m)" }))
    assert.matches("^p / d +n\n%-+  %-+\ntotal +165\n  A +150\n    x +30\n    y +60\n    %(missing%) +60\n  B +10\n",
      text)
    assert.matches("\n  %(missing%) +5\n    x +5$", text)
  end)

  it("works on no records, on scanned registers, and beside a field that is called level", function()
    assert.equal("p,d,level,count\n,,0,0\n", csv(reg:head(0):rollup("p", "d")))
    local function of(open)
      return csv(assert(open "data/binh-thuan-2024.csv"):rollup("scope_level", "status",
        { { "m", "median(members)" }, { "s", "sum(members)" } }))
    end
    assert.equal(of(orgstat.read), of(orgstat.scan))
    local level = parse "level,n\na,1\n"
    assert.equal("level,level_2,n\n,0,1\na,1,1\n", csv(level:rollup("level", { n = "count()" })))
  end)

  it("is that of SQLite #tools", function()
    math.randomseed(5)
    local lines, script = { "p,d,m" }, { "create table t(p text, d text, m int);begin;" }
    for i = 1, 500 do
      local p, d, m = "p" .. math.random(5), "d" .. math.random(9), math.random(100)
      lines[i + 1] = ("%s,%s,%d"):format(p, d, m)
      script[i + 1] = ("insert into t values('%s','%s',%d);"):format(p, d, m)
    end
    script[#script + 1] = [[commit;
      select * from (select '' a, '' b, 0 l, count(*), sum(m), min(m) from t
        union all select p, '', 1, count(*), sum(m), min(m) from t group by p
        union all select p, d, 2, count(*), sum(m), min(m) from t group by p, d) order by a, b;]]
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(table.concat(script, "\n"))
    file:close()
    local output = paths.run("sqlite3 -separator , :memory: <" .. path)
    os.remove(path)
    local result = parse(table.concat(lines, "\n")):rollup("p", "d",
      { { "n", "count()" }, { "s", "sum(m)" }, { "low", "min(m)" } })
    assert.equal("p,d,level,n,s,low\n" .. output, csv(result))
  end)

  it("refuses what it does not know", function()
    assert.matches("^rollup: no field 'q'", (raised(reg.rollup, reg, "q")))
    assert.matches("^rollup: field 'p' is given twice", (raised(reg.rollup, reg, "p", "p")))
    assert.matches("^rollup: at least one field name", (raised(reg.rollup, reg, { n = "count()" })))
    assert.matches("no aggregate 'cnt'", (raised(reg.rollup, reg, "p", { n = "cnt()" })))
  end)

  it("counts beside a field that is called so", function()
    assert.equal("count,level,count_2\n,0,2\n1,1,1\n2,1,1\n", csv(parse "count\n1\n2\n":rollup "count"))
  end)
end)

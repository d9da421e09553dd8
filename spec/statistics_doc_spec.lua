-- doc/statistics.md: what it says of each aggregate is what comes out.
local aggregate = require "orgstat.register.aggregate"
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

local DOC = paths.bytes "doc/statistics.md"

-- The rows of the tables below a heading, as lists of cells.
local function rows(heading)
  local list = {}
  local section = assert((DOC .. "\n## "):match("\n## " .. heading .. "\n(.-)\n## "), heading)
  for line in section:gmatch "[^\n]+" do
    local cells = {}
    for cell in line:gsub("\\|", "¦"):gmatch "%f[|]| *([^|]-) *%f[|]" do cells[#cells + 1] = cell end
    if cells[1] and not cells[1]:find "^%-%-%-" then list[#list + 1] = cells end
  end
  return list
end

-- A value as the page writes it; floats within rounding.
local function check(wanted, value)
  local number = tonumber(wanted)
  if math.type(number) == "float" then
    assert.equal("float", math.type(value))
    assert.near(number, value, 1e-13)
  else
    assert.equal(wanted, value == nil and "–" or tostring(value))
  end
end

describe("doc/statistics.md", function()
  local lines = {}
  for line in assert(DOC:match "\n\n(    g,x,w\n.-\n)\n"):gmatch " +([^\n]+)" do lines[#lines + 1] = line end
  local reg = assert(orgstat.parse(table.concat(lines, "\n") .. "\n"))

  it("names every aggregate, and no other", function()
    local named, list = {}, {}
    for _, cells in ipairs(rows "Aggregates") do named[cells[1]:match "^`([%w_]+)%(" or ""] = true end
    named[""] = nil -- the heads
    for name in pairs(named) do list[#list + 1] = name end
    table.sort(list)
    assert.same(aggregate.NAMES, list)
  end)

  local function of(source, asked) return source:group():summarise({ v = asked })[1].v end

  for _, cells in ipairs(rows "Aggregates") do
    local asked = cells[1]:match "^`(.*)`$"
    if asked and #cells == 6 then
      it("is right about " .. asked, function()
        local given, example = cells[4]:match "^`(.*)`: (.*)$"
        if given then
          asked = asked:gsub(", p, type%)", ", " .. given .. ")"):gsub(", [pk]%)", ", " .. given .. ")")
        end
        check(example or cells[4], of(reg, asked))
        check(cells[5], of(reg:tail(1), asked))
        check(cells[6], of(reg:head(1), asked))
      end)
    elseif asked then
      it("is right about " .. asked .. " of groups", function()
        local values = reg:group("g"):summarise({ v = asked }):column "v"
        local a, b = cells[3]:match "^(.*), (.*)$"
        check(a, values[1])
        check(b, values[2])
      end)
    end
  end

  it("says which types have what", function()
    local one = { boolean = true, integer = 1, decimal = "1.5", number = 1e3, date = "2024", text = "t" }
    local all = orgstat.register({ one }, {
      { "boolean", "boolean" }, { "integer", "integer" }, { "decimal", "decimal" }, { "number", "number" },
      { "date", "date" }, "text",
    })
    local has = {
      all = { boolean = true, integer = true, decimal = true, number = true, date = true, text = true },
      numbers = { integer = true, decimal = true, number = true },
      ["numbers, boolean"] = { boolean = true, integer = true, decimal = true, number = true },
    }
    local seen = 0
    for _, cells in ipairs(rows "Aggregates") do
      for kind in pairs(has[cells[3]] and has.all or {}) do
        local asked = cells[1]:match "^`(.*)`$"
        asked = asked:gsub("%f[%w]x%f[%W]", kind):gsub(", w", ", integer"):gsub(", p", ", 0.5"):gsub(", type", ", 7")
          :gsub(", k", ", 1")
        local group = all:group()
        assert.equal(has[cells[3]][kind] == true, (pcall(group.summarise, group, { v = asked })), asked)
        seen = seen + 1
      end
    end
    assert.equal(23 * 6, seen)
  end)

  for _, cells in ipairs(rows "Quantiles") do
    if tonumber(cells[1]) then
      it("is right about quantiles of type " .. cells[1], function()
        check(cells[3], of(reg, ("quantile(x, 0.7, %s)"):format(cells[1])))
      end)
    end
  end
end)

-- The bullets of "For all of them", and the sections behind.
describe("what doc/statistics.md says of all statistics:", function()
  local function parse(source, opts) return assert(orgstat.parse(source, opts)) end
  local function of(reg, asked) return reg:group():summarise({ v = asked })[1].v end

  it("pairs with a missing half are left out", function()
    assert.equal(3.0, of(parse "x,w\n1,\n,1\n3,1\n", "weighted_mean(x, w)"))
  end)

  it("a field without any value adds up to 0 and has nothing else", function()
    local none = parse "a,x\n1,\n2,\n"
    assert.equal(0, of(none, "sum(x)"))
    for _, name in ipairs { "mean", "var", "sd", "min", "max", "mode", "median", "iqr", "mad", "gini", "hhi" } do
      assert.is_nil(of(none, name .. "(x)"), name)
    end
    assert.is_nil(of(none, "weighted_mean(a, x)"))
    assert.equal(0, #none:head(0):group("a"):summarise { n = "count()" })
    assert.equal(1, #none:head(0):group():summarise { n = "count()" })
  end)

  it("results have the types that it says", function()
    local reg = parse "i,d,b,t\n1,1.5,true,x\n2,2.5,false,y\n"
    local function type_of(asked) return reg:group():summarise({ v = asked }):fields()[1].type end
    for _, name in ipairs { "sum", "min", "max", "first", "last", "mode", "cumulative" } do
      assert.equal("integer", type_of(name .. "(i)"), name)
      assert.equal("decimal", type_of(name .. "(d)"), name)
    end
    assert.equal("integer", type_of "sum(b)")
    assert.equal("text", type_of "mode(t)")
    for _, name in ipairs { "mean", "var", "sd", "median", "iqr", "mad", "gini", "hhi", "share" } do
      assert.equal("number", type_of(name .. "(i)"), name)
    end
    assert.equal("integer", type_of "rank(i)")
  end)

  it("sums beyond 64 bits are decimals, and beyond 128 bits floats", function()
    local big = ("9223372036854775807\n"):rep(3)
    local reg = parse("x\n" .. big)
    local sums = reg:group():summarise { v = "sum(x)" }
    assert.equal("decimal", sums:fields()[1].type)
    assert.equal("27670116110564327421", reg:stats("x").sum_text)
    assert.is_false(reg:stats("x").exact)
    local wide = parse("x\n0.000000000000000001\n" .. ("999999999999999999\n"):rep(100)):stats "x"
    assert.equal("99999999999999999900.000000000000000001", wide.sum_text)
    wide = parse("x\n0.000000000000000001\n" .. ("999999999999999999\n"):rep(1000)):stats "x"
    assert.equal(999999999999999999000.0, wide.sum)
    assert.is_false(wide.exact)
  end)

  it("a large offset costs no digits of a variance", function()
    assert.equal(1.0, of(parse "x\n9007199254740991\n9007199254740992\n9007199254740993\n", "var(x)"))
    assert.equal(1.0, of(parse "x\n1234567890123456.01\n1234567890123457.01\n1234567890123458.01\n", "sd(x)"))
  end)

  it("an sd is finite though its variance is not", function()
    local reg = parse "x\n1e300\n3e300\n"
    assert.equal(math.huge, of(reg, "var(x)"))
    assert.near(1, of(reg, "sd(x)") / (math.sqrt(2) * 1e300), 1e-15)
    assert.near(1, of(parse "x\n1e308\n-1e308\n", "sd(x)") / (math.sqrt(2) * 1e308), 1e-15)
  end)

  it("infinities go on as such", function()
    local sums = parse "g,x\na,1.7e308\na,1.7e308\nb,1e0\n":group("g"):summarise { { "s", "sum(x)" } }
    assert.equal(math.huge, of(sums, "max(s)"))
    assert.equal(math.huge, of(sums, "sum(s)"))
    assert.equal(math.huge, of(sums, "mean(s)"))
    local gini = of(sums, "gini(s)")
    assert.is_true(gini ~= gini)
    assert.is_nil(sums:group("g"):summarise({ v = "share(s)" })[1].v)
  end)

  it("top takes as many of equal values as make k", function()
    assert.equal(60.0, of(parse "x\n2\n2\n2\n2\n2\n", "top(x, 3)"))
    assert.near(700 / 9, of(parse "x\n1\n1\n3\n4\n", "top(x, 2)"), 1e-13)
  end)

  it("shares of negative values, or of nothing, there are none", function()
    for _, name in ipairs { "gini(x)", "hhi(x)", "top(x, 1)" } do
      assert.is_nil(of(parse "x\n-1\n5\n", name), name)
      assert.is_nil(of(parse "x\n0\n0\n", name), name)
    end
  end)

  it("one who has all makes gini (n - 1) / n and hhi 1, equals 0 and 1 / n", function()
    assert.same({ 0.75, 1.0 }, { of(parse "x\n0\n0\n0\n8\n", "gini(x)"), of(parse "x\n0\n0\n0\n8\n", "hhi(x)") })
    assert.same({ 0.0, 0.25 }, { of(parse "x\n8\n8\n8\n8\n", "gini(x)"), of(parse "x\n8\n8\n8\n8\n", "hhi(x)") })
  end)

  it("negative weights, or none, leave nothing", function()
    for _, name in ipairs { "weighted_mean(x, w)", "weighted_median(x, w)", "weighted_quantile(x, w, 0.1)" } do
      assert.is_nil(of(parse "x,w\n1,-1\n2,5\n", name), name)
      assert.is_nil(of(parse "x,w\n1,0\n2,0\n", name), name)
    end
  end)

  it("stats has what it says", function()
    local section = assert(DOC:match "## What stats and describe give\n(.-)\n## ")
    local reg = parse "b,i,d,t\ntrue,1,2024,x\nfalse,2,2024-08-01,y\n"
    local named = {}
    for name in section:gmatch "`([%w_]+)`" do named[name] = true end
    for _, field in ipairs { "b", "i", "d", "t" } do
      for key in pairs(reg:stats(field)) do assert.is_true(named[key], key) end
    end
    local integer = reg:stats "i"
    for name in pairs(named) do
      assert.is_true(integer[name] ~= nil or name == "sum_text" or name == "exact", name)
    end
  end)
end)

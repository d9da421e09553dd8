-- Aggregates of expressions.
local orgstat = require "orgstat"
local support = require "spec.register.support"

describe("aggregates of expressions", function()
  local TEXT = "g,x,y,x * 2\na,1,2,7\na,3,4,7\nb,5,0,7\nb,,1,7\n"

  local function lines(reg)
    local result = reg:group("g"):summarise {
      { "doubled", "sum(x * 2)" }, { "rate", "mean(x / y)" }, { "weighted", "weighted_mean(x, y + 1)" },
      { "sum", "sum(x)" }, { "field", "sum(`x * 2`)" }, { "some", 'sum(if(g == "a)", 1, 0))' },
      { "share", "share(x + y)" },
    }
    local list = {}
    for record in result:records() do list[#list + 1] = record end
    return list
  end

  local function check(reg)
    local a, b = table.unpack(lines(reg))
    assert.same({ g = "a", doubled = 8, rate = 0.625, weighted = (3 + 15) / 8, sum = 4, field = 14, some = 0,
      share = 10 / 15 * 100 }, a)
    assert.same({ g = "b", doubled = 10, weighted = 5.0, sum = 5, field = 14, some = 0, share = 5 / 15 * 100 }, b)
  end

  it("are aggregates of fields that are made for them", function()
    check(assert(orgstat.parse(TEXT)))
  end)

  it("load from a file what they need", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(TEXT)
    file:close()
    check(assert(orgstat.scan(path)))
    os.remove(path)
  end)

  it("are refused with all numeric fields of the register, also of a file", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write("a,b,c,late,t\n", ("1,2,3,,x\n"):rep(100000), "1,2,3,4,x\n")
    file:close()
    local scanned = assert(orgstat.scan(path, { block = 4096 }))
    for _, reg in ipairs { scanned, scanned:where "a > 0 and b > 0", scanned:where { t = "x" } } do
      for _, text in ipairs { "sum(t)", "sum(t .. 'x')", "weighted_mean(b, t)", "weighted_mean(b * 2, t)" } do
        local ok, raised = pcall(function() return reg:group():summarise { { "x", text } } end)
        assert.is_false(ok)
        assert.matches("(numeric fields: a, b, c, late)", raised, 1, true)
      end
    end
    scanned:close()
    os.remove(path)
  end)

  it("take constants as well", function()
    local reg = support.sample()
    assert.same({ a = 6, b = 6, c = 3.0, d = -9.0, e = 6, f = 80.0 }, reg:group():summarise({
      a = "sum(1)", b = "count(1)", c = "sum(0.5)", d = "sum(-1.5e0)", e = "sum(true)",
      f = "weighted_median(members, 1)",
    })[1])
  end)

  it("say what is wrong, and where in the expression", function()
    local group = support.sample():group "level"
    local function refused(text)
      local ok, raised = pcall(group.summarise, group, { v = text })
      assert.is_false(ok)
      return tostring(raised)
    end
    assert.matches("summarise: character 14: an expression is expected, found the end: 'sum(members *)'",
      refused "sum(members *)", 1, true)
    assert.matches("summarise: character 16: no field 'nam'; did you mean 'name'? (fields: name, level,",
      refused "sum( 'năm' .. (nam))", 1, true)
    local _, details = pcall(group.summarise, group, { v = "weighted_mean(members, `naïve` * 2)" })
    assert.same({ 24, 24, "weighted_mean(members, `naïve` * 2)" },
      { details.column, details.byte, details.expression })
    assert.matches("summarise: 'sum(name .. \"x\")': the expression at character 5 is of type text, and sum needs "
      .. "numbers (numeric fields: members, fee)", refused 'sum(name .. "x")', 1, true)
    assert.matches("'sum('a')': the expression at character 5 is of type text", refused "sum('a')", 1, true)
    assert.matches("'weighted_mean(members, name .. 'x')': the expression at character 24 is of type text",
      refused "weighted_mean(members, name .. 'x')", 1, true)
    assert.matches("'quantile(fee * 2, 3)': a quantile needs a number from 0 to 1 here, as in quantile(members, 0.9) "
      .. "(character 19)", refused "quantile(fee * 2, 3)", 1, true)
    assert.matches("no field 'membrs'; did you mean 'members'?", refused "sum(membrs * 2)", 1, true)
    assert.matches("is of type text, and sum needs numbers", refused 'sum(name .. "x")', 1, true)
    assert.matches("median takes one field and nothing else", refused "median(members, 1 + 1)", 1, true)
    assert.matches("the '(' is not closed", refused "sum(lower(name", 1, true)
    assert.matches("the quote is not closed", refused 'sum(if(name == "a, 1, 2))', 1, true)
  end)
end)

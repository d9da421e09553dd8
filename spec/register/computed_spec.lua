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

  it("say what is wrong, and where in the expression", function()
    local group = support.sample():group "level"
    local function refused(text)
      local ok, raised = pcall(group.summarise, group, { v = text })
      assert.is_false(ok)
      return tostring(raised)
    end
    assert.matches("summarise: 'sum(members *)': character 10: an expression is expected",
      refused "sum(members *)", 1, true)
    assert.matches("no field 'membrs'; did you mean 'members'?", refused "sum(membrs * 2)", 1, true)
    assert.matches("is of type text, and sum needs numbers", refused 'sum(name .. "x")', 1, true)
    assert.matches("median takes one field and nothing else", refused "median(members, 1 + 1)", 1, true)
    assert.matches("the '(' is not closed", refused "sum(lower(name", 1, true)
    assert.matches("the quote is not closed", refused 'sum(if(name == "a, 1, 2))', 1, true)
  end)
end)

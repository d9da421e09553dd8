local core = require "orgstat.core"
local orgstat = require "orgstat"
local support = require "spec.register.support"
local raised = support.raised

describe("mutate", function()
  local reg = support.sample()

  local function types(of)
    local list = {}
    for i, field in ipairs(of:fields()) do list[i] = field.name .. " " .. field.type end
    return table.concat(list, ", ", 8)
  end

  local function values(of, name)
    local list = {}
    for i, value in of:values(name) do list[i] = tostring(value) end
    return table.concat(list, " ")
  end

  it("adds fields in the order given, or by name", function()
    local list = reg:mutate { { "z", "members + 1" }, { "a", "members / 2" } }
    assert.equal("z integer, a number", types(list))
    assert.equal("a number, z integer", types(reg:mutate { z = "members + 1", a = "members / 2" }))
    assert.equal("121 81 41 201 nil 81", values(list, "z"))
    assert.equal("60.0 40.0 20.0 100.0 nil 40.0", values(list, "a"))
  end)

  it("gives each field the type of its expression", function()
    local all = reg:mutate {
      { "b", "members > 100" }, { "i", "year(founded)" }, { "d", "fee * 1.5" }, { "n", "members * 1e0" },
      { "f", "date(name)" }, { "t", "name .. level" }, { "none", "if(false, members)" },
    }
    assert.equal("b boolean, i integer, d decimal, n number, f date, t text, none integer", types(all))
    local _, digits = core.texts(all, 10)()
    assert.equal("18.750", digits)
    assert.equal("nil nil nil nil nil nil", values(all, "none"))
  end)

  it("replaces a field in its place and sees the fields as they were", function()
    local changed = reg:mutate { { "members", "members * 2" }, { "old", "members" }, { "level", "upper(level)" } }
    assert.equal("name level category members founded fee active old", table.concat(core.names(changed), " "))
    assert.equal("240 160 80 400 nil 160", values(changed, "members"))
    assert.equal("120 80 40 200 nil 80", values(changed, "old"))
    assert.equal("PROVINCE", changed[1].level)
    assert.equal("province", reg[1].level)
  end)

  it("computes selected records in their order", function()
    local some = reg:where("members >= 80"):sort("-members"):mutate { x = "members + 1" }
    assert.equal("201 121 81 81", values(some, "x"))
    assert.equal("Elderly,Red Cross,Blind,Study Promotion", support.names(some))
    assert.equal("121", values(some:where "x == 121", "x"))
    assert.equal(4, #some:group("x"):summarise { n = "count()" } + 1)
  end)

  it("takes functions of a record", function()
    local all = reg:mutate { { "half", function(org) return org.members and org.members / 2 end }, { "x", "members" },
      { "none", function() return orgstat.missing end } }
    assert.equal("half number, x integer, none text", types(all))
    assert.equal("60.0 40.0 20.0 100.0 nil 40.0", values(all, "half"))
    assert.equal("81.0 1.0", values(reg:where("level == 'district' or members == 200"):sort("members")
      :mutate { x = function(org) return org.members == 80 and 81.0 or 1.0 end }, "x"))
    local mixed = reg:mutate { x = function(org) return org.members or "none" end }
    assert.matches("mutate", raised(function() return #mixed end))
    local wrong = reg:mutate { x = function() return {} end }
    assert.matches("mutate: record 1, field 'x': a table cannot be a value", raised(function() return #wrong end))
  end)

  it("raises on what it cannot take", function()
    assert.matches("a table such as", raised(reg.mutate, reg, "x"))
    assert.matches("not both", raised(reg.mutate, reg, { { "a", "members" }, b = "members" }))
    assert.matches("item 1 of the list", raised(reg.mutate, reg, { "members" }))
    assert.matches("field 'a' is given twice", raised(reg.mutate, reg, { { "a", "1" }, { "a", "2" } }))
    assert.matches("a name must be text that is not empty, got ''", raised(reg.mutate, reg, { { "", "1" } }))
    assert.matches("a name must be UTF-8 without NUL bytes, got 'a\\xFF'", raised(reg.mutate, reg, { ["a\xFF"] = "1" }),
      1, true)
    assert.matches("a name must be UTF-8 without NUL bytes, got 'a\\x00'", raised(reg.mutate, reg, { ["a\0"] = "1" }),
      1, true)
    assert.matches("an expression or a function is expected, got a number", raised(reg.mutate, reg, { a = 5 }))
    local ok, details = pcall(reg.mutate, reg, { a = "membrs + 1" })
    assert.same({ false, "bad_expression", 1 }, { ok, details.code, details.column })
    assert.matches("mutate: field 'a': character 1: no field 'membrs'", tostring(details), 1, true)
  end)
end)

describe("the core", function()
  it("runs no program that is not sound", function()
    local reg = core.build({ "a", "t" }, { "integer", "text" }, { { 1, 2 }, { "x", "y" } }, 2)
    local constants = { { type = "integer", value = 5 }, { type = "text", value = "x" }, { type = "boolean" } }
    for _, code in ipairs {
      {}, { { op = "nonsense" } }, { { op = "field", at = 3 } }, { { op = "field", at = 0 } }, { { op = "field" } },
      { { op = "field", at = 1 }, { op = "field", at = 1 } }, { { op = "add" } }, { { op = "constant", at = 4 } },
      { { op = "field", at = 1 }, { op = "field", at = 2 }, { op = "add" } },
      { { op = "field", at = 1 }, { op = "not" } },
      { { op = "field", at = 1 }, { op = "field", at = 1 }, { op = "compare", cmp = "=" } },
      { { op = "range", at = 2, count = 1 } }, { { op = "range", at = 1, count = 2 } }, { { op = "range", at = 1 } },
      { { op = "memo", at = 2, count = 9 }, { op = "field", at = 2 } }, { { op = "memo", at = 2, count = 1 } },
      { { op = "memo", at = 1, count = 1 }, { op = "field", at = 1 } },
      { { op = "memo", at = 2, count = 1 }, { op = "field", at = 1 } },
      { { op = "constant", at = 3 }, { op = "and_then" } }, { { op = "and_then" } }, { { op = "if_else" } },
      { { op = "constant", at = 3 }, { op = "constant", at = 3 }, { op = "and", at = 1 } },
      { { op = "constant", at = 3 }, { op = "or_else" }, { op = "constant", at = 3 }, { op = "and", at = 1 } },
      { { op = "constant", at = 3 }, { op = "if_then" }, { op = "field", at = 1 }, { op = "if" } },
      { { op = "field", at = 1 }, { op = "in", at = 1, count = 9 } },
      { { op = "field", at = 1 }, { op = "round", at = 99 } },
      { { op = "field", at = 2 }, { op = "in", at = 1, count = 1 } },
    } do
      local program = { code = code, constants = constants }
      assert.has_error(function() core.compute(reg, program) end, "the program is not sound")
    end
    assert.has_error(function() core.compute(reg, { code = {} }) end, "a program has no code")
    for _, constant in ipairs {
      { type = "integer", value = 1.5 }, { type = "decimal", value = "1e5" }, { type = "date", value = "2024-13" },
    } do
      assert.has_error(function() core.compute(reg, { code = {}, constants = { constant } }) end,
        "a constant does not fit its type")
    end
    local deep = {}
    for i = 1, 5000 do deep[i] = { op = "field", at = 1 } end
    for i = 5001, 9999 do deep[i] = { op = "add" } end
    assert.has_error(function() core.compute(reg, { code = deep, constants = {} }) end, "the program is not sound")
  end)
end)

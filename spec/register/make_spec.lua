local orgstat = require "orgstat"
local raised = require("spec.register.support").raised

describe("orgstat.register", function()
  it("finds fields and types from the records", function()
    local reg = orgstat.register {
      { name = "a", n = 1, x = 1, ok = true },
      { name = "b", x = 0.5, ok = false, extra = orgstat.missing },
    }
    local seen = {}
    for i, field in ipairs(reg:fields()) do
      seen[i] = ("%s %s %d %d"):format(field.name, field.type, field.missing, field.distinct)
    end
    assert.same({ "extra text 2 0", "n integer 1 1", "name text 0 2", "ok boolean 0 2", "x number 0 2" }, seen)
    assert.same({ name = "b", x = 0.5, ok = false }, reg[2])
    assert.equal(2, #reg)
  end)

  it("takes fields with types, in this order, and only these", function()
    local reg = orgstat.register({ { d = "2024-08", m = "12.50", n = 3, other = 1 } },
      { "n", { "d", "date" }, { name = "m", type = "decimal" } })
    assert.same({ n = 3, d = "2024-08", m = 12.5 }, reg[1])
    assert.equal("12.50", reg:stats("m").sum_text)
    local names = {}
    for i, field in ipairs(reg:fields()) do
      names[i] = field.name .. " " .. field.type
    end
    assert.same({ "n integer", "d date", "m decimal" }, names)
  end)

  it("takes no records", function()
    local reg = orgstat.register({}, { "name" })
    assert.equal(0, #reg)
    assert.equal(1, #reg:fields())
    assert.equal(0, #orgstat.register {})
    assert.equal(3, #orgstat.register { {}, {}, {} })
  end)

  it("raises on what is no list of records", function()
    assert.equal("orgstat.register: records must be a list of tables, got a string", raised(orgstat.register, "x"))
    assert.equal("orgstat.register: records must be a list of tables, got the key 'name'",
      raised(orgstat.register, { name = "a" }))
    assert.equal("orgstat.register: record 2 must be a table, got a number", raised(orgstat.register, { {}, 5 }))
    assert.equal("orgstat.register: record 1: a field name must be a string, got a number",
      raised(orgstat.register, { { "a" } }))
    assert.equal("orgstat.register: two fields are named 'a'", raised(orgstat.register, {}, { "a", "a" }))
    assert.equal("orgstat.register: fields must be a list of names, got a string", raised(orgstat.register, {}, "a"))
    assert.equal("orgstat.register: field 'a': no type 'intger'; did you mean 'integer'? "
      .. "(types: boolean, integer, decimal, number, date, text)", raised(orgstat.register, {}, { { "a", "intger" } }))
  end)

  it("raises on what is no value", function()
    local ending = " cannot be a value; a boolean, a finite number, text or orgstat.missing is expected"
    local cases = {
      { {}, "a table" }, { print, "a function" }, { 0 / 0, tostring(0 / 0) }, { 1 / 0, "inf" },
      { "a\0b", "text with a NUL byte" }, { "caf\xE9", "text that is not UTF-8 ('caf\\xE9')" },
    }
    for _, case in ipairs(cases) do
      assert.equal("orgstat.register: record 2, field 'x': " .. case[2] .. ending,
        raised(orgstat.register, { {}, { x = case[1] } }))
    end
  end)

  it("raises on mixed types, with the caller's place", function()
    local message, place = raised(function()
      orgstat.register { { x = "a" }, {}, { x = true } }
    end)
    assert.equal("orgstat.register: field 'x': row 3 is a boolean, the rows before are text", message)
    assert.matches("make_spec%.lua:%d+$", place)
  end)
end)

local orgstat = require "orgstat"
local support = require "spec.register.support"
local names, raised = support.names, support.raised

describe("where with a table", function()
  local reg = support.sample()

  local function found(conditions)
    return names(reg:where(conditions))
  end

  it("keeps records whose fields have the values", function()
    assert.equal("Red Cross,Blind,Dragon Fruit", found { level = "province" })
    assert.equal("Red Cross,Blind", found { level = "province", category = "assigned" })
    assert.equal("Blind,Study Promotion", found { members = 80 })
    assert.equal("Blind,Study Promotion", found { members = 80.0 })
    assert.equal("Red Cross", found { fee = 12.5 })
    assert.equal("Elderly", found { active = true })
    assert.equal("", found { name = "" })
    assert.equal(1, #reg:where { name = "" })
  end)

  it("takes a list as any of its values", function()
    assert.equal("Red Cross,Elderly", found { members = { 200, 120 } })
    assert.equal("Elderly,", found { active = { true, false } })
    assert.equal("Elderly", found { category = { orgstat.missing } })
    assert.equal("Dragon Fruit,Elderly,", found { category = { "voluntary", orgstat.missing } })
    assert.equal("", found { category = {} })
  end)

  it("finds missing values", function()
    assert.equal("Elderly", found { category = orgstat.missing })
    assert.equal("", found { level = orgstat.missing })
  end)

  it("takes a date as precisely as it is written", function()
    assert.equal("Blind", found { founded = "1996-03" })
    assert.equal("Dragon Fruit", found { founded = "1996-03-15" })
    assert.equal("", found { founded = "1996" })
    assert.equal("Red Cross,Study Promotion", found { founded = { "2001", "1956" } })
  end)

  it("finds nothing for a value of the right type that does not occur", function()
    assert.equal("", found { level = "national" })
    assert.equal("", found { members = 80.5 })
    assert.equal("", found { members = math.huge })
  end)

  it("finds a decimal by the float in its record, and by its digits", function()
    local long = assert(orgstat.parse "m,k\n12345678901234567.1,1\n12345678901234567.2,2\n1.5,3\n")
    local function rows(m)
      local list = {}
      for _, k in long:where { m = m }:values("k") do list[#list + 1] = k end
      return table.concat(list, " ")
    end
    assert.equal("1 2", rows(long[1].m))
    assert.equal("1", rows "12345678901234567.1")
    assert.equal("2 3", rows { "12345678901234567.20", "1.5" })
    assert.equal("3", rows "1.50")
    for _, none in ipairs { "1.51", "-1.5", "15", "1.05", ("9"):rep(60), 12345678901234568 } do
      assert.equal("", rows(none))
    end
    assert.matches("type decimal, which '1.5.' cannot be in", raised(rows, "1.5."), 1, true)
  end)

  it("keeps everything without conditions", function()
    assert.equal(6, #reg:where {})
  end)

  it("raises on an unknown field and names the nearest", function()
    local message, place = raised(function()
      reg:where { levle = "province" }
    end)
    assert.equal("where: no field 'levle'; did you mean 'level'? "
      .. "(fields: name, level, category, members, founded, fee, active)", message)
    assert.matches("where_spec%.lua:%d+$", place)
  end)

  it("raises on a value that the field cannot hold", function()
    assert.equal("where: field 'members' is of type integer, which '80' cannot be in",
      raised(reg.where, reg, { members = "80" }))
    assert.equal("where: field 'level' is of type text, which 5 cannot be in; "
      .. "write it as text, in quotes, digit for digit as in the data", raised(reg.where, reg, { level = 5 }))
    assert.equal("where: field 'active' is of type boolean, which 'true' cannot be in",
      raised(reg.where, reg, { active = "true" }))
    assert.equal("where: field 'level' is of type text, which true cannot be in",
      raised(reg.where, reg, { level = { "province", true } }))
    assert.equal("where: field 'founded' is of type date, which 1956 cannot be in",
      raised(reg.where, reg, { founded = 1956 }))
    assert.equal("where: field 'founded' is of type date, which '15/3/1996' is not (YYYY, YYYY-MM or YYYY-MM-DD)",
      raised(reg.where, reg, { founded = "15/3/1996" }))
    for _, date in ipairs { "1996-13", "1996-00", "2023-02-29", "1996-04-31", "1996-3", "96" } do
      assert.matches("is of type date", (raised(reg.where, reg, { founded = date })))
    end
    assert.equal(0, #reg:where { founded = "2024-02-29" })
    assert.matches("nan equals nothing", (raised(reg.where, reg, { members = 0 / 0 })))
  end)

  it("raises on what is no condition", function()
    assert.equal("where: an expression, a table of field = value or a function is expected, got nil",
      raised(reg.where, reg))
    assert.equal("where: keys are field names, got 1; write { field = value }", raised(reg.where, reg, { "province" }))
    assert.equal("where: field 'level': a value or a list of values is expected",
      raised(reg.where, reg, { level = { a = 1 } }))
    assert.equal("where: field 'level' is of type text, which a table cannot be in; a list holds plain values only",
      raised(reg.where, reg, { level = { {} } }))
    assert.equal("where: called on a table; call it on a register with a colon: reg:where(...)",
      raised(reg.where, { level = "x" }))
  end)
end)

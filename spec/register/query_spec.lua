local orgstat = require "orgstat"
local core = require "orgstat.core"
local support = require "spec.register.support"
local names, raised = support.names, support.raised

describe("a query", function()
  local reg
  before_each(function()
    reg = support.sample()
  end)

  it("selects fields in the order given", function()
    local chosen = reg:select("members", "name")
    assert.same({ members = 120, name = "Red Cross" }, chosen[1])
    assert.equal("members", chosen:fields()[1].name)
    assert.equal("select: field 'name' is given twice", raised(reg.select, reg, "name", "name"))
    assert.equal('select: at least one field name is expected: reg:select("name")', raised(reg.select, reg))
    assert.equal("select: a field name must be a string, got nil", raised(reg.select, reg, "name", nil))
    assert.matches("^select: no field 'nam'; did you mean 'name'%?", (raised(reg.select, reg, "nam")))
  end)

  it("sorts, missing last both ways, ties as they were", function()
    assert.equal("Dragon Fruit,Blind,Study Promotion,Red Cross,Elderly,", names(reg:sort("members")))
    assert.equal("Elderly,Red Cross,Blind,Study Promotion,Dragon Fruit,", names(reg:sort("-members")))
    assert.equal("Elderly,Red Cross,Study Promotion,Blind,Dragon Fruit,", names(reg:sort("-members", "-name")))
    assert.equal("Red Cross,Blind,Dragon Fruit,Study Promotion,Elderly,", names(reg:sort("founded")))
    assert.equal('sort: at least one field name is expected: reg:sort("-members", "name")', raised(reg.sort, reg))
    assert.matches("^sort: no field 'member'; did you mean 'members'%?", (raised(reg.sort, reg, "-member")))
  end)

  it("sorts by a field whose name begins with a dash", function()
    local dashed = orgstat.register({ { ["-x"] = 1, x = 8 }, { ["-x"] = 2, x = 9 } }, { "-x", "x" })
    assert.equal(1, dashed:sort("-x")[1]["-x"])
    assert.equal(2, dashed:sort("--x")[1]["-x"])
    assert.equal(8, dashed:sort("x")[1].x)
  end)

  it("takes the first and the last records", function()
    assert.equal("Red Cross,Blind", names(reg:head(2)))
    assert.equal(",Study Promotion", names(reg:tail(2)))
    assert.equal(6, #reg:head())
    assert.equal(6, #reg:tail(100))
    assert.equal(0, #reg:head(0))
    assert.equal(0, #reg:tail(0))
    assert.equal(2, #reg:head(2.0))
    assert.equal("head: n must be a whole number from 0, got -1", raised(reg.head, reg, -1))
    assert.equal("head: n must be a whole number from 0, got 1.5", raised(reg.head, reg, 1.5))
    assert.equal("tail: n must be a whole number from 0, got a string", raised(reg.tail, reg, "2"))
  end)

  it("gives records and values", function()
    local list = {}
    for record in reg:head(2):records() do
      list[#list + 1] = record
    end
    assert.same({
      { name = "Red Cross", level = "province", category = "assigned", members = 120, founded = "1956", fee = 12.5 },
      { name = "Blind", level = "province", category = "assigned", members = 80, founded = "1996-03" },
    }, list)
    local seen = {}
    for i, name, fee in reg:values("name", "fee") do
      seen[i] = name .. "=" .. tostring(fee)
    end
    assert.same({ "Red Cross=12.5", "Blind=nil", "Dragon Fruit=0.3", "Elderly=1.05", "=nil", "Study Promotion=nil" },
      seen)
    assert.same({ 120, 80, 40, 200, nil, 80, n = 6 }, reg:column("members"))
    seen = {}
    for i, record in pairs(reg:tail(2)) do
      seen[i] = record.name
    end
    assert.same({ "", "Study Promotion" }, seen)
    assert.is_nil(reg[0])
    assert.is_nil(reg[7])
    assert.equal('values: at least one field name is expected: reg:values("name")', raised(reg.values, reg))
    assert.matches("^values: no field 'x'", (raised(reg.values, reg, "name", "x")))
    assert.matches("^column: a field name must be a string, got a number", (raised(reg.column, reg, 1)))
  end)

  it("runs when it is needed, and once", function()
    local big = reg:where { level = "province" }
    assert.equal("lazy", core.status(big))
    local sorted = big:sort("name")
    assert.equal("lazy", core.status(sorted))
    assert.equal(3, #sorted)
    assert.equal("ready", core.status(big))
    assert.equal("Blind,Dragon Fruit,Red Cross", names(sorted))
  end)

  it("is a chain of any length", function()
    local chain = reg
    for _ = 1, 10000 do
      chain = chain:head(6)
    end
    assert.equal(6, #chain)
    assert.equal("Red Cross", chain[1].name)
  end)

  it("checks at once and never changes its source", function()
    raised(reg.sort, reg, "nothing")
    reg:sort("name"):head(1)
    assert.equal("Red Cross,Blind,Dragon Fruit,Elderly,,Study Promotion", names(reg))
  end)
end)

describe("closing", function()
  it("makes every other use raise", function()
    local reg = support.sample()
    reg:close()
    reg:close()
    assert.equal("register (closed)", tostring(reg))
    for _, method in ipairs { "where", "select", "sort", "head", "tail", "count", "stats", "group", "crosstab", "notes",
      "rejects", "write", "records", "values", "column", "fields" } do
      assert.equal(method .. ": the register is closed", raised(reg[method], reg, "name"))
    end
    assert.matches("the register is closed", (raised(function() return #reg end)))
    assert.matches("the register is closed", (raised(function() return reg[1] end)))
    assert.matches("the register is closed", (raised(function() return pairs(reg) end)))
    assert.equal("close: called on nil; call it on a register with a colon: reg:close(...)", raised(reg.close))
  end)

  it("harms no register that was derived, run or not", function()
    local reg = support.sample()
    local run, waiting = reg:where { level = "province" }, reg:where { level = "commune" }
    local far = waiting:sort("members")
    assert.equal(3, #run)
    reg:close()
    assert.equal("Red Cross,Blind,Dragon Fruit", names(run))
    waiting:close()
    assert.equal("Elderly,", names(far))
    assert.matches("the register is closed", (raised(function() return #waiting end)))
    run:close()
    assert.equal(2, #far)
  end)

  it("harms none in whatever order they are closed", function()
    local reg = support.sample()
    local waiting = reg:where { level = "commune" }
    local far = waiting:sort("-name")
    waiting:close()
    reg:close()
    assert.equal("Elderly,", names(far))
    assert.equal("Elderly,", names(far:head(5)))
  end)

  it("leaves no handle for registers that have run", function()
    local reg = support.sample()
    local run = reg:head(2)
    assert.equal(2, #run)
    assert.is_nil(next(core.state(reg).readers))
    assert.is_nil(core.state(run).plan)
  end)

  it("harms no source", function()
    local reg = support.sample()
    local a, b = reg:head(1), reg:head(2)
    assert.equal(1, #a)
    a:close()
    b:close()
    assert.equal(6, #reg)
  end)

  it("happens at the end of a block", function()
    local waiting
    local code = [[
      local support, keep = ...
      local reg <close> = support.sample()
      keep(reg, reg:head(2))
    ]]
    local closed
    assert(load(code))(support, function(reg, derived)
      closed, waiting = reg, derived
    end)
    assert.equal("closed", core.status(closed))
    assert.equal("Red Cross,Blind", names(waiting))
  end)

  it("leaves no handle to what nobody needs", function()
    local reg = support.sample()
    local handles = setmetatable({}, { __mode = "k" })
    for i = 1, 100 do
      handles[reg:head(i)] = true
    end
    collectgarbage()
    collectgarbage()
    assert.is_nil(next(handles))
    reg:close()
  end)
end)

-- A host may interrupt a query between its steps, and do there what it likes.
local core = require "orgstat.core"
local orgstat = require "orgstat"

describe("a query that is interrupted", function()
  local ASKED = {
    { name = "sum", what = "sum", c = 2 }, { name = "mode", what = "mode", c = 1 },
    { name = "gini", what = "gini", c = 2 },
  }

  local function sample()
    local lines = { "g,x" }
    for i = 1, 500 do lines[i + 1] = ("g%d,%d"):format(i % 7, i % 31) end
    return assert(orgstat.parse(table.concat(lines, "\n") .. "\n"))
  end

  -- Calls core.summarise, and f at the n-th call that it makes itself; how many it made, and its results.
  local function watched(reg, n, f)
    local calls = 0
    debug.sethook(function()
      local caller = debug.getinfo(3, "f")
      if caller and caller.func == core.summarise then
        calls = calls + 1
        if calls == n then f() end
      end
    end, "c")
    local results = table.pack(pcall(core.summarise, reg, { 1 }, ASKED))
    debug.sethook()
    return calls, table.unpack(results, 1, results.n)
  end

  it("raises what the host raised, at each step, and goes on to work", function()
    local reg = sample()
    local all = watched(reg, 0)
    assert.is_true(all >= #ASKED)
    for n = 1, all do
      local stop = {}
      local calls, ok, raised = watched(reg, n, function() error(stop, 0) end)
      assert.same({ n, false }, { calls, ok })
      assert.equal(stop, raised)
    end
    assert.equal(7, #core.summarise(reg, { 1 }, ASKED))
  end)

  it("has the right result though its register is closed meanwhile", function()
    local wanted = core.summarise(sample(), { 1 }, ASKED)
    local all = watched(sample(), 0)
    for n = all - #ASKED + 1, all do
      local reg = sample()
      local _, ok, result = watched(reg, n, function() reg:close() end)
      assert.is_true(ok)
      for i = 1, #wanted do assert.same(wanted[i], result[i]) end
      assert.equal("closed", core.status(reg))
    end
  end)
end)

-- Registers of orgstat.core under the garbage collector.

local core = require "orgstat.core"
local support = require "spec.core.support"

local sample, one, lazy, record = support.sample, support.one, support.lazy, support.record
local ROWS = support.ROWS
local CLOSED = "the register is closed"

describe("orgstat.core", function()
  local give_back
  setup(function() give_back = support.keep_state() end)
  teardown(function() give_back() end)
  before_each(support.run_lazy)

  describe("the collector", function()
    -- Many registers come and go while records, values and columns are made.
    local function churn()
      for round = 1, 30 do
        local reg = sample()
        for _ = 1, 20 do
          reg = core.take(core.select(reg, { 7, 6, 5, 4, 3, 2, 1 }), 1, 5)
        end
        local i = 0
        for r in core.records(reg) do
          i = i + 1
          assert.equal(ROWS[i][1], r.id)
          assert.equal(ROWS[i][2], r.name)
        end
        for k, name in core.values(reg, 2) do
          assert.equal(ROWS[k][2], name)
        end
        assert.equal(5, core.rows(lazy(function() return reg end)))
        if round % 3 == 0 then
          core.close(reg)
        end
      end
    end

    after_each(function()
      collectgarbage("restart")
      if _VERSION >= "Lua 5.4" then
        collectgarbage("incremental")
      end
    end)

    if _VERSION >= "Lua 5.4" then
      it("may be generational", function()
        collectgarbage("generational")
        churn()
      end)
    end

    it("may be stopped, and then is not stepped", function()
      collectgarbage()
      collectgarbage("stop")
      local freed = false
      do
        local sentinel = setmetatable({}, { __gc = function() freed = true end })
        sentinel[1] = sentinel
      end
      churn()
      local values = {}
      for i = 1, 20000 do
        values[i] = i
      end
      for _ = 1, 50 do
        core.sort(one(values), { 1 }, { true })
      end
      assert.is_false(freed)
      assert.is_false(collectgarbage("isrunning"))
    end)

    it("may be stepped all the time", function()
      debug.sethook(function() collectgarbage("step") end, "", 200)
      local ok, message = pcall(churn)
      debug.sethook()
      assert(ok, message)
    end)

    it("frees what is out of reach, cycles included", function()
      local held = setmetatable({}, { __mode = "k" })
      do
        local reg = sample()
        core.state(reg).myself = reg
        held[reg] = true
        local waiting
        waiting = lazy(function() return waiting end)
        held[waiting] = true
      end
      collectgarbage()
      collectgarbage()
      assert.is_nil(next(held))
    end)

    it("keeps a register for its iterators", function()
      local iterator = core.values(sample(), 2)
      local records = core.records(sample())
      collectgarbage()
      collectgarbage()
      assert.same({ 1, "Hội Nông dân" }, { iterator() })
      assert.same(record(1), records())
    end)

    it("lets a finaliser close a register in the middle of its use", function()
      local names, days, n = {}, {}, 300
      for i = 1, n do
        names[i], days[i] = ("name %d %s"):format(i, ("x"):rep(60)), 1000 + i
      end
      local reg = core.build({ "name", "day" }, { "text", "date" }, { names, days }, n)
      -- However late the finaliser comes, the use ends well or says that the register is closed.
      for _, use in ipairs {
        function(r) core.column(r, 1) end,
        function(r) for _ in core.records(r) do end end,
        function(r) for _ in core.values(r, 1, 2) do end end,
        function(r) for _ in core.texts(r, 2) do end end,
        function(r) for i = 1, n do assert(r[i]) end end,
        function(r) for _ = 1, n do core.names(r) end end,
        function(r) for i = 1, n do core.take(r, 1, i) end end,
        function(r) for _ = 1, n do core.select(r, { 1, 2 }, { "a", "b" }) end end,
        function(r) for _ = 1, n do core.sort(r, { 1 }) end end,
        function(r) for _ = 1, n do core.filter(r, { { c = 1, values = { names[1] } } }) end end,
        function(r) for _ = 1, n do core.stats(r, 2) end end,
        function(r) for _ = 1, n do core.fill(core.lazy {}, r) end end,
      } do
        for pause = 0, 12, 3 do
          local again = core.take(reg, 1, n)
          setmetatable({}, { __gc = function() core.close(again) end })
          for _ = 1, pause do
            collectgarbage("step", 0)
          end
          local ok, message = pcall(use, again)
          assert(ok or message:find(CLOSED, 1, true), message)
        end
      end
      assert.equal(n, #reg)
    end)
  end)
end)

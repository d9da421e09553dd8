-- What a user of orgstat.core sees of a register userdata, whatever made it.

local core = require "orgstat.core"
local support = require "spec.core.support"

local sample, one, list, texts, record = support.sample, support.one, support.list, support.texts, support.record
local lazy, NAMES, ROWS = support.lazy, support.NAMES, support.ROWS
local CLOSED = "the register is closed"

describe("orgstat.core", function()
  local give_back
  setup(function() give_back = support.keep_state() end)
  teardown(function() give_back() end)
  before_each(support.run_lazy)

  describe("values", function()
    it("cross as records", function()
      local reg = sample()
      assert.equal(5, #reg)
      for i = 1, #ROWS do
        assert.same(record(i), reg[i])
      end
      local n = 0
      for r in core.records(reg) do
        n = n + 1
        assert.same(record(n), r)
      end
      assert.equal(5, n)
    end)

    it("cross with their subtypes", function()
      local r = sample()[4]
      assert.equal("integer", math.type(r.members))
      assert.equal("float", math.type(r.rate))
      assert.equal("float", math.type(r.dues))
      assert.equal(9007199254740993, r.members)
    end)

    it("are nil in no row", function()
      local reg = sample()
      for _, key in ipairs { 0, -1, 6, 1.5, math.huge, 0 / 0, math.mininteger, math.maxinteger } do
        assert.is_nil(reg[key])
      end
      assert.same(record(2), reg[2.0])
    end)

    it("cross without a table", function()
      local seen = {}
      for i, members, name, again in core.values(sample(), 4, 2, 2) do
        seen[#seen + 1] = { i, members, name, again }
      end
      assert.same({ 1, 120, "Hội Nông dân", "Hội Nông dân" }, seen[1])
      assert.same({ 3 }, seen[3])
      assert.same({ 5, 0, "Red Cross", "Red Cross" }, seen[5])
      assert.equal(5, #seen)
    end)

    it("end with nil, again and again", function()
      for _, iterator in ipairs { core.values(one { 1 }, 1), core.values(one { 1 }), core.texts(one { 1 }, 1) } do
        assert.equal(1, (iterator()))
        assert.is_nil((iterator()))
        assert.is_nil((iterator()))
      end
      local records = core.records(one { 1 })
      assert.same({ x = 1 }, records())
      assert.is_nil(records())
    end)

    it("cross by the column", function()
      local column = core.column(sample(), 2)
      assert.equal(5, column.n)
      assert.is_nil(column[3])
      assert.equal("Red Cross", column[5])
      assert.same({ n = 0 }, core.column(one({}, "text", 0), 1))
    end)

    it("cross as they are written", function()
      local reg = sample()
      assert.same({ "true", "false", "-", "true", "false" }, texts(reg, 3))
      assert.same({ "120", "-7", "-", "9007199254740993", "0" }, texts(reg, 4))
      assert.same({ "12.500", "3.000", "-", "0.125", "-1.000" }, texts(reg, 5))
      assert.same({ "0.5", "1e100", "-", "3.0", "-0.1" }, texts(reg, 6))
      assert.same({ "1945-10-14", "1946", "-", "1998-02", "2024-02-29" }, texts(reg, 7))
      assert.same({ "Hội Nông dân", "Red Cross", "-", "", "Red Cross" }, texts(reg, 2))
    end)

    it("are the same through a dictionary's strings", function()
      local values, n = {}, 2000
      for i = 1, n do
        values[i] = i % 7 ~= 0 and ("kind \0 %d%s"):format(i % 5, ("x"):rep(i % 5 * 20)) or nil
      end
      local reg = one(values, "text", n)
      assert.same(values, (function()
        local t = core.column(reg, 1)
        t.n = nil
        return t
      end)())
      for i, value in core.values(reg, 1) do
        assert.equal(values[i], value)
      end
      for i, text in core.texts(reg, 1) do
        assert.equal(values[i], text)
      end
      local i = 0
      for r in core.records(reg) do
        i = i + 1
        assert.equal(values[i], r.x)
      end
      assert.equal(n, i)
    end)

    it("cross from very wide registers", function()
      local names, cells = {}, {}
      for c = 1, 1000 do
        names[c], cells[c] = "f" .. c, { "a", "a", "a", "b", "b", c }
        cells[c][6] = "b"
      end
      local reg = core.build(names, nil, cells, 6)
      local all = {}
      for c = 1, 1000 do
        all[c] = c
      end
      local it = core.values(reg, table.unpack(all))
      assert.equal(1001, select("#", it()))
      assert.equal("b", reg[4].f1000)
      assert.equal("a", core.records(reg)().f999)
    end)
  end)

  describe("names and types", function()
    it("are lists", function()
      local reg = sample()
      assert.same(NAMES, core.names(reg))
      assert.same({ "integer", "text", "boolean", "integer", "decimal", "number", "date" }, core.types(reg))
      assert.equal(5, core.rows(reg))
    end)

    it("check columns", function()
      local reg = sample()
      for _, c in ipairs { 0, 8, -1, math.maxinteger } do
        assert.has_error(function() core.values(reg, 1, c) end, "bad argument #3 to 'values' (no such column)")
        assert.has_error(function() core.column(reg, c) end, "bad argument #2 to 'column' (no such column)")
        assert.has_error(function() core.texts(reg, c) end, "bad argument #2 to 'texts' (no such column)")
        assert.has_error(function() core.stats(reg, c) end, "bad argument #2 to 'stats' (no such column)")
        assert.has_error(function() core.select(reg, { 1, c }) end, "element 2 of the columns is no column")
        assert.has_error(function() core.sort(reg, { c }) end, "element 1 of the columns is no column")
      end
    end)
  end)

  describe("userdata", function()
    it("is checked everywhere", function()
      local meta = core.metatable()
      for name, f in pairs(core) do
        if not ({ check = 1, build = 1, lazy = 1, metatable = 1, methods = 1, on_force = 1, width = 1,
                  write_float = 1, load = 1, reader = 1 })[name] then
          assert.has_error(function() f(io.stdout, 1, 1) end)
          assert.has_error(function() f() end)
        end
      end
      for _, name in ipairs { "__gc", "__close", "__len", "__index" } do
        assert.has_error(function() meta[name](io.stdout) end)
        assert.has_error(function() meta[name]() end)
      end
      assert.is_true(core.check(sample()))
      assert.is_false(core.check(io.stdout))
      assert.is_false(core.check({}))
      assert.is_false(core.check())
    end)

    it("has a name and methods", function()
      assert.equal("orgstat.register", core.metatable().__name)
      core.methods { double = function(reg) return 2 * #reg end }
      local reg = sample()
      assert.equal(10, reg:double())
      assert.is_nil(reg.single)
      core.methods { single = function(r) return #r end }
      assert.equal(5, reg:single())
      assert.is_nil(reg.double)
    end)

    it("has a state", function()
      local state = {}
      assert.equal(state, core.state(core.lazy(state)))
      local reg = sample()
      core.state(reg).label = "here"
      assert.equal("here", core.state(reg).label)
      assert.same({}, core.state(core.take(reg, 1, 2)))
    end)

    it("outlives an opening of the module", function()
      local old = sample()
      local again = assert(package.searchpath("orgstat.core", package.cpath))
      local new = assert(package.loadlib(again, "luaopen_orgstat_core"))()
      assert.not_equal(core, new)
      assert.equal(core.metatable(), new.metatable())
      new.methods { three = function() return 3 end }
      assert.equal(3, old:three())
      assert.same(record(1), old[1])
      assert.equal(5, new.rows(old))
      local calls = 0
      new.on_force(function(reg)
        calls = calls + 1
        core.fill(reg, old)
      end)
      assert.equal(5, core.rows(core.lazy {}))
      assert.equal(1, calls)
    end)
  end)

  describe("a closed register", function()
    it("raises", function()
      local reg = sample()
      core.close(reg)
      core.close(reg)
      assert.equal("closed", core.status(reg))
      assert.is_true(core.check(reg))
      for _, f in ipairs {
        core.rows, core.names, core.types, core.state, core.records, core.values,
        function(r) core.column(r, 1) end,
        function(r) core.texts(r, 1) end,
        function(r) core.take(r, 1, 1) end,
        function(r) core.select(r, {}) end,
        function(r) core.sort(r, {}) end,
        function(r) core.filter(r, {}) end,
        function(r) core.summarise(r, {}, {}) end,
        function(r) core.stats(r, 1) end,
        function(r) core.profile(r, 1) end,
        function(r) return r[1] end,
        function(r) return #r end,
        function(r) core.fill(r, sample()) end,
        function(r) core.fill(core.lazy {}, r) end,
      } do
        assert.has_error(function() f(reg) end, CLOSED)
      end
    end)

    it("still has its methods", function()
      core.methods { close = core.close }
      local reg = sample()
      reg:close()
      reg:close()
      assert.equal("closed", core.status(reg))
    end)

    it("ends its iterators", function()
      for _, start in ipairs { core.records, function(r) return core.values(r, 1, 2) end,
                               function(r) return core.texts(r, 2) end } do
        local reg = sample()
        local iterator = start(reg)
        assert.truthy((iterator()))
        core.close(reg)
        assert.has_error(function() iterator() end, CLOSED)
      end
    end)

    it("does not harm what was derived from it", function()
      local reg = sample()
      local part, narrow = core.take(reg, 2, 4), core.select(reg, { 2 }, { "title" })
      core.close(reg)
      assert.same({ 2, 3, 4 }, list(part))
      core.close(part)
      assert.equal("Red Cross", narrow[5].title)
    end)

    if _VERSION >= "Lua 5.4" then
      it("comes out of a <close> variable", function()
        local reg = sample()
        assert(load("local reg <close> = ...; return #reg"))(reg)
        assert.equal("closed", core.status(reg))
      end)
    end
  end)

  describe("a lazy register", function()
    it("runs once, when it is needed", function()
      local calls = 0
      local reg = lazy(function()
        calls = calls + 1
        return sample()
      end)
      assert.equal("lazy", core.status(reg))
      assert.truthy(core.state(reg).run)
      assert.equal(0, calls)
      assert.equal(5, #reg)
      assert.equal("ready", core.status(reg))
      assert.same(record(2), reg[2])
      assert.equal(5, core.rows(core.take(reg, 1, 9)))
      assert.equal(1, calls)
    end)

    it("runs for every use", function()
      for _, f in ipairs {
        core.rows, core.names, core.types, core.records,
        function(r) return core.values(r, 1) end,
        function(r) return core.column(r, 1) end,
        function(r) return core.texts(r, 1) end,
        function(r) return core.take(r, 1, 1) end,
        function(r) return core.select(r, { 1 }) end,
        function(r) return r[1] end,
        function(r) core.fill(core.lazy {}, r) end,
      } do
        local reg = lazy(sample)
        f(reg)
        assert.equal("ready", core.status(reg))
      end
    end)

    it("shares with the register that filled it", function()
      local from = sample()
      local reg = lazy(function() return from end)
      assert.equal(5, #reg)
      core.close(from)
      assert.same(record(1), reg[1])
    end)

    it("may rest on lazy ones", function()
      local reg = lazy(function() return core.take(lazy(sample), 1, 3) end)
      assert.equal(3, #reg)
    end)

    it("stays lazy when running fails, and can run again", function()
      local broken = true
      local problem = {}
      local reg = lazy(function()
        if broken then error(problem) end
        return sample()
      end)
      local ok, message = pcall(core.rows, reg)
      assert.is_false(ok)
      assert.equal(problem, message)
      assert.equal("lazy", core.status(reg))
      broken = false
      assert.equal(5, core.rows(reg))
    end)

    it("can be closed, also while it runs", function()
      local reg = lazy(sample)
      core.close(reg)
      assert.has_error(function() return #reg end, CLOSED)
      reg = lazy(function(r)
        core.close(r)
        return sample()
      end)
      assert.has_error(function() return #reg end, CLOSED)
    end)

    it("must be filled, once, by another", function()
      core.on_force(function() end)
      assert.has_error(function() core.rows(core.lazy {}) end, "the lazy register was run and not filled")
      local reg = sample()
      assert.has_error(function() core.fill(reg, sample()) end,
        "bad argument #1 to 'fill' (the register is filled already)")
      local idle = core.lazy {}
      assert.has_error(function() core.fill(idle, idle) end,
        "bad argument #2 to 'fill' (a register cannot fill itself)")
    end)

    it("that needs itself raises", function()
      local reg
      reg = lazy(function() return core.take(reg, 1, 1) end)
      assert.has_error(function() return #reg end)
      assert.equal("lazy", core.status(reg))
    end)
  end)
end)

-- What a user of orgstat.core sees of a register userdata, whatever made it.

local core = require "orgstat.core"

-- A lazy register here has a function in its state that gives the register to be filled with.
local function run(reg)
  core.fill(reg, core.state(reg).run(reg))
end

local function lazy(f)
  return core.lazy { run = f }
end

local NAMES = { "id", "name", "paid", "members", "dues", "rate", "founded" }
local TYPES = { false, false, false, false, "decimal", false, "date" }
local ROWS = {
  { 1, "Hội Nông dân", true, 120, "12.50", 0.5, "1945-10-14" },
  { 2, "Red Cross", false, -7, "3", 1e100, "1946" },
  { 3, nil, nil, nil, nil, nil, nil },
  { 4, "", true, 9007199254740993, "0.125", 3.0, "1998-02" },
  { 5, "Red Cross", false, 0, "-1", -0.1, "2024-02-29" },
}

-- The rows as columns, for core.build.
local function columns(rows, width)
  local list = {}
  for c = 1, width do
    list[c] = {}
    for i = 1, #rows do
      list[c][i] = rows[i][c]
    end
  end
  return list
end

local function sample()
  return core.build(NAMES, TYPES, columns(ROWS, #NAMES), #ROWS)
end

local function one(values, type, n)
  return core.build({ "x" }, { type or false }, { values }, n or #values)
end

local function list(reg, c)
  local column = core.column(reg, c or 1)
  for i = 1, column.n do
    if column[i] == nil then
      column[i] = "-"
    end
  end
  column.n = nil
  return column
end

local function texts(reg, c)
  local result = {}
  for i, text in core.texts(reg, c or 1) do
    result[i] = text or "-"
  end
  return result
end

local function record(i)
  local r = ROWS[i]
  local dues = r[5] and tonumber(r[5]) + 0.0
  return { id = r[1], name = r[2], paid = r[3], members = r[4], dues = dues, rate = r[6], founded = r[7] }
end

local CLOSED = "the register is closed"

describe("orgstat.core", function()
  local index, on_force -- of whoever shares this state

  setup(function()
    index = core.metatable().__index
    on_force = debug.getregistry()["orgstat.on_force"]
  end)

  teardown(function()
    core.metatable().__index = index
    core.on_force(on_force)
  end)

  before_each(function()
    core.on_force(run)
  end)

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
        function(r) core.pick(r, {}) end,
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
        function(r) return core.pick(r, { 1 }) end,
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

  describe("a query", function()
    it("takes rows", function()
      local reg = sample()
      assert.same({ 2, 3 }, list(core.take(reg, 2, 3)))
      assert.same({ 1, 2, 3, 4, 5 }, list(core.take(reg, math.mininteger, math.maxinteger)))
      for _, r in ipairs { { 3, 2 }, { 6, 9 }, { 1, 0 }, { math.maxinteger, math.mininteger } } do
        assert.same({}, list(core.take(reg, r[1], r[2])))
      end
      assert.same({ 3, 4 }, list(core.take(core.take(reg, 2, 5), 2, 3)))
    end)

    it("selects fields", function()
      local reg = core.select(sample(), { 4, 2, 2 }, { "a", "b", "c" })
      assert.same({ a = 120, b = "Hội Nông dân", c = "Hội Nông dân" }, reg[1])
      assert.same({ "founded", "id" }, core.names(core.select(reg and sample(), { 7, 1 })))
      assert.same({}, core.names(core.select(reg, {})))
      assert.equal(5, #core.select(reg, {}))
      assert.same({ 2 }, list(core.select(core.take(sample(), 2, 2), { 1 })))
      assert.has_error(function() core.select(reg, { 1 }, { 1 }) end, "element 1 of the names is no string")
    end)

    it("picks rows", function()
      local reg = core.pick(sample(), { 5, 1, 5 })
      assert.same({ 5, 1, 5 }, list(reg))
      assert.same({ 5 }, list(core.pick(reg, { 3.0 })))
      assert.same({}, list(core.pick(reg, {})))
      for _, i in ipairs { 0, 4, -1, 1.5, "x", math.maxinteger } do
        assert.has_error(function() core.pick(reg, { 1, i }) end, "element 2 of the rows is no row")
      end
    end)

    it("sorts, missing values last both ways", function()
      local reg = sample()
      assert.same({ 2, 5, 1, 4, 3 }, list(core.sort(reg, { 4 })))
      assert.same({ 4, 1, 5, 2, 3 }, list(core.sort(reg, { 4 }, { true })))
      assert.same({ 4, 1, 5, 2, 3 }, list(core.sort(reg, { 3, 1 }, { true, true })))
      assert.same({ 4, 1, 2, 5, 3 }, list(core.sort(reg, { 2 }, {})))
      assert.same({ 2, 1 }, list(core.sort(core.take(reg, 1, 2), { 4 })))
      assert.same({ 1, 2, 3, 4, 5 }, list(core.sort(reg, {})))
    end)

    it("filters by sets", function()
      local reg = sample()
      local function ids(...)
        return list(core.filter(reg, { ... }))
      end
      assert.same({ 2, 5 }, ids { c = 2, values = { "Red Cross", "none" } })
      assert.same({ 2, 3, 5 }, ids { c = 2, values = { "Red Cross" }, missing = true })
      assert.same({ 3 }, ids { c = 4, missing = true })
      assert.same({ 1, 4 }, ids { c = 3, values = { true } })
      assert.same({ 4 }, ids { c = 4, values = { 9007199254740993 } })
      assert.same({ 1, 2 }, ids { c = 4, values = { 120.0, -7 } })
      assert.same({ 1, 2 }, ids { c = 5, values = { 12.5, 3 } })
      assert.same({ 4, 5 }, ids { c = 6, values = { 3, -0.1 } })
      assert.same({ 2, 4 }, ids { c = 7, values = { "1946", "1998-02" } })
      assert.same({ 5 }, ids({ c = 2, values = { "Red Cross" } }, { c = 4, values = { 0 } }))
      assert.same({ 1, 2, 3, 4, 5 }, ids())
      assert.same({}, ids { c = 2, values = {} })
      assert.same({}, ids { c = 2, values = { 1, true } })
      assert.same({}, ids { c = 4, values = { "120", true, 0 / 0 } })
      assert.has_error(function() ids { c = 8 } end, "a condition has no column")
      assert.has_error(function() ids { values = {} } end, "a condition has no column")
    end)

    it("summarises groups", function()
      local reg = core.summarise(sample(), { 3 }, {
        { name = "n", what = "rows" },
        { name = "sum", what = "sum", c = 4 },
        { name = "median", what = "quantile", c = 1, p = 0.5 },
        { name = "last", what = "last", c = 2 },
      })
      assert.same({ "paid", "n", "sum", "median", "last" }, core.names(reg))
      assert.same({ paid = false, n = 2, sum = -7, median = 3.5, last = "Red Cross" }, reg[1])
      assert.same({ paid = true, n = 2, sum = 9007199254741113, median = 2.5, last = "" }, reg[2])
      assert.same({ n = 1, sum = 0, median = 3.0 }, reg[3])
      assert.equal(3, #reg)
      local all = core.summarise(core.take(sample(), 1, 0), {}, { { name = "rows", what = "rows" } })
      assert.same({ rows = 0 }, all[1])
      assert.equal(0, #core.summarise(core.take(sample(), 1, 0), { 1 }, {}))
    end)

    it("keeps the values of the keys through a choice of rows", function()
      local reg = core.summarise(core.pick(sample(), { 5, 4, 2 }), { 2 }, { { name = "n", what = "rows" } })
      assert.same({ "", "Red Cross" }, list(reg))
      assert.same({ 1, 2 }, list(reg, 2))
    end)

    it("checks aggregates", function()
      local reg = sample()
      local function summarise(spec)
        return function() core.summarise(reg, {}, { spec }) end
      end
      assert.has_error(summarise { name = "x", what = "mode", c = 1 }, "there is no aggregate 'mode'")
      assert.has_error(summarise { name = "x", what = "sum", c = 2 }, "a field of type text has no sum")
      assert.has_error(summarise { name = "x", what = "sum" }, "the sum has no column")
      assert.has_error(summarise { name = "x", what = "sum", c = 8 }, "the sum has no column")
      assert.has_error(summarise { what = "rows" }, "element 1 of the names is no string")
      assert.has_error(summarise(1), "element 1 of the aggregates is no table")
      for _, p in ipairs { -0.1, 1.1, 0 / 0, "0.5" } do
        assert.has_error(summarise { name = "x", what = "quantile", c = 1, p = p },
          "the p of a quantile goes from 0 to 1")
      end
    end)

    it("has statistics by type", function()
      assert.same({ n = 4, missing = 0, distinct = 4, sum = 10, mean = 2.5, sd = math.sqrt(5 / 3), min = 1, q1 = 1.75,
                    median = 2.5, q3 = 3.25, max = 4 }, core.stats(one { 4, 2, 1, 3 }, 1))
      local reg = sample()
      assert.same({ n = 4, missing = 1, distinct = 2, sum = 2 }, core.stats(reg, 3))
      assert.same({ n = 4, missing = 1, distinct = 3, min = "", max = "Red Cross" }, core.stats(reg, 2))
      assert.same({ n = 4, missing = 1, distinct = 4, min = "1945-10-14", max = "2024-02-29" }, core.stats(reg, 7))
      local dues = core.stats(reg, 5)
      assert.equal("14.625", dues.sum_text)
      assert.equal(14.625, dues.sum)
      assert.is_nil(dues.exact)
      assert.equal(-1.0, dues.min)
    end)

    it("has statistics of few values", function()
      assert.same({ n = 0, missing = 2, distinct = 0, sum = 0 }, core.stats(one({}, "integer", 2), 1))
      assert.same({ n = 1, missing = 0, distinct = 1, sum = 7, mean = 7.0, min = 7, max = 7, q1 = 7.0, median = 7.0,
                    q3 = 7.0 }, core.stats(one { 7 }, 1))
    end)

    it("says when an integer sum goes beyond 64 bits", function()
      local stats = core.stats(one { math.maxinteger, math.maxinteger }, 1)
      assert.equal("18446744073709551614", stats.sum_text)
      assert.is_false(stats.exact)
      assert.equal(2.0 ^ 64, stats.sum)
      assert.equal("float", math.type(stats.sum))
      stats = core.stats(one { math.maxinteger, 1, math.mininteger }, 1)
      assert.equal(0, stats.sum)
      assert.is_nil(stats.exact)
    end)

    it("has profiles", function()
      local reg = sample()
      assert.same({ 1, 4, -7, 9007199254740993 }, { core.profile(reg, 4) })
      assert.same({ 1, 2, false, true }, { core.profile(reg, 3) })
      assert.same({ 1, 4, "1945-10-14", "2024-02-29" }, { core.profile(reg, 7) })
      assert.equal(4, select("#", core.profile(one({}, "text", 1), 1)))
      assert.same({ 1, 0 }, { core.profile(one({}, "text", 1), 1) })
    end)
  end)

  describe("build", function()
    local function type_of(values, given, n)
      return core.types(one(values, given, n))[1]
    end

    it("finds types", function()
      assert.equal("boolean", type_of { true, false })
      assert.equal("integer", type_of { 1, math.mininteger })
      assert.equal("number", type_of { 1, 1.5 })
      assert.equal("number", type_of { 2.0 })
      assert.equal("text", type_of { "1" })
      assert.equal("text", type_of({}, false, 3))
      assert.same({ "integer", "text" }, core.types(core.build({ "a", "b" }, { [2] = "text" }, { { 1 }, {} }, 1)))
      assert.same({ "boolean" }, core.types(core.build({ "a" }, nil, { { true } }, 1)))
    end)

    it("takes the types it is given", function()
      assert.same({ "1.50", "2.00", "-" }, texts(one({ "1.5", "2.00" }, "decimal", 3)))
      assert.same({ "1.25", "3.00" }, texts(one({ 1.25, 3 }, "decimal")))
      assert.same({ 12, -3, 4 }, list(one({ "12", "-3", 4.0 }, "integer")))
      assert.same({ 1.0, 2.5 }, list(one({ 1, "2.5" }, "number")))
      assert.same({ true, false }, list(one({ "true", false }, "boolean")))
      assert.same({ "2024", "2024-02" }, list(one({ 2024, "2024-02" }, "date")))
      assert.same({ "9223372036854775807.000000000000000000", "0.000000000000000001" },
        texts(one({ math.maxinteger, "0.000000000000000001" }, "decimal")))
    end)

    it("names what does not fit", function()
      local cases = {
        { { "a", "b", true }, false, "field 'x': row 3 is a boolean, the rows before are text" },
        { { 1, "b" }, false, "field 'x': row 2 is text, the rows before are numbers" },
        { { true, 0.5 }, false, "field 'x': row 2 is a number, the rows before are booleans" },
        { { 1, {} }, false, "field 'x': row 2 is a table, which no field holds" },
        { { print }, false, "field 'x': row 1 is a function, which no field holds" },
        { { "1", "ten" }, "integer", "field 'x': row 2 is 'ten', not an integer" },
        { { 1.5 }, "integer", "field 'x': row 1 is 1.5, not an integer" },
        { { "2024-02-30" }, "date", "field 'x': row 1 is '2024-02-30', not a date" },
        { { true }, "date", "field 'x': row 1 is a boolean, not a date" },
        { { "1e5" }, "decimal", "field 'x': row 1 is '1e5', not a decimal" },
        { { {} }, "decimal", "field 'x': row 1 is a table, not a decimal" },
        { { 5 }, "text", "field 'x': row 1 is 5, not text" },
        { { 1, 1 / 0 }, false, "field 'x': row 2 is inf, not a finite number" },
        { { 1 }, "money", "field 'x': there is no type 'money'" },
      }
      for _, case in ipairs(cases) do
        assert.has_error(function() one(case[1], case[2]) end, case[3])
      end
      assert.has_error(function() core.build({ "x" }, {}, {}, 1) end, "field 'x' has no table of values")
      assert.has_error(function() core.build({ 1 }, {}, { {} }, 1) end, "element 1 of the names is no string")
      assert.has_error(function() core.build({}, {}, {}, -1) end)
      assert.has_error(function() core.build({}, {}, {}, 2 ^ 40) end)
    end)

    it("drops what it made before the error", function()
      for _ = 1, 50 do
        local values = {}
        for i = 1, 1000 do
          values[i] = "value " .. i
        end
        assert.has_error(function() core.build({ "a", "b" }, nil, { values, { 1, true } }, 1000) end)
      end
      collectgarbage()
    end)

    it("makes registers of nothing", function()
      local reg = core.build({}, {}, {}, 0)
      assert.equal(0, #reg)
      assert.is_nil(core.records(reg)())
      assert.equal(3, #core.build({}, {}, {}, 3))
      assert.same({}, core.build({}, {}, {}, 3)[3])
    end)
  end)

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
        function(r) for _ = 1, n do core.pick(r, { 1, 2 }) end end,
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

  describe("write_float", function()
    it("is the shortest that reads back", function()
      local cases = { ["0.1"] = 0.1, ["3.0"] = 3, ["1e100"] = 1e100, ["-0.5"] = -0.5, ["inf"] = math.huge }
      for text, value in pairs(cases) do
        assert.equal(text, core.write_float(value))
      end
      assert.has_error(function() core.write_float("x") end)
    end)
  end)

  describe("width", function()
    it("counts columns of a terminal", function()
      assert.equal(0, core.width(""))
      assert.equal(12, core.width("Hội Nông dân"))
      assert.equal(1, core.width("e\u{301}"))
      assert.equal(4, core.width("協会"))
      assert.equal(3, core.width("a\xFFb"))
      assert.equal(2, core.width("a\xE1"))
      assert.equal(2, core.width("\xED\xA0\x80a") - 2)
    end)
  end)
end)

-- Scanned registers: the same answers as loaded ones, from the file.
local orgstat = require "orgstat"
local core = require "orgstat.core"
local paths = require "spec.support.paths"
local support = require "spec.register.support"
local texts = require "spec.support.texts"
local raised = support.raised

local SAMPLE = "data/binh-thuan-2024.csv"
local NUMERIC = { integer = true, decimal = true, number = true }

describe("orgstat.scan", function()
  local path

  before_each(function() path = os.tmpname() end)
  after_each(function() os.remove(path) end)

  local function save(bytes, mode)
    local file = assert(io.open(path, mode or "wb"))
    assert(file:write(bytes))
    assert(file:close())
  end

  local function scan(bytes, opts)
    save(bytes)
    return assert(orgstat.scan(path, opts))
  end

  -- n rows of "i,i", and these where no sample of a large file comes by
  local function late(n, ...)
    local lines = { "a,b" }
    for i = 1, n do
      lines[#lines + 1] = i .. "," .. i
      if i == n - n // 14 then
        for _, line in ipairs { ... } do lines[#lines + 1] = line end
      end
    end
    return table.concat(lines, "\n") .. "\n"
  end

  -- What f raises: the details table.
  local function details(f, ...)
    local ok, raised_value = pcall(f, ...)
    assert.is_false(ok)
    assert.equal("table", type(raised_value), tostring(raised_value))
    return raised_value
  end

  local function written(reg, ending)
    local out = os.tmpname()
    assert(reg:write(out, { format = ending }))
    local bytes = paths.bytes(out)
    os.remove(out)
    return bytes
  end

  -- All that a register of these fields says, one question after the other.
  local function ask(reg, fields, check)
    check("rows", #reg, reg:count())
    check("fields", texts.write(reg:fields()))
    check("notes", texts.write(reg:notes()), texts.write(reg:rejects()))
    check("text", tostring(reg))
    for record in reg:records() do check("record", texts.write(record)) end
    for i, record in pairs(reg) do check("pair", i, texts.write(record)) end
    local first, last = fields[1], fields[#fields]
    for i, a, b, c in reg:values(first.name, last.name, first.name) do check("values", i, a, b, c) end
    check("csv", written(reg, "csv"))
    check("json", written(reg, "json"))
    for c, field in ipairs(fields) do
      local name, other = field.name, fields[c % #fields + 1].name
      check("stats", texts.write(reg:stats(name)))
      check("column", texts.write(reg:column(name)))
      check("count", tostring(reg:count(name)))
      local quoted = "(`" .. name:gsub("`", "``") .. "`)"
      local wanted = { { "n_", "count()" } }
      for _, what in ipairs { "count", "missing", "min", "max", NUMERIC[field.type] and "sum", "mean" } do
        if not what then break end
        wanted[#wanted + 1] = { what .. "_", what .. quoted }
      end
      check("totals", tostring(reg:group():summarise(wanted)))
      check("groups", tostring(reg:group(other):summarise(wanted)))
      wanted[#wanted + 1] = { "first_", "first" .. quoted }
      wanted[#wanted + 1] = { "distinct_", "count_distinct" .. quoted }
      check("loaded", tostring(reg:group(other):summarise(wanted)))
      if c == 1 and other ~= name and reg:stats(name).distinct * reg:stats(other).distinct < 500 then
        check("crosstab", tostring(reg:select(name, other):crosstab(name, other, { value = "max" .. quoted })))
      end
    end
  end

  local function answers(reg, fields)
    local list = {}
    local ok, raised_value = pcall(ask, reg, fields, function(...) list[#list + 1] = texts.write { ... } end)
    if not ok then list[#list + 1] = tostring(raised_value):gsub("^%S-:%d+: ", "") end
    return list
  end

  local function same(reg, scanned, label)
    local fields = reg:fields()
    local wanted, found = answers(reg, fields), answers(scanned, fields)
    for i = 1, math.max(#wanted, #found) do
      if wanted[i] ~= found[i] then assert.equal(wanted[i], found[i], label) end
    end
  end

  it("answers as orgstat.read does", function()
    same(assert(orgstat.read(SAMPLE)), assert(orgstat.scan(SAMPLE)), "sample")
  end)

  it("answers so about a real register", function()
    local real, why = paths.shared "us-irs-exempt/eo_wy.csv"
    if not real then pending(why) end
    local reg, scanned = assert(orgstat.read(real)), assert(orgstat.scan(real))
    assert.equal(tostring(reg), tostring(scanned))
    assert.equal(texts.write(reg:fields()), texts.write(scanned:fields()))
    for _, field in ipairs(reg:fields()) do
      assert.equal(texts.write(reg:stats(field.name)), texts.write(scanned:stats(field.name)))
    end
    assert.equal(written(reg, "csv"), written(scanned, "csv"))
  end)

  it("answers so about seeded random texts, whatever the blocks, threads and options", function()
    for n = 1, 25 do
      save((texts.delimited(n, { named = true })))
      local opts = texts.options()
      opts.types = type(opts.types) == "string" and opts.types or nil
      opts.block, opts.threads = ({ 64, 100, 257, false })[math.random(4)] or nil, math.random(3)
      local reg, message = orgstat.read(path, opts)
      local scanned, refusal = orgstat.scan(path, opts)
      if not reg then
        refusal = refusal or tostring(details(scanned.count, scanned))
        assert.equal(message, refusal, "case " .. n)
      else
        same(reg, assert(scanned), "case " .. n)
        local fields = reg:fields()
        local field = texts.pick(fields).name
        local value = reg:column(field)[math.random(math.max(#reg, 1))]
        local where = { [field] = { value == nil and orgstat.missing or value, orgstat.missing } }
        same(reg:where(where), scanned:where(where), "where, case " .. n)
        assert.equal(tostring(reg:where(where):head(3)), tostring(scanned:where(where):head(3)))
        scanned:close()
      end
    end
  end)

  describe("meets types that show late", function()
    local MORE = { text = "x,1", decimal = "1.25,1", date = "2024-08,1", boolean = "true,1", number = "1e5,1" }
    local ROWS = 220000 -- 3 MB

    for kind, line in pairs(MORE) do
      it(kind .. " after integers", function()
        local reg = scan(late(ROWS, line, ",2"))
        local read = assert(orgstat.read(path))
        local function one(register, ...)
          return texts.values(register:group():summarise { ... })
        end
        for _, what in ipairs { "min", "count_distinct" } do
          local a = assert(orgstat.scan(path))
          assert.equal(one(read, { "x", what .. "(a)" }), one(a, { "x", what .. "(a)" }))
          a:close()
        end
        assert.equal(texts.write(read:stats "a"), texts.write(reg:stats "a"))
        assert.equal(texts.write(read:fields()), texts.write(reg:fields()))
        assert.equal(texts.write(read:notes()), texts.write(reg:notes()))
      end)
    end

    it("and raises what the true types do not allow, no sooner and no later", function()
      local reg = scan(late(ROWS, "x,1"))
      local found = reg:where { a = 5 } -- a is believed to be integer
      assert.matches("where: field 'a' is of type text, which 5 cannot be in", raised(found.count, found), 1, true)
      reg = assert(orgstat.scan(path))
      assert.equal(1, reg:where({ a = "x" }):count()) -- would not fit what is believed
      reg = assert(orgstat.scan(path))
      local sum = reg:group():summarise { { "s", "sum(a)" } }
      assert.equal("summarise: 'sum(a)': field 'a' is of type text, and sum needs numbers (numeric fields: b)",
        raised(sum.fields, sum))
      assert.equal("where: field 'b' is of type integer, which 'x' cannot be in", raised(reg.where, reg, { b = "x" }))
      assert.equal(1, reg:where({ a = "x", b = 1 }):count())
    end)

    it("and in parts of which one has none", function()
      local reg = scan(late(40, "x,1", "1.5,2"), { block = 64, threads = 1 })
      local list = {}
      for _, a in reg:values "a" do list[#list + 1] = a end
      assert.same({ "1", "x", "1.5", "40", 42 }, { list[1], list[39], list[40], list[42], #list })
    end)
  end)

  it("keeps a chain in the file", function()
    local reg = assert(orgstat.scan(SAMPLE))
    local chain = reg:where({ scope_level = "province" }):select("name", "category", "members")
      :where { category = "voluntary" }
    assert.equal(51, #chain)
    assert.equal("lazy", core.status(chain))
    assert.equal(23442, chain:stats("members").sum)
    assert.same({ name = "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Bình Thuận", members = 9893 },
      reg:select("name", "members"):head(1)[1])
    assert.equal("select: no field 'scope_level'", (raised(chain.select, chain, "scope_level"):match "^[^;(]*[^;( ]"))
    assert.equal(0, #reg:where { category = {} })
    local small = reg:group("scope_level"):summarise { { "n", "count()" } }:sort("-n")
    assert.equal(1203, small[1].n)
    assert.equal(2, #reg:where({ scope_level = "province" }):head(2):sort("name"))
    assert.equal(0, #reg:head(0))
    assert.equal(1392, #reg:head(5000))
  end)

  it("refuses what needs the records in memory", function()
    local reg = assert(orgstat.scan(SAMPLE))
    local advice = ": a scanned register leaves its records in the file; use orgstat.read(path) instead of orgstat.scan"
    assert.equal("sort" .. advice, raised(reg.sort, reg, "name"))
    assert.equal("tail" .. advice, raised(reg.tail, reg, 3))
    local message, place = raised(function() return reg[1] end)
    assert.equal("[i]" .. advice, message)
    assert.matches("scan_spec.lua", place, 1, true)
    assert.equal("[i]" .. advice, (raised(function() return reg:where({ status = "active" })[1] end)))
  end)

  it("reads no further than head needs", function()
    local reg = scan(late(300000, "ragged"))
    local calls = 0
    local timed = assert(orgstat.scan(path, { progress = function() calls = calls + 1 end }))
    assert.equal(5, #timed:head(5))
    assert.equal(3, timed:where({ b = 3 }):head(1)[1].a)
    assert.equal(0, calls) -- no pass over the whole
    assert.equal("ragged_row", details(reg.count, reg).code)
  end)

  it("raises the details of what is wrong with the data", function()
    local reg = scan("a,b\n1,2\n3\n")
    local wrong = details(function() return #reg end)
    assert.same({ "ragged_row", 3, 2, path }, { wrong.code, wrong.line, wrong.row, wrong.file })
    assert.matches("^" .. path:gsub("%p", "%%%0") .. ":3:1: the row has 1 field, 2 fields expected", tostring(wrong))
    for _, f in ipairs { reg.fields, reg.records, reg.count, tostring } do
      assert.equal("ragged_row", details(f, reg).code)
    end
    local none, message, why = reg:write(os.tmpname() .. ".csv")
    assert.same({ nil, tostring(wrong), "ragged_row" }, { none, message, why.code })
    -- the row of a part counts from the start of the file
    local parts = scan(late(100, "x"), { block = 64 })
    assert.equal(94, details(function() return #parts:head(200) end).row)
  end)

  it("refuses a type that was asked for as read does", function()
    local reg = scan("a,b\n1,2\nx,4\n", { types = { a = "integer" } })
    assert.equal("wrong_type", details(reg.count, reg).code)
    assert.equal("wrong_type", details(reg.stats, reg, "b").code)
    reg = scan("a,b\n1,2\nx,4\n", { types = { a = "integer" }, bad_rows = "collect" })
    assert.same({ 1, 2 }, { #reg, reg:stats("b").sum })
    assert.equal("x", reg:rejects()[1].text:sub(1, 1))
    assert.matches("orgstat.scan: option 'types': no field 'c'",
      (raised(orgstat.scan, path, { types = { c = "text" } })), 1, true)
  end)

  it("says that the file changed", function()
    local function after(change)
      local reg = scan(late(2000))
      assert.equal(2000, #reg)
      local step = reg:values "a"
      assert.equal(1, step())
      change()
      for _, f in ipairs {
        reg.count, reg.fields, tostring, function() return reg:head(1):fields() end,
        function() return reg:stats "b" end, function() return reg:values("a")() end,
      } do
        assert.equal("file_changed", details(f, reg).code)
      end
    end
    after(function() save("3,4\n", "ab") end)
    after(function() save("a,b\n1,2\n") end)
    after(function() save(("\0"):rep(20000)) end)
  end)

  it("gives nil, message and details when it cannot begin", function()
    local reg, message, why = orgstat.scan "no-such.csv"
    assert.same({ nil, "open_failed", tostring(why) }, { reg, why.code, message })
    save ""
    assert.equal("empty_file", (select(3, orgstat.scan(path))).code)
    assert.matches("orgstat.scan: path must be a string, got nil", raised(orgstat.scan), 1, true)
    assert.matches("orgstat.scan: no option 'sep'", raised(orgstat.scan, path, { sep = "," }), 1, true)
  end)

  it("closes each register by itself", function()
    local reg = scan "a,b\n1,x\n2,y\n3,y\n"
    local chosen, groups, head = reg:where { b = "y" }, reg:group("b"):summarise { { "n", "count()" } }, reg:head(1)
    local step = chosen:values "a"
    assert.equal(1, step())
    reg:close()
    reg:close()
    assert.equal("the register is closed", raised(function() return #reg end))
    assert.equal("count: the register is closed", raised(reg.count, reg))
    assert.equal("register (closed)", tostring(reg))
    assert.equal(2, #chosen)
    assert.equal(2, #groups)
    assert.same({ a = 1, b = "x" }, head[1])
    assert.equal("separator", head:notes()[1].code)
    chosen:close()
    assert.equal("the register is closed", raised(step))
    head:close()
    groups:close()
    reg, chosen, groups, head, step = nil, nil, nil, nil, nil -- luacheck: ignore
    collectgarbage()
  end)

  it("tells how far it is, and can be stopped", function()
    local calls, last, whole = 0, 0, nil
    local reg
    local stop = false
    local function progress(done, total)
      calls, last, whole = calls + 1, done, total
      assert.is_false((pcall(reg.count, reg))) -- one thing at a time
      if stop then error("enough", 0) end
    end
    reg = scan(late(2000), { block = 1000, threads = 1, progress = progress })
    assert.equal(2000, #reg)
    assert.is_true(calls > 5 and last == whole)
    stop = true
    assert.equal("enough", raised(reg.count, reg))
    stop = false
    assert.equal(2000, #reg)
    local closing
    closing = assert(orgstat.scan(path, { block = 1000, threads = 1, progress = function() closing:close() end }))
    assert.equal("count: the register is closed", raised(function() return closing:count() + closing:count() end))
  end)

  it("holds no more than the parts of the file", function()
    local reg = scan(late(200000))
    local n = 0
    collectgarbage()
    collectgarbage "stop"
    local before = collectgarbage "count"
    for _, a, b in reg:values("a", "b") do n = n + a - b + 1 end
    local grown = collectgarbage "count" - before
    collectgarbage "restart"
    assert.equal(200000, n)
    assert.is_true(grown < 200, grown .. " KiB")
  end)

  it("takes a point for what it may be where other fields have decimal commas", function()
    local reg = scan "n;x\n1.250;2,5\n2.500;3,25\n"
    assert.equal(1, reg:count("n")["1.250"])
    local notes = {}
    for _, note in ipairs(reg:notes()) do notes[note.code] = note.field end
    assert.equal("n", notes.comma_locale)
    assert.equal(3.75, scan("n;x\n1.250;2,5\n2.500;3,25\n", { types = { n = "decimal" } }):stats("n").sum)
  end)
end)

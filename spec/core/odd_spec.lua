-- Unusual, and right.
local core = require "orgstat.core"
local orgstat = require "orgstat"
local texts = require "spec.support.texts"

local function load(text, opts)
  return assert(core.load({ text = text }, opts or {}))
end

local function column(reg, c)
  local list = core.column(reg, c)
  for i = 1, list.n do list[i] = list[i] == nil and "-" or list[i] end
  list.n = nil
  return list
end

describe("odd input:", function()
  it("a header only", function()
    for _, text in ipairs { "a,b", "a,b\n", "a,b\r\n", "a,b\r", "\xEF\xBB\xBFa,b\n", "\n\na,b\n\n", '"a","b"' } do
      local reg = load(text)
      assert.same({ 0, { "a", "b" }, { "text", "text" } }, { #reg, core.names(reg), core.types(reg) })
      assert.equal(0, core.state(reg).read)
    end
  end)

  it("no header at all", function()
    local reg = load("1,x\n2,y\n", { header = false })
    assert.same({ "column_1", "column_2" }, core.names(reg))
    assert.same({ 1, 2 }, column(reg, 1))
    local none, details = core.load({ text = "" }, { header = false })
    assert.is_nil(none)
    assert.equal("empty_file", details.code)
  end)

  it("repeated and empty names", function()
    local reg = load("a,a,,a_2,a,,column_3,\n1,2,3,4,5,6,7,8\n")
    assert.same({ "a", "a_3", "column_4", "a_2", "a_4", "column_6", "column_3", "column_8" }, core.names(reg))
    local notes = {}
    for _, note in ipairs(core.state(reg).notes) do
      if note.field then notes[#notes + 1] = note.why .. " " .. note.field .. " " .. (note.text or "-") end
    end
    assert.equal(5, #notes)
    assert.equal("repeated_name a_3 a", notes[1])
    assert.same({ 1, 2, 3, 4, 5, 6, 7, 8 }, (function()
      local list = {}
      for c = 1, 8 do list[c] = column(reg, c)[1] end
      return list
    end)())
  end)

  it("10,000 columns", function()
    local names, cells = {}, {}
    for c = 1, 10000 do names[c], cells[c] = "field " .. c, tostring(c) end
    local row = table.concat(cells, ",") .. "\n"
    local reg = load(table.concat(names, ",") .. "\n" .. row:rep(5), { threads = 3, block = 100000 })
    assert.same({ 5, 10000 }, { #reg, #core.names(reg) })
    assert.equal(9876, core.column(reg, 9876)[5])
    assert.equal(10000, reg[3]["field 10000"])
    reg = load((","):rep(9999) .. "\n" .. row)
    assert.equal("column_10000", core.names(reg)[10000])
    reg = load(("x,"):rep(9999) .. "x\n" .. row)
    assert.equal("x_10000", core.names(reg)[10000])
  end)

  it("a field of 100 MB with separators, quotes and line breaks", function()
    local part = 'Điều 1, khoản 2; "" nói ""\r\n\ttiếp\n'
    local count = 100000000 // #part
    local text = 'id,text,last\n1,"' .. part:rep(count) .. '",x\n2,short,y\n'
    local reg = load(text)
    assert.equal(2, #reg)
    local _, long, last = core.values(reg, 2, 3)()
    assert.same({ #part * count - 4 * 1 * count + 2 * count, "x" }, { #long, last })
    assert.equal(part:gsub('""', '"'), long:sub(1, #part - 2))
    assert.same({ "short", "y" }, { core.column(reg, 2)[2], core.column(reg, 3)[2] })
  end)

  it("a row across many blocks", function()
    local part = 'a,""b""\r\n'
    for _, size in ipairs { 50, 200, 5000 } do
      local long = '"' .. part:rep(size) .. '"'
      local text = "x,y\n" .. (long .. ",1\n"):rep(3) .. "end,2\n"
      for _, threads in ipairs { 1, 3 } do
        local reg = load(text, { block = 64, threads = threads })
        local wanted = part:gsub('""', '"'):rep(size)
        assert.same({ wanted, wanted, wanted, "end" }, column(reg, 1))
        assert.same({ 1, 1, 1, 2 }, column(reg, 2))
      end
    end
  end)

  it("one column with empty lines", function()
    assert.same({ 1, "-", 2, "-", "-" }, column(load("n\n1\n\n2\n\n\n"), 1))
    assert.same({ "a", "-", "b" }, column(load("n\r\na\r\n\r\nb\r\n"), 1))
    assert.same({ "a", "-", "b" }, column(load("n\ra\r\rb"), 1))
    assert.same({ "a", "", "b" }, column(load('n\na\n""\nb\n'), 1))
    assert.equal(0, core.state(load("n\n1\n\n2\n")).empty_lines)
  end)

  it("empty lines between rows", function()
    local reg = load("\n\na,b\n\n1,2\n\n\n3,4\n\n")
    assert.same({ 1, 3 }, column(reg, 1))
    assert.equal(6, core.state(reg).empty_lines)
    assert.same({ "-" }, column(load('a,b\n,\n'), 1))
  end)

  it("no final newline, of any kind of last field", function()
    for _, last in ipairs { "x", '"x"', "x\r\n", '"x"\r\n', '"x"\n', '"x"\r' } do
      for _, block in ipairs { 64, 1 << 20 } do
        assert.same({ "x" }, column(load("a,b\n1," .. last, { block = block }), 2), last)
      end
    end
    assert.same({ "-" }, column(load "a,b\n1,", 2))
    assert.same({ "" }, column(load 'a,b\n1,""', 2))
  end)

  it("LF and CRLF mixed", function()
    local reg = load 'a,b\r\n1,x\n2,"y"\r\n3,"z\r\n"\n4,\r\n5,""\r\n'
    assert.same({ "x", "y", "z\r\n", "-", "" }, column(reg, 2))
    assert.equal("crlf", core.state(reg).newline)
  end)

  it("files of CR", function()
    local reg = load 'a,b\r1,"x\ry"\r\r2,z\r3,"w"'
    assert.same({ { 1, 2, 3 }, { "x\ry", "z", "w" }, "cr", 1 },
      { column(reg, 1), column(reg, 2), core.state(reg).newline, core.state(reg).empty_lines })
    assert.same({ "x\ry" }, column(load "a\nx\ry\n", 1)) -- not in a file of LF
  end)

  it("a header in quotes, with separators and line breaks", function()
    local reg = load '"a,1","b\n2","c ""3"""\r\n1,2,3\r\n'
    assert.same({ "a,1", "b\n2", 'c "3"' }, core.names(reg))
    assert.equal(1, #reg)
  end)

  it("a byte order mark, in text and in front of a quote", function()
    for _, text in ipairs { "\xEF\xBB\xBFa,b\n1,2\n", '\xEF\xBB\xBF"a",b\n1,2\n' } do
      assert.same({ "a", "b" }, core.names(load(text)))
      assert.is_true(core.state(load(text)).bom)
    end
    assert.same({ "\xEF\xBB\xBFx" }, column(load "a\n\xEF\xBB\xBFx\n", 1))
  end)

  it("every separator, found and given", function()
    for _, separator in ipairs { ",", ";", "\t", "|" } do
      local text = ("name,note\nx,\"1;2|3\t4,5\"\ny,z\n"):gsub(",", separator, 1):gsub("x,", "x" .. separator)
        :gsub("y,", "y" .. separator)
      local reg = load(text)
      assert.equal(separator, core.state(reg).separator)
      assert.same({ "1;2|3\t4,5", "z" }, column(reg, 2))
    end
    assert.same({ 1, 2 }, column(load("a:b\n1:x\n2:y\n", { separator = ":" }), 1))
    assert.same({ "a:b" }, core.names(load("a:b\n1:x\n2:y\n")))
  end)

  it("words that mean missing, and quoted ones", function()
    local opts = { missing = { "NA", "n/a", "-", "two words" } }
    local reg = load('a,b\nNA,1\n"NA",-\nn/a,2\ntwo words,3\nNAB,\n', opts)
    assert.same({ "-", "-", "-", "-", "NAB" }, column(reg, 1))
    assert.same({ { 1, "-", 2, 3, "-" }, "integer" }, { column(reg, 2), core.types(reg)[2] })
    assert.same({ "NA" }, column(load "a\nNA\n", 1)) -- Namibia
  end)

  it("lenient quotes", function()
    local opts = { quotes = "lenient" }
    local reg = load('a,b\n5" pipe,1\n"x" y,2\n"a ""b""",3\nthe "quoted" word,4\n', opts)
    assert.same({ '5" pipe', '"x" y', 'a "b"', 'the "quoted" word' }, column(reg, 1))
    reg = load('a,b\n1,"never closed\n2,x\n', opts)
    assert.same({ 1, 2 }, column(reg, 1))
    assert.same({ '"never closed', "x" }, column(reg, 2))
  end)

  it("many kinds of text: those that repeat and those that do not", function()
    local lines, wanted = { "same,other" }, {}
    for i = 1, 70000 do
      wanted[i] = ("text %d"):format(i * 7919 % 70001)
      lines[i + 1] = (i % 3 == 0 and "one" or i % 5 == 0 and "" or "two") .. "," .. wanted[i]
    end
    local text = table.concat(lines, "\n")
    for _, opts in ipairs { { threads = 1 }, { threads = 3, block = 50000 } } do
      local reg = load(text, opts)
      assert.same(wanted, column(reg, 2))
      assert.same({ 14000 - 14000 // 3, 2, "one", "two" }, { core.profile(reg, 1) })
    end
  end)

  it("progress, hooks and garbage in between change nothing", function()
    local text = texts.delimited(77, { good = true })
    local wanted = texts.result(load(text, { threads = 1 }))
    local function reading() return texts.result(load(text, { block = 64, threads = 1 })) end
    assert.equal(wanted, texts.result(core.load({ text = text }, { block = 64, threads = 1 }, function()
      collectgarbage()
      assert(orgstat.parse "a,b\n1,2\n")
    end)))
    collectgarbage "stop"
    assert.equal(wanted, reading())
    collectgarbage "restart"
    collectgarbage "generational"
    for _ = 1, 5 do assert.equal(wanted, reading()) end
    collectgarbage "incremental"
    local pause, multiplier = collectgarbage("setpause", 0), collectgarbage("setstepmul", 400)
    for _ = 1, 5 do assert.equal(wanted, reading()) end
    collectgarbage("setpause", pause)
    collectgarbage("setstepmul", multiplier)
    debug.sethook(function() collectgarbage("step") end, "", 1000)
    local ok, got = pcall(reading)
    debug.sethook()
    assert.same({ true, wanted }, { ok, got })
  end)
end)

local orgstat = require "orgstat"
local text = require "orgstat.present.text"

describe("a table for readers", function()
  it("aligns by display width, numbers to the right", function()
    assert.equal([[
name      members
--------  -------
Hội A        1392
東京会         12
e\x1b[1m
]], text.table({ "name", "members" }, { { "Hội A", 1392 }, { "東京会", 12 }, { "e\27[1m" } }))
  end)

  it("takes the alignment given, a total and an indent", function()
    assert.equal([[
  a   n
  -  --
  x   1
  -  --
     12
]], text.table({ "a", "n" }, { { "x", "1" } }, { align = { "left", "right" }, total = { nil, "12" }, indent = "  " }))
  end)

  it("cuts long texts with an ellipsis, between characters", function()
    assert.equal("Hội…", text.cut("Hội Nông dân", 5))
    assert.equal("東…", text.cut("東京会", 4))
    assert.equal("e\u{301}e\u{301}…", text.cut(("e\u{301}"):rep(9), 3))
    assert.equal("exact", text.cut("exact", 5))
    local wide = text.table({ "a" }, { { ("x"):rep(99) } })
    assert.equal(text.CELL, text.width(wide:match "\n(x[^\n]*)"))
  end)

  it("looks at no more of a long text than it shows", function()
    local long = ("Hội\n"):rep(5 << 20) -- 30 MB
    local start = os.clock()
    assert.equal("Hội\\nHội…", text.fit(long, 9))
    assert.equal(text.CELL, text.width(text.table({ "a" }, { { long } }):match "\n(H[^\n]*)"))
    assert.is_true(os.clock() - start < 0.2)
    assert.equal("e" .. ("\u{301}"):rep(95) .. "…", text.cut("e" .. ("\u{301}"):rep(999), 3))
  end)

  it("fits a width: the widest texts are cut first, numbers never", function()
    local rows = { { ("a"):rep(30), ("b"):rep(20), 123456789 } }
    local got = text.table({ "a", "b", "n" }, rows, { width = 45 })
    assert.equal(("a"):rep(15) .. "…" .. "  " .. ("b"):rep(15) .. "…  123456789", got:match "\n(aa[^\n]*)")
    got = text.table({ "a", "b", "n" }, rows, { width = 45, keep = { true } })
    assert.equal(("a"):rep(21) .. "…  " .. ("b"):rep(9) .. "…  123456789", (got:match "\n(aa[^\n]*)"))
  end)

  it("leaves out the last columns when cutting is not enough, and names them", function()
    local got = text.table({ "a", "b", "c" }, { { ("x"):rep(30), 12345678, 12345678 } }, { width = 24 })
    assert.equal(("x"):rep(13) .. "…  12345678\n(1 more column: c)\n", got:match "\n(xx.*)")
  end)

  it("escapes what could steer a terminal", function()
    assert.equal("a\\nb\\t\\x1b[31m\\x9bm\\x7f", text.clean "a\nb\t\27[31m\u{9b}m\127")
    assert.equal("Hội 東京", text.clean "Hội 東京")
    assert.equal("\u{a0}", text.clean "\u{a0}")
  end)

  it("shows a register: missing is blank, an empty text is two quotes", function()
    local reg = orgstat.register({ { a = "x", n = 1 }, { a = "" }, { n = 10 } }, { { "a", "text" }, "n" })
    local pieces = {}
    text.write(reg, function(piece) pieces[#pieces + 1] = piece end)
    assert.equal('a    n\n--  --\nx    1\n""\n    10\n', table.concat(pieces))
  end)
end)

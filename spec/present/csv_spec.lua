local csv = require "orgstat.present.csv"
local orgstat = require "orgstat"

local function written(value, opts)
  local pieces = {}
  csv.write(value, function(piece) pieces[#pieces + 1] = piece end, opts)
  return table.concat(pieces)
end

local function texts(records, ...)
  local fields = {}
  for i, name in ipairs { ... } do fields[i] = { name, "text" } end
  return orgstat.register(records, fields)
end

describe("the CSV writer", function()
  it("quotes only where needed", function()
    local reg = texts({
      { a = "plain text ", b = "a,b" }, { a = 'say "x"', b = "two\nlines" }, { a = "cr\r", b = ";" },
    }, "a", "b")
    assert.equal('a,b\nplain text ,"a,b"\n"say ""x""","two\nlines"\n"cr\r",;\n', written(reg))
  end)

  it("tells a missing value from an empty text", function()
    assert.equal('a,b\n,""\n"",\n', written(texts({ { b = "" }, { a = "" } }, "a", "b")))
  end)

  it("writes numbers digit for digit", function()
    local reg = orgstat.register({ { d = "1.50", i = math.mininteger, x = 0.1 } }, { { "d", "decimal" }, "i", "x" })
    assert.equal("d,i,x\n1.50,-9223372036854775808,0.1\n", written(reg))
  end)

  it("leaves a number that is not finite out", function()
    local reg = orgstat.register({ { x = 1e308 }, { x = 1e308 } }, { "x" })
    assert.equal("n,s\n2,\n", written(reg:group():summarise { { "n", "count()" }, { "s", "sum(x)" } }))
    assert.equal("value\n\n", written(1 / 0))
    assert.equal("t\ninf\n", written(texts({ { t = "inf" } }, "t")))
  end)

  it("takes another separator, and leaves the header out", function()
    local reg = texts({ { a = "x;y", b = "x,y" } }, "a", "b")
    assert.equal('a;b\n"x;y";x,y\n', written(reg, { separator = ";" }))
    assert.equal("x;y\tx,y\n", written(reg, { separator = "\t", header = false }))
  end)

  it("quotes a first name that would be taken for a byte order mark", function()
    assert.equal('"\u{FEFF}a",b\n', written(texts({}, "\u{FEFF}a", "b")))
  end)

  it("reads back as the same records", function()
    local records = {
      { a = "\u{FEFF}", b = '"' }, { a = "\r\n", b = "" }, { a = " ", b = "007" }, { b = "NA" }, {},
      { a = "a\tb", b = "1e5" },
    }
    local reg = texts(records, "a", "b")
    local again = assert(orgstat.parse(written(reg), { types = "text" }))
    assert.equal(#reg, #again)
    for i, record in ipairs(records) do assert.same(record, again[i]) end
  end)

  it("writes lists of records, counts and statistics too", function()
    assert.equal("a,b,c\n1,x,\n,,2.5\n", written { { a = 1, b = "x" }, { c = 2.5 } })
    local reg = texts({ { a = "x", b = "y" }, { a = "x" } }, "a", "b")
    assert.equal("a,b,count\nx,y,1\nx,,1\n", written(reg:count("a", "b")))
    assert.equal("a,y,missing,total\nx,1,1,2\ntotal,1,1,2\n", written(reg:crosstab("a", "b")))
    assert.equal("key,value\nn,1\nmissing,1\ndistinct,1\nmin,y\nmax,y\nmode,y\n", written(reg:stats "b"))
  end)
end)

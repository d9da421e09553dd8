-- orgstat.sniff: what a file says about its own form, and why.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local support = require "spec.register.support"
local raised = support.raised

local function sniff(text, opts)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  local found, message, details = orgstat.sniff(path, opts)
  os.remove(path)
  return found, message, details
end

local function types(found)
  local list = {}
  for i, field in ipairs(found.fields) do list[i] = field.type end
  return list
end

describe("orgstat.sniff", function()
  it("tells the form of a text and why", function()
    local text = "Register\n\nid;area;founded\n01;1.234,5;31/12/2024\n02;2,5;01/02/2024\n;;\n"
    local found = assert(sniff((text:gsub("\n", "\r\n"))))
    assert.same({ "csv", "UTF-8", ";", '"', "crlf", 3, 1, true, 3 }, { found.format, found.encoding, found.separator,
      found.quote, found.newline, found.header_line, found.titles, found.whole, found.rows })
    assert.same({ "text", "text", "text" }, types(found))
    assert.equal("'01', the first of 2 values, is nothing else", found.fields[1].why)
    assert.same({ ",", "." }, { found.decimal, found.group })
    assert.equal('with locale = "vi" it is decimal: all values are written so', found.fields[2].why)
    assert.equal('with dates = "dmy" it is date: all values are written so', found.fields[3].why)
    assert.same({ id = "01", area = "1.234,5", founded = "31/12/2024" }, found.sample[1])
    assert.equal(3, #found.sample)
    for _, what in ipairs { "encoding", "separator", "quote", "newline", "header" } do
      assert.equal("string", type(found.why[what]), what)
    end
    local shown = tostring(found)
    for _, words in ipairs { "semicolon", "CRLF", "line 3", "UTF%-8", "titles     1", "founded  text" } do
      assert.matches(words, shown)
    end
  end)

  it("tells each type by its reason", function()
    local found = assert(sniff("a,b,c,d,e,f\n1,1,true,2024,x,\n2,1.5,false,2024-01,y,\n3,2,true,2023,5,\n"))
    assert.same({ "integer", "decimal", "boolean", "date", "text", "text" }, types(found))
    assert.equal("all 3 values are integers", found.fields[1].why)
    assert.equal("'1.5' in row 2 is none of the types before; all 3 values are decimals", found.fields[2].why)
    assert.equal("it has no value", found.fields[6].why)
  end)

  it("counts what is not in normal form C", function()
    local found = assert(sniff("Xa\u{303},b\nXa\u{303},x\nXã,Xa\u{303}\nXa\u{303},y\n"))
    assert.same({ 3, 2, 1 }, { found.not_nfc, found.fields[1].not_nfc, found.fields[2].not_nfc })
    assert.matches("not in NFC 3 values %(nfc = true brings them to it%)", tostring(found))
    assert.equal(0, assert(sniff("Xã\ná\n")).not_nfc)
  end)

  it("shows both readings of what is in doubt", function()
    local found = assert(sniff("a;b\n1.234;x\n"))
    assert.same({ "1.234", "1234" }, { found.fields[1].readings[1].text, found.fields[1].readings[2].text })
    assert.matches("may be 1.234 %(en%) or 1234 %(vi%)", found.fields[1].why)
  end)

  it("goes by what is given", function()
    local opts = { separator = "'", skip = 1, comment = "#", quote = "" }
    local found = assert(sniff("x\n# c\na'b|c\n1'2|3\n", opts))
    assert.same({ "'", "", 1 }, { found.separator, found.quote, found.skipped })
    assert.same({ 1, 3 }, { found.comments, found.header_line })
    assert.same({ "as given", "as given" }, { found.why.separator, found.why.quote })
  end)

  it("counts bad rows, and hints at other quotes", function()
    local found = assert(sniff("a,b\n1,2\n3\n'x','y'\n"))
    assert.same({ 1, { line = 3, code = "ragged_row" } }, { found.bad_rows, found.first_bad })
    found = assert(sniff("a,b\n'x',1\n'z',2\n"))
    assert.matches("say quote = \"'\"", found.why.quote)
  end)

  it("knows other formats by their first bytes", function()
    for head, format in pairs { ["\x1F\x8B\8"] = "gzip", ["PK\3\4"] = "zip", ["[{\"a\":1}]"] = "json",
      ["\xEF\xBB\xBF {\"a\":1}"] = "json", ["\x28\xB5\x2F\xFD"] = "zstd", ["%PDF-1"] = "pdf" } do
      assert.equal(format, assert(sniff(head)).format)
      assert.is_truthy(tostring(assert(sniff(head))):find(format, 1, true))
    end
  end)

  it("looks at the head of a large file only", function()
    local line = ("x"):rep(98) .. ",1\n"
    local found = assert(sniff("a,b\n" .. line:rep(20000)))
    assert.same({ false, 0 }, { found.whole, found.bad_rows })
    assert.is_true(found.rows > 10000 and found.rows < 20000)
  end)

  it("says what is wrong as reading does", function()
    local _, message, details = orgstat.sniff "no-such-file.csv"
    assert.same({ "open_failed", "no-such-file.csv" }, { details.code, details.file })
    assert.equal(select(2, orgstat.read "no-such-file.csv"), message)
    assert.equal("is_directory", (select(3, orgstat.sniff "data")).code)
    assert.equal("empty_file", (select(3, sniff "")).code)
    assert.equal("invalid_utf8", (select(3, sniff "a\n\xE9\n")).code)
    assert.matches("path must be a string", (raised(orgstat.sniff, 5)))
    assert.matches("no option 'x'", (raised(orgstat.sniff, "a", { x = 1 })))
  end)

  it("tells the form of every delimited register among the shared data", function()
    for name, wanted in pairs {
      ["fr-budget-nomenclature/plf-2020.csv"] = { "windows-1252", ";", "crlf", 7 },
      ["fr-subsidies-maine-et-loire/subsidies-2004-2016.csv"] = { "UTF-8", ";", "crlf", 7 },
      ["us-irs-exempt/eo_wy.csv"] = { "UTF-8", ",", "crlf", 28 },
      ["uk-charities-top/top2000.csv"] = { "UTF-8", ",", "lf", 17 },
      ["vn-admin-units/districts-legacy.csv"] = { "UTF-8", ",", "lf", 6, bom = true },
      ["country-codes/country-codes.csv"] = { "UTF-8", ",", "lf", 56 },
    } do
      local path = paths.shared(name)
      if path then
        local found = assert(orgstat.sniff(path))
        assert.same({ name, wanted[1], wanted[2], wanted[3], wanted[4], wanted.bom or false, 0 },
          { name, found.encoding, found.separator, found.newline, #found.fields, found.bom, found.bad_rows })
      end
    end
  end)
end)

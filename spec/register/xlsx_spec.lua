-- XLSX in and out. The workbooks that are read come from spec/support/workbooks.py, and openpyxl says what
-- it finds in those that are written.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local raised = require("spec.register.support").raised

local PYTHON = "env -u LD_PRELOAD /usr/bin/python3 spec/support/workbooks.py "

describe("an XLSX workbook", function()
  local path

  before_each(function() path = os.tmpname() end)
  after_each(function() os.remove(path) end)

  local function make(name)
    local output, errors, status = paths.run(PYTHON .. name .. " " .. path)
    assert.same({ "", "", 0 }, { output, errors, status })
    return path
  end

  -- The first field of a workbook: its type and its values as they are written.
  local function column(name, opts)
    local reg = assert(orgstat.read(make(name), opts))
    local list = { reg:fields()[1].type }
    for _, text in require("orgstat.core").texts(reg, 1) do list[#list + 1] = text or "-" end
    assert.equal(#list - 1, #reg)
    return list, reg
  end

  local function codes(reg)
    local list = {}
    for _, note in ipairs(reg:notes()) do list[#list + 1] = note.code .. ":" .. (note.field or "") end
    return table.concat(list, " ")
  end

  it("is read from its first sheet; titles above the header are left out, empty rows and columns are none", function()
    local reg = assert(orgstat.read(make "openpyxl"))
    local types = {}
    for i, field in ipairs(reg:fields()) do types[i] = field.name .. " " .. field.type end
    assert.equal("id integer, name text, members decimal, founded date, active boolean, code text, total text",
      table.concat(types, ", "))
    assert.same({ id = 4, name = 'Hội 4, "x"\nnext', members = 0.4, founded = "1994-02-04", active = true,
      code = "104" }, reg[4])
    assert.equal("sheet: title_rows: error_values:name never_computed:total empty_rows: text_cell:code", codes(reg))
    local notes = reg:notes()
    assert.equal("The workbook has several sheets; 'Hội' was read.", notes[1].why)
    assert.equal("Register of associations | as of August 2024", notes[2].text)
    assert.equal("2 empty rows were skipped.", notes[5].why)
    assert.equal("102", reg:where({ id = 2 })[1].code)
    assert.is_nil(reg[2].name)
  end)

  it("is read from the sheet that is asked for", function()
    make "openpyxl"
    assert.same({ { a = "x", when = "2024-08-31T14:30:00" } }, { assert(orgstat.read(path, { sheet = "other" }))[1] })
    assert.equal("x", assert(orgstat.read(path, { sheet = 2 }))[1].a)
    assert.equal("option 'sheet': no sheet 'othr'; did you mean 'other'? (sheets: Hội, other, hidden)",
      (raised(orgstat.read, path, { sheet = "othr" })))
    assert.equal("option 'sheet': there is no sheet 4; the workbook has 3", (raised(orgstat.read, path, { sheet = 4 })))
    assert.equal("option 'separator': this is an XLSX workbook, which has none; leave it out",
      (raised(orgstat.read, path, { separator = ";" })))
  end)

  it("is read from the row that is asked for, and without a header", function()
    make "openpyxl"
    local reg = assert(orgstat.read(path, { header_row = 6 }))
    assert.equal("2,column_2,0.2,1992-02-02,true,102", table.concat(
      require("orgstat.core").names(reg), ","))
    reg = assert(orgstat.read(path, { header = false, header_row = 5, types = { column_6 = "integer" } }))
    assert.same({ 5, 101 }, { #reg, reg[1].column_6 })
  end)

  it("has numbers with the digits they were given, and with those of their double where they are computed", function()
    assert.same({ "integer", "1", "-2", "9007199254740993", "1234567890123456789" }, column "integers")
    assert.same({ "integer", "100", "1500", "-25" }, column "exponents")
    assert.same({ "number", "0.1", "0.001", "0.30000000000000004", "1234.5", "1.5" }, column "decimals")
    assert.same({ "number", "1.2345678901234568e18", "1e300", "-1e-300" }, column "huge")
    assert.same({ "decimal", "1250.5" }, column "money")
  end)

  it("has days by the format of their cells, in both calendars, with the 29 February 1900 that never was", function()
    assert.same({ "date", "1900-01-01", "1900-02-28", "1900-03-01", "2024-08-31" }, column "dates")
    assert.same({ "text", "1900-02-29" }, column "leap_bug")
    assert.same({ "date", "1904-01-01", "2024-08-31" }, column "dates_1904")
    assert.same({ "text", "2024-08-31T14:30:00", "2024-08-31" }, column "moments")
    assert.same({ "text", "36:00:00", "06:00:00" }, column "durations")
    assert.same({ "text", "06:00:00", "23:59:59.500" }, column "times")
  end)

  it("has texts: shared, rich, in the cell, of formulas; error values are missing", function()
    local values, reg = column "texts"
    assert.same({ "text", "line\rone _x0041_", "one two", "ab", "rich text", "true", "2024-08-31", "-" }, values)
    assert.matches("error_values:a", codes(reg))
  end)

  it("is an error where it is damaged, or was made to do harm", function()
    for name, words in pairs {
      no_such_text = "row 2, column 1: there is no shared text '7'",
      no_number = "row 2, column 1: no number: 'twelve'",
      entities = "it declares a document type",
      no_sheet_part = "the part xl/worksheets/sheet1%.xml is not there",
      not_well_formed = "mismatched tag in line 1",
      rows_backwards = "row 4 follows row 5",
      cell_twice = "row 1, column 1: a second value",
      column_beyond = "a cell is named 'XFE1'",
    } do
      local reg, message, details = orgstat.read(make(name))
      assert.is_nil(reg)
      assert.same({ "corrupt", path }, { details.code, details.file }, name)
      assert.matches(words, message)
    end
    assert.equal("empty_file", (select(3, orgstat.read(make "empty"))).code)
    assert.equal("too_large", (select(3, orgstat.read(make "bomb"))).code)
    assert.equal("too_large", (select(3, orgstat.read(make "texts", { max_bytes = 1000 }))).code)
  end)

  it("is an error wherever it was cut", function()
    local bytes = paths.bytes(make "texts")
    for cut = 5, #bytes - 1, 7 do
      local reg, _, details = orgstat.parse(bytes:sub(1, cut))
      assert.is_nil(reg)
      assert.equal("corrupt", details.code)
    end
    assert.equal(7, #assert(orgstat.parse(bytes)))
  end)

  it("says where in the sheet a value stands", function()
    make "openpyxl"
    local _, message, details = orgstat.read(path, { types = { members = "integer" } })
    assert.same({ "wrong_type", 5, 1 }, { details.code, details.line, details.row })
    assert.matches(":5: field 'members': '0%.1' is not an integer", message)
    local reg = assert(orgstat.read(path, { types = { active = "integer" }, bad_rows = "collect" }))
    local lines = {}
    for i, reject in ipairs(reg:rejects()) do lines[i] = reject.line end
    assert.same({ 5, 6, 7, 10, 11 }, lines)
    assert.equal(0, #reg)
  end)

  it("of 100,000 rows is read whole", function()
    make "long"
    assert.equal(100000, #assert(orgstat.read(path)))
  end)
end)

describe("a register written as XLSX", function()
  local path

  before_each(function() path = os.tmpname() .. ".xlsx" end)
  after_each(function()
    os.remove(path)
    os.remove((path:gsub("%.xlsx$", "")))
  end)

  local reg = orgstat.register({
    { name = "=1+1", members = 120, fee = "12.50", founded = "1956", paid = "2024-08-31", active = true, rate = 0.1 },
    { name = "_x000D_ a\rb\27", members = 1234567890123456, fee = "0.123456789012345678", founded = "1899-12-31" },
    { name = "@x", members = -7, fee = "3.00", founded = "1990-05", paid = "1900-03-01", active = false, rate = 1e300 },
    { members = 9007199254740993 },
  }, { "name", { "members", "integer" }, { "fee", "decimal" }, { "founded", "date" }, { "paid", "date" },
    { "active", "boolean" }, { "rate", "number" } })

  it("reads back as the same records", function()
    assert.equal(true, reg:write(path))
    local back = assert(orgstat.read(path))
    for i = 1, #reg do assert.same(reg[i], back[i]) end
    assert.equal(#reg, #back)
  end)

  it("has typed cells, a frozen header and a filter; what begins with = is text", function()
    assert.equal(true, reg:write(path))
    local output, errors, status = paths.run(PYTHON .. "dump " .. path)
    assert.same({ "", 0 }, { errors, status })
    assert.equal(table.concat({
      "freeze A2 filter A1:G5",
      "s:name|s:members|s:fee|s:founded|s:paid|s:active|s:rate",
      "s:=1+1|n:120|n:12.5|s:1956|d:2024-08-31 00:00:00|b:True|n:0.1",
      "s:_x000D_ a\rb\27|s:1234567890123456|s:0.123456789012345678|s:1899-12-31|||",
      "s:@x|n:-7|n:3|s:1990-05|d:1900-03-01 00:00:00|b:False|n:1e+300",
      "|s:9007199254740993|||||",
      "",
    }, "\n"), (output:gsub("_x001B_", "\27"):gsub("_x005F_", "_"):gsub("_x000D_ a_x000D_b", "_x000D_ a\rb")))
  end)

  it("is the same file each time, whatever the time zone and the locale", function()
    assert.equal(true, reg:write(path))
    local first = paths.bytes(path)
    assert.equal(true, reg:write(path))
    assert.equal(first, paths.bytes(path))
    local before = os.setlocale()
    for _, name in ipairs { "de_DE.UTF-8", "vi_VN.UTF-8", "fr_FR.UTF-8" } do os.setlocale(name) end
    assert.equal(true, reg:write(path))
    os.setlocale(before)
    assert.equal(first, paths.bytes(path))
  end)

  it("goes no further than a sheet does", function()
    local ok, _, details = orgstat.parse("a\n" .. ("x"):rep(32768) .. "\n"):write(path)
    assert.is_nil(ok)
    assert.same({ "limit", 32767, path }, { details.code, details.wanted, details.file })
    assert.is_nil(io.open(path))
    local many = assert(orgstat.parse("a\n" .. ("1\n"):rep(1048576)))
    ok, _, details = many:write(path)
    assert.is_nil(ok)
    assert.same({ "limit", 1048576 }, { details.code, details.wanted })
    assert.equal(true, many:head(3):write(path, { header = false }))
    assert.equal(3, #assert(orgstat.read(path, { header = false })))
  end)

  it("keeps every character", function()
    local all = {}
    for point = 1, 0x10FFFF do
      local surrogate = point >= 0xD800 and point < 0xE000
      if point < 0x800 or point % 97 == 0 and not surrogate or point > 0xFF00 and point < 0x10000 then
        all[#all + 1] = { c = "<" .. utf8.char(point) .. ">" }
      end
    end
    local chars = orgstat.register(all, { "c" })
    assert.equal(true, chars:write(path))
    local back, i = assert(orgstat.read(path)), 0
    for record in back:records() do
      i = i + 1
      assert.equal(all[i].c, record.c)
    end
    assert.equal(#all, i)
  end)

  it("can be scanned from and streamed to", function()
    local scan = assert(orgstat.scan "data/binh-thuan-2024.csv")
    assert.equal(true, scan:write(path))
    scan:close()
    local back = {}
    require("orgstat.present.csv").write(assert(orgstat.read(path)), function(piece) back[#back + 1] = piece end)
    assert.equal(paths.bytes "data/binh-thuan-2024.csv", table.concat(back))
  end)
end)

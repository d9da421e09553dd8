-- Numbers and dates as people of a place write them, by preset, by marks, or field by field.
local orgstat = require "orgstat"
local support = require "spec.register.support"
local raised = support.raised

local function note(reg, code)
  for _, one in ipairs(reg:notes()) do
    if one.code == code then return one end
  end
end

-- The type and the values, as they are written in CSV, of one column of texts.
local function column(values, opts)
  local lines = { "v\tx" }
  for i, value in ipairs(values) do lines[i + 1] = value .. "\t1" end
  opts.separator = "\t"
  local reg, message, details = orgstat.parse(table.concat(lines, "\n"), opts)
  if not reg then return nil, message, details end
  local list = {}
  for i, record in ipairs(reg) do list[i] = record.v == nil and "-" or record.v end
  return reg:fields()[1].type, list, reg
end

local NB, NNB, THIN = "\u{A0}", "\u{202F}", "\u{2009}"

describe("a locale", function()
  -- options, values, type, what they are read as
  for _, case in ipairs {
    { { locale = "vi" }, { "1.234,50", "-7,5", "12" }, "decimal", { 1234.5, -7.5, 12 } },
    { { locale = "vi" }, { "3.359,80", "8.718.000" }, "decimal", { 3359.8, 8718000 } },
    { { locale = "vi" }, { "1.234", "12", "1.234.567" }, "integer", { 1234, 12, 1234567 } },
    { { locale = "id" }, { "Rp 5", "1.5" }, "text", { "Rp 5", "1.5" } },
    { { locale = "vi" }, { "1234.56", "1" }, "text", { "1234.56", "1" } }, -- machine notation is none here
    { { locale = "vi" }, { "12.34.567" }, "text", { "12.34.567" } },
    { { locale = "vi" }, { "0.123" }, "text", { "0.123" } },
    { { locale = "vi" }, { "1234.567" }, "text", { "1234.567" } },
    { { locale = "vi" }, { "1.234,", "5" }, "text", { "1.234,", "5" } },
    { { locale = "vi" }, { "007" }, "text", { "007" } },
    { { locale = "vi" }, { "+5" }, "text", { "+5" } },
    { { locale = "vi" }, { "1,5e3", "2" }, "number", { 1500.0, 2.0 } },
    { { locale = "vi" }, { "true", "false" }, "boolean", { true, false } },
    { { locale = "vi" }, { "50%", "1" }, "text", { "50%", "1" } },
    { { locale = "en" }, { "1,234.5", "1,234,567" }, "decimal", { 1234.5, 1234567 } },
    { { locale = "en" }, { "1,23", "4" }, "text", { "1,23", "4" } },
    { { locale = "en" }, { "1,5" }, "text", { "1,5" } },
    { { locale = "en" }, { "31/12/2024" }, "text", { "31/12/2024" } }, -- English has two orders
    { { locale = "fr" }, { "1 234,5", "1" .. NB .. "234", "12" .. NNB .. "345" .. THIN .. "678" }, "decimal",
      { 1234.5, 1234, 12345678 } },
    { { locale = "fr" }, { "1  234" }, "text", { "1  234" } },
    { { locale = "vi" }, { "31/12/2024", "1/2/2023", "2020-02-29" }, "date",
      { "2024-12-31", "2023-02-01", "2020-02-29" } },
    { { locale = "id" }, { "31.12.2024", "01-02-2023" }, "date", { "2024-12-31", "2023-02-01" } },
    { { locale = "fr" }, { "12/2024", "2023" }, "date", { "2024-12", "2023" } },
    { { locale = "vi" }, { "31/02/2024" }, "text", { "31/02/2024" } },
    { { locale = "vi" }, { "1/2/24" }, "text", { "1/2/24" } },
    { { locale = "vi" }, { "1/2-2024" }, "text", { "1/2-2024" } },
    { { locale = "vi" }, { "1.995", "31/12/2024" }, "text", { "1.995", "31/12/2024" } }, -- no year
    { { locale = "vi" }, { "1995", "31/12/2024" }, "date", { "1995", "2024-12-31" } },
    { { dates = "mdy" }, { "12/31/2024", "1.5" }, "text", { "12/31/2024", "1.5" } },
    { { dates = "mdy" }, { "12/31/2024", "1/2/2023" }, "date", { "2024-12-31", "2023-01-02" } },
    { { dates = "ymd" }, { "2024/12/31", "2023/1/2" }, "date", { "2024-12-31", "2023-01-02" } },
    { { decimal = ",", group = "'" }, { "1'234,5", "1’234" }, "decimal", { 1234.5, 1234 } },
    { { locale = "vi", group = " " }, { "1 234,5", "2" }, "decimal", { 1234.5, 2 } },
    { { decimal = "," }, { "1234,5", "1.234" }, "text", { "1234,5", "1.234" } },
    { { locale = { v = "vi" } }, { "1.234", "1,5" }, "decimal", { 1234, 1.5 } },
    { { locale = { "en", v = { decimal = "," } } }, { "1234,5" }, "decimal", { 1234.5 } },
    { { locale = { v = { locale = "fr", dates = "mdy" } } }, { "12/31/2024" }, "date", { "2024-12-31" } },
    { {}, { "1,5" }, "text", { "1,5" } },
    { {}, { "31/12/2024" }, "text", { "31/12/2024" } },
  } do
    it(("reads %s"):format(table.concat(case[2], " | ")), function()
      local kind, list = column(case[2], case[1])
      assert.same({ case[3], case[4] }, { kind, list })
    end)
  end

  it("reads a large file in parts as it reads it at once, and keeps all digits", function()
    local lines, sum = { "n;v;d" }, 0
    for i = 1, 3000 do
      local thousands, rest = i % 999 + 1, i * 7 % 1000
      local format = i % 2 == 0 and "%d;%d.%03d;%02d/%02d/2024" or "%d;%d.%03d,50;%02d/%02d/2024"
      lines[i + 1] = format:format(i, thousands, rest, i % 28 + 1, i % 12 + 1)
      sum = sum + thousands * 1000 + rest + i % 2 * 0.5
    end
    for _, opts in ipairs { {}, { block = 64, threads = 3 }, { block = 1000, threads = 2 } } do
      opts.locale = "vi"
      local reg = assert(orgstat.parse(table.concat(lines, "\n"), opts))
      local fields = reg:fields()
      assert.same({ "integer", "decimal", "date" }, { fields[1].type, fields[2].type, fields[3].type })
      assert.equal(sum, reg:stats("v").sum)
      assert.equal("2024-02-02", reg[1].d)
    end
  end)

  it("keeps the digits of long decimals", function()
    local _, _, reg = column({ "123.456.789.012.345,67", "0,01" }, { locale = "vi" })
    assert.equal("123456789012345.68", reg:stats("v").sum_text)
  end)

  it("is that of a scanned register", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write("k;v;d\na;1.234,5;31/12/2024\nb;7;đang cập nhật\na;2,5;1/1/2024\n")
    file:close()
    local scan = assert(orgstat.scan(path, { locale = "vi" }))
    assert.equal(1237, scan:group("k"):summarise({ { "s", "sum(v)" } })[1].s)
    assert.equal(1244, scan:stats("v").sum)
    assert.equal(1, scan:stats("d").missing)
    local list = {}
    for record in scan:records() do list[#list + 1] = record.d or "-" end
    assert.same({ "2024-12-31", "-", "2024-01-01" }, list)
    assert.matches("locale = \"auto\" must see all values", (raised(orgstat.scan, path, { locale = "auto" })))
    os.remove(path)
  end)

  it("refuses values that are not of a type that was asked for", function()
    local _, _, details = column({ "1.234", "x" }, { locale = "vi", types = { v = "integer" } })
    assert.same({ "wrong_type", "x", 2 }, { details.code, details.text, details.row })
    local kind, list = column({ "1.234", "2" }, { locale = "vi", types = { v = "text" } })
    assert.same({ "text", { "1.234", "2" } }, { kind, list })
  end)
end)

describe("the words of a locale for a missing value", function()
  it("are missing among numbers and dates, and said in the notes", function()
    local kind, list, reg = column({ "đang cập nhật", "1.234", "NA", "5" }, { locale = "vi" })
    assert.same({ "integer", { "-", 1234, "-", 5 } }, { kind, list })
    assert.same({ "v", 2 }, { note(reg, "words").field, note(reg, "words").count })
    kind, list = column({ "n.d.", "31/12/2024" }, { locale = "fr" })
    assert.same({ "date", { "-", "2024-12-31" } }, { kind, list })
  end)

  it("are text among texts, and alone", function()
    local kind, list, reg = column({ "NA", "NO", "5" }, { locale = "en" }) -- Namibia, Norway
    assert.same({ "text", { "NA", "NO", "5" } }, { kind, list })
    assert.is_nil(note(reg, "words"))
    kind, list = column({ "NA", "NA" }, { locale = "en" })
    assert.same({ "text", { "NA", "NA" } }, { kind, list })
    kind, list = column({ "NA", "1", "NA", "x" }, { locale = "en", block = 64 })
    assert.same({ "text", { "NA", "1", "NA", "x" } }, { kind, list })
  end)

  it("are text without a locale, and what the caller lists is missing everywhere", function()
    assert.equal("text", (column({ "NA", "1" }, {})))
    local kind, list = column({ "NA", "x" }, { missing = "NA" })
    assert.same({ "text", { "-", "x" } }, { kind, list })
    kind, list = column({ "?", "1" }, { locale = { v = { missing = "?" } } })
    assert.same({ "integer", { "-", 1 } }, { kind, list })
  end)
end)

describe('locale = "auto"', function()
  -- values, type, values
  for _, case in ipairs {
    { { "1.234,5", "2" }, "decimal", { 1234.5, 2 } },
    { { "8.718.000", "5" }, "integer", { 8718000, 5 } },
    { { "1,234.5" }, "decimal", { 1234.5 } },
    { { "1 234", "5,5" }, "decimal", { 1234, 5.5 } },
    { { "12,5", "1" }, "decimal", { 12.5, 1 } },
    { { "25/06/2024", "01/02/2023" }, "date", { "2024-06-25", "2023-02-01" } },
    { { "06/25/2024", "01/02/2023" }, "date", { "2024-06-25", "2023-01-02" } },
    { { "02/02/2024" }, "date", { "2024-02-02" } },
    { { "1.5", "1.234" }, "decimal", { 1.5, 1.234 } },
    { { "1234", "5" }, "integer", { 1234, 5 } },
    { { "x", "1,5" }, "text", { "x", "1,5" } },
  } do
    it(("reads %s"):format(table.concat(case[1], " | ")), function()
      local kind, list = column(case[1], { locale = "auto" })
      assert.same({ case[2], case[3] }, { kind, list })
    end)
  end

  -- values, the one in doubt, both readings
  for _, case in ipairs {
    { { "1.234" }, "1.234", "1.234", "1234" },
    { { "12.500", "1.250" }, "12.500", "12.500", "12500" },
    { { "7", "1,234" }, "1,234", "1234", "1.234" },
    { { "02/02/2024", "03/04/2024" }, "03/04/2024", "2024-04-03", "2024-03-04" },
  } do
    it(("refuses %s, and shows both readings"):format(table.concat(case[1], " | ")), function()
      local _, message, details = column(case[1], { locale = "auto" })
      assert.same({ "two_readings", "v", case[2] }, { details.code, details.field, details.text })
      assert.same({ case[3], case[4] }, { details.readings[1].text, details.readings[2].text })
      assert.is_truthy(message:find(case[3] .. " (as in", 1, true) and message:find(case[4] .. " (as in", 1, true))
      assert.truthy(column(case[1], { locale = { "auto", v = "vi" } }))
      assert.truthy(column(case[1], { locale = "auto", types = { v = "text" } }))
    end)
  end

  it("says what it found", function()
    local _, _, reg = column({ "1.234,5" }, { locale = "auto" })
    assert.same({ "v", "vi" }, { note(reg, "found_notation").field, note(reg, "found_notation").text })
  end)
end)

describe("options of locales", function()
  it("that are wrong raise", function()
    local function of(opts) return (raised(orgstat.parse, "v\n1\n", opts)) end
    assert.matches("option 'locale': no locale 'de'", of { locale = "de" })
    assert.matches("option 'locale', field 'v': no part 'decimals'; did you mean 'decimal'",
      of { locale = { v = { decimals = "," } } })
    assert.matches("option 'locale': no field 'w'", of { locale = { w = "vi" } })
    assert.matches("option 'decimal' must be one character", of { decimal = "x" })
    assert.matches("option 'dates' must be", of { dates = "dym" })
    assert.matches("are both '%.'", of { group = "." })
    assert.matches("option 'locale' must be", of { locale = 5 })
    assert.matches("finds the marks", of { locale = "auto", decimal = "," })
  end)
end)

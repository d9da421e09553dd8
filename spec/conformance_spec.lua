-- The CSV conformance files, and the promise that any split of the input gives the same records.
local cjson = require "cjson"
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

local function need(name)
  return paths.shared("csv-conformance/" .. name)
end

local SPECTRUM = {
  "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates", "newlines",
  "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
}

-- location_coordinates.csv has a quote inside an unquoted field (37°36'37.8"N), which is an error
-- unless it is asked for.
local SPECTRUM_OPTIONS = { location_coordinates = { types = "text", quotes = "lenient" } }

describe("csv-spectrum:", function()
  for _, name in ipairs(SPECTRUM) do
    it(name, function()
      local path, why = need("csv-spectrum/csvs/" .. name .. ".csv")
      if not path then pending(why) end
      local wanted = cjson.decode(paths.bytes((need("csv-spectrum/json/" .. name .. ".json"))))
      if name == "location_coordinates" then
        -- its JSON is the record itself, and has another telephone number than its CSV
        assert.equal("1234567890", wanted["Contact Phone Number"])
        wanted["Contact Phone Number"] = "2095257564"
        wanted = { wanted }
      end

      local reg = assert(orgstat.read(path, SPECTRUM_OPTIONS[name] or { types = "text" }))
      local got, fields = {}, reg:fields()
      for record in reg:records() do
        for _, field in ipairs(fields) do record[field.name] = record[field.name] or "" end
        got[#got + 1] = record
      end
      assert.same(wanted, got)
    end)
  end

  it("location_coordinates is an error without quotes = \"lenient\"", function()
    local path, why = need "csv-spectrum/csvs/location_coordinates.csv"
    if not path then pending(why) end
    local reg, message, details = orgstat.read(path)
    assert.is_nil(reg)
    assert.same({ "stray_quote", 2 }, { details.code, details.line })
    assert.truthy(message:find("lenient", 1, true), message)
  end)
end)

-- What each file of csvkit gives: { rows, names, types } or { code, line = ..., column = ..., byte = ... }.
local T, I, D, DATE = "text", "integer", "decimal", "date"
local CSVKIT = {
  ["bad.csv"] = { "ragged_row", line = 2, row = 1, found = 4, wanted = 3 },
  ["bad_skip_lines.csv"] = { "ragged_row", line = 5, row = 1, found = 4, wanted = 3 },
  ["blanks.csv"] = { 1, { "a", "b", "c", "d", "e", "f" }, { nil, T, T, T, T, T } },
  ["date_like_number.csv"] = { 1, { "a" }, { D } },
  ["dummy.csv"] = { 1, { "a", "b", "c" }, { I, I, I } },
  ["dummy.tsv"] = { 1, { "a", "b", "c" }, { I, I, I } },
  ["dummy_col_shuffled_ragged.csv"] = { 1, { "b", "c", "a", "d" }, { I, I, I, I } },
  ["empty.csv"] = { "empty_file" },
  ["join_short.csv"] = { 2, { "a", "b", "c", "b2", "c2" }, { I, T, nil, T, T } },
  ["mac_newlines.csv"] = { 2, { "a", "b", "c" }, { T, I, I }, { [2] = { "Once upon\ra time", 5, 6 } } },
  ["no_header_row.csv"] = { 0, { "1", "2", "3" }, {} },
  ["null_byte.csv"] = { "nul_byte", line = 2, column = 1, byte = 7 },
  ["optional_quote_characters.csv"] = { 1, { "a", "b", "c" }, { I, I, I } },
  ["sort_ints_nulls.csv"] = { 3, { "a", "b", "c" }, { I, I, I }, { [2] = { 4, nil, 6 } } },
  ["test_empty_columns.csv"] = { "ragged_row", line = 3, row = 2, found = 4, wanted = 5 },
  ["test_empty_columns_long_row.csv"] = { "ragged_row", line = 2, row = 1, found = 4, wanted = 3 },
  ["test_empty_columns_short_row.csv"] = { "ragged_row", line = 2, row = 1, found = 2, wanted = 3 },
  ["test_extra_header.csv"] = { "ragged_row", line = 2, row = 1, found = 3, wanted = 4 },
  ["test_header_newline.csv"] = { 1, { "\t\n\v\f\r start \t\n\v\f\r end \t\n\v\f\r", "b", "c" }, { T, T, T },
                                  { { "d", "e", "f" } } },
  ["test_ignore_case.csv"] = { 5, { "a", "b", "c" }, { I, DATE, T }, { [2] = { 100, "2003-01-01", "A" } } },
  ["test_latin1.csv"] = { "invalid_utf8", line = 3, column = 5, byte = 17 },
  ["test_literal_order.csv"] = { 3, { "a", "b" }, { I, I } },
  ["test_locale.csv"] = { 1, { "a", "b", "c" }, { T, T }, { { "1,7", "200.000.000" } } },
  ["test_no_leading_zeroes.csv"] = { 1, { "a", "b", "c" }, { T, T, D }, { { "01", "00.11", 0.1 } } },
  ["test_precision.csv"] = { 1, { "a" }, { D }, { { 1.234567 } } },
  ["test_skip_lines.csv"] = { 1, { "a", "b", "c" }, { I, I, I } },
  ["test_utf16_big.csv"] = { 2, { "a", "b", "c" }, { I, I, T }, { [2] = { 4, 5, "ʤ" } } },
  ["test_utf16_little.csv"] = { 2, { "a", "b", "c" }, { I, I, T }, { [2] = { 4, 5, "ʤ" } } },
  ["test_utf8.csv"] = { 2, { "foo", "bar", "baz" }, { I, I, T }, { [2] = { 4, 5, "ʤ" } } },
  ["test_utf8_bom.csv"] = { 2, { "foo", "bar", "baz" }, { I, I, T }, { [2] = { 4, 5, "ʤ" } } },
}

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

describe("csvkit:", function()
  for _, name in ipairs(sorted_keys(CSVKIT)) do
    local wanted = CSVKIT[name]
    it(name, function()
      local path, why = need("csvkit/" .. name)
      if not path then pending(why) end
      local reg, message, details = orgstat.read(path)

      if type(wanted[1]) == "string" then
        assert.is_nil(reg)
        assert.equal("string", type(message))
        assert.equal(wanted[1], details.code)
        for key, value in pairs(wanted) do
          if key ~= 1 then assert.same({ key, value }, { key, details[key] }) end
        end
        return
      end

      assert(reg, message)
      local rows, names, types, values = table.unpack(wanted, 1, 4)
      local got = {}
      for i, field in ipairs(reg:fields()) do
        got[i] = field.name
        if types[i] then assert.same({ field.name, types[i] }, { field.name, field.type }) end
      end
      assert.same({ rows, names }, { #reg, got })
      for row, list in pairs(values or {}) do
        for i, field in ipairs(names) do
          assert.same({ row, field, list[i] }, { row, field, reg[row][field] })
        end
      end
    end)
  end

  for name, encoding in pairs {
    ["test_latin1.csv"] = "windows-1252", ["test_utf16_big.csv"] = "utf-16", ["test_utf16_little.csv"] = "utf-16",
  } do
    it(name .. " loads once its encoding is given", function()
      local path, why = need("csvkit/" .. name)
      if not path then pending(why) end
      local reg = assert(orgstat.read(path, { encoding = encoding }))
      assert.same({ a = 1, b = 2, c = "3" }, reg[1])
      assert.same({ a = 4, b = 5, c = name == "test_latin1.csv" and "©" or "ʤ" }, reg[2])
    end)
  end
end)

-- A register as one text: names, types, and every value with its Lua type.
local function snapshot(reg)
  local lines, names = {}, {}
  for i, field in ipairs(reg:fields()) do
    names[i] = field.name
    lines[i] = ("%q:%s"):format(field.name, field.type)
  end
  lines = { table.concat(lines, ",") }
  local function keep(row, ...)
    local values = table.pack(...)
    for i = 1, values.n do
      local value = values[i]
      values[i] = type(value) == "string" and ("%q"):format(value) or tostring(value)
    end
    lines[row + 1] = table.concat(values, ",")
  end
  local function each(step, state, row, ...)
    while true do
      local found = table.pack(step(state, row, ...))
      if found[1] == nil then return end
      row = found[1]
      keep(table.unpack(found, 1, #names + 1))
    end
  end
  each(reg:values(table.unpack(names)))
  return table.concat(lines, "\n")
end

local function outcome(reg, message, details)
  if reg then
    local text = snapshot(reg)
    reg:close()
    return text
  end
  return ("%s at line %s column %s byte %s row %s: %s"):format(details.code, details.line, details.column, details.byte,
    details.row, message)
end

-- The outcome of the text pushed in pieces that end at the given positions.
local function pushed(text, ends, options)
  local reader, from = orgstat.reader(options), 1
  for _, to in ipairs(ends) do
    reader:push(text:sub(from, to))
    from = to + 1
  end
  reader:push(text:sub(from))
  return outcome(reader:finish())
end

local function pieces(text, size)
  local ends = {}
  for at = size, #text, size do ends[#ends + 1] = at end
  return ends
end

local state = 7
local function random(n) -- 0 <= x <= n, the same in every run
  state = state * 48271 % 2147483647
  return state % (n + 1)
end

-- Everything that a scanner can stumble over, in an order that chance gives.
local function hard_text(bytes)
  local cells = { "1", "-20", "3.50", "", '""', '"a,b"', '"say ""so"""', '"two\nlines"', '"two\r\nlines"', "Hội",
                  '"Người, cao tuổi"', "2024-08", "true", '" "', '"""', "007" }
  cells[15] = '""""'
  local rows, size = { "a,b,c,d\r\n" }, 0
  while size < bytes do
    local row = {}
    for i = 1, 4 do row[i] = cells[1 + random(#cells - 1)] end
    rows[#rows + 1] = table.concat(row, ",") .. (random(1) == 0 and "\n" or "\r\n")
    if random(20) == 0 then rows[#rows + 1] = "\n" end
    size = size + #rows[#rows]
  end
  return table.concat(rows)
end

local SMALL = 8192

local fixtures = {}
for _, name in ipairs(SPECTRUM) do
  fixtures[#fixtures + 1] = { "csv-conformance/csv-spectrum/csvs/" .. name .. ".csv", SPECTRUM_OPTIONS[name] }
end
for _, name in ipairs(sorted_keys(CSVKIT)) do fixtures[#fixtures + 1] = { "csv-conformance/csvkit/" .. name } end
for _, name in ipairs { "local-authority-nir", "local-authority-sct", "principal-local-authority" } do
  fixtures[#fixtures + 1] = { "uk-gov-registers/" .. name .. ".csv" }
end
fixtures[#fixtures + 1] = { "vn-admin-units/provinces-2025.csv" }

describe("every split gives the same records:", function()
  for _, fixture in ipairs(fixtures) do
    it(fixture[1], function()
      local path, why = paths.shared(fixture[1])
      if not path then pending(why) end
      local text = paths.bytes(path)
      assert.is_true(#text <= SMALL)
      local whole = outcome(orgstat.parse(text, fixture[2]))
      for at = 0, #text do
        local got = pushed(text, { at }, fixture[2])
        if got ~= whole then assert.equal(whole, got, "split at " .. at) end
      end
    end)
  end

  it("a hard text, at every split point", function()
    local text = hard_text(3000)
    local whole = outcome(orgstat.parse(text))
    assert.truthy(whole:find "^\"a\":text")
    for at = 0, #text do
      local got = pushed(text, { at })
      if got ~= whole then assert.equal(whole, got, "split at " .. at) end
    end
  end)

  local LARGE = {
    "us-irs-exempt/eo_wy.csv", "fr-subsidies-maine-et-loire/subsidies-2004-2016.csv", "country-codes/country-codes.csv",
    "name-match-cases/cases.csv", "uk-charities-top/top2000.csv", "uk-charities-top/icnptso.csv",
    "uk-gov-registers/government-organisation.csv", "uk-gov-registers/local-authority-eng.csv",
    "uk-sports-clubs/registered-casc.csv", "vn-admin-units/communes-legacy.csv", "vn-admin-units/districts-legacy.csv",
    "vn-admin-units/communes-2025.csv", "vn-admin-units/legacy-to-2025.csv", "fr-budget-nomenclature/plf-2020.csv",
  }

  local function large(name, text, options)
    local whole = outcome(orgstat.parse(text, options))
    for _, size in ipairs { 1, 7, 64, 65 } do
      assert.is_true(pushed(text, pieces(text, size), options) == whole, name .. " in pieces of " .. size)
    end
    local cuts = {}
    for i = 1, 1000 do cuts[i] = random(#text) end
    table.sort(cuts)
    assert.is_true(pushed(text, cuts, options) == whole, name .. " at 1,000 splits")
    return whole, cuts
  end

  for _, name in ipairs(LARGE) do
    it(name, function()
      local path, why = paths.shared(name)
      if not path then pending(why) end
      large(name, paths.bytes(path), name:find "plf" and { encoding = "windows-1252" } or nil)
    end)
  end

  it("a large hard text, at 1,000 splits one by one", function()
    local text = hard_text(10000)
    local whole, cuts = large("hard text", text)
    for _, at in ipairs(cuts) do
      local got = pushed(text, { at })
      if got ~= whole then assert.equal(whole, got, "split at " .. at) end
    end
  end)

  it("the sample register", function()
    large("the sample register", paths.bytes "data/binh-thuan-2024.csv")
  end)
end)

-- Every file of spec/cases/bad, read as the table says, gives the error that the table says.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

local FOLDER = "spec/cases/bad/"

-- file, options, code, line, column, byte, other details, words of the message
local CASES = {
  { "unclosed-quote.csv", nil, "unclosed_quote", 3, 3, 42, { row = 2 },
    { "the quote that opens here is never closed", "never closed,80", 'quotes = "lenient"' } },
  { "unclosed-header.csv", nil, "unclosed_quote", 1, 4, 4, {}, { "never closed", "'id," } },
  { "stray-quote.csv", nil, "stray_quote", 3, 8, 25, { row = 2, text = '2,Bình "Thuận" Union' },
    { "a quote where none may stand", 'quotes = "lenient"' } },
  { "text-after-quote.csv", nil, "stray_quote", 2, 8, 18, { row = 1 }, { "followed by text" } },
  { "stray-quote-header.csv", nil, "stray_quote", 1, 6, 6, {}, { "a quote where none may stand", [['id,na"me']] } },
  { "too-many-fields.csv", nil, "ragged_row", 3, 1, 32,
    { row = 2, found = 4, wanted = 3, text = "2,Union, of farmers,50" },
    { "the row has 4 fields, 3 fields expected", 'bad_rows = "collect"' } },
  { "too-few-fields.csv", nil, "ragged_row", 3, 1, 32, { row = 2, found = 2, wanted = 3, text = "2,Blind" },
    { "the row has 2 fields, 3 fields expected" } },
  { "ragged-after-lines.csv", nil, "ragged_row", 8, 1, 46, { row = 3, found = 1, wanted = 2, text = "3" },
    { "the row has 1 field, 2 fields expected: '3'" } },
  { "ragged-cr.csv", nil, "ragged_row", 4, 1, 14, { row = 2, found = 3 }, { "the row has 3 fields" } },
  { "wrong-separator.csv", nil, "ragged_row", 3, 1, 13, { found = 3, wanted = 2 }, {} },
  { "wrong-separator.csv", { separator = "," }, "read", rows = 2 },
  { "nul.csv", nil, "nul_byte", 2, 6, 14, { row = 1 }, { "a NUL byte (byte 14 of the file)", "utf-16" } },
  { "nul-in-quotes.csv", nil, "nul_byte", 3, 1, 16, { row = 1 }, { "a NUL byte (byte 16 of the file)" } },
  { "nul-header.csv", nil, "nul_byte", 1, 3, 3, {}, { "a NUL byte (byte 3 of the file)" } },
  { "latin-1.csv", nil, "invalid_utf8", 2, 6, 14, { row = 1 },
    { "byte 14 of the file is not UTF-8", [[Orl\xE9ans]], 'encoding = "windows-1252"' } },
  { "latin-1.csv", { encoding = "latin1" }, "read", rows = 1 },
  { "latin-1-header.csv", nil, "invalid_utf8", 1, 7, 7, {}, { [[ann\xE9e]] } },
  { "overlong.csv", nil, "invalid_utf8", 2, 4, 12, { row = 1 }, { "byte 12 of the file" } },
  { "surrogate.csv", nil, "invalid_utf8", 2, 3, 11, {}, { "byte 11 of the file" } },
  { "cut-character.csv", nil, "invalid_utf8", 2, 9, 18, {}, { "byte 18 of the file is not UTF-8" } },
  { "utf-16le.csv", { encoding = "utf-8" }, "unknown_encoding", 1, 1, 1, { text = "UTF-16" },
    { "the file looks like UTF-16", 'encoding = "UTF-16"', "--encoding UTF-16" } },
  { "utf-16be.csv", { encoding = "utf8" }, "unknown_encoding", 1, 1, 1, {}, { "the file looks like UTF-16" } },
  { "utf-16le.csv", { encoding = "UTF-16" }, "read", rows = 1 },
  { "utf-16be.csv", { encoding = "utf-16" }, "read", rows = 1 },
  { "utf-16le-no-bom.csv", { encoding = "utf-8" }, "nul_byte", 1, 2, 2, {}, { "if the file is UTF-16, name it" } },
  { "utf-16le-no-bom.csv", { encoding = "utf-16le" }, "read", rows = 1 },
  { "utf-16le-ragged.csv", { encoding = "utf-16" }, "ragged_row", 3, 1, 33, { row = 2, text = "2" },
    { "has 1 field" } },
  { "utf-16le-cut.csv", { encoding = "utf-16" }, "unknown_encoding", 2, 7, 31, {},
    { "byte 31 of the file is not text in the encoding that was named" } },
  { "windows-1252.csv", { encoding = "windows-1252" }, "unknown_encoding", 3, 3, 18, { text = "\x81\n" },
    { "byte 18 of the file is not text in the encoding that was named", [[\x81]] } },
  { "windows-1252-ragged.csv", { encoding = "windows-1252" }, "ragged_row", 3, 1, 16, { text = "2" }, {} },
  { "windows-1252.csv", { encoding = "klingon" }, "unknown_encoding", nil, nil, nil, { text = "klingon" },
    { "this system knows no such encoding: 'klingon'", "iconv --list" } },
  { "empty.csv", nil, "empty_file", nil, nil, nil, {}, { "the file is empty; a header row was expected" } },
  { "empty.csv", { encoding = "windows-1252" }, "empty_file", nil, nil, nil, {}, { "the file is empty" } },
  { "bom-only.csv", nil, "empty_file", nil, nil, nil, {}, { "the file is empty" } },
  { "line-ends-only.csv", nil, "empty_file", nil, nil, nil, {}, { "the file is empty" } },
  { "misfit.csv", { types = { members = "integer" } }, "wrong_type", 3, 3, 39,
    { row = 2, field = "members", text = "about 80", type = "integer" },
    { "field 'members': 'about 80' is not an integer of 64 bits, the type that was asked for" } },
  { "misfit.csv", { types = { founded = "date" } }, "wrong_type", 4, 6, 58,
    { row = 3, field = "founded", text = "soon" },
    { "field 'founded': 'soon' is not a date (YYYY, YYYY-MM or YYYY-MM-DD)" } },
  { "two-readings.csv", { locale = "auto" }, "two_readings", nil, nil, nil,
    { row = 1, field = "members", text = "1.234" }, { "1.234 (as in en) or 1234 (as in vi)", "--locale vi" } },
  { "two-readings.csv", { locale = "vi" }, "read", rows = 2 },
  { "no-header-ragged.csv", { header = false }, "ragged_row", 2, 1, 5, { row = 2, found = 1, wanted = 2 }, {} },
}

local function check(details, case)
  local label = case[1]
  assert.same({ label, code = case[3], line = case[4], column = case[5], byte = case[6] },
    { label, code = details.code, line = details.line, column = details.column, byte = details.byte })
  for key, value in pairs(case[7]) do assert.same({ label, key, value }, { label, key, details[key] }) end
end

describe("bad input", function()
  local listed = {}

  for _, case in ipairs(CASES) do
    local name, opts, code = case[1], case[2], case[3]
    listed[name] = true
    local what = opts and next(opts) .. "=" .. tostring(select(2, next(opts))):gsub("table.*", "...") or ""
    it(("%s %s: %s"):format(name, what, code), function()
      local path = FOLDER .. name
      local reg, message, details = orgstat.read(path, opts)
      if code == "read" then
        assert.equal(case.rows, #assert(reg, message))
        return
      end
      assert.is_nil(reg)
      assert.equal(path, details.file)
      check(details, case)
      assert.equal(message, tostring(details))
      local place = path .. (case[4] and (":%d:%d: "):format(case[4], case[5]) or ": ")
      assert.equal(place, message:sub(1, #place))
      for _, words in ipairs(case[8]) do assert.is_truthy(message:find(words, 1, true), message) end
      assert.is_nil(message:find "%c", message)
      assert.is_truthy(utf8.len(message), message)

      -- the same of the text in memory, pushed byte by byte, in small blocks and by many
      local bytes = paths.bytes(path)
      reg, message, details = orgstat.parse(bytes, opts)
      assert.is_nil(reg, message)
      check(details, case)
      assert.is_nil(details.file)
      local reader = orgstat.reader(opts)
      for byte in bytes:gmatch "." do reader:push(byte) end
      reg, message, details = reader:finish()
      assert.is_nil(reg, message)
      check(details, case)
      local small = { block = 64, threads = 3 }
      for key, value in pairs(opts or {}) do small[key] = value end
      reg, message, details = orgstat.read(path, small)
      assert.is_nil(reg, message)
      check(details, case)
    end)
  end

  it("is all in the table", function()
    for name in paths.run("ls " .. FOLDER):gmatch "[^\n]+" do assert.is_truthy(listed[name], name) end
  end)

  it("is collected where rows are bad, and the good rows load", function()
    -- file, options, good rows, rejects: { row, line, byte, code, text }
    for _, case in ipairs {
      { "unclosed-quote.csv", {}, 2, { 2, 3, 40, "unclosed_quote", '2,"never closed,80' } },
      { "stray-quote.csv", {}, 1, { 2, 3, 17, "stray_quote", '2,Bình "Thuận" Union' } },
      { "text-after-quote.csv", {}, 0, { 1, 2, 9, "stray_quote", '1,"Hội" Nông dân' } },
      { "too-many-fields.csv", {}, 1, { 2, 3, 32, "ragged_row", "2,Union, of farmers,50" } },
      { "too-few-fields.csv", {}, 2, { 2, 3, 32, "ragged_row", "2,Blind" } },
      { "ragged-after-lines.csv", {}, 2, { 3, 8, 46, "ragged_row", "3" } },
      { "ragged-cr.csv", {}, 1, { 2, 4, 14, "ragged_row", "2,B,C" } },
      { "nul.csv", {}, 0, { 1, 2, 9, "nul_byte", "1,Red\0Cross" } },
      { "nul-in-quotes.csv", {}, 0, { 1, 2, 9, "nul_byte", '1,"Red\n\0Cross"' } },
      { "latin-1.csv", {}, 0, { 1, 2, 9, "invalid_utf8", "1,Orl\xE9ans" } },
      { "cut-character.csv", {}, 0, { 1, 2, 9, "invalid_utf8", "1,Nông d\xC3" } },
      { "utf-16le-ragged.csv", { encoding = "utf-16" }, 1, { 2, 3, 33, "ragged_row", "2" } },
      { "windows-1252-ragged.csv", { encoding = "windows-1252" }, 1, { 2, 3, 16, "ragged_row", "2" } },
      { "misfit.csv", { types = { members = "integer", founded = "date" } }, 1,
        { 2, 3, 37, "wrong_type", "2,about 80,1996" }, { 3, 4, 53, "wrong_type", "3,40,soon" } },
    } do
      local name, opts, good = case[1], case[2], case[3]
      opts.bad_rows = "collect"
      local reg = assert(orgstat.read(FOLDER .. name, opts))
      local wanted, got = { name, good }, { name, #reg }
      for i = 4, #case do wanted[#wanted + 1] = case[i] end
      for _, reject in ipairs(reg:rejects()) do
        got[#got + 1] = { reject.row, reject.line, reject.byte, reject.code, reject.text }
        assert.is_true(#reject.reason > 10)
      end
      assert.same(wanted, got)
    end
  end)
end)

local errors = require "orgstat.register.errors"

describe("messages", function()
  local function of(details)
    return tostring(errors.details(details))
  end

  it("say what, where, the offending text, what was expected and what to do", function()
    assert.equal("a.csv: cannot be opened: No such file or directory; check the path and who may read it",
      of { code = "open_failed", file = "a.csv", system = "No such file or directory" })
    assert.equal("data: is a directory, not a file; give the path of a file in it",
      of { code = "is_directory", file = "data" })
    assert.equal("a.csv: the file is empty; a header row was expected; check that the right file was given",
      of { code = "empty_file", file = "a.csv" })
    assert.equal("a.csv:17:1: the row has 1 field, 7 fields expected: 'x y'; mend the row (a field that contains the "
      .. 'separator needs quotes), name the separator, or load the good rows with bad_rows = "collect" '
      .. "(--bad-rows collect)",
      of { code = "ragged_row", file = "a.csv", line = 17, column = 1, found = 1, wanted = 7, text = "x y" })
    assert.equal([[line 3, column 9: the quote that opens here is never closed: '"abc'; close it (a quote inside a ]]
      .. 'quoted field is written twice), or take such quotes as text with quotes = "lenient" (--quotes lenient)',
      of { code = "unclosed_quote", line = 3, column = 9, text = '"abc' })
    assert.equal([[a.csv:3:5: byte 123 of the file is not UTF-8: 'Caf\xE9'; name the encoding that the file is in, ]]
      .. 'for instance encoding = "windows-1252" (--encoding windows-1252)',
      of { code = "invalid_utf8", file = "a.csv", line = 3, column = 5, byte = 123, text = "Caf\xE9" })
    assert.equal("a.csv:4:2: field 'members': 'about 5' is not an integer of 64 bits, the type that was asked for; "
      .. "mend the value, leave this field out of types (it is then found from the data), or list the word in missing",
      of { code = "wrong_type", file = "a.csv", line = 4, column = 2, field = "members", type = "integer",
        text = "about 5" })
  end)

  it("exist for every code, with or without a place", function()
    for _, code in ipairs { "open_failed", "read_failed", "is_directory", "file_changed", "empty_file", "ragged_row",
      "unclosed_quote", "stray_quote", "nul_byte", "invalid_utf8", "unknown_encoding", "wrong_type", "limit",
      "write_failed" } do
      local bare = of { code = code }
      assert.is_true(#bare > 30, code)
      assert.is_nil(bare:find("nil", 1, true), bare)
      assert.is_nil(bare:find(code, 1, true), bare)
      assert.equal("f.csv:2: " .. bare, of { code = code, file = "f.csv", line = 2 })
    end
    assert.equal("new_code: the system's words", of { code = "new_code", system = "the system's words" })
  end)

  it("show text safely and cut it", function()
    assert.equal([['a\nb\tc\r\x1B[31m\xFFđ']], errors.quote "a\nb\tc\r\27[31m\xFFđ")
    assert.equal("'" .. ("đ"):rep(60) .. "...'", errors.quote(("đ"):rep(61)))
    assert.equal("'" .. ("đ"):rep(60) .. "'", errors.quote(("đ"):rep(60)))
    assert.equal([['\xE1\xBB']], errors.quote "\xE1\xBB")
    assert.equal("''", errors.quote "")
  end)

  it("come with the details", function()
    local none, message, details = errors.fail { code = "empty_file", file = "a.csv", line = 0, byte = 0 }
    assert.is_nil(none)
    assert.equal(message, tostring(details))
    assert.is_nil(details.line)
    assert.equal("empty_file", details.code)
  end)
end)

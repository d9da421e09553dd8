-- JSON in the core: the grammar to the letter, its forms, what values become, and where errors are.
local cjson = require "cjson"
local core = require "orgstat.core"
local paths = require "spec.support.paths"
local texts = require "spec.support.texts"

local function load(text, opts)
  local reg, details = core.load_json({ text = text }, opts)
  return reg, details
end

local function good(text, opts)
  local reg, details = load(text, opts)
  if not reg then error(texts.write(details) .. " in " .. text, 2) end
  return reg
end

-- Rows of cells as they are written, "-" where there is none.
local function rows(reg)
  local list = {}
  for c = 1, #core.names(reg) do
    for i, text in core.texts(reg, c) do
      list[i] = list[i] or {}
      list[i][c] = text or "-"
    end
  end
  return list
end

-- Names, types and rows.
local function assert_table(names, types, wanted, reg)
  assert.same({ names, types, wanted },
    { table.concat(core.names(reg), " "), table.concat(core.types(reg), " "), rows(reg) })
end

describe("core.json_check", function()
  it("accepts and refuses what the conformance files say", function()
    local folder, why = paths.shared "json-conformance/SOURCE.md"
    if not folder then pending(why) end
    folder = folder:gsub("SOURCE.md$", "test_parsing/")
    local seen = { y = 0, n = 0, i = 0 }
    for name in paths.run("ls " .. paths.quote(folder)):gmatch "[^\n]+" do
      local bytes, kind = paths.bytes(folder .. name), name:sub(1, 1)
      local ok, details = core.json_check(bytes)
      seen[kind] = seen[kind] + 1
      if kind ~= "i" then assert.same({ name, kind == "y" }, { name, ok == true }) end
      if not ok then assert.is_truthy(details.code and details.byte and details.line, name) end
      load(bytes) -- whatever comes of it
      load(bytes, { format = "jsonl", bad_rows = "collect" })
    end
    assert.same({ y = 46, n = 92, i = 19 }, seen)
  end)

  it("takes every scalar, and nothing that only looks like one", function()
    for _, text in ipairs {
      "0", "-0", "1e5", "1E+5", "1.5e-3", "-0.0", '""', "true", "null", " [ ] ", "{}", '"\\u0000"',
      '"\\uD834\\uDD1E"', '"\127"', '"\\/"', "\239\187\191[]",
    } do
      assert.is_true(core.json_check(text), text)
    end
    for _, text in ipairs {
      "", " ", "01", "+1", ".5", "5.", "1e", "1e+", "-", "tru", "truex", "True", "NaN", "'a'",
      '"a',
      '"\t"', '"\\x"', '"\\u12G4"', '"\\uD834"', '"\\uDD1E"', '"\\uD834\\u0041"', "[1,]", "[,1]", "[1 2]", '{"a"}',
      '{"a":}', '{a:1}', '{"a":1,}', "[1]]", "1 2", "[1]//", "\0", '"\255"', '"\192\175"', "\239\187\191",
    } do
      assert.is_nil(core.json_check(text), text)
    end
  end)

  it("agrees with another program about every prefix of a document", function()
    local text = '{"a":[1,-2.5e3,{"b":null}],"c\\n":"x\\u00e9","d":true}'
    for at = 0, #text do
      local part = text:sub(1, at)
      assert.same({ part, pcall(cjson.decode, part) and at > 0 }, { part, core.json_check(part) == true })
    end
  end)

  it("says where, what stands there and what was expected", function()
    local _, details = core.json_check '{"a": [1,\n 2 "x"]}'
    assert.same({
      code = "invalid_json", line = 2, column = 4, byte = 14, expected = "next_element", text = '"x"]}',
    }, details)
  end)

  it("has a named limit of depth", function()
    assert.is_true(core.json_check(("["):rep(1000) .. ("]"):rep(1000)))
    local _, details = core.json_check(("["):rep(1001) .. ("]"):rep(1001))
    assert.same({ "limit", "depth", 1000, 1001 }, { details.code, details.limit, details.wanted, details.byte })
    _, details = core.json_check(('{"a":'):rep(100000))
    assert.equal("limit", details.code)
    local deep = ('{"a":'):rep(999) .. "1" .. ("}"):rep(999)
    assert.equal(1, #good(deep, { format = "jsonl" }))
    local list = ('{"a":'):rep(500) .. ("["):rep(500) .. ("]"):rep(500) .. ("}"):rep(500)
    assert.equal(1, #good(list, { format = "jsonl" }))
    _, details = load((list:gsub("%[", "[[", 1):gsub("%]", "]]", 1)), { format = "jsonl" })
    assert.same({ "limit", "depth" }, { details.code, details.limit })
    _, details = load('{"b":' .. ('{"a":'):rep(1000) .. "1" .. ("}"):rep(1001), { format = "jsonl" })
    assert.equal("limit", details.code)
  end)
end)

describe("core.load_json", function()
  it("reads every form", function()
    for _, text in ipairs {
      '[{"a":1,"b":"x"},{"a":2,"b":"y"}]', ' [ { "a" : 1 ,\n"b":"x"} , {"a":2,"b":"y"} ] \n',
      '{"a":1,"b":"x"}\n{"a":2,"b":"y"}', '{"a":1,"b":"x"}\r\n\r\n {"a":2,"b":"y"} \r\n',
      '{\n"a":1,"b":"x"}\n{"a":2,\n"b":"y"}\n', '{"a":1,"b":"x"} {"a":2,"b":"y"}',
      '\239\187\191{"a":1,"b":"x"}\n{"a":2,"b":"y"}',
    } do
      assert_table("a b", "integer text", { { "1", "x" }, { "2", "y" } }, good(text))
    end
    assert_table("key a", "text integer", { { "x", "1" }, { "y", "2" } }, good '{"x":{"a":1},"y":{"a":2}}')
    assert_table("code a", "text integer", { { "x", "1" } }, good('{"x":{"a":1}}', { key_field = "code" }))
    assert_table("x.a", "integer", { { "1" } }, good('{"x":{"a":1}}', { format = "jsonl" }))
    assert_table("x.a y", "integer integer", { { "1", "2" } }, good '{"x":{"a":1},"y":2}')
    assert_table("x.a", "integer", { { "1" }, { "2" } }, good '{"x":{"a":1}}\n{"x":{"a":2}}')
    assert_table("x.a", "integer", { { "1" }, { "2" } }, good '{"x":\n{"a":1}}\n{"x":{"a":2}}')
    assert.same({ 0, 0 }, { #good "[]", #core.names(good " [ ] ") })
    assert.same({ 1, 0 }, { #good "[{}]", #core.names(good "[{}]") })
  end)

  it("keeps the key of an object of objects apart from a member of that name", function()
    local reg = good '{"x":{"key":5,"a":1}}'
    assert_table("key key_2 a", "text integer integer", { { "x", "5", "1" } }, reg)
    assert.same({ { field = "key_2", text = "key", why = "repeated_name" } }, core.state(reg).notes)
  end)

  it("has fields in the order in which they first appear, and missing keys missing", function()
    assert_table("b a c", "integer integer boolean",
      { { "1", "2", "-" }, { "-", "3", "true" }, { "4", "-", "-" } }, good '[{"b":1,"a":2},{"c":true,"a":3},{"b":4}]')
  end)

  it("flattens objects with points, whatever is null or empty in between", function()
    assert_table("a.b a.c.d e", "integer text integer",
      { { "1", "x", "-" }, { "-", "-", "2" }, { "-", "-", "-" }, { "-", "y", "-" } },
      good '[{"a":{"b":1,"c":{"d":"x"}}},{"a":null,"e":2},{"a":{}},{"a":{"c":{"d":"y"}}}]')
    assert_table("a a.b", "integer integer", { { "1", "-" }, { "-", "2" } }, good '[{"a":1},{"a":{"b":2}}]')
    assert_table("a", "text", { { "-" } }, good '[{"a":{}}]')
    local reg = good '[{"a":{"b":1},"a.b":2}]'
    assert_table("a.b a.b_2", "integer integer", { { "1", "2" } }, reg)
    assert_table("column_1 a.", "integer integer", { { "1", "2" } }, good '[{"":1,"a":{"":2}}]')
  end)

  it("keeps lists as compact text", function()
    assert_table("a", "text", { { '[1,2.50,"x y",{"b":[null]}]' }, { "[]" }, { '["\\" ,"]' } },
      good '[{"a":[ 1, 2.50 ,"x y",\n{"b" : [null]}]},{"a":[ ]},{"a":["\\" ,"]}]')
    assert_table("a", "text", { { "[1]" }, { "2" } }, good '[{"a":[1]},{"a":2}]')
  end)

  it("explodes a list into rows, and loses no record", function()
    local text = '[{"n":"x","w":[{"c":"01","d":[1]},{"c":"02"}],"m":1},{"w":null,"n":"y"},{"n":"z","w":[]},'
      .. '{"n":"u","w":[7]},{"n":"v"}]'
    assert_table("n w.c w.d m w", "text text text integer integer", {
      { "x", "01", "[1]", "1", "-" }, { "x", "02", "-", "1", "-" }, { "y", "-", "-", "-", "-" },
      { "z", "-", "-", "-", "-" }, { "u", "-", "-", "-", "7" }, { "v", "-", "-", "-", "-" },
    }, good(text, { explode = "w" }))
    assert_table("a.w b", "integer text", { { "1", "\"\n" }, { "2", "\"\n" }, { "3", "\"\n" } },
      good('{"a":{"w":[1, 2 ,3]},"b":"\\"\\n"}\n', { explode = "a.w", format = "jsonl" }))
    assert_table("total r.a", "integer integer", { { "9", "1" }, { "9", "2" } },
      good('{"total":9,"r":[{"a":1},{"a":2}]}', { explode = "r" }))
    assert.is_true(core.state(good(text, { explode = "nothing" })).nothing_exploded)
  end)

  it("gives values the types of the ladder, as they are written", function()
    -- values; type; texts (where they differ)
    for _, case in ipairs {
      { "1 2", "integer" }, { "1 2.50", "decimal", "1.00 2.50" }, { "1.5 1e3", "number", "1.5 1000.0" },
      { "1 1e2 \"x\"", "text", "1 1e2 x" }, { "true false", "boolean" }, { "true 1", "text" },
      { "9223372036854775807 -9223372036854775808", "integer" }, { "9223372036854775808 1", "text" },
      { "123456789012345678901234567890 1.50", "text" },
      { "0.000000000000000001 1", "decimal", "0.000000000000000001 1.000000000000000000" },
      { "12345678901234567.1 2", "decimal", "12345678901234567.1 2.0" }, { "1e400 1", "text" },
      { "-0 1", "integer", "0 1" },
      { '"12" "13"', "text", "12 13" }, { '"007" "1"', "text", "007 1" }, { '1 "2"', "text", "1 2" },
      { '"true" "false"', "text", "true false" }, { 'true "true"', "text", "true true" },
      { '"2024-05-01" "2024-06"', "date", "2024-05-01 2024-06" }, { '"2024" "2025"', "text", "2024 2025" },
      { '"2024" "2025-01"', "date", "2024 2025-01" }, { '2024 "2025-01"', "date", "2024 2025-01" },
      { '2024 "2025"', "text", "2024 2025" },
      { "2024 2025", "integer" }, { '"2024-02-30" "2024-01-01"', "text", "2024-02-30 2024-01-01" },
      { '"2024-01-01" "soon"', "text", "2024-01-01 soon" }, { "null null", "text", "- -" },
      { "null 5", "integer", "- 5" },
      { '"" 5', "integer", "- 5" }, { '"" "x"', "text", " x" },
      { '"\\u00324-05-01" "2024-05-02"', "text", "24-05-01 2024-05-02" },
      { '"\\u0032024-05-01" "2024-05-02"', "date", "2024-05-01 2024-05-02" },
    } do
      local list, wanted = {}, case[3] or case[1]
      for value in case[1]:gmatch "%S+" do list[#list + 1] = ('{"v":%s}'):format(value) end
      for _, text in ipairs { "[" .. table.concat(list, ",") .. "]", table.concat(list, "\n") } do
        local got = {}
        for i, row in ipairs(rows(good(text))) do got[i] = row[1] end
        assert.same({ case[1], case[2], wanted }, { case[1], core.types(good(text))[1], table.concat(got, " ") })
      end
    end
  end)

  it("decodes escapes, and a text that begins with a quote is that text", function()
    local texts_of = {
      '\\"q\\" and \\"r\\"', '\\"', '\\"\\"', "\\u0022x", "a\\\\b", "\\/\\b\\f\\n\\r\\t",
      "\\u00e9\\u20AC\\ud834\\udd1e",
      "ấế𝄞", "[1]", "{}", "-", "\\u2028",
    }
    local list = {}
    for i, text in ipairs(texts_of) do list[i] = ('{"a\\u006e":"%s","i":%d}'):format(text, i) end
    local reg = good(table.concat(list, "\n"))
    assert.same({ "an", "i" }, core.names(reg))
    for i, row in ipairs(rows(reg)) do assert.equal(cjson.decode('["' .. texts_of[i] .. '"]')[1], row[1]) end
  end)

  it("knows a key however it is written, and however its objects are ordered", function()
    assert_table("ab c", "integer integer", { { "1", "2" }, { "3", "4" }, { "5", "-" } },
      good '[{"ab":1,"c":2},{"c":4,"\\u0061b":3},{"a\\u0062":5}]')
    assert_table('a" b\\', "integer integer", { { "1", "2" }, { "3", "4" } },
      good '[{"a\\"":1,"b\\\\":2},{"a\\"":3,"b\\\\":4}]')
  end)

  it("takes the words for a missing value wherever they stand", function()
    assert_table("a b", "integer text", { { "1", "-" }, { "-", "x" }, { "-", "-" } },
      good('[{"a":1,"b":"n/a"},{"a":"n/a","b":"x"},{"a":-1,"b":"n\\/a"}]', { missing = { "n/a", "-1" } }))
  end)

  it("reads by the types that the caller gives", function()
    assert_table("a b", "integer text", { { "1", "1.50" }, { "2", "2" } },
      good('[{"a":"1","b":1.50},{"a":2,"b":2}]', { types = { a = "integer", b = "text" } }))
    local _, details = load('{"a":{"b":1}}\n{"a":{"b":"x"},"c":1}\n', { types = { ["a.b"] = "integer" } })
    assert.same({
      code = "wrong_type", field = "a.b", type = "integer", text = "x", row = 2, line = 2, column = 12, byte = 26,
    }, details)
  end)

  it("says which value made a field text", function()
    local function note(text)
      return core.state(good(text)).notes
    end
    assert.same({ { field = "a", row = 2, text = "12", why = "json_string" } }, note '[{"a":1},{"a":"12"}]')
    assert.same({ { field = "a", row = 3, text = "x", why = "not_integer" } }, note '{"a":1}\n{"a":2}\n{"a":"x"}')
    assert.same({ { field = "b", row = 2, text = "2.5", why = "not_integer" } }, note '[{"b":1},{"b":2.5}]')
    assert.same({}, note '[{"a":"x"},{"a":"2024-01-01"}]')
  end)

  it("gives the same for any block, any number of threads and any field that comes late", function()
    local list = {}
    for i = 1, 400 do
      local late = i > 300 and (',"late%d":"x%d"'):format(i % 7, i) or ""
      list[i] = ('{"id":%d,"name":"ấ \\"%d\\" %s","p":{"q":%s},"amount":%s%s}'):format(i, i % 13, ("w"):rep(i % 40),
        i % 3 == 0 and "null" or '"k' .. i % 5 .. '"', i < 200 and i or i < 390 and i .. ".25" or '"many"', late)
    end
    local lines, array = table.concat(list, "\n"), "[" .. table.concat(list, ",\n") .. "]"
    local wanted = texts.result(good(lines, { threads = 1 }))
    for _, block in ipairs { 64, 100, 1000, 4096 } do
      for threads = 1, 4 do
        assert.equal(wanted, texts.result(good(lines, { threads = threads, block = block })))
      end
      local reg = good(array, { block = block })
      assert.equal(wanted, texts.result(reg))
    end
  end)

  it("collects bad records, and every line is a row, a reject or empty", function()
    local text = '{"a":1,"b":"2024-01-01"}\n{"a":2,"a":3}\nnonsense\n\n{"a":"x"}\n{"a":4} 5\n[1]\n{"a":5,\n'
      .. '{"a":"\255"}\n{"a":6,"b":"soon"}\n{"a":"\\u0000"}\n{"a":7}'
    for threads = 1, 3 do
      local types = { a = "integer", b = "date" }
      local reg = good(text, { bad_rows = "collect", types = types, threads = threads, block = 64 })
      local state, got = core.state(reg), {}
      for i, reject in ipairs(state.rejects) do
        got[i] = { reject.row, reject.line, reject.reason, reject.text, reject.field }
      end
      assert.same({
        { 2, 2, "repeated_key", '{"a":2,"a":3}' }, { 3, 3, "invalid_json", "nonsense" },
        { 4, 5, "wrong_type", '{"a":"x"}', "a" },
        { 5, 6, "invalid_json", '{"a":4} 5' }, { 6, 7, "not_a_register", "[1]" },
        { 7, 8, "unfinished_json", '{"a":5,' },
        { 8, 9, "invalid_utf8", '{"a":"\255"}' }, { 9, 10, "wrong_type", '{"a":6,"b":"soon"}', "b" },
        { 10, 11, "nul_byte", '{"a":"\\u0000"}' },
      }, got)
      assert.same({ { "1", "2024-01-01" }, { "7", "-" } }, rows(reg))
      assert.same({ 11, 1 }, { state.read, state.empty_lines })
    end
    local reg = good('[{"a":1},2,{"a":3,"a":4},{"a":5}]', { bad_rows = "collect" })
    assert.same({ { "1" }, { "5" } }, rows(reg))
    assert.same({ "2", '{"a":3,"a":4}' }, { core.state(reg).rejects[1].text, core.state(reg).rejects[2].text })
  end)

  it("leaves no trace of a rejected record in names and types", function()
    local reg = good('{"a":1}\n{"x":"y","a":"text"} ,\n{"b":2,"a":3}\n{"x":4}\n', { bad_rows = "collect" })
    assert_table("a b x", "integer integer integer", { { "1", "-", "-" }, { "3", "2", "-" }, { "-", "-", "4" } }, reg)
  end)

  it("says where an error is", function()
    -- text, code, line, column, byte, expected, text there, options
    for _, case in ipairs {
      { '[{"a":1},\n{"a":2 "b":3}]', "invalid_json", 2, 8, 18, "next_member", '"b":3}]' },
      { '{"a":1}\n{"a":}\n{"a":2}', "invalid_json", 2, 6, 14, "value", "}" },
      { '[{"a":1}', "unfinished_json", 1, 9, 9, "next_element" },
      { '{"k":{"a":1},"l":{"a":', "unfinished_json", 1, 23, 23, "value" },
      { '[{"a":1}] x', "invalid_json", 1, 11, 11, "end", "x" },
      { '[{"a":1},]', "invalid_json", 1, 10, 10, "value", "]" },
      { '[{"ấ":"\1"}]', "invalid_json", 1, 8, 10, "no_control", '\1"}]' },
      { '[{"a":"ấ\xC3("}]', "invalid_utf8", 1, 9, 11, nil, "\xC3(\"}]" },
      { "7", "not_a_register", 1, 1, 1, "object", "7" }, { '["x"]', "not_a_register", 1, 2, 2, "object", '"x"]' },
      { '{"a":1}\n[]\n', "not_a_register", 2, 1, 9, "object", "[]" },
      { '[{"a":1,"b":{"c":1,"c":2}}]', "repeated_key", 1, 20, 20, nil, '"c":2}}]' },
      { "", "empty_file" }, { " \n", "empty_file" }, { "\255\254[\0]\0", "unknown_encoding", 1, 1, 1, nil, "UTF-16" },
      { '[{"a":\0}]', "nul_byte", 1, 7, 7, nil, "\0}]" },
      { '[1]', "not_a_register", 1, 1, 1, "object", "[1]", { format = "jsonl" } },
    } do
      local reg, d = load(case[1], case[8])
      assert.is_nil(reg)
      assert.same({ case[1], case[2], case[3], case[4], case[5], case[6], case[7] },
        { case[1], d.code, d.line, d.column, d.byte, d.expected, d.text })
    end
  end)

  it("cut anywhere gives an error, or the whole of the lines before", function()
    local forms = {
      '[{"id":1,"n":"ấ\\u00e9"},{"id":-2.5,"l":[1,{"x":null}]},{"id":true}]',
      '{"a":{"id":1,"n":"x"},"b":{"id":2e5}}',
      '{"id":1,"n":"ấ"}\n{"id":2,"n":"\\ud834\\udd1e"}\n{"id":3,"o":{"p":[1]}}\n',
    }
    for form, text in ipairs(forms) do
      assert.is_truthy(load(text))
      for at = 0, #text - 1 do
        local part = text:sub(1, at)
        for _, opts in ipairs { { block = 64 }, { threads = 3, block = 64 } } do
          local reg, details = load(part, opts)
          local _, ends = part:gsub("}\n", "")
          local at_end = form == 3 and (part:find "}\n$" or text:sub(at + 1, at + 1) == "\n")
          if at_end then
            assert.equal(part:find "}\n$" and ends or ends + 1, #reg)
          else
            assert.is_nil(reg, part)
            assert.equal(at == 0 and "empty_file" or "unfinished_json", details.code, part)
          end
        end
      end
    end
  end)

  it("is told by a callback how far it is, which may stop it", function()
    local text, calls = ('{"a":1}\n'):rep(2000), 0
    assert.has_error(function()
      core.load_json({ text = text }, { threads = 1, block = 64 }, function()
        calls = calls + 1
        if calls == 5 then error("stop", 0) end
      end)
    end, "stop")
    assert.has_error(function()
      core.load_json({ text = "[" .. ('{"a":1},'):rep(2000) .. '{"a":2}]' }, { block = 64 }, function(done, total)
        assert(done <= total)
        error("stop", 0)
      end)
    end, "stop")
  end)

  it("says what is wrong with a file", function()
    local function code(path, opts, progress)
      local reg, details = core.load_json({ path = path }, opts or {}, progress)
      assert.is_nil(reg)
      return details.code
    end
    assert.equal("open_failed", code "no-such-file.json")
    assert.equal("is_directory", code "data")
    local path = os.tmpname()
    local function write(bytes)
      local file = assert(io.open(path, "wb"))
      file:write(bytes)
      file:close()
    end
    assert.equal("empty_file", code(path))
    for _, opts in ipairs { { threads = 1, block = 65536 }, { threads = 1, block = 65536, format = "jsonl" } } do
      write("\n" .. ('{"a":1} '):rep(opts.format and 1 or 200000) .. ('\n{"a":1}'):rep(200000))
      assert.equal("file_changed", code(path, opts, function() write '{"a":1}\n' end))
    end
    os.remove(path)
  end)

  it("reads another encoding", function()
    local utf16 = ('[{"a":"x"}]'):gsub(".", "%0\0")
    assert_table("a", "text", { { "x" } }, good(utf16, { encoding = "utf-16le" }))
    assert_table("a", "text", { { "é" } }, good('[{"a":"\xE9"}]', { encoding = "latin1" }))
  end)
end)

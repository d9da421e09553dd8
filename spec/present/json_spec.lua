local cjson = require "cjson"
local json = require "orgstat.present.json"
local orgstat = require "orgstat"
local ordered = require "orgstat.present.ordered"

local function written(value)
  local pieces = {}
  json.write(value, function(piece) pieces[#pieces + 1] = piece end)
  return table.concat(pieces)
end

describe("the JSON writer", function()
  it("keeps the keys in the order given, and absent keys absent", function()
    local object = ordered.object { { "rows", 3 }, { "absent", nil }, { "by", "x" }, { "a", true } }
    assert.equal('{"rows": 3, "by": "x", "a": true}\n', written(object))
    ordered.put(object, "by", nil)
    assert.equal('{"rows": 3, "a": true}\n', written(object))
  end)

  it("sorts the keys of plain tables", function()
    assert.equal('{"a": 1, "b": 2, "c": 3}\n', written { c = 3, a = 1, b = 2 })
    assert.equal('{"2020": 5, "x": 1}\n', written { x = 1, [2020] = 5 })
  end)

  it("writes an empty object as an object, and an empty list as a list", function()
    assert.equal("{}\n", written(ordered.object()))
    assert.equal("[]\n", written(ordered.array()))
    assert.equal("[]\n", written {})
    local object = ordered.object { { "by", ordered.object() }, { "list", {} } }
    assert.equal('{\n  "by": {},\n  "list": []\n}\n', written(object))
  end)

  it("writes integral numbers without a point and floats as short as they read back", function()
    assert.equal("[3, 3, -7, 0.1, 1e100]\n", (written { 3.0, 3, -7.0, 0.1, 1e100 }))
    assert.equal("9223372036854775807\n", written(math.maxinteger))
    assert.equal("0.30000000000000004\n", written(0.1 + 0.2))
  end)

  it("writes digits as they are", function()
    assert.equal('{"sum": 120502177.960000000000001}\n',
      written(ordered.object { { "sum", ordered.digits "120502177.960000000000001" } }))
  end)

  it("escapes quotes, backslashes and control characters only", function()
    assert.equal([["a\"b\\c\n\t\u0000\u001f/Phan Thiết 🎣"]] .. "\n", written "a\"b\\c\n\t\0\31/Phan Thiết 🎣")
    assert.equal('"\127"\n', written "\127")
  end)

  it("replaces bytes that are no UTF-8", function()
    assert.equal('"a\u{FFFD}b\u{FFFD}\u{FFFD}"\n', written "a\255b\192\128")
  end)

  it("leaves NaN and infinity out of objects, and refuses them in lists", function()
    assert.equal('{"b": 1}\n', written { a = 0 / 0, b = 1, c = 1 / 0 })
    assert.has_error(function() written { 1, -1 / 0 } end,
      "JSON has no NaN, no infinity and no missing value: leave it out or make it text")
  end)

  it("refuses what JSON cannot say, and tables that hold themselves", function()
    assert.has_error(function() written { print } end, "a function cannot be written as JSON")
    local loop = {}
    loop.loop = loop
    assert.has_error(function() written(loop) end,
      "tables nested deeper than 200 levels, or inside themselves, are no JSON")
  end)

  it("writes a register as an array of objects, missing values as absent keys", function()
    local reg = orgstat.register({
      { name = "Hội \"A\"", fee = "12.50", on = "2024-08", ok = true, n = 7, x = 2.0 }, {},
      { name = "", n = 0, x = 0.5 },
    }, { { "name", "text" }, { "fee", "decimal" }, { "on", "date" }, { "ok", "boolean" }, "n", "x" })
    assert.equal([[
[
  {"name": "Hội \"A\"", "fee": 12.50, "on": "2024-08", "ok": true, "n": 7, "x": 2},
  {},
  {"name": "", "n": 0, "x": 0.5}
]
]], written(reg))
    assert.equal("[]\n", written(reg:head(0)))
    assert.equal('{\n  "groups": [\n    {"n": 0}\n  ]\n}\n', written { groups = reg:where { n = 0 }:select "n" })
  end)

  it("leaves a sum that outgrew its type out of its record", function()
    local reg = orgstat.register({ { x = 1e308 }, { x = 1e308 } }, { "x" })
    assert.equal('[\n  {"n": 2}\n]\n', written(reg:group():summarise { { "n", "count()" }, { "s", "sum(x)" } }))
    reg = orgstat.register({ { x = math.maxinteger }, { x = 1 } }, { "x" })
    assert.equal('[\n  {"s": 9223372036854775808}\n]\n', written(reg:group():summarise { { "s", "sum(x)" } }))
  end)

  it("writes counts as one object for each group, without the key where the value is missing", function()
    local reg = orgstat.register({ { a = "x", b = 1 }, { a = "x", b = 1 }, { b = 2 } }, { "a", "b" })
    assert.same({ { a = "x", b = 1, count = 2 }, { b = 2, count = 1 } }, cjson.decode(written(reg:count("a", "b"))))
  end)

  it("writes a crosstab with its totals", function()
    local reg = orgstat.register({ { a = "x", b = "y" }, { a = "x" } }, { "a", "b" })
    assert.same({
      row_field = "a", column_field = "b", value = "count()",
      cells = { { a = "x", b = "y", value = 1 }, { a = "x", value = 1 } },
      row_totals = { { a = "x", value = 2 } },
      column_totals = { { b = "y", value = 1 }, { value = 1 } },
      total = 2,
    }, cjson.decode(written(reg:crosstab("a", "b"))))
  end)

  it("writes statistics with all digits of a decimal sum", function()
    local reg = orgstat.register({ { x = "0.10" }, { x = "0.20" } }, { { "x", "decimal" } })
    local text = written(reg:stats "x")
    assert.matches('"sum": 0.30,', text, 1, true)
    assert.is_nil(text:find "sum_text")
  end)

  it("says every character of a register as another program reads it", function()
    local all, records = {}, {}
    for point = 1, 0x2FF do all[point] = utf8.char(point) end
    for i, text in ipairs { table.concat(all), "", '"', "\\u0041", "\u{1F600}\n" } do
      records[i] = { ['k"\n'] = text, x = i / 2, n = i }
    end
    assert.same(records, cjson.decode(written(orgstat.register(records))))
  end)
end)

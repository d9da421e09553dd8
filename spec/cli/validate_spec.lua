-- `orgstat validate` as it is typed.
local cjson = require "cjson"
local paths = require "spec.support.paths"

local function file(text)
  local path = os.tmpname()
  local out = assert(io.open(path, "wb"))
  out:write(text)
  out:close()
  return path
end

describe("orgstat validate", function()
  local data, schema, bad
  setup(function()
    data = file 'id,level,founded,ended\n1,"a\n",2001,2000\n2,b,2001,\n\n2,c,2001,2002\n'
    schema = file [[{ "fields": [ { "name": "id", "constraints": { "unique": true } },
      { "name": "level", "constraints": { "enum": [ "b", "c" ] } } ],
      "rules": [ { "name": "order", "expression": "founded <= ended", "importance": "warning" } ] }]]
    bad = file [[{ "rules": [ "foundd > 1" ], "fields": [] }]]
  end)
  teardown(function()
    for _, path in ipairs { data, schema, bad } do os.remove(path) end
  end)

  it("writes the JSON of the contract, and exits with 1", function()
    local output, errors, status = paths.orgstat("validate", data, "--schema", schema, "--format", "json")
    assert.same({ "", 1 }, { errors, status })
    assert.same({
      rows = 3,
      violations = {
        { row = 1, line = 2, field = "level", value = "a\n", rule = "enum", importance = "error",
          message = "'a\\n' is none of the codes: 'b', 'c'" },
        { row = 1, line = 2, rule = "order", importance = "warning", message = "this does not hold: founded <= ended" },
        { row = 3, line = 6, field = "id", value = "2", rule = "unique", importance = "error",
          message = "'2' stands in row 2 already" },
      },
      by_rule = { enum = 1, order = 1, unique = 1 },
    }, cjson.decode(output))
    assert.matches('^{\n  "rows": 3,\n  "violations": %[\n    {"row": 1, "line": 2, "field": "level",', output)
    assert.matches('"by_rule": {"enum": 1, "order": 1, "unique": 1}\n}\n$', output)
  end)

  it("shows a clerk the rules, then the violations", function()
    local output = paths.orgstat("validate", data, "--schema", schema)
    assert.equal([[
3 rows, 3 violations (2 errors, 1 warning)

rule    importance  field  violations
------  ----------  -----  ----------
enum    error       level           1
unique  error       id              1
order   warning                     1

row  line  field  value  rule    message
---  ----  -----  -----  ------  ------------------------------------
  1     2  level  a\n    enum    'a\n' is none of the codes: 'b', 'c'
  1     2                order   this does not hold: founded <= ended
  3     6  id     2      unique  '2' stands in row 2 already
]], output)
    output = paths.orgstat("validate", data, "--schema", schema, "--limit", "1", "--offset", "1")
    assert.matches("this does not hold", output, 1, true)
    assert.is_nil(output:find("none of the codes", 1, true))
    assert.matches("\n(1 more)\n", output, 1, true)
  end)

  it("writes tables, pages of them too", function()
    local output = paths.orgstat("validate", data, "--schema", schema, "--format", "csv")
    assert.matches('^row,line,field,value,rule,importance,message\n1,2,level,"a\n",enum,error,', output)
    output = paths.orgstat("validate", data, "--schema", schema, "--format", "csv", "--offset", "2", "--limit", "1")
    assert.equal("row,line,field,value,rule,importance,message\n3,6,id,2,unique,error,'2' stands in row 2 already\n",
      output)
    output = paths.orgstat("validate", data, "--schema", schema, "--format", "markdown", "--limit", "1")
    assert.matches("^3 rows, 3 violations", output)
    assert.matches("\n| 1", output, 1, true)
    local json = cjson.decode((paths.orgstat("validate", data, "--schema", schema, "--format", "json", "--limit", "0")))
    assert.same({ {}, 1 }, { json.violations, json.by_rule.unique })
  end)

  it("exits with 0 when there are no errors", function()
    local output, errors, status = paths.orgstat("validate", "data/binh-thuan-2024.csv", "--format", "json")
    assert.same({ "", 0 }, { errors, status })
    assert.same({ rows = 1392, by_rule = { R13 = 103 } }, (function(t)
      t.violations = nil
      return t
    end)(cjson.decode(output)))
    assert.equal(1, (select(3, paths.orgstat("validate", "data/binh-thuan-2024.csv", "--jurisdiction", "vn"))))
  end)

  it("proposes a schema that the register fulfils", function()
    local path = os.tmpname()
    local _, errors, status = paths.orgstat("validate", "data/binh-thuan-2024.csv", "--infer", "-o", path)
    assert.same({ "", 0 }, { errors, status })
    local output, _, again = paths.orgstat("validate", "data/binh-thuan-2024.csv", "--schema", path)
    os.remove(path)
    assert.same({ "1392 rows, no violations\n", 0 }, { output, again })
  end)

  it("reads standard input", function()
    local output, _, status = paths.run("./bin/orgstat validate - --format json --schema " .. schema .. " < " .. data)
    assert.equal(1, status)
    assert.equal(3, #cjson.decode(output).violations)
  end)

  it("says what cannot be done, and exits with 2", function()
    for expected, words in pairs {
      ["no/such.json: cannot be opened"] = { data, "--schema", "no/such.json" },
      ["no/such.csv: cannot be opened"] = { "no/such.csv" },
      ["this is no schema"] = { data, "--schema", data },
      ["--schema: validate: rule 'rule_1'"] = { data, "--schema", bad },
      ["--jurisdiction: none 'xx'"] = { data, "--jurisdiction", "xx" },
      ["--limit: expected a whole number"] = { data, "--limit", "x" },
      ["--infer proposes a schema"] = { data, "--infer", "--schema", schema },
    } do
      local output, errors, status = paths.orgstat("validate", table.unpack(words))
      assert.same({ "", 2 }, { output, status }, expected)
      assert.matches(expected, errors, 1, true)
    end
  end)
end)

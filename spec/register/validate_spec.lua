-- Schemas, and what registers violate of them.
local cjson = require "cjson"
local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local support = require "spec.register.support"

local function found(result)
  local list = {}
  for v in result:each() do
    list[#list + 1] = table.concat({ tostring(v.row), tostring(v.field), v.rule, tostring(v.value) }, " ")
  end
  return list
end

local function check(text, schema, opts)
  return found(assert(orgstat.parse(text, opts)):validate(schema))
end

local function one(field)
  field.name = field.name or "a"
  return { fields = { field } }
end

describe("reg:validate", function()
  it("lists each violation with row, field, value, rule and message", function()
    local reg = assert(orgstat.parse "id,members\n1,5\n1,-2\n,x\n")
    local result = reg:validate {
      fields = { { name = "id", required = true, unique = true }, { name = "members", type = "integer", minimum = 0 } },
    }
    assert.same({ "2 id unique 1", "2 members minimum -2", "3 id required nil", "3 members type x" }, found(result))
    assert.same({ minimum = 1, required = 1, type = 1, unique = 1 }, result.by_rule)
    assert.same({ 3, 4 }, { result.rows, result.total })
    assert.same({ error = 4, warning = 0, note = 0 }, result.by_importance)
    assert.same({
      row = 2, field = "members", value = "-2", rule = "minimum", importance = "error",
      message = "-2 is below the minimum 0",
    }, result.violations[2])
    assert.equal("'1' stands in row 1 already", result.violations[1].message)
    assert.equal("'x' is not an integer", result.violations[4].message)
  end)

  it("finds nothing where all is well, and prints one line", function()
    local result = assert(orgstat.parse "id,b\n1,x\n2,y\n"):validate { fields = { { name = "id", type = "integer" } } }
    assert.equal("2 rows, no violations", tostring(result))
    assert.same({}, result.by_rule)
    assert.same({}, result.violations)
  end)

  it("knows the types of Frictionless besides its own", function()
    for kind, values in pairs {
      integer = { "5", "5.5" }, number = { "1e5", "1e" }, boolean = { "TRUE", "yes" }, date = { "2024-02-29",
        "2023-02-29" },
      year = { "2024", "24" }, yearmonth = { "2024-08", "2024-8" }, time = { "23:59:59", "24:00:00" },
      datetime = { "2024-08-01T10:00:00Z", "2024-08-01" }, decimal = { "1.50", "1e5" },
    } do
      local text = ("a\n%s\n%s\n"):format(values[1], values[2])
      assert.same({ "2 a type " .. values[2] }, check(text, one { type = kind }, { types = "text" }), kind)
    end
    for _, kind in ipairs { "string", "text", "any" } do
      assert.same({}, check("a\n5\nx\n", one { type = kind }))
    end
  end)

  it("holds values to codes, patterns, ranges and lengths", function()
    assert.same({ "2 a enum c" }, check("a\nb\nc\n", one { enum = { "a", "b" } }))
    assert.same({ "2 a enum c" }, check("a\nb\nc\n", one { codes = { a = "first", b = "second" } }))
    assert.same({ "2 a enum 1.75" }, check("a\n1.50\n1.75\n", one { enum = { 1.5 } }))
    assert.same({ "2 a pattern BT-12" }, check("a\nBT-0001\nBT-12\n", one { pattern = "BT-[0-9]{4}" }))
    assert.same({ "1 a minimum 4", "3 a maximum 11" }, check("a\n4\n5\n11\n", one { minimum = 5, maximum = 10 }))
    assert.same({ "1 a minLength é", "3 a maxLength éééé" }, check("a\né\néé\néééé\n", one { minLength = 2,
      maxLength = 3 }))
  end)

  it("compares dates of less precision only where that is certain", function()
    assert.same({ "1 a minimum 2015", "3 a maximum 2017-01" },
      check("a\n2015\n2016\n2017-01\n", one { type = "date", minimum = "2016-05", maximum = "2016" }))
  end)

  it("takes the words that the schema lists for missing values", function()
    local schema = one { required = true, enum = { "x" } }
    schema.missingValues = { "NA" }
    assert.same({ "1 a required nil" }, check("a\nNA\nx\n", schema))
  end)

  it("says what fields are not there", function()
    local result = assert(orgstat.parse "nme\nx\n"):validate {
      fields = { { name = "name", required = true }, "members" },
    }
    assert.same({ "nil name field nil", "nil members field nil" }, found(result))
    assert.equal("the register has no field 'name'; did you mean 'nme'? (fields: nme)", result.violations[1].message)
    assert.same({ error = 1, warning = 1, note = 0 }, result.by_importance)
  end)

  it("knows keys of several fields, and what they refer to", function()
    local text = "p,c,parent\n1,1,\n1,2,1\n1,1,9\n,3,2\n"
    assert.same({ "3 nil primaryKey nil", "4 p primaryKey nil" }, check(text, { primaryKey = { "p", "c" } }))
    local schema = { foreignKeys = { { fields = "parent", reference = { fields = "c" } } } }
    assert.same({ "3 parent foreignKey 9" }, check(text, schema))
    local codes = assert(orgstat.parse "code\n1\n9\n")
    schema = { foreignKeys = { { fields = "parent", reference = { resource = codes, fields = "code" } } } }
    assert.same({ "4 parent foreignKey 2" }, check(text, schema))
    schema.foreignKeys[1].reference.resource = "codes"
    local reg = assert(orgstat.parse(text))
    assert.same({ "4 parent foreignKey 2" }, found(reg:validate(schema, { resources = { codes = codes } })))
    assert.matches("no register for 'codes'", support.raised(reg.validate, reg, schema))
  end)

  it("takes expressions that must hold; what is missing violates none", function()
    local schema = { rules = {
      { name = "order", expression = "founded <= ended -- in order", importance = "warning", field = "ended",
        message = "it ended before it began" },
      "members > 0",
    } }
    local reg = assert(orgstat.parse "founded,ended,members\n2001,2000,1\n2001,,0\n2001,2002,\n")
    local result = reg:validate(schema)
    assert.same({ "1 ended order 2000", "2 nil rule_2 nil" }, found(result))
    assert.equal("it ended before it began", result.violations[1].message)
    assert.equal("this does not hold: members > 0", result.violations[2].message)
    local ok, details = pcall(reg.validate, reg, { rules = { "membrs > 0" } })
    assert.same({ false, "bad_expression" }, { ok, details.code })
    assert.matches("validate: rule 'rule_1'", tostring(details), 1, true)
  end)

  it("compares a field without any values with anything", function()
    assert.same({}, check("founded,ended\n2001,\n2002,\n", { rules = { "founded <= ended" } }))
    assert.same({ "1 nil rule_1 nil" }, check("founded,ended\n2001,\n", { rules = { "not missing(ended)" } }))
  end)

  it("comes in pages, with exact totals", function()
    local rows = { "id,v" }
    for i = 1, 2500 do rows[#rows + 1] = ("%d,%s"):format(i, i % 2 == 0 and "x" or "y") end
    local reg = assert(orgstat.parse(table.concat(rows, "\n") .. "\n"))
    local schema = { fields = { { name = "v", enum = { "y" } } } }
    local result = reg:validate(schema)
    assert.same({ 1250, 1000 }, { result.total, #result.violations })
    local page = reg:validate(schema, { offset = 1248, limit = 10 })
    assert.same({ 1250, 2, 2498, 2500 }, { page.total, #page.violations, page.violations[1].row,
      page.violations[2].row })
    assert.same(page.violations, result:page(1248))
    assert.same({}, result:page(1250))
    local n = 0
    for _ in result:each() do n = n + 1 end
    assert.equal(1250, n)
    assert.matches("\n%(1230 more%)$", tostring(result))
  end)

  it("finds the same in a register that stays in its file", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write "id,name,members,founded,ended\n"
    for i = 1, 5000 do
      file:write(("%d,N%d,%s,200%d,2005\n"):format(i % 4990, i, i % 700 == 0 and "x" or i, i % 7))
    end
    file:close()
    local schema = {
      fields = { { name = "id", unique = true }, { name = "members", type = "integer", maximum = 4998 } },
      rules = { "founded <= ended" },
    }
    local read, scanned = assert(orgstat.read(path)), assert(orgstat.scan(path, { block = 4096 }))
    local wanted, got = read:validate(schema), scanned:validate(schema)
    assert.same({ maximum = 2, rule_1 = 714, type = 7, unique = 10 }, wanted.by_rule)
    assert.same(wanted.by_rule, got.by_rule)
    assert.same(found(wanted), found(got))
    scanned:close()
    os.remove(path)
  end)

  it("says what is wrong with a schema", function()
    local reg = orgstat.parse "a\n1\n"
    for expected, schema in pairs {
      ["validate: schema: field 'a': no type 'intger'; did you mean 'integer'?"] = one { type = "intger" },
      ["validate: schema: field 1: it has no name"] = { fields = { {} } },
      ["validate: schema: fields: two are named 'a'"] = { fields = { "a", "a" } },
      ["validate: schema: field 'a': required must be a boolean, got a string"] = one { required = "yes" },
      ["validate: primaryKey: no field 'b'; did you mean 'a'? (fields: a)"] = { primaryKey = "b" },
      ["validate: schema: rules, item 1: it has no expression"] = { rules = { {} } },
      ["validate: schema: checks: no check 'damages'; did you mean 'damage'?"] = { checks = "damages" },
    } do
      assert.equal(expected, (support.raised(reg.validate, reg, schema)):sub(1, #expected))
    end
    assert.matches("^validate: no option 'limits'; did you mean 'limit'%?",
      (support.raised(reg.validate, reg, nil, { limits = 1 })))
    local message = support.raised(reg.validate, reg, "x.json")
    assert.matches("^validate: a schema must be a table, got a string", message)
  end)
end)

describe("patterns", function()
  local matcher = require("orgstat.register.validate.pattern").matcher

  it("are about the whole value", function()
    for pattern, values in pairs {
      ["[A-Z]{2}[0-9]+"] = { "AB1", "xAB1" }, ["^a|bc$"] = { "bc", "abc" }, ["(yes|no)"] = { "no", "noo" },
      ["\\d{2,3}"] = { "123", "1234" }, ["a.c"] = { "aéc", "ac" }, ["\\w*"] = { "a_1", "a b" }, ["x?y"] = { "y",
        "xxy" },
      ["a\\.b"] = { "a.b", "axb" }, ["[^a-c/]+"] = { "def", "dab" }, ["%d"] = { "%d", "5" }, [".*"] = { "đ", nil },
      ["Hội.*"] = { "Hội Đông y", "Hồi" }, ["[0-9]{3}-[0-9]*"] = { "123-", "12-" },
    } do
      local matches = assert(matcher(pattern))
      assert.is_true(matches(values[1]), pattern)
      if values[2] then assert.is_false(matches(values[2]), pattern) end
    end
  end)

  it("that need more than Lua has say so where PCRE2 is not installed", function()
    local installed = package.loaded.rex_pcre2
    package.loaded.rex_pcre2 = nil
    package.preload.rex_pcre2 = function() error "not installed" end
    finally(function() package.loaded.rex_pcre2, package.preload.rex_pcre2 = installed, nil end)
    assert.is_true(assert(matcher "a.c") "aéc")
    for _, pattern in ipairs { "(ab)+", "a*?", "(?=x)y", "[đ]", "a{1,9999}", "(a)\\1", "[ab", "\\p{L}" } do
      local matches, why = matcher(pattern)
      assert.is_nil(matches, pattern)
      assert.matches("install lua-rex-pcre2", why, 1, true)
    end
  end)
end)

describe("schemas in files", function()
  local path = os.tmpname()
  teardown(function() os.remove(path) end)

  local function write(text)
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
  end

  it("are Frictionless Table Schemas", function()
    write [[{
      "fields": [
        { "name": "id", "type": "string", "constraints": { "required": true, "unique": true } },
        { "name": "n", "type": "number", "decimal": true, "constraints": { "minimum": 0 }, "rdfType": "x" },
        { "name": "c", "type": "string", "constraints": { "enum": [ "a" ] }, "format": null }
      ],
      "primaryKey": [ "id" ], "missingValues": [ "", "NA" ],
      "foreignKeys": [ { "fields": "c", "reference": { "resource": "", "fields": "id" } } ],
      "x-owner": { "name": "office" }
    }]]
    local schema = assert(orgstat.schema.read(path))
    assert.same({
      { name = "id", type = "text", required = true, unique = true },
      { name = "n", type = "decimal", minimum = 0, rdfType = "x" }, { name = "c", type = "text", enum = { "a" } },
    }, schema.fields)
    assert.same({ "id" }, schema.primaryKey)
    assert.equal(true, orgstat.schema.write(schema, path))
    assert.same(schema, orgstat.schema.read(path))
    local json = cjson.decode(paths.bytes(path))
    assert.same({ required = true, unique = true }, json.fields[1].constraints)
    assert.same({ "string", "number", "office" }, { json.fields[1].type, json.fields[2].type, json["x-owner"].name })
    assert.same({ "2 id primaryKey x", "3 c enum b", "3 c foreignKey b" },
      check("id,n,c\nx,1,NA\nx,2,\na,3,b\n", schema))
  end)

  it("may lie in a data package", function()
    write '\239\187\191{ "resources": [ { "path": "a.csv", "schema": { "fields": [ { "name": "a" } ] } } ] }'
    assert.equal("a", assert(orgstat.schema.read(path)).fields[1].name)
  end)

  it("that are none say so", function()
    for _, text in ipairs { "", "[]", "{", '{"fields": 1}', '{"fields": []} x', "{}", '"x"', "null" } do
      write(text)
      local schema, message, details = orgstat.schema.read(path)
      assert.is_nil(schema, text)
      assert.equal("invalid_schema", details.code)
      assert.matches("this is no schema", message, 1, true)
    end
    assert.equal("open_failed", select(3, orgstat.schema.read "no/such.json").code)
  end)

  it("are proposed from records, which then fulfil them", function()
    local reg = assert(orgstat.read "data/binh-thuan-2024.csv")
    local schema = orgstat.schema.infer(reg)
    assert.same({ name = "id", type = "text", required = true, unique = true, pattern = "BT-[0-9]{4}" },
      schema.fields[1])
    assert.equal("id", schema.primaryKey)
    local members
    for _, field in ipairs(schema.fields) do
      if field.name == "members" then members = field end
    end
    assert.same({ "integer", 0 }, { members.type, members.minimum })
    assert.equal(0, reg:validate(schema).total)
    assert.equal(true, orgstat.schema.write(schema, path))
    assert.equal(0, reg:validate(assert(orgstat.schema.read(path))).total)
  end)
end)

describe("lines", function()
  local path = os.tmpname()
  teardown(function() os.remove(path) end)

  local function lines(text, opts, schema)
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
    local list = {}
    for _, f in ipairs { orgstat.read, orgstat.scan } do
      local own = {}
      for v in assert(f(path, opts)):validate(schema or one { enum = { "ok" } }):each() do own[#own + 1] = v.line end
      list[#list + 1] = table.concat(own, " ")
    end
    assert.equal(list[1], list[2])
    return list[1]
  end

  it("are those of the file, whatever stands between", function()
    assert.equal("3", lines "a,b\nok,1\nx,2\n")
    assert.equal("2 5 7", lines('a,b\nx,"1\n\n2"\ny,3\n\nz,4\n'))
    assert.equal("3 4", lines("a,b\r\nok,1\r\nx,2\r\ny,2"))
    assert.equal("2 3", lines("a,b\rx,1\ry,2\r"))
    assert.equal("1 2", lines("x,1\ny,2\n", { header = false }, one { name = "column_1", enum = { "ok" } }))
    assert.equal("2", lines("\239\187\191a,b\nx,1\n"))
    assert.equal("3", lines((("a,b\nok,1\nx,2\n"):gsub(".", "%0\0")), { encoding = "utf-16le" }))
  end)

  it("count rejected rows", function()
    assert.equal("3 5", lines("a,b\n1\nx,1\n1,2,3\ny,2\n", { bad_rows = "collect" }))
    assert.equal("3 5", lines("a,b\nok,x\nx,1\nok,y\ny,2\n", { bad_rows = "collect", types = { b = "integer" } }))
  end)

  it("are the same for blocks of any size and any number of threads", function()
    local rows, wanted = { "a,b\n" }, {}
    local line = 2
    for i = 1, 4000 do
      local bad = i % 3 == 0
      rows[#rows + 1] = bad and 'x,"1\n2"\n' or "ok,1\n"
      wanted[#wanted + 1] = bad and tostring(line) or nil
      line = line + (bad and 2 or 1)
    end
    for _, block in ipairs { 64, 1000, 100000 } do
      for threads = 1, 2 do
        assert.equal(table.concat(wanted, " "), lines(table.concat(rows), { block = block, threads = threads }))
      end
    end
  end)
end)

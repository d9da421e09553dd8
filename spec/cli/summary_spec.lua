-- `orgstat summary` from the shell: what is printed, to a reader and to a program.
local cjson = require "cjson"
local paths = require "spec.support.paths"

local orgstat, run = paths.orgstat, paths.run
local SAMPLE = "data/binh-thuan-2024.csv"

local SMALL = [[
name,"a,b",fee,count,since,active,note
Hội A,x,1.50,4,2024-08,true,
Hội B,x,10.25,1392,2023,false,
"Chi hội ""C""",,0.05,5,2024-08-31,true,
]]

describe("orgstat summary", function()
  local folder, small

  local function file(name, bytes)
    local path = folder .. "/" .. name
    local out = assert(io.open(path, "wb"))
    assert(out:write(bytes))
    assert(out:close())
    return path
  end

  setup(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
    small = file("small.csv", SMALL)
  end)

  teardown(function() os.execute("rm -rf " .. folder) end)

  local function good(...)
    local output, errors, status = orgstat("summary", ...)
    assert.same({ "", 0 }, { errors, status })
    return output
  end

  local function json(...) return cjson.decode(good("--format", "json", ...)) end

  local function refused(wanted, ...)
    local output, errors, status = orgstat("summary", ...)
    assert.same({ "", 2 }, { output, status })
    assert.is_truthy(errors:find(wanted, 1, true), errors)
  end

  it("describes the fields", function()
    assert.equal(small .. [[

3 rows, 7 fields

field   type     missing  distinct  min          max
------  -------  -------  --------  -----------  ----------
name    text           0         3  Chi hội "C"  Hội B
a,b     text           1         1  x            x
fee     decimal        0         3  0.05         10.25
count   integer        0         3  4            1392
since   date           0         3  2023         2024-08-31
active  boolean        0         2  false        true
note    text           3         0
]], good(small))
  end)

  it("counts groups, with shares and a total line", function()
    assert.equal(SAMPLE .. [[

1,392 rows, 24 fields

scope_level  count   share  sum of members   share
-----------  -----  ------  --------------  ------
commune      1,203   86.4%         343,022   77.8%
district       124    8.9%          33,777    7.7%
province        65    4.7%          63,733   14.5%
-----------  -----  ------  --------------  ------
Total        1,392  100.0%         440,532  100.0%
]], good(SAMPLE, "--by", "scope_level", "--sum", "members"))
  end)

  it("sorts and limits the groups; what is left out is added up, the total is of all", function()
    local output = good(SAMPLE, "--by", "scope_level,category", "--sort", "-count", "--limit", "2", "--sum", "members")
    assert.equal([[
scope_level  category  count   share  sum of members   share
-----------  --------  -----  ------  --------------  ------
commune      unknown   1,203   86.4%         343,022   77.8%
district     unknown     124    8.9%          33,777    7.7%
(2 more)                  65    4.7%          63,733   14.5%
-----------  --------  -----  ------  --------------  ------
Total                  1,392  100.0%         440,532  100.0%
]], output:match "\n\n(scope_level.*)")
    local groups = json(SAMPLE, "--by", "scope_level", "--sum", "members", "--sort", "-members").groups
    assert.same({ "commune", "province", "district" },
      { groups[1].scope_level, groups[2].scope_level, groups[3].scope_level })
    assert.equal(1, #json(SAMPLE, "--by", "scope_level", "--sort=scope_level", "--limit=1").groups)
  end)

  it("gives statistics, over all and for each group", function()
    local output = good(SAMPLE, "--where", 'scope_level == "province"', "--stats", "members")
    assert.matches('\n65 of 1,392 rows where scope_level == "province"; 24 fields\n', output, 1, true)
    assert.matches("\nsum              63,733\n", output, 1, true)
    assert.matches("\ngini             0.6703\n", output, 1, true)
    output = good(SAMPLE, "--by", "scope_level", "--stats", "members,founded_on")
    assert.matches("\nmembers\nscope_level%s+sum%s+mean%s+sd%s+min%s+q1%s+median%s+q3%s+max\n", output)
    assert.matches("\nfounded_on\nscope_level%s+n%s+missing%s+min%s+max\n", output)
  end)

  describe("as JSON", function()
    it("has rows, fields in full, and nothing that was not asked for", function()
      assert.equal([[
{
  "rows": 3,
  "fields": [
    {"name": "name", "type": "text", "missing": 0, "distinct": 3, "min": "Chi hội \"C\"", "max": "Hội B"},
    {"name": "a,b", "type": "text", "missing": 1, "distinct": 1, "min": "x", "max": "x"},
    {"name": "fee", "type": "decimal", "missing": 0, "distinct": 3, "min": 0.05, "max": 10.25},
    {"name": "count", "type": "integer", "missing": 0, "distinct": 3, "min": 4, "max": 1392},
    {"name": "since", "type": "date", "missing": 0, "distinct": 3, "min": "2023", "max": "2024-08-31"},
    {"name": "active", "type": "boolean", "missing": 0, "distinct": 2, "min": false, "max": true},
    {"name": "note", "type": "text", "missing": 3, "distinct": 0}
  ]
}
]], good("--format", "json", small))
    end)

    it("has groups in order, decimals digit for digit, the missing group without its key", function()
      assert.equal([[
{
  "rows": 3,
  "fields": [
    {"name": "name", "type": "text"},
    {"name": "a,b", "type": "text"},
    {"name": "fee", "type": "decimal"},
    {"name": "count", "type": "integer"},
    {"name": "since", "type": "date"},
    {"name": "active", "type": "boolean"},
    {"name": "note", "type": "text"}
  ],
  "groups": [
    {"a,b": "x", "count": 2, "sum": 11.75},
    {"count": 1, "sum": 0.05}
  ]
}
]], good("--format", "json", small, "--by", "`a,b`", "--sum", "fee"))
    end)

    it("has the fields in full with --fields, and the statistics under their field", function()
      local answer = json(small, "--fields", "--stats", "fee,since,name", "--where", "active == true")
      assert.equal(2, answer.rows)
      assert.equal(2, answer.fields[3].distinct)
      assert.is_nil(answer.groups)
      assert.same({ n = 2, missing = 0, distinct = 2, sum = 1.55, min = 0.05, max = 1.5 },
        { n = answer.stats.fee.n, missing = answer.stats.fee.missing, distinct = answer.stats.fee.distinct,
          sum = answer.stats.fee.sum, min = answer.stats.fee.min, max = answer.stats.fee.max })
      assert.same({ n = 2, missing = 0, distinct = 2, min = "2024-08", max = "2024-08-31", mode = "2024-08" },
        answer.stats.since)
      assert.matches('"fee": {"n": 2, "missing": 0, "distinct": 2, "sum": 1.55, "mean": 0.775, ',
        good("--format", "json", small, "--stats", "fee", "--where", "active == true"), 1, true)
    end)

    it("has a group's statistics under their names; a name that is taken gets the field's", function()
      local group = json(SAMPLE, "--by", "scope_level", "--stats", "members").groups[3]
      assert.same({ "province", 65, 65, 0, 63733, 331 },
        { group.scope_level, group.count, group.n, group.missing, group.sum, group.median })
      group = json(SAMPLE, "--by", "scope_level", "--sum", "members", "--stats", "branches").groups[3]
      assert.same({ 63733, 1811, 55 }, { group.sum, group.sum_branches, group.n })
      group = json(small, "--by", "count", "--stats", "fee,count").groups[1]
      assert.same({ 4, 1, 1.5, 4 }, { group.count, group.count_2, group.sum_fee, group.sum_count })
    end)

    it("has one group of all records for --sum without --by", function()
      assert.same({ { count = 1392, sum = 440532 } }, json(SAMPLE, "--sum", "members").groups)
    end)

    it("has no group when there is no record", function()
      local answer = good("--format", "json", small, "--by", "since", "--sum", "fee", "--where", 'name == "nobody"')
      assert.matches('"rows": 0,', answer, 1, true)
      assert.matches('"groups": []', answer, 1, true)
    end)

    it("is an array of objects with their file when there are several", function()
      local answer = json(small, SAMPLE)
      assert.same({ small, 3, 7 }, { answer[1].file, answer[1].rows, #answer[1].fields })
      assert.same({ SAMPLE, 1392, 24 }, { answer[2].file, answer[2].rows, #answer[2].fields })
      assert.is_nil(json(small).file)
    end)
  end)

  it("writes CSV: the groups, else the statistics, else the fields", function()
    assert.equal('"a,b",count,sum\nx,2,11.75\n,1,0.05\n',
      good("--format", "csv", small, "--by", "`a,b`", "--sum", "fee"))
    assert.equal("field,n,missing,distinct,sum,mean,sd,var,min,q1,median,q3,max,iqr,mad,mode,gini,hhi\n"
      .. "count,3,0,3,1401,467,",
      good("--format", "csv", small, "--stats", "count"):match "^.-467,")
    assert.equal("name,type,missing,distinct,min,max\n", good("--format", "csv", small):match "^.-\n")
    assert.equal("file,active,count\n" .. small .. ",true,2\n" .. small .. ",true,2\n",
      good("--format", "csv", small, small, "--by", "active", "--where", "active == true"))
  end)

  it("writes Markdown", function()
    assert.equal("## " .. small .. [[


2 of 3 rows where active == true; 7 fields

| active | count | share |
| --- | ---: | ---: |
| true | 2 | 100.0% |
| Total | 2 | 100.0% |
]], good("--format", "markdown", small, "--by", "active", "--where", "active == true"))
  end)

  it("gives no shares of sums that are not finite, and no infinity in JSON", function()
    local path = file("huge.csv", "g,v\na,1e308\na,1e308\nb,1e0\n")
    assert.matches("sum of v\n", good(path, "--by", "g", "--sum", "v"), 1, true)
    assert.matches("a +2 +66.7%% +inf\n", good(path, "--by", "g", "--sum", "v"))
    local groups = json(path, "--by", "g", "--sum", "v").groups
    assert.same({ { g = "a", count = 2 }, { g = "b", count = 1, sum = 1 } }, groups)
  end)

  it("keeps all digits of integer sums", function()
    local path = file("big.csv", "g,v\na,9223372036854775807\na,9223372036854775807\nb,1\n")
    assert.equal("g,count,sum\na,2,18446744073709551614\nb,1,1\n",
      good(path, "--by", "g", "--sum", "v", "--format", "csv"))
    assert.matches("18,446,744,073,709,551,614", good(path, "--by", "g", "--sum", "v"), 1, true)
    assert.matches('"sum": 18446744073709551614}', good(path, "--by", "g", "--sum", "v", "--format", "json"), 1, true)
  end)

  it("reads standard input", function()
    local output, errors, status = run("./bin/orgstat summary - --by scope_level --format csv <" .. SAMPLE)
    assert.same({ "scope_level,count\ncommune,1203\ndistrict,124\nprovince,65\n", "", 0 }, { output, errors, status })
    output, errors, status = run("printf 'a,b\\n1\\n' | ./bin/orgstat summary -")
    assert.same({ "", 2 }, { output, status })
    assert.matches("orgstat: standard input:2", errors, 1, true)
  end)

  it("writes to a file, in the format of its ending", function()
    local path = folder .. "/out.json"
    assert.equal("", good(SAMPLE, "--by", "scope_level", "-o", path))
    assert.equal(1203, cjson.decode(paths.bytes(path)).groups[1].count)
    refused("cannot be written", SAMPLE, "-o", folder .. "/none/out.json")
  end)

  it("takes the reading options", function()
    local path = file("other.csv", "1|NA\n007|x\n")
    local answer = json(path, "--separator", "|", "--no-header", "--missing", "NA,-", "--types", "column_1=text")
    assert.same({ name = "column_1", type = "text", missing = 0, distinct = 2, min = "007", max = "1" },
      answer.fields[1])
    assert.equal(1, answer.fields[2].missing)
    assert.equal("text", json(SAMPLE, "--types", "text").fields[20].type)
    refused("--types: no field 'nonsense'", SAMPLE, "--types", "nonsense=integer")
  end)

  it("reports rejected rows and goes on, with status 1", function()
    local path = file("ragged.csv", "a,b\n1,2\n3\n4,5,6\n7,8\n")
    refused(path .. ":3", path)
    local output, errors, status = orgstat("summary", path, "--bad-rows", "collect", "--format", "csv", "--sum", "a")
    assert.same({ "count,sum\n2,8\n", 1 }, { output, status })
    assert.matches(path .. ": line 3 rejected: ", errors, 1, true)
    assert.matches(path .. ": line 4 rejected: ", errors, 1, true)
  end)

  it("lists what was detected on standard error with --verbose", function()
    local output, errors, status = orgstat("summary", file("zero.csv", "id;n\n01;1\n"), "--verbose", "--by", "id")
    assert.equal(0, status)
    assert.matches("orgstat: note: " .. folder .. "/zero.csv: The fields are separated by ';'.\n", errors, 1, true)
    assert.is_nil(output:find("note", 1, true))
    assert.equal(output, (orgstat("summary", folder .. "/zero.csv", "--by", "id")))
  end)

  it("refuses unknown fields and what cannot be computed", function()
    refused("--by: no field 'scope_levl'; did you mean 'scope_level'?", SAMPLE, "--by", "scope_levl")
    refused("--sum: no field 'member'; did you mean 'members'?", SAMPLE, "--sum", "member")
    refused("--stats: no field 'x'", SAMPLE, "--stats", "x")
    refused("--where: character 1: no field 'statu'; did you mean 'status'?", SAMPLE, "--where", 'statu == "active"')
    refused("--sort: no field 'cont'; did you mean 'count'?", SAMPLE, "--by", "status", "--sort", "-cont")
    refused("--sum: field 'name' is of type text; only numbers add up", SAMPLE, "--sum", "name")
    refused("--by: field 'status' stands there twice", SAMPLE, "--by", "status,status")
    refused("--limit concerns groups and needs --by", SAMPLE, "--limit", "3")
    refused('--where: character 12: a number is expected beside field \'members\' of type integer, found "many" (text)',
      SAMPLE, "--where", 'members == "many"')
    refused("--where: character 13: an expression is expected, found the end", SAMPLE, "--where", "members >= (")
  end)

  it("takes options of lists several times, and those of one value once", function()
    local function csv(...) return good("--format", "csv", SAMPLE, ...) end
    assert.equal(csv("--by", "scope_level,status"), csv("--by", "scope_level", "--by", "status"))
    local large, rich = "members > 50", "branches > 3 or missing(seat)"
    assert.equal(csv("--by", "status", "--where", ("(%s) and (%s)"):format(large, rich)),
      csv("--by", "status", "--where", large, "--where", rich))
    assert.equal(csv("--stats", "members,branches"), csv("--stats", "members", "--stats", "branches"))
    assert.matches("where (members > 50) and (branches > 3);",
      good(SAMPLE, "--where", large, "--where", "branches > 3"), 1, true)
    refused("\n  status > 1\n           ^\n", SAMPLE, "--where", large, "--where", "status > 1")
    refused("--by: field 'status' stands there twice", SAMPLE, "--by", "status", "--by", "status")
    for _, twice in ipairs {
      { "--sum", "members", "--sum", "branches" }, { "--sort", "count", "--sort", "-count" },
      { "--limit", "1", "--limit", "2" }, { "--format", "json", "--format", "csv" },
      { "--separator", ",", "--separator", ";" },
    } do
      local message = ("option '%s' must be used at most 1 time"):format(twice[1])
      refused(message, SAMPLE, "--by", "status", table.unpack(twice))
    end
    local path = file("words.csv", "a,b,c\n007,-,x\nNA,2,y\n")
    assert.equal(good(path, "--missing", "-,NA", "--types", "a=text,b=integer"),
      good(path, "--missing", "-", "--missing", "NA", "--types", "a=text", "--types", "b=integer"))
    refused("--types: field 'a' is text and integer", path, "--types", "a=text", "--types", "a=integer")
    refused("--types: text is the type of all fields, and stands alone", path, "--types", "text", "--types", "a=date")
    refused("--kinds: field 'b' is stock and flow", path, "--kinds", "b=stock,b=flow")
  end)

  it("adds up true, and nothing at all", function()
    local path = file("empty.csv", "g,e,b\na,,true\nb,,false\n")
    assert.equal("g,count,sum\na,1,0\nb,1,0\n", good(path, "--by", "g", "--sum", "e", "--format", "csv"))
    assert.equal("count,sum\n2,1\n", good(path, "--sum", "b", "--format", "csv"))
  end)

  it("shows nothing of several files when one has not the field, and says which", function()
    local other = file("other-fields.csv", "x\n1\n")
    for _, format in ipairs { "text", "json", "csv", "markdown" } do
      refused("orgstat: " .. other .. ": --by: no field 'active'", small, other, "--by", "active", "--format", format)
    end
  end)

  it("goes on after a file that cannot be read", function()
    local output, errors, status = orgstat("summary", "no-such.csv", small, "--by", "active", "--format", "csv")
    assert.same({ "file,active,count\n" .. small .. ",false,1\n" .. small .. ",true,2\n", 2 }, { output, status })
    assert.matches("no-such.csv: cannot be opened", errors, 1, true)
  end)
end)

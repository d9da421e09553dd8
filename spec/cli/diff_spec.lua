local cjson = require "cjson"
local paths = require "spec.support.paths"

describe("orgstat diff", function()
  local old, new, same

  setup(function()
    local function file(text)
      local path = os.tmpname()
      local out = assert(io.open(path, "wb"))
      out:write(text)
      out:close()
      return path
    end
    old = file "id,name,members\n1,Hội Hòa,10\n2,Hội B,20\n3,Hội C,\n"
    new = file "id,name,members\n2,Hội B,21\n1,Hội Hoà,10\n4,Hội D,1\n"
    same = file "id,name,members\n1,Hội Hoà,10\n2,Hội B,20\n3,Hội C,\n"
  end)
  teardown(function()
    for _, path in ipairs { old, new, same } do os.remove(path) end
  end)

  it("says what differs, and exits with 1", function()
    local output, errors, status = paths.orgstat("diff", old, new)
    assert.same({ "", 1 }, { errors, status })
    assert.matches("^3 records before, 3 after: 1 added, 1 removed, 2 changed, 0 unchanged\n", output)
    assert.matches("\n2   members  20       21       exact\n1   name     Hội Hòa  Hội Hoà  tone\n", output)
    output = paths.orgstat("diff", old, new, "--limit", "1")
    assert.matches("\n(1 more)\n", output, 1, true)
    assert.is_nil(output:find("tone\n", 100, true))
  end)

  it("exits with 0 where nothing differs, also in tone marks when these do not count", function()
    local output, errors, status = paths.orgstat("diff", old, old)
    assert.same({ "3 records before, 3 after: 0 added, 0 removed, 0 changed, 3 unchanged\n", "", 0 },
      { output, errors, status })
    assert.equal(1, (select(3, paths.orgstat("diff", old, same))))
    assert.equal(0, (select(3, paths.orgstat("diff", old, same, "--compare", "tone"))))
    assert.equal(0, (select(3, paths.orgstat("diff", old, same, "--compare", "name=tone"))))
    assert.equal(0, (select(3, paths.orgstat("diff", old, same, "--fields", "members"))))
  end)

  it("writes the contract's JSON, CSV and Markdown", function()
    local json = cjson.decode((paths.orgstat("diff", old, new, "--format", "json")))
    assert.same({
      added = { 4 }, removed = { 3 }, unchanged = 0, duplicates = {},
      changed = {
        { key = 1, field = "name", old = "Hội Hòa", new = "Hội Hoà", kind = "tone" },
        { key = 2, field = "members", old = 20, new = 21, kind = "exact" },
      },
    }, json)
    assert.matches("\nchanged,2,members,20,21,exact,\n", (paths.orgstat("diff", old, new, "--format", "csv")), 1, true)
    local markdown = paths.orgstat("diff", old, new, "--format", "markdown")
    assert.matches("\n| removed | 3 |  |  |  |  |  |\n", markdown, 1, true)
  end)

  it("writes a file, and reads standard input", function()
    local path = os.tmpname()
    local output, _, status = paths.run(("./bin/orgstat diff - %s -o %s --format json <%s"):format(new, path, old))
    assert.same({ "", 1 }, { output, status })
    assert.equal(0, cjson.decode(paths.bytes(path)).unchanged)
    os.remove(path)
  end)

  it("reads with the common options, and reports rejected rows", function()
    local _, errors, status = paths.run(("printf 'id,x\\n1,2\\n3\\n' | ./bin/orgstat diff - %s --bad-rows collect "
      .. "--fields id"):format(old))
    assert.equal(1, status)
    assert.matches("standard input: line 3 rejected", errors, 1, true)
  end)

  it("takes wrong usage and files that cannot be read with 2", function()
    local function refused(message, ...)
      local output, errors, status = paths.orgstat("diff", ...)
      assert.same({ "", 2 }, { output, status })
      assert.matches(message, errors, 1, true)
    end
    refused("--key: no field 'code' in the old register (fields: id, name, members)", old, new, "--key", "code")
    refused("--fields: no field 'x' in the old register", old, new, "--fields", "x")
    refused("--compare: no field 'nam' in the old register; did you mean 'name'?", old, new, "--compare", "nam=tone")
    refused("--compare: found 'tune'; expected KIND or FIELD=KIND (exact, tone, fold)", old, new, "--compare", "tune")
    refused("--compare: tone concerns all fields, and stands alone", old, new, "--compare", "tone",
      "--compare", "name=fold")
    refused("--compare: field 'name' is tone and fold", old, new, "--compare", "name=tone", "--compare", "name=fold")
    assert.same({ paths.orgstat("diff", old, new, "--fields", "name,members", "--key", "id") },
      { paths.orgstat("diff", old, new, "--fields", "name", "--fields", "members", "--key", "id") })
    refused("--limit: expected a whole number", old, new, "--limit", "few")
    refused("no-such.csv: cannot be opened", old, "no-such.csv")
    refused("no-such.csv: cannot be opened", "no-such.csv", new)
    refused("only one of OLD and NEW can be standard input", "-", "-")
    local output, _, status = paths.orgstat("diff", "--help")
    assert.equal(0, status)
    assert.matches("orgstat diff old.csv new.csv --key code --compare name=tone", output, 1, true)
  end)

  it("takes a key field given twice for wrong usage", function()
    local output, errors, status = paths.orgstat("diff", "data/binh-thuan-2024.csv", "data/binh-thuan-2024.csv",
      "--key", "id,id")
    assert.same({ "", 2 }, { output, status })
    assert.matches("--key: field 'id' is in it twice", errors, 1, true)
  end)
end)

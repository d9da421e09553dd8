-- `orgstat summary` of files that stay where they are, against the same bytes on standard input.
local cjson = require "cjson"
local paths = require "spec.support.paths"

local orgstat, run, quote = paths.orgstat, paths.run, paths.quote
local SAMPLE = "data/binh-thuan-2024.csv"

describe("orgstat summary", function()
  local path

  before_each(function() path = os.tmpname() end)
  after_each(function() os.remove(path) end)

  local function save(bytes)
    local file = assert(io.open(path, "wb"))
    assert(file:write(bytes))
    assert(file:close())
  end

  local QUERIES = {
    { "--by", "scope_level,category", "--sum", "members" },
    { "--by", "district", "--sort", "-count", "--limit", "3" },
    { "--by", "scope_level", "--sum", "members", "--stats", "members,founded_on" },
    { "--by", "scope_level", "--stats", "area_code", "--sort", "-mean" },
    { "--sum", "branches" },
    { "--stats", "members,as_of,name" },
    { "--where", 'status == "active" and scope_level == "province"', "--by", "legal_form", "--sum", "branches" },
    { "--where", 'status == "active"', "--stats", "members" },
    { "--where", "members == 100", "--by", "scope_level" },
    { "--where", "members == 100", "--sum", "members" },
    { "--where", 'members == "100"', "--sum", "members" },
    { "--by", "nowhere" }, { "--sum", "name" }, { "--where", "members == -1", "--by", "status" },
    { "--types", "text", "--by", "members", "--limit", "2" },
    { "--types", "members=text", "--sum", "members" },
    { "--types", "name=integer", "--sum", "members" },
  }

  for _, query in ipairs(QUERIES) do
    it("says the same from the file and from standard input: " .. table.concat(query, " "), function()
      for _, format in ipairs { "text", "json", "csv", "markdown" } do
        local words = quote("summary", "--format", format, table.unpack(query))
        local file = table.pack(run("./bin/orgstat " .. words .. " " .. SAMPLE))
        local input = table.pack(run("./bin/orgstat " .. words .. " - < " .. SAMPLE))
        for i = 1, 2 do file[i] = file[i]:gsub(SAMPLE:gsub("%p", "%%%0"), "standard input") end
        assert.same(input, file)
      end
    end)
  end

  -- Where no sample comes by.
  local function late(value)
    local lines = { "a,b,c" }
    for i = 1, 120000 do lines[i + 1] = ("%d,%d,k%d"):format(i, i, i % 3) end
    lines[112000] = value .. ",1,k1"
    save(table.concat(lines, "\n") .. "\n")
  end

  it("marks types that a sample gave, and those only", function()
    late "1"
    local fields = cjson.decode((orgstat("summary", path, "--by", "c", "--sum", "a", "--format", "json"))).fields
    assert.same({
      { name = "a", type = "integer" }, { name = "b", type = "integer", sampled = true }, { name = "c", type = "text" },
    }, fields)
    fields = cjson.decode((orgstat("summary", path, "--by", "c", "--fields", "--format", "json"))).fields
    assert.is_nil(fields[2].sampled)
    fields = cjson.decode((orgstat("summary", SAMPLE, "--by", "status", "--format", "json"))).fields
    assert.is_nil(fields[2].sampled) -- so small that the sample is all of it
  end)

  it("finds types that show late", function()
    late "x"
    local _, errors, status = orgstat("summary", path, "--by", "c", "--sum", "a")
    assert.equal(2, status)
    assert.matches("--sum: field 'a' is of type text; only numbers add up", errors, 1, true)
    _, errors, status = orgstat("summary", path, "--by", "c", "--where", "a == 7")
    assert.equal(2, status)
    assert.matches("--where: character 6: a text is expected beside field 'a' of type text, found 7", errors, 1, true)
    local output = orgstat("summary", path, "--where", 'a == "x"', "--by", "c", "--stats", "a", "--format", "csv")
    assert.equal("c,count,n,missing,distinct,min,max\nk1,1,1,0,1,x,x\n", output)
  end)

  it("reports rejected rows with their lines and exits 1", function()
    save "a,b\n1,2\n3\n4,5\n"
    local output, errors, status = orgstat("summary", path, "--bad-rows", "collect", "--sum", "b", "--format", "csv")
    assert.same({ "count,sum\n2,7\n", 1 }, { output, status })
    assert.matches("line 3 rejected: the row has 1 field", errors, 1, true)
  end)

  it("goes on after a file whose data are at fault", function()
    save "a,status\n1,x\n3\n"
    local output, errors, status = orgstat("summary", path, SAMPLE, "--by", "status", "--format", "json")
    assert.equal(2, status)
    assert.matches("orgstat: " .. path .. ":3:1: the row has 1 field, 2 fields expected", errors, 1, true)
    assert.equal(1392, cjson.decode(output)[1].rows)
  end)

  it("ends at once and quietly on Ctrl-C", function()
    local _, errors, status = run "sleep 2 | timeout --preserve-status -s INT 0.2 ./bin/orgstat summary -"
    assert.same({ "", 130 }, { errors, status })
    late "1"
    _, errors, status = run("exec ./bin/orgstat summary --by c " .. path .. (" " .. path):rep(200)
      .. " >" .. path .. ".out & sleep 0.2; kill -INT $!; wait $!")
    os.remove(path .. ".out")
    assert.same({ "", 130 }, { errors, status })
  end)
end)

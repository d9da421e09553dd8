local orgstat = require "orgstat"
local support = require "spec.register.support"

describe("describe", function()
  local reg = support.sample()

  it("gives a register with a record for each field", function()
    local result = reg:describe()
    assert.equal(7, #result)
    assert.same({
      field = "members", type = "integer", n = 5, missing = 1, distinct = 4, min = "40", q1 = 80.0, median = 80.0,
      q3 = 120.0, max = "200", mean = 104.0, sd = reg:stats("members").sd, mode = "80",
    }, result[4])
    assert.same({ field = "founded", type = "date", n = 4, missing = 2, distinct = 4, min = "1956", max = "2001",
      mode = "1956" }, result[5])
    assert.same({ field = "fee", type = "decimal", n = 3, missing = 3, distinct = 3, min = "0.30", q1 = 0.675,
      median = 1.05, q3 = 6.775, max = "12.50", mean = 13.85 / 3, sd = reg:stats("fee").sd, mode = "0.30" }, result[6])
    assert.same({ field = "active", type = "boolean", n = 2, missing = 4, distinct = 2, min = "false", max = "true",
      mode = "false" }, result[7])
    assert.equal("missing", result:fields()[4].name)
    assert.equal("active", result:sort("-missing", "field")[1].field)
  end)

  it("prints all fields", function()
    local text = tostring(reg:describe())
    assert.matches("^register, described: 7 rows x 13 columns\n", text)
    for _, name in ipairs { "name", "level", "category", "members", "founded", "fee", "active" } do
      assert.matches("\n" .. name .. " +%l+ +%d", text)
    end
    for line in text:gmatch "[^\n]+" do assert.is_true(#line <= 100, line) end
  end)

  it("describes no fields, no records, and a register in its file", function()
    assert.equal(0, #orgstat.register({}):describe())
    local none = reg:head(0):describe()
    assert.same({ field = "members", type = "integer", n = 0, missing = 0, distinct = 0 }, none[4])
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write "a,b\n1,x\n3,\n"
    file:close()
    local scan = assert(orgstat.scan(path))
    local result = scan:describe()
    assert.same({ field = "a", type = "integer", n = 2, missing = 0, distinct = 2, min = "1", q1 = 1.5, median = 2.0,
      q3 = 2.5, max = "3", mean = 2.0, sd = math.sqrt(2), mode = "1" }, result[1])
    assert.same({ field = "b", type = "text", n = 1, missing = 1, distinct = 1, min = "x", max = "x", mode = "x" },
      result[2])
    os.remove(path)
  end)
end)

local orgstat = require "orgstat"
local support = require "spec.register.support"
local raised = support.raised

local function parse(text, opts)
  return (assert(orgstat.parse(text, opts))) -- and not what luassert returns besides
end

local function csv(reg)
  local pieces = {}
  require("orgstat.present.csv").write(reg, function(piece) pieces[#pieces + 1] = piece end)
  return table.concat(pieces)
end

local function types(reg)
  local list = {}
  for i, field in ipairs(reg:fields()) do list[i] = field.name .. " " .. field.type end
  return table.concat(list, ", ")
end

describe("append", function()
  it("puts records below one another, fields by name", function()
    local a, b = parse "id,x\n1,a\n2,b\n", parse "y,id\ntrue,3\n"
    assert.equal('id,x,y\n1,a,\n2,b,\n3,,true\n', csv(a:append(b)))
    assert.equal(7, #a:append(b, a, a))
    assert.equal(4, #a:append(a))
    assert.equal(2, #a:append(b:head(0)))
  end)

  it("lets numbers meet on the ladder", function()
    local a = parse "x,y,z\n1,1,1\n"
    local both = a:append(parse "x,y,z\n2.50,1e3,2\n")
    assert.equal("x decimal, y number, z integer", types(both))
    assert.equal("x,y,z\n1.00,1.0,1\n2.50,1000.0,2\n", csv(both))
    assert.same({}, both:notes())
  end)

  it("makes text of types that do not go together, and says so", function()
    local both = parse "x,y\n1,2024-08-01\n":append(parse "x,y\na,5\n")
    assert.equal("x text, y text", types(both))
    assert.equal("x,y\n1,2024-08-01\na,5\n", csv(both))
    local notes = both:notes()
    assert.equal(2, #notes)
    assert.equal("The registers have this field as integer, text, which go together as text only.", notes[1].why)
    assert.equal("y", notes[2].field)
    local lossy = parse "x\n9007199254740993\n":append(parse "x\n1e3\n")
    assert.equal("x\n9007199254740993\n1000.0\n", csv(lossy))
    assert.equal(1, #lossy:notes())
    assert.equal("x\n1.50\ntrue\n", csv(parse "x\n1.50\n":append(parse "x\ntrue\n")))
  end)

  it("keeps all digits where no decimal has room for all of them", function()
    local small = orgstat.register({ { y = "0.123456789012345678" } }, { { "y", "decimal" } }):mutate { y = "y * y" }
    local large = orgstat.register({ { y = math.maxinteger } }, { { "y", "integer" } })
    for _, both in ipairs { small:append(large), large:append(small) } do
      local values = {}
      for _, value in both:values "y" do values[value] = true end
      assert.is_true(values["9223372036854775807"] and values["0.015241578753238836527968299765279684"])
      assert.equal("clashing_types", both:notes()[1].code or both:notes()[1].why)
    end
  end)

  it("gives a field without values no say", function()
    local none = parse "x,y\n,1\n,2\n"
    assert.equal("x integer, y integer", types(none:append(parse "x,y\n7,1\n")))
    assert.equal("x,y\n,1\n,2\n7,1\n", csv(none:append(parse "x,y\n7,1\n")))
    assert.equal("x,y\n7,1\n,1\n,2\n", csv(parse "x,y\n7,1\n":append(none)))
    assert.equal("y integer, x text", types(parse "y\n5\n":append(none)))
    assert.same({}, none:append(parse "x,y\n7,1\n"):notes())
  end)

  it("reads scanned registers, and outlives what it was made of", function()
    local path = "data/binh-thuan-2024.csv"
    local scanned, loaded = assert(orgstat.scan(path)), assert(orgstat.read(path))
    local both = scanned:where({ scope_level = "province" }):append(loaded:head(10), scanned)
    scanned:close()
    loaded:close()
    assert.equal(65 + 10 + 1392, #both)
  end)

  it("refuses what is no register", function()
    local a = parse "x\n1\n"
    assert.equal("append: argument 2 must be a register, got a table", raised(a.append, a, a, {}))
    assert.equal("append: another register is expected: reg:append(other)", raised(a.append, a))
  end)
end)

describe("distinct", function()
  local reg = parse 'a,b,c\n1,x,1.5\n2,,1.50\n1,x,2\n,y,1.5\n2,"",9\n,y,1.5\n1,z,1.5\n'

  it("keeps the first record of each combination, in order", function()
    assert.equal('a,b,c\n1,x,1.50\n2,,1.50\n,y,1.50\n', csv(reg:distinct "a"))
    assert.equal('a,b,c\n1,x,1.50\n2,,1.50\n,y,1.50\n2,"",9.00\n1,z,1.50\n', csv(reg:distinct("b", "a")))
    assert.equal(3, #reg:distinct "c")
    assert.equal(6, #reg:distinct())
    assert.equal(0, #reg:head(0):distinct())
    assert.equal(2, #reg:tail(2):distinct())
  end)

  it("keeps notes and goes on after its source is closed", function()
    local source = parse "a;a\n1;1\n1;2\n"
    local notes, first = source:notes(), source:distinct "a"
    assert.equal("repeated_name", notes[#notes].code)
    assert.same(notes, first:notes())
    source:close()
    assert.equal(1, #first)
  end)

  it("refuses unknown fields", function()
    assert.matches("^distinct: no field 'd'", (raised(reg.distinct, reg, "d")))
    assert.matches("^distinct: field 'a' is given twice", (raised(reg.distinct, reg, "a", "a")))
  end)

  it("of random registers is that of plain loops", function()
    math.randomseed(99)
    for _ = 1, 150 do
      local list, range = {}, math.random(1, 30)
      for i = 1, math.random(0, 60) do
        list[i] = { row = i, t = math.random(6) > 1 and "t" .. math.random(range) or nil,
          n = math.random(6) > 1 and math.random(range) * 1e17 // 1 | 0 or nil, f = math.random(range) / 8 }
      end
      local reg2 = orgstat.register(list, { "row", { "t", "text" }, { "n", "integer" }, { "f", "number" } })
      for _, fields in ipairs { { "t" }, { "n" }, { "f" }, { "n", "t" }, { "t", "n", "f" } } do
        local seen, expected = {}, {}
        for _, record in ipairs(list) do
          local key = ""
          for _, name in ipairs(fields) do key = key .. "\0" .. tostring(record[name]) end
          if not seen[key] then seen[key], expected[#expected + 1] = true, record.row end
        end
        assert.same(expected, (function()
          local rows = {}
          for i, row in reg2:distinct(table.unpack(fields)):values "row" do rows[i] = row end
          return rows
        end)())
      end
    end
  end)
end)

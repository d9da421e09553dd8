local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local support = require "spec.register.support"
local raised = support.raised

local function parse(text)
  return assert(orgstat.parse(text))
end

-- A register as lines of "field=value" in the order of its fields.
local function lines(reg)
  local list, fields = {}, {}
  for i, field in ipairs(reg:fields()) do fields[i] = field.name end
  for i, record in pairs(reg) do
    local cells = {}
    for c, name in ipairs(fields) do cells[c] = name .. "=" .. tostring(record[name]) end
    list[i] = table.concat(cells, " ")
  end
  return list
end

describe("join", function()
  local left = parse "code,name,x\n1,a,9\n2,b,8\n,c,7\n4,d,6\n1,e,5\n"
  local areas = parse "code,area,name\n4,D,dd\n1,A,aa\n5,E,ee\n,none,nn\n"

  it("adds the fields of the other register, in the order of this one", function()
    assert.same({
      "code=1 name=a x=9 area=A name_2=aa", "code=2 name=b x=8 area=nil name_2=nil",
      "code=nil name=c x=7 area=nil name_2=nil", "code=4 name=d x=6 area=D name_2=dd",
      "code=1 name=e x=5 area=A name_2=aa",
    }, lines(left:join(areas, "code")))
  end)

  it("has four ways", function()
    local function names(how) return support.names(left:join(areas, "code", { how = how })) end
    assert.equal("a,b,c,d,e", names "left")
    assert.equal("a,d,e", names "inner")
    assert.equal("a,d,e", names "semi")
    assert.equal("b,c", names "anti")
    assert.equal(3, #left:join(areas, "code", { how = "anti" }):fields())
  end)

  it("says which names it changed", function()
    local notes = left:join(areas, "code"):notes()
    assert.same({ { field = "name_2", text = "name", code = "joined_name",
      why = "Both registers have a field 'name'; that of the other is called 'name_2'." } }, notes)
    assert.same({}, left:join(areas, "code", { how = "anti" }):notes())
    assert.equal("aa", left:join(areas, "code", { suffix = "_of_area" })[1].name_of_area)
  end)

  it("joins by fields that are called otherwise, and by several", function()
    local other = parse "nr,x,y\n1,9,p\n1,5,q\n2,0,r\n"
    assert.same({ "p", nil, nil, nil, "q" }, (function()
      local list = {}
      for i, y in left:join(other, { "x", code = "nr" }):values "y" do list[i] = y end
      return list
    end)())
    assert.same({ "code", "name", "x" }, (function()
      local list = {}
      local semi = left:join(other, { "x", code = "nr" }, { how = "semi" })
      for i, field in ipairs(semi:fields()) do list[i] = field.name end
      return list
    end)())
  end)

  it("refuses keys that occur more than once, unless they may", function()
    local twice = parse "code,y\n1,p\n4,q\n1,r\n4,s\n4,t\n,u\n,v\n"
    local joined = left:join(twice, "code")
    local ok, details = pcall(function() return #joined end)
    assert.is_false(ok)
    assert.equal("duplicate_key", details.code)
    assert.equal(2, details.found)
    assert.equal("code", details.field)
    assert.equal("1", details.text)
    assert.matches("2 values of code occur more than once: '1' (2 records), '4' (3 records);", tostring(details), 1,
      true)
    assert.is_false((pcall(function() return #joined end))) -- again
    local many = left:join(twice, "code", { many = true, how = "inner" })
    assert.equal("a,a,d,d,d,e,e", support.names(many))
    local ys = {}
    for i, y in many:values "y" do ys[i] = y end
    assert.equal("p r q s t p r", table.concat(ys, " "))
    assert.equal(3, #left:join(twice, "code", { how = "semi" }))
  end)

  it("compares values, not digits; and text as it is", function()
    local exact = parse "k,y\n1.50,a\n2.00,b\n"
    assert.same({ "k=2 y=b" }, lines(parse "k\n1\n2\n3\n":join(exact, "k", { how = "inner" })))
    assert.same({ "k=1.5 y=nil" }, lines(parse "k\n1.5\n":join(parse "k,y\n1,a\n2,b\n", "k")))
    local wide = parse "k,y\n12345678901234567.1,a\n0.000000000000000001,b\n"
    assert.equal("a", wide:select("k"):join(wide, "k")[1].y)
    assert.equal("b", wide:select("k"):join(wide, "k")[2].y)
    local dates = parse "k,y\n2024,a\n2024-08,b\n2024-08-01,c\n"
    assert.same({ "k=2024-08 y=b" }, lines(parse "k\n2024-08\n2023-01-01\n":join(dates, "k", { how = "inner" })))
    assert.equal("x", parse "k\ntrue\n":join(parse "k,y\nfalse,z\ntrue,x\n", "k")[1].y)
    assert.equal("x", parse "k\n1e3\n2e3\n":join(parse "k,y\n1.5e1,z\n1e3,x\n", "k")[1].y)
    assert.same({ "k=nil y=nil" }, lines(parse('k,z\n,1\n'):select("k"):join(parse "k,y\n1,a\n", "k")))
  end)

  it("refuses types that have no value in common, naming both", function()
    local message = raised(left.join, left, parse "code,y\n01,a\n", "code")
    assert.matches("field 'code' is of type integer, and 'code' of the other register of type text", message, 1, true)
    assert.matches([[types = { ['code'] = "text" }]], message, 1, true)
  end)

  it("refuses what it does not know", function()
    assert.matches("^join: no field 'cod'; did you mean 'code'%?", (raised(left.join, left, areas, "cod")))
    assert.matches("^join: another register is expected, got nil", (raised(left.join, left)))
    assert.matches("^join: a key is a field name", (raised(left.join, left, areas)))
    assert.matches('^join: option .how. must be "left" or "inner"', (raised(left.join, left, areas, "code",
      { how = "outer" })))
    assert.matches("two fields named 'x_'; choose another suffix", (raised(left.join, parse "code,x,x_\n1,2,3\n", left,
      "code", { suffix = "_" })))
    assert.matches("^join: the suffix must not be empty", (raised(left.join, left, areas, "code", { suffix = "" })))
  end)

  it("works before, and goes on after, the others are closed", function()
    local a, b = parse "k,x\n1,2\n2,3\n", parse "k,y\n2,z\n"
    local lazy = a:where({ k = 2 }):join(b:where { y = "z" }, "k")
    a:close()
    b:close()
    assert.same({ "k=2 x=3 y=z" }, lines(lazy))
    local c = parse "k\n1\n"
    local chain = c
    for _ = 1, 300 do chain = c:append(chain) end -- the chain lies in the others
    assert.equal(301, #chain)
    local unused = c:join(c, "k")
    unused:close()
    assert.matches("is closed", (raised(function() return #unused end)))
  end)

  it("shares the columns of this register where it can, also through a choice of rows", function()
    local reg = parse "k,x\n1,a\n2,b\n3,c\n4,d\n"
    local some = reg:where { x = { "b", "c", "d" } }:sort("-k")
    assert.same({ "k=4 x=d y=nil", "k=3 x=c y=q", "k=2 x=b y=p" },
      lines(some:join(parse "k,y\n2,p\n3,q\n1,z\n", "k")))
    assert.same({ "k=3 x=c y=q", "k=2 x=b y=p" },
      lines(some:join(parse "k,y\n2,p\n3,q\n1,z\n", "k", { how = "inner" })))
  end)

  it("joins scanned registers", function()
    local path = "data/binh-thuan-2024.csv"
    local scanned, loaded = assert(orgstat.scan(path)), assert(orgstat.read(path))
    local names = parse "scope_level,vi\nprovince,tỉnh\ndistrict,huyện\n"
    local function both(reg)
      return tostring(reg:join(names, "scope_level", { how = "inner" }):count("vi", "category"))
        .. #reg:join(scanned:where { scope_level = "province" }, "id", { how = "anti" })
    end
    assert.equal(both(loaded), both(scanned))
    assert.matches("1327$", both(scanned))
  end)

  it("joins no records", function()
    local none = areas:head(0)
    assert.equal(5, #left:join(none, "code"))
    assert.equal(0, #none:join(left, "code", { many = true }))
    assert.equal(0, #left:join(none, "code", { how = "semi" }))
    assert.equal(5, #left:join(none, "code", { how = "anti" }))
  end)
end)

-- The same by loops over plain Lua tables.
local function slow_join(left, right, keys, how)
  local result = {}
  local function key_of(record)
    local parts = {}
    for i, name in ipairs(keys) do
      if record[name] == nil then return nil end
      parts[i] = math.type(record[name]) == "float" and ("%.17g"):format(record[name]) or tostring(record[name])
    end
    return table.concat(parts, "\0")
  end
  for _, record in ipairs(left) do
    local found = {}
    for _, other in ipairs(right) do
      if key_of(record) and key_of(record) == key_of(other) then found[#found + 1] = other end
    end
    if how == "semi" or how == "anti" then
      if (#found > 0) == (how == "semi") then result[#result + 1] = record.row end
    else
      if #found == 0 and how == "left" then found[1] = {} end
      for _, other in ipairs(found) do result[#result + 1] = record.row .. ":" .. tostring(other.nr) end
    end
  end
  return table.concat(result, " ")
end

describe("joins of random registers", function()
  local KINDS = {
    text = function(n) return ("t%d"):format(n) end, integer = function(n) return n end,
    date = function(n) return ("20%02d-0%d"):format(n, n % 9 + 1) end, decimal = function(n) return n / 4 end,
  }

  it("are those of plain loops", function()
    math.randomseed(20241122)
    local kinds = { "text", "integer", "date", "decimal" }
    for round = 1, 60 do
      local a, b = kinds[math.random(4)], kinds[math.random(4)]
      local range = math.random(1, 40)
      local function records(number)
        local list = {}
        for i = 1, math.random(0, 40) do
          list[i] = { [number] = i, a = math.random(8) > 1 and KINDS[a](math.random(range)) or nil,
            b = math.random(8) > 1 and KINDS[b](math.random(3)) or nil }
        end
        return list, orgstat.register(list, { { number, "integer" }, { "a", a }, { "b", b } })
      end
      local left, lreg = records "row"
      local right, rreg = records "nr"
      if round % 3 == 0 then lreg = lreg:sort("row"):where { row = (function()
        local all = {}
        for i = 1, #left do all[i] = i end
        return all
      end)() } end
      for _, keys in ipairs { { "a" }, { "a", "b" } } do
        for _, how in ipairs { "left", "inner", "semi", "anti" } do
          local list, joined = {}, lreg:join(rreg, keys, { how = how, many = true })
          if how == "left" or how == "inner" then
            for i, row, nr in joined:values("row", "nr") do list[i] = row .. ":" .. tostring(nr) end
          else
            for i, row in joined:values "row" do list[i] = row end
          end
          assert.equal(slow_join(left, right, keys, how), table.concat(list, " "))
        end
      end
    end
  end)

  it("are those of SQLite #tools", function()
    math.randomseed(7)
    local script = { "create table l(k text, n int); create table r(k text, v int);" }
    local l, r = { "k,n" }, { "k,v" }
    for i = 1, 3000 do
      local k, v = "k" .. math.random(900), math.random(1000)
      l[#l + 1], script[#script + 1] = k .. "," .. i, ("insert into l values('%s',%d);"):format(k, i)
      if i <= 1000 then
        r[#r + 1], script[#script + 1] = k .. "x" .. "," .. v, ("insert into r values('%sx',%d);"):format(k, v)
        r[#r + 1], script[#script + 1] = k .. "," .. v, ("insert into r values('%s',%d);"):format(k, v)
      end
    end
    script[#script + 1] = [[
      select count(*), sum(n * v) from l join r using (k);
      select count(*), sum(n) from l where k not in (select k from r);
      select count(*), sum(n) from l where k in (select k from r);
      select count(*), count(distinct k) from r;]]
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write("begin;", table.concat(script, "\n"):gsub("%s*select count%(%*%), sum%(n %* v%)", "commit;%0", 1), "")
    file:close()
    local output = paths.run("sqlite3 :memory: <" .. path)
    os.remove(path)
    local left, right = parse(table.concat(l, "\n")), parse(table.concat(r, "\n"))
    local pairs_of, sum = left:join(right, "k", { how = "inner", many = true }), 0
    for _, n, v in pairs_of:values("n", "v") do sum = sum + n * v end
    local anti, semi = left:join(right, "k", { how = "anti" }), left:join(right, "k", { how = "semi" })
    assert.equal(("%d|%d\n%d|%d\n%d|%d\n%d|%d\n"):format(#pairs_of, sum, #anti, anti:stats("n").sum, #semi,
      semi:stats("n").sum, #right, #right:distinct "k"), output)
  end)

  it("matches integers, decimals and floats by their values", function()
    local function joined(a, b)
      return assert(orgstat.parse("k,a\n" .. a)):join(assert(orgstat.parse("k,b\n" .. b)), "k"):column "b"
    end
    assert.same({ n = 2, 3 }, joined("1,2\n9007199254740993,3\n", "1e0,3\n9007199254740992e0,1\n"))
    assert.same({ n = 3, 3, 1, 9 }, joined("1.5,2\n0.1,3\n2.00,4\n", "15e-1,3\n1e-1,1\n2,9\n"))
    assert.same({ n = 3, 2, 3, 4 }, joined("15e-1,3\n1e-1,1\n2,9\n", "1.5,2\n0.1,3\n2.00,4\n"))
  end)

  it("finds repeated keys before it makes any pair, and says when there are too many pairs", function()
    local rows = { "k,v" }
    for i = 1, 70000 do rows[i + 1] = "1," .. i end
    local reg = assert(orgstat.parse(table.concat(rows, "\n")))
    local function details(opts)
      local ok, err = pcall(function() return #reg:join(reg, "k", opts) end)
      assert.is_false(ok)
      return err
    end
    assert.equal("duplicate_key", details().code) -- 4.9 thousand million pairs would be in the way
    assert.equal("limit", details({ many = true }).code)
    assert.matches("join by a key that tells records apart", tostring(details { many = true }))
  end)
end)

-- What is no expression, and where; expressions on registers of every kind. What expressions mean is
-- in doc/expressions.md (expression_doc_spec) and in expression_property_spec.
local orgstat = require "orgstat"
local support = require "spec.register.support"
local names = support.names

-- What where raises about a bad expression.
local function bad(reg, source)
  local ok, details = pcall(reg.where, reg, source)
  assert(not ok, "it did not raise")
  assert.equal("bad_expression", details.code)
  return details
end

describe("a bad expression", function()
  local reg = support.sample()

  it("says where it is bad, and what was expected", function()
    for source, wanted in pairs {
      [""] = { 1, "an expression is expected, found the end" },
      ["members >"] = { 10, "an expression is expected, found the end" },
      ["members > 5 and"] = { 16, "an expression is expected, found the end" },
      ["members 5"] = { 9, "an operator or the end is expected, found '5'" },
      ["(members > 5"] = { 13, "')' is expected, found the end; to close the one at character 1" },
      ["members > 5)"] = { 12, "an operator or the end is expected, found ')'" },
      ['level == "x'] = { 10, 'the text that begins here has no closing "' },
      ['level == "x\\q"'] = { 12, "an escape of Lua is expected, found '\\q'; a backslash is written \\\\" },
      ["level == [[x]"] = { 10, "the long bracket that opens here is not closed" },
      ["`level"] = { 1, "the field name that begins here has no closing backtick" },
      ["members = 5"] = { 9, "'=' is no word of an expression; write == to compare" },
      ["members ~= 5 && active"] = { 14, "'&' is no word of an expression; write and" },
      ["members == 5x"] = { 12, "malformed number 5x" },
      ["members == 1e999"] = { 12, "the number is larger than any float" },
      ["members == nil"] = { 12, "an expression is expected, found 'nil'; write missing(x) to ask for missing values" },
      ["level == “x”"] = { 10, "“ is no quote; write \" or '" },
      ["level == ‘x’"] = { 10, "‘ is no quote; write \" or '" },
      ["membrs > 5"] = { 1, "no field 'membrs'; did you mean 'members'?" },
      ["năm > 5"] = { 1, "no field 'năm'" },
      ['level == "Bình" and membrs > 5'] = { 21, "no field 'membrs'" },
      ["containz(name, 'x')"] = { 1, "no function 'containz'; did you mean 'contains'?" },
      ["contains(name)"] = { 1, "contains takes 2 arguments, got 1" },
      ["coalesce(name) == 'x'"] = { 1, "coalesce takes 2 or more arguments, got 1" },
      ["contains(name, )"] = { 16, "an expression is expected, found ')'" },
      ["round(fee, members) == 1"] = { 12, "the places to round to are a number from 0 to 15" },
      ["level < 5"] = { 9, "a text is expected beside field 'level' of type text, found 5 (integer)" },
      ["active < true"] = { 1, "something with an order is expected before <" },
      ["level + 1 == 2"] = { 1, "a number is expected beside +, found field 'level' of type text" },
      ["not level == 'x'"] = { 5, "write not (a == b)" },
      ["level == 'a' or 'b'"] = { 17, "write a whole comparison on both sides" },
      ["founded > 'x'"] = { 11, 'a date (YYYY, YYYY-MM or YYYY-MM-DD) is expected, found \'x\' (text)' },
      ["founded > name"] = { 11, "a text becomes a date with date(x)" },
      ["founded == date '2024-13'"] = { 17, "a date (YYYY, YYYY-MM or YYYY-MM-DD) is expected" },
      ["level in { 'a', 5 }"] = { 17, "a text is expected in a list for field 'level' of type text, found '5'" },
      ["level in { name }"] = { 12, "a constant is expected, found 'name'" },
      ["level not 'x'"] = { 11, "'in' or 'like' after 'not' is expected" },
      ["members + 1"] = { 1, "a condition, true or false, is expected, found a value of type integer" },
      ["members == 0.000000000000000000000000000000000000001"] = { 12, "a decimal has at most 38 digits" },
    } do
      local details = bad(reg, source)
      assert.equal(wanted[1], details.column, source .. ": " .. tostring(details))
      assert.is_truthy(tostring(details):find(wanted[2], 1, true), source .. ": " .. tostring(details))
      assert.is_string(details.expected)
      assert.matches("^[^\n]*expression_spec%.lua:%d+: where: character %d+: ", tostring(details))
    end
  end)

  it("is refused fast and in few words, however long it is", function()
    local start = os.clock()
    for _, source in ipairs {
      ("("):rep(10000) .. "1" .. (")"):rep(10000), ("-"):rep(1) .. ("not "):rep(10000) .. "active", ("x"):rep(1 << 20),
      '"' .. ("x"):rep(1 << 20), ("members > 5 and "):rep(1 << 16), ("abs("):rep(10000), ("- "):rep(20000) .. "1",
      ("a .. "):rep(20000), "`" .. ("x"):rep(200000), ("members + "):rep(20000), ("[[ "):rep(50000),
      "members > 5 " .. (" "):rep(200000) .. "!", ("if(active, "):rep(20000), ("\\"):rep(100000),
    } do
      local details = bad(reg, source)
      assert.is_true(details.column > 0)
      assert.is_true(#tostring(details) < 600, tostring(details):sub(1, 700))
    end
    assert.is_true(os.clock() - start < 5)
  end)

  it("may be long when it is good", function()
    assert.equal(#reg:where "members == 80", #reg:where(("members == 80 or "):rep(10000) .. "members == 80"))
    local list = {}
    for i = 1, 20000 do list[i] = i end
    assert.equal(5, #reg:where("members in { " .. table.concat(list, ", ") .. " }"))
    assert.equal(5, #reg:where("members" .. (" + 1"):rep(20000) .. " > 0"))
    assert.equal(0, #reg:where("name == '" .. ([[\u{41}\65]]):rep(20000) .. "'"))
  end)

  it("is read in time that grows with its length and no faster, good or bad", function()
    local group = ("("):rep(150) .. "members == 80" .. (")"):rep(150) .. " or "
    for _, source in ipairs {
      ("(members==5) or "):rep(8000) .. "fee", ("(members==5) or "):rep(8000) .. "fee > 0",
      ("((members==5)) or "):rep(7000) .. "(fee", ("((members==5)) or "):rep(7000) .. "fee > 0",
      group:rep(300) .. "fee", group:rep(300) .. "fee > 0",
      ("(level == 'a') and "):rep(6000) .. "fee", ("fold(name) < 'a' or "):rep(6000) .. "fee > 0",
      "coalesce(" .. ("(members), "):rep(20000) .. "1) > 0",
    } do
      local start = os.clock()
      pcall(function() return #reg:where(source) end)
      assert.is_true(os.clock() - start < 2, source:sub(1, 30))
    end
  end)

  it("has 200 parentheses, calls and signs in one another, and no more", function()
    for _, form in ipairs {
      { "(", "members == 80", ")" }, { "1 + (", "members", ") > 0" }, { "abs(", "members", ") > 0" },
      { "- ", "members", "~= 0" }, { "not ", "missing(members)", "" }, { "if(active, active, ", "active", ")" },
      { "name .. (", "name", ")" }, { "-1 * (", "members", ")" },
    } do
      local open, core, close, tail = form[1], form[2], form[3]:match "^(%)?)(.*)$"
      tail = (open:find "%.%." and " ~= 'x'" or open:find "^%-1" and " ~= 0" or "") .. tail
      local inner = core:find "%(" and 1 or 0 -- one is in the middle
      assert.is_true(pcall(reg.where, reg, open:rep(200 - inner) .. core .. close:rep(200 - inner) .. tail), open)
      local details = bad(reg, open:rep(201 - inner) .. core .. close:rep(201 - inner) .. tail)
      assert.matches("more than 200 parentheses, calls or signs in one another", tostring(details), 1, true)
    end
  end)

  it("joins texts in chains of any length", function()
    for n = 1, 70 do
      assert.equal(6, #reg:where(('"%s" == "ab"'):format(("ab"):rep(n)) .. (' .. "ab"'):rep(n - 1)), n)
    end
    assert.equal("Blind", names(reg:where "name .. 1 + 2 .. '/' .. founded .. '/' .. 0.50 == 'Blind3/1996-03/0.50'"))
    assert.equal(5, #reg:where("len(" .. ("name .. "):rep(20000) .. "'') > 20000"))
    -- as much as can wait on the stack: 198 calls, with all operators there are before every third
    local each = "active or active and 'q' == " .. ("name .. "):rep(127) .. "text(1 + 2 * len(if("
    assert.is_number(#reg:where(each:rep(66) .. "active" .. (", 'x', 'y')))"):rep(66)))
  end)

  it("takes the spaces of word processors for spaces, but not in texts", function()
    assert.equal(2, #reg:where "\u{FEFF}members\u{A0}==\u{2009}80\u{202F}")
    assert.equal(0, #reg:where "name == 'Red\u{A0}Cross'")
  end)

  it("has the escapes of Lua in its texts", function()
    for _, written in ipairs {
      [["\65\066\0677"]], [["\x41\x5Az"]], [["\u{41}\u{0000001EBF}\u{10FFFF}}"]], [['\'\"\\']],
      '"a\\z \n  b"', '"a\\\nb"',
      [["\a\b\f\n\r\t\v"]], [["Ti\xE1\xBA\xBFng"]],
    } do
      local one = orgstat.register({ { t = load("return " .. written)() } }, { { "t", "text" } })
      assert.equal(1, #one:where("t == " .. written), written)
    end
    for _, written in ipairs { [["\256"]], [["\u{110000}"]], [["\u{}"]], [["\u{G}"]], [["\xG0"]], [["\q"]] } do
      assert.matches("an escape of Lua is expected", tostring(bad(reg, "name == " .. written)), 1, true)
    end
    assert.matches("holds a NUL byte", tostring(bad(reg, [[name == "\0"]])), 1, true)
  end)
end)

describe("where with an expression", function()
  local reg = support.sample()

  it("can follow every other query", function()
    assert.equal("Elderly,Red Cross", names(reg:sort("-members"):where "members > 100"))
    assert.equal("Red Cross", names(reg:where({ level = "province" }):where "members > 100"))
    local groups = reg:group("level"):summarise { { "n", "count()" }, { "mean", "mean(members)" } }
    assert.equal("commune", groups:where("mean > 1e2")[1].level)
    assert.equal(2, #reg:select("name", "members"):where("members == 80"))
    assert.equal(0, #reg:head(0):where "members > 5")
  end)

  it("is checked when it is called and run when it is needed", function()
    local lazy = reg:where "members * 9223372036854775807 > 0"
    local ok, details = pcall(function() return #lazy end)
    assert.is_false(ok)
    assert.same({ "overflow", 1 }, { details.code, details.row })
    assert.equal(1, #reg:where "members < 50 and members * 92233720368547758 > 0")
  end)

  it("names the record as it was read", function()
    local ok, details = pcall(function() return #reg:sort("members"):where "members * 50000000000000000 > 0" end)
    assert.same({ false, "overflow", 4 }, { ok, details.code, details.row })
  end)

  it("refuses more digits than there are", function()
    local fine = reg:where("fee" .. (" * 0.1"):rep(40) .. " > 0")
    local ok, details = pcall(function() return #fine end)
    assert.same({ false, "overflow" }, { ok, details.code })
    assert.matches("more than 38 digits after the point", tostring(details))
  end)

  it("takes a function as well", function()
    assert.equal("Red Cross,Elderly", names(reg:where(function(org) return org.members and org.members > 100 end)))
    assert.has_error(function() return #reg:where(function() error("mine", 0) end) end, "mine")
  end)
end)

describe("expressions on a file", function()
  local path = "data/binh-thuan-2024.csv"
  local loaded = assert(orgstat.read(path))
  local scanned = assert(orgstat.scan(path, { block = 4096, threads = 2 }))

  it("give what they give in memory", function()
    for _, source in ipairs {
      "members > 1000", 'fold(name) like "*hoi*" and members % 7 == 3',
      "missing(founded_on) or year(founded_on) < 1990",
      'scope_level in { "province", "district" } and not (status == "active")', "members / branches > 20",
      'len(name) > 40 and contains(lower(name), "hội")', "false",
    } do
      local a, b = loaded:where(source), scanned:where(source)
      assert.same(a:count("scope_level"), b:count("scope_level"))
      assert.same(a:stats("members"), b:stats("members"))
      assert.equal(names(a), names(b))
      assert.same(a:where({ status = "active" }):count(), b:where({ status = "active" }):count())
      assert.equal(#a, #b:select("name"))
    end
  end)

  it("compute fields and call functions", function()
    local function decades(reg) return reg:mutate({ decade = "year(founded_on) // 10 * 10" }):count("decade") end
    assert.same(decades(loaded), decades(scanned))
    local function large(org) return org.members > 1000 end
    assert.equal(names(loaded:where(large)), names(scanned:where(large)))
  end)

  it("name the record that overflows", function()
    local source = "if(members == 9893, members * 9223372036854775807, 0) == 0"
    local function record(reg)
      local _, details = pcall(function() return reg:where(source):count("status") end)
      return details.row
    end
    assert.equal(record(loaded), record(scanned))
    local _, details = pcall(function() for _ in scanned:where(source):values "name" do end end)
    assert.same({ record(loaded), path }, { details.row, details.file })
  end)

  it("take a field without any value for one of the type that its place asks for", function()
    local head, body = "x,t,d,m,n\n", "1,a,2020-01-01,,\n2,b,2021,,\n,,,,\n"
    local file_name = os.tmpname()
    local file = assert(io.open(file_name, "wb"))
    file:write(head, body)
    file:close()
    local parsed, late = assert(orgstat.parse(head .. body)), assert(orgstat.scan(file_name))
    local header = assert(orgstat.parse(head))
    for source, wanted in pairs {
      ["m > 5"] = 0, ["m * 2 + 1.5 > x"] = 0, ["m like 'a*'"] = 0, ["year(m) == 2020"] = 0, ["m"] = 0, ["not m"] = 0,
      ["m or x == 1"] = 1, ["missing(m) and missing(m > n)"] = 3, ["coalesce(m, n, x) == 1"] = 1,
      ["coalesce(m, n, d) == d"] = 2, ["if(m, x, 7) == 7"] = 3, ["if(x == 1, m, t) == 'b'"] = 1, ["m in { 1, 2 }"] = 0,
      ["m not in { '2020', date '2021' }"] = 0, ["m == true"] = 0, ["min(m, n) < d or x == 2"] = 1,
      ["missing(coalesce(max(m, n), m))"] = 3, ["m .. 'x' == t"] = 0, ["-m < abs(n) or text(m) == 'a'"] = 0,
      ["m > t or contains(m, t)"] = 0,
    } do
      for _, one in ipairs { parsed, late, parsed:where "true", late:where "missing(x) or x > 0" } do
        assert.equal(wanted, #one:where(source), source)
      end
      assert.equal(0, #header:where(source), source)
      assert.equal(wanted, late:where(source):count(), source)
    end
    for _, one in ipairs { parsed, late } do
      assert.equal(0, #one:where { m = 5 })
      assert.equal(3, #one:where { m = { 5, orgstat.missing } })
      local sums = one:group():summarise {
        { "a", "sum(m * 2)" }, { "b", "mean(year(m))" }, { "c", "count(m > 5)" }, { "d", "median(m / x)" },
      }
      assert.same({ a = 0, c = 0 }, sums[1])
      local types = {}
      for i, field in ipairs(one:mutate({ { "a", "m * 2" }, { "b", "m / 2" }, { "c", "m" } }):fields()) do
        types[i] = field.type
      end
      assert.equal("integer,number,text", table.concat(types, ",", 6))
    end
    os.remove(file_name)
    assert.matches("beside field 't' of type text, found 5", tostring(bad(parsed, "m > 5 and t > 5")), 1, true)
    assert.matches("expected before <, found field 'm', which has no value", tostring(bad(parsed, "m < true")), 1, true)
    assert.matches("beside field 't' of type text", tostring(bad(parsed:where "x == 3", "t > 5")), 1, true)
  end)

  it("are checked against types that show late", function()
    local text = "n,k\n" .. ("1,2\n"):rep(200000) .. "x,3\n"
    local name = os.tmpname()
    local file = assert(io.open(name, "wb"))
    file:write(text)
    file:close()
    local late = assert(orgstat.scan(name, { block = 4096 }))
    assert.equal("k", late:where('n == "x"'):fields()[2].name)
    assert.equal(1, #late:where 'n == "x"')
    os.remove(name)
  end)

  it("nest as deep as the manual says, and no deeper", function()
    local function nested(n)
      return (pcall(function() return #orgstat.parse("x\n1\n"):where(("("):rep(n) .. "x == 1" .. (")"):rep(n)) end))
    end
    assert.is_true(nested(200))
    assert.is_false(nested(201))
  end)
end)

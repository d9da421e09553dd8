local orgstat = require "orgstat"
local support = require "spec.register.support"

describe("tostring of a register", function()
  it("gives name, size, fields and first rows", function()
    assert.equal(table.concat({
      "register: 6 rows x 7 columns",
      "fields: name text, level text, category text, members integer, founded date, fee decimal,",
      "        active boolean",
      "",
      "name             level     category   members  founded       fee  active",
      "---------------  --------  ---------  -------  ----------  -----  ------",
      "Red Cross        province  assigned       120  1956        12.50",
      "Blind            province  assigned        80  1996-03",
      "Dragon Fruit     province  voluntary       40  1996-03-15   0.30",
      "Elderly          commune                  200               1.05  true",
      '""               commune   voluntary                              false',
      "Study Promotion  district  assigned        80  2001",
    }, "\n"), tostring(support.sample()))
  end)

  it("shows at most 10 rows and says how many there are", function()
    local records = {}
    for i = 1, 12 do
      records[i] = { n = i }
    end
    local text = tostring(orgstat.register(records))
    assert.equal("register: 12 rows x 1 column", text:match("^[^\n]+"))
    assert.equal("(2 more rows)", text:match("[^\n]+$"))
    assert.matches("\n10\n%(2 more rows%)$", text)
    assert.equal("register: 1 row x 1 column\nfields: n integer\n\nn\n-\n1", tostring(orgstat.register { { n = 1 } }))
  end)

  it("keeps to 100 columns whatever it shows", function()
    local record, fields = {}, {}
    for i = 1, 3000 do
      fields[i] = "field_" .. i
      record[fields[i]] = ("đ"):rep(50)
    end
    local from = os.clock()
    local text = tostring(orgstat.register({ record }, fields))
    assert.is_true(os.clock() - from < 1)
    local lines = 0
    for line in text:gmatch("[^\n]+") do
      lines = lines + 1
      assert.is_true(utf8.len(line) <= 100, line)
    end
    assert.is_true(lines <= 14)
    assert.matches("%(2997 more columns%)$", text)
    assert.matches("and %d+ more\n", text)
    assert.matches(("đ"):rep(31) .. "…", text)
  end)

  it("says nothing of rows when there are none", function()
    assert.equal("register: 0 rows x 1 column\nfields: a text", tostring(orgstat.register({}, { "a" })))
    assert.equal("register: 0 rows x 0 columns", tostring(orgstat.register {}))
  end)

  it("lets no control character through", function()
    local text = tostring(orgstat.register { { ["a\nb"] = "x\27[31my\n" } })
    assert.matches("a\\nb", text)
    assert.is_nil(text:find("\27", 1, true))
    assert.matches("x\\x1[Bb]%[31my\\n", text)
  end)

  it("is that of the result for a query", function()
    local reg = support.sample():where({ level = "district" }):select("name", "members")
    assert.equal(table.concat({
      "register: 1 row x 2 columns",
      "fields: name text, members integer",
      "",
      "name             members",
      "---------------  -------",
      "Study Promotion       80",
    }, "\n"), tostring(reg))
  end)
end)

-- The small parts of the command that have rules of their own.
local list = require "orgstat.cli.list"
local options = require "orgstat.cli.options"
local where = require "orgstat.cli.where"

local function message(f, ...)
  local ok, raised = pcall(f, ...)
  assert.is_false(ok)
  return tostring(raised)
end

describe("a list in one argument", function()
  it("is split at its commas", function()
    assert.same({ "a", "b c", "Mandaté" }, list.split("a,b c,Mandaté", "--by"))
    assert.same({ "a", "", "b" }, list.split("a,,b", "--by"))
    assert.same({ "" }, list.split("", "--missing"))
  end)

  it("keeps what stands in backticks together", function()
    assert.same({ "a,b", "c" }, list.split("`a,b`,c", "--by"))
    assert.same({ "c", "a`,b" }, list.split("c,`a``,b`", "--by"))
    assert.same({ "a`b" }, list.split("a`b", "--by"))
  end)

  it("says what is wrong with backticks", function()
    assert.equal("--by: no closing backtick in `a,b", message(list.split, "`a,b", "--by"))
    assert.equal("--by: a comma must follow the closing backtick in `a`b", message(list.split, "`a`b", "--by"))
  end)
end)

describe("--where", function()
  it("takes equalities joined by and", function()
    assert.same({ { field = "scope_level", value = "province" } }, where [[scope_level == "province"]])
    assert.same({
      { field = "a", value = 5 }, { field = "Code postal", value = "x\"'\n" }, { field = "Mandaté", value = -1.5 },
      { field = "b", value = true }, { field = "android", value = false },
    }, where [[ a==5 and `Code postal` == 'x"\'\n' and Mandaté == -1.5 and b == true and android ==false ]])
  end)

  it("takes numbers as they are written", function()
    for source, value in pairs { ["1e-1"] = 0.1, ["-1E+2"] = -100.0, ["2e3"] = 2000.0, [".5"] = 0.5 } do
      assert.same({ { field = "d", value = value } }, where("d == " .. source))
    end
  end)

  it("points at what it does not take", function()
    assert.equal([[
--where: expected == at character 5, found '>='
  năm >= 2
      ^
--where takes conditions field == value joined by "and"; value is "text", a number, true or false]],
      message(where, "năm >= 2"))
    for source, expected in pairs {
      [""] = "expected a field name at character 1, found the end",
      ["a"] = "expected == at character 2, found the end",
      ["a =="] = 'expected a value ("text", number, true or false) at character 5, found the end',
      ["a == b"] = "expected a value",
      ["a == 5x"] = "expected a value",
      ["a == 1e-"] = "expected a value",
      ["a == 1e-1.5"] = "expected \"and\" or the end at character 10, found '.5'",
      ['a == "b'] = "expected a closing \" for the text that starts at character 6",
      ["a == 1 or b == 2"] = "expected \"and\" or the end at character 8, found 'or'",
      ["a == 1 and"] = "expected a field name at character 11",
      ["not a == 1"] = "expected a field name at character 1, found 'not'",
      ["a ~= 1"] = "expected == at character 3, found '~='",
    } do
      assert.is_truthy(message(where, source):find(expected, 1, true), source .. ": " .. message(where, source))
    end
  end)
end)

describe("the reading options", function()
  it("become those of the library", function()
    assert.same({ header = true }, options.reading {})
    assert.same({
      header = false, separator = "\t", missing = { "NA", "-" }, types = { ["a,b"] = "text", c = "integer" },
      bad_rows = "collect", quotes = "lenient", encoding = "latin1", threads = 2,
    }, options.reading {
      no_header = true, separator = "tab", missing = "NA,-", types = "`a,b=text`,c=integer", bad_rows = "collect",
      quotes = "lenient", encoding = "latin1", threads = "2",
    })
    assert.equal("text", options.reading({ types = "text" }).types)
  end)

  it("take the format from the output's ending unless it is given", function()
    assert.equal("text", options.format {})
    assert.equal("json", options.format { output = "x/y.JSON" })
    assert.equal("markdown", options.format { output = "y.md" })
    assert.equal("text", options.format { output = "y.out" })
    assert.equal("csv", options.format { output = "y.json", format = "csv" })
  end)
end)

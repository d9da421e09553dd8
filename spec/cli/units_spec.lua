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
  local reg = require("orgstat").parse "name,năm,n\nRed Cross,2001,5\n"

  local function refused(source)
    return message(where, function() return reg:where(source) end)
  end

  it("gives what the register gives", function()
    assert.equal(1, where(function() return #reg:where "n == 5" end))
    assert.equal(7, where(function(x) return x end, 7))
  end)

  it("points at what is wrong", function()
    assert.equal([[
--where: character 13: a text is expected beside like, found 2 (integer); text(x) makes a text of it
  năm > 1 and 2 like "x"
              ^]], refused 'năm > 1 and 2 like "x"')
    assert.matches([[
  name ==
         ^]], refused "name ==", 1, true)
  end)

  it("shows the neighbourhood of the place only", function()
    local text = refused(("n == 5 or "):rep(1000) .. "năm ~= 'x'\nor n ==" .. (" n or n =="):rep(1000) .. " 1")
    local shown, caret = text:match "\n(.*)\n(.*)$"
    assert.is_true(#shown < 100)
    assert.matches("^  %.%.%..*n == 5 or năm ~= 'x' or n == n o", shown)
    assert.matches("^ +%^$", caret)
  end)
end)

describe("the reading options", function()
  it("become those of the library", function()
    assert.same({ header = true }, options.reading {})
    assert.same({
      header = false, separator = "\t", missing = { "NA", "-" }, types = { ["a,b"] = "text", c = "integer" },
      bad_rows = "collect", quotes = "lenient", encoding = "latin1", threads = 2,
    }, options.reading {
      no_header = true, separator = "tab", missing = { "NA", "-" }, types = { "`a,b=text`,c=integer" },
      bad_rows = "collect",
      quotes = "lenient", encoding = "latin1", threads = "2",
    })
    assert.equal("text", options.reading({ types = { "text" } }).types)
  end)

  it("take the format from the output's ending unless it is given", function()
    assert.equal("text", options.format {})
    assert.equal("json", options.format { output = "x/y.JSON" })
    assert.equal("markdown", options.format { output = "y.md" })
    assert.equal("text", options.format { output = "y.out" })
    assert.equal("csv", options.format { output = "y.json", format = "csv" })
  end)
end)

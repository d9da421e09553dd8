-- The examples of doc/expressions.md do what it says.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

local DOC = paths.bytes "doc/expressions.md"

describe("doc/expressions.md:", function()
  local program = DOC:match "```lua\n(.-)```"
  local reg = assert(load(program .. "\nreturn reg", "=doc", "t", { orgstat = orgstat }))()

  local count = 0
  for source, names in DOC:gmatch "\n *([^\n]-) +%-%->([^\n]*)" do
    count = count + 1
    it(source, function()
      local list = {}
      for i, name in reg:where(source):values "name" do list[i] = name end
      assert.equal(names:match "^%s*(.-)$", table.concat(list, ", "))
    end)
  end

  it("has its examples", function() assert.is_true(count > 25) end)

  it("names every function", function()
    for name in pairs(require "orgstat.register.expression.functions") do
      assert.is_truthy(DOC:find("`" .. name .. "(", 1, true), name)
    end
  end)
end)

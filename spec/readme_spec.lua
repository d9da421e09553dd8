-- What the README and the pages of doc/ show is what happens: their commands and their programs are run,
-- and give the output that stands below them.
local paths = require "spec.support.paths"

local function shows(page)
  local text = paths.bytes(page)
  -- "    $ command" and the indented lines that follow it
  for command, output in text:gmatch "\n    %$ ([^\n]+)\n(.-)\n%f[^ \n]" do
    it(command, function()
      local wanted = (output .. "\n"):gsub("\n    ", "\n"):gsub("^    ", ""):gsub("%s+$", "")
      local got, errors, status = paths.run(command)
      assert.same({ "", 0 }, { errors, status })
      assert.equal(wanted, (got:gsub(" +\n", "\n"):gsub("%s+$", "")))
    end)
  end

  -- a block of Lua and the block of its output
  for program, output in text:gmatch "\n```lua\n(.-)```.-\n```\n(.-)```" do
    it("the program that begins with " .. program:match "[^\n]+", function()
      local name = os.tmpname()
      local file = assert(io.open(name, "w"))
      file:write('package.path, package.cpath = "lua/?.lua;lua/?/init.lua;" .. package.path, ',
        '"build/?.so;" .. package.cpath\nlocal orgstat = require "orgstat"\n', program)
      file:close()
      local got, errors, status = paths.run("lua5.4 " .. name)
      os.remove(name)
      assert.same({ "", 0 }, { errors, status })
      assert.equal(output, (got:gsub(" +\n", "\n")))
    end)
  end
end

for _, page in ipairs { "README.md", "doc/reading.md" } do
  describe(page .. ":", function() shows(page) end)
end

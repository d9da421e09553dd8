-- The named limits of doc/limits.md, in a core that was built with small ones: 1000 rows, and 4096
-- bytes in one row.
local paths = require "spec.support.paths"

local SCRIPT = [[
package.path = "./lua/?.lua;./lua/?/init.lua;" .. package.path
package.cpath = "./build/limits/?.so;" .. package.cpath
local orgstat = require "orgstat"
local function try(text, opts)
  opts.block = 1000
  local reg, message, details = orgstat.parse(text, opts)
  print(reg and #reg or details.code, details and message, details and details.byte)
end
local rows = ("1,x\n"):rep(1000)
local long = ("y"):rep(3000)
for _, threads in ipairs { 1, 3 } do
  try("a,b\n" .. rows, { threads = threads })
  try("a,b\n" .. rows .. "1,y\n", { threads = threads })
  try("a,b\n" .. rows .. "1\n", { threads = threads, bad_rows = "collect" })
  try("a,b\n1," .. long .. "\n2,x\n", { threads = threads })
  try("a,b\n1,x\n2," .. long .. long .. "\n3,x\n", { threads = threads })
  try("a,b\n1,x\n2,\"" .. long .. "\n" .. long .. "\"\n3,x\n", { threads = threads })
  try("a,b\n1,x\n2,\"" .. long .. "\n" .. long .. "\"\n3,x\n", { threads = threads, bad_rows = "collect" })
  try("a," .. long .. long .. "\n1,x\n", { threads = threads })
end
]]

local JSON = [[
package.path = "./lua/?.lua;./lua/?/init.lua;" .. package.path
package.cpath = "./build/limits/?.so;" .. package.cpath
local core = require "orgstat.core"
local function try(text, opts)
  opts.block = 1000
  local reg, details = core.load_json({ text = text }, opts)
  print(reg and #reg or details.code, details and details.wanted, details and details.byte)
end
local rows, long = ('{"a":1}\n'):rep(1000), ("y"):rep(3000)
for threads = 1, 2 do
  try(rows, { threads = threads })
  try(rows .. '{"a":1}', { threads = threads })
  try('{"a":1}\n{"a":"' .. long .. '"}\n', { threads = threads })
  try('{"a":1}\n{"a":"' .. long .. long .. '"}\n', { threads = threads })
end
try("[" .. rows:gsub("\n", ","):sub(1, -2) .. "]", {})
try('[{"a":1},{"a":"' .. long .. long .. '"}]', {})
]]

describe("a limit", function()
  it("has a message of its own, and what is within it is read", function()
    local output, errors, status = paths.run(
      "env -u LD_PRELOAD -u MAKEFLAGS -u MAKELEVEL make -s build/limits/orgstat/core.so")
    assert.same({ "", 0 }, { errors, status }, output)
    output, errors, status = paths.run("lua5.4 -e " .. paths.quote(SCRIPT))
    assert.same({ "", 0 }, { errors, status })
    local function limit(most, place, byte)
      local message = "the data are larger than orgstat can hold (limit: %d); split the file"
      return ("limit\t%s" .. message .. "\t%s\n"):format(place, most, byte)
    end
    local wanted = "1000\tnil\tnil\n" .. limit(1000, "", "nil") .. "1000\tnil\tnil\n" .. "2\tnil\tnil\n"
      .. limit(4096, "line 3, column 1: ", "9"):rep(3) .. limit(4096, "", "nil")
    assert.equal(wanted:rep(2), output)

    output, errors, status = paths.run("lua5.4 -e " .. paths.quote(JSON))
    assert.same({ "", 0 }, { errors, status })
    wanted = "1000\tnil\tnil\n" .. "limit\t1000\tnil\n" .. "2\tnil\tnil\n" .. "limit\t4096\t9\n"
    assert.equal(wanted:rep(2) .. "1000\tnil\tnil\nlimit\t4096\t9\n", output)
  end)
end)

-- Rows a second from Lua: `values("name", "members")` of a loaded register, and lua-cjson decoding the same 14
-- fields, one object a line; the lines are in memory already. Arguments: FILE THREADS REPEATS
local file, threads, repeats = arg[1], tonumber(arg[2]), tonumber(arg[3])
local root = arg[0]:match("^(.*)/bench/[^/]*$") or "."
package.path = root .. "/lua/?.lua;" .. root .. "/lua/?/init.lua;" .. root .. "/bench/?.lua;" .. package.path
package.cpath = root .. "/build/?.so;" .. package.cpath

local cjson = require "cjson"
local meter = require "meter"
local orgstat = require "orgstat"

local LINES = 200000 -- enough: cjson's time a line does not depend on how many there are

local reg = assert(orgstat.read(file, { threads = threads }))
local lines = {}
for org in reg:head(LINES):records() do lines[#lines + 1] = cjson.encode(org) end
meter.print("version", "lua-cjson " .. cjson._VERSION)

-- Both loops sum the members and the lengths of the names, which shows that they saw the same.
local function walk(source, rows)
  local total, bytes = 0, 0
  for _, name, members in source:values("name", "members") do
    total = total + members
    bytes = bytes + #name
  end
  return total, bytes, rows
end
local function decode()
  local total, bytes = 0, 0
  for i = 1, #lines do
    local org = cjson.decode(lines[i])
    total = total + org.members
    bytes = bytes + #org.name
  end
  return total, bytes
end

local some = reg:head(LINES)
local a, b = walk(some)
local c, d = decode()
meter.print("check", a == c and b == d and "agree" or ("differ: %s %s, %s %s"):format(a, b, c, d))
local function rate(task, rows, work)
  for _ = 1, repeats do
    collectgarbage()
    local start = meter.now()
    work()
    meter.print("rate", task, ("%.0f"):format(rows / (meter.now() - start)))
  end
end
rate("values", #reg, function() walk(reg) end)
rate("cjson", #lines, decode)

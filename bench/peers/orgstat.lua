-- orgstat in a bare lua5.4. Like every peer: `PEER MODE FILE THREADS REPEATS`, mode "scan" or "loaded";
-- the lines it prints are explained in bench/run.lua.
local mode, file, threads, repeats = arg[1], arg[2], tonumber(arg[3]), tonumber(arg[4])
local root = arg[0]:match("^(.*)/bench/peers/[^/]*$") or "."
package.path = root .. "/lua/?.lua;" .. root .. "/lua/?/init.lua;" .. root .. "/bench/?.lua;" .. package.path
package.cpath = root .. "/build/?.so;" .. package.cpath

local meter = require "meter"
local orgstat = require "orgstat"
local options = { threads = threads }

local MEANS = { { "n", "count()" }, { "total", "sum(members)" }, { "mean", "mean(members)" } }
local MEDIANS = { { "n", "count()" }, { "total", "sum(members)" }, { "middle", "median(members)" } }

local WHERE = [[scope_level == "commune" and members >= 50 and founded_on >= date "2000-01-01"]]

local function group(reg, what)
  local groups, list = reg:group("province", "scope_level"):summarise(what), {}
  local third = what[3][1]
  for i, province, level, n, total, number in groups:values("province", "scope_level", "n", "total", third) do
    list[i] = { province, level, n, total, number }
  end
  return list
end

meter.print("version", orgstat._VERSION)
meter.memory "base"
if mode == "scan" then
  if not orgstat.scan then
    meter.print("absent", "scan", "orgstat.scan: not there yet")
    return
  end
  local list
  meter.run("scan", repeats, function() list = group(assert(orgstat.scan(file, options)), MEANS) end)
  meter.rows("scan", list)
else
  local reg, list
  meter.run("load", repeats, function()
    if reg then reg:close() end
    reg = assert(orgstat.read(file, options))
  end)
  local budget, first
  local whole = reg:group():summarise {
    { "n", "count()" }, { "members", "sum(members)" }, { "budgets", "count(budget)" }, { "budget", "sum(budget)" },
    { "first", "min(founded_on)" },
  }
  local row = whole[1]
  budget, first = row.budget, row.first
  meter.rows("load", { { row.n, row.members, row.budgets, budget, first } })
  local types = {}
  for i, field in ipairs(reg:fields()) do types[i] = field.type end
  meter.print("types", table.concat(types, " "))
  meter.run("group", repeats, function() list = group(reg, MEANS) end)
  meter.rows("group", list)
  meter.run("median", repeats, function() list = group(reg, MEDIANS) end)
  meter.rows("median", list)
  meter.run("where", repeats, function() list = group(reg:where(WHERE), MEANS) end)
  meter.rows("where", list)
end

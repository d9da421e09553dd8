-- orgstat loading JSON Lines: `PEER FILE THREADS REPEATS`; see bench/json.lua.
local file, threads, repeats = arg[1], tonumber(arg[2]), tonumber(arg[3])
local root = arg[0]:match("^(.*)/bench/peers/[^/]*$") or "."
package.path = root .. "/lua/?.lua;" .. root .. "/lua/?/init.lua;" .. root .. "/bench/?.lua;" .. package.path
package.cpath = root .. "/build/?.so;" .. package.cpath

local core = require "orgstat.core"
local meter = require "meter"
local orgstat = require "orgstat"

local _ = orgstat.parse "a\n1\n" -- registers have their methods
local reg
meter.run("load", repeats, function()
  if reg then reg:close() end
  reg = assert(core.load_json({ path = file }, { threads = threads, format = "jsonl" }))
end)
meter.rows("load", { { #reg, reg:stats("members").sum } })

-- Miller, a command: its start-up (some 10 ms) is in the time.
local mode, file, threads, repeats = arg[1], arg[2], arg[3], tonumber(arg[4])
package.path = (arg[0]:match("^(.*)/peers/[^/]*$") or ".") .. "/?.lua;" .. package.path
local meter = require "meter"

local COMMAND = "mlr --icsv --otsv --headerless-csv-output stats1 -a count,sum,mean -f members -g province,scope_level"
local command = ("GOMAXPROCS=%s %%s %s '%s' %%s"):format(threads, COMMAND, file)

local version = io.popen "mlr --version"
meter.print("version", (version:read("l"):gsub("^mlr", "Miller")))
version:close()
assert(mode == "scan", "Miller holds no data")
local lines
for _ = 1, repeats do
  lines = {}
  local start = meter.now()
  local pipe = io.popen(command:format("", ""))
  for line in pipe:lines() do lines[#lines + 1] = line end
  if not pipe:close() then os.exit(1) end
  meter.print("time", "scan", ("%.6f"):format(meter.now() - start))
end
local peak = io.popen(command:format("/usr/bin/time -f %M", "2>&1 >/dev/null")):read "n"
if peak then meter.print("memory", "scan", peak) end
for _, line in ipairs(lines) do meter.print("row", "scan", line) end

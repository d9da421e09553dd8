-- What a measured Lua program needs: a clock, its peak memory, and the lines that bench/run.lua reads.
local system = require "system" -- Debian's lua-system; lua-busted brings it

local meter = { now = system.monotime }

function meter.print(...) io.stdout:write(table.concat({ ... }, "\t"), "\n") end

--- Prints the peak memory of this process so far, in KiB.
function meter.memory(task)
  for line in io.lines "/proc/self/status" do
    local peak = line:match "^VmHWM:%s*(%d+)"
    if peak then meter.print("memory", task, peak) end
  end
end

--- Runs work so often; prints each time in seconds, and the peak memory after the first.
function meter.run(task, repeats, work)
  for i = 1, repeats do
    local start = meter.now()
    work()
    meter.print("time", task, ("%.6f"):format(meter.now() - start))
    if i == 1 then meter.memory(task) end
  end
end

--- Prints the rows of a result.
function meter.rows(task, rows)
  for _, row in ipairs(rows) do
    local cells = {}
    for i, cell in ipairs(row) do cells[i] = math.type(cell) == "float" and ("%.17g"):format(cell) or tostring(cell) end
    meter.print("row", task, table.concat(cells, "\t"))
  end
end

return meter

-- JSON Lines against DuckDB: writes the register as JSON Lines, has both load it in turn, each with as many
-- threads, and prints the times of each (the first is a warm-up and left out) and what they found.
--
--     lua5.4 bench/json.lua bench/data/register-1000000.csv
--
-- Settings: BENCH_REPEATS (5), BENCH_THREADS (2).

package.path = "./lua/?.lua;./lua/?/init.lua;" .. package.path
package.cpath = "./build/?.so;" .. package.cpath

local core = require "orgstat.core"
local orgstat = require "orgstat"

local REPEATS = tonumber(os.getenv "BENCH_REPEATS") or 5
local THREADS = tonumber(os.getenv "BENCH_THREADS") or 2
local BARE = { boolean = true, integer = true, decimal = true, number = true }

local source = assert(arg[1], "the path of a register is needed")
local lines = source:gsub("%.csv$", "") .. ".jsonl"

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
end

local function write_lines()
  local reg = assert(orgstat.read(source))
  local names, types, columns, cells = core.names(reg), core.types(reg), {}, {}
  for c = 1, #names do
    names[c] = quoted(names[c]) .. ":"
    local step, state, at = core.texts(reg, c)
    columns[c] = function()
      local text
      at, text = step(state, at)
      return text and (BARE[types[c]] and text or quoted(text)) or "null"
    end
  end
  local file = assert(io.open(lines, "wb"))
  for _ = 1, #reg do
    for c = 1, #names do cells[c] = names[c] .. columns[c]() end
    file:write("{", table.concat(cells, ","), "}\n")
  end
  assert(file:close())
  reg:close()
end

-- Runs a program that prints seconds and, last, what it found.
local function measure(command)
  local pipe, times, found = assert(io.popen(command)), {}, nil
  for line in pipe:lines() do
    local seconds = line:match "^time\t[^\t]*\t(.*)$"
    if seconds then times[#times + 1] = tonumber(seconds) else found = line:match "^row\t[^\t]*\t(.*)$" or found end
  end
  pipe:close()
  table.remove(times, 1)
  table.sort(times)
  assert(#times > 0, "nothing came of: " .. command)
  return times, found
end

local present = io.open(lines, "rb")
if present then present:close() else write_lines() end

local programs = { "lua5.4 bench/peers/orgstat-json.lua", "node bench/peers/duckdb-json.js" }
local best = {}
for i, program in ipairs(programs) do
  local times, found = measure(("%s '%s' %d %d"):format(program, lines, THREADS, REPEATS + 1))
  best[i] = times[1]
  local median = times[(#times + 1) // 2]
  print(("%-36s best %.0f ms, median %.0f ms   %s"):format(program, times[1] * 1000, median * 1000, found))
end
print(("orgstat takes %.2f times as long as DuckDB"):format(best[1] / best[2]))

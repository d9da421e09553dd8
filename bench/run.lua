-- Measures orgstat and its peers in one run, in turn, and writes the report; `make bench` calls it, in the root
-- of the checkout.
--
--     lua5.4 bench/run.lua REGISTER [TEN-TIMES-AS-LONG]
--
-- A round starts every engine once for the work on the file and once for the work on loaded data (see the
-- programs in bench/peers). Each takes its own times inside its process, several for each task; the first is
-- a warm-up and shown apart. What the engines print, tab-separated:
--     version WORDS            types WORDS            absent TASK WHY
--     time TASK SECONDS        memory TASK KIB        (peak so far, after the task's first time)
--     row TASK CELL ...        the result, which must be the same from all engines
-- Settings: BENCH_ROUNDS, BENCH_REPEATS, BENCH_THREADS, BENCH_ONLY=orgstat,DuckDB (fewer engines).

package.path = "bench/?.lua;" .. package.path
local engines = require "engines"
local meter = require "meter"
local report = require "report"

local function output(command)
  local pipe = io.popen(command .. " 2>/dev/null")
  local text = pipe:read "a"
  pipe:close()
  return (text:gsub("%s+$", ""))
end
local function say(...) io.stderr:write(string.format(...), "\n") end

local ROUNDS = tonumber(os.getenv "BENCH_ROUNDS") or 5
local REPEATS = tonumber(os.getenv "BENCH_REPEATS") or 4 -- and one warm-up
local THREADS = tonumber(os.getenv "BENCH_THREADS") or tonumber(output "nproc")
local ONLY = os.getenv "BENCH_ONLY"
local SPAWNS = 40 -- a round, of what takes milliseconds
local here = output "pwd"
local function absolute(path) return path and (path:sub(1, 1) == "/" and path or here .. "/" .. path) end
local small, big = absolute(arg[1]), absolute(arg[2])

-- measured[name] = { version, types, failed, times = { task = { seconds } }, firsts = (the same, of the warm-ups),
--                    memory = { task = { KiB } }, rows = { task = { line } }, absent = { task = why } }
local measured = {}
local function entry(name)
  measured[name] = measured[name] or { times = {}, firsts = {}, memory = {}, rows = {}, absent = {} }
  return measured[name]
end
local function add(map, key, value)
  map[key] = map[key] or {}
  table.insert(map[key], value)
end

-- Starts one engine once.
local function run(engine, name, mode, file)
  local e, seen, rows = entry(name), {}, {}
  local log = ("build/bench/%s-%s.err"):format(name:gsub("%W", "-"), mode)
  local pipe = io.popen(("timeout 900 env %s %s '%s' %d %d 2>%s"):format(engine.command, mode, file, THREADS,
    engine.slow and 1 or REPEATS + 1, log))
  for line in pipe:lines() do
    local what, rest = line:match "^(%l+)\t(.*)$"
    local task, value = (rest or ""):match "^([^\t]*)\t(.*)$"
    if what == "time" then
      add((engine.slow or seen[task]) and e.times or e.firsts, task, tonumber(value))
      seen[task] = true
    elseif what == "memory" then
      add(e.memory, task, tonumber(value))
    elseif what == "row" then
      add(rows, task, value)
    elseif what == "absent" then
      e.absent[task] = value
    elseif what == "version" or what == "types" then
      e[what] = rest
    end
  end
  local ok, how, code = pipe:close()
  if not ok then
    e.failed = ("failed in mode %s (%s %s), see %s"):format(mode, how, code, log)
    say("%s %s", name, e.failed)
  end
  for task in pairs(rows) do e.rows[task] = rows[task] end
end

-- What a whole command takes.
local function time(name, task, command)
  local start = meter.now()
  local ok = os.execute(command)
  add(entry(name).times, task, meter.now() - start)
  if not ok then entry(name).failed = "failed: " .. command end
end

local function measure_rows()
  local pipe = io.popen(("lua5.4 bench/rows.lua '%s' %d %d 2>build/bench/rows.err"):format(small, THREADS, REPEATS))
  for line in pipe:lines() do
    local what, task, value = line:match "^(%l+)\t([^\t]+)\t?(.*)$"
    if what == "rate" then
      add(entry(task).times, "rate", tonumber(value))
    elseif what == "version" then
      entry("cjson").version = task
    elseif what == "check" then
      entry("values").check = task
    end
  end
  if not pipe:close() then say "rows failed, see build/bench/rows.err" end
end

local COMMAND = "./bin/orgstat summary '%s' --by province,scope_level --sum members --format json >/dev/null"
local MAWK = [[LC_ALL=C mawk -F, '{ n[$11]++ } END { for (k in n) print k, n[k] }' '%s' >/dev/null]]
local REQUIRE = "exec env LUA_PATH='lua/?.lua;lua/?/init.lua;;' LUA_CPATH='build/?.so;;' lua5.4 -e '%s'"

local function measure_commands()
  for _ = 1, REPEATS do
    time("orgstat", "command", COMMAND:format(small))
    time("mawk", "command", MAWK:format(small))
  end
  for _ = 1, SPAWNS do
    time("lua5.4", "start", REQUIRE:format "")
    time("orgstat", "start", REQUIRE:format [[require "orgstat"]])
    time("orgstat", "start and core", REQUIRE:format [[local read = require("orgstat").read]])
  end
end

-- Whether two results are the same: text cell by cell, numbers up to what doubles and their printing lose.
local function cells_of(line)
  local cells = {}
  for cell in (line .. "\t"):gmatch "([^\t]*)\t" do cells[#cells + 1] = cell end
  return cells
end
local function differ(task, mine, theirs)
  if #mine ~= #theirs then return ("%d rows instead of %d"):format(#theirs, #mine) end
  local keys, by_key = task == "load" and 0 or 2, {}
  local function key(cells) return table.concat(cells, "\t", 1, keys) end
  for _, line in ipairs(mine) do
    local cells = cells_of(line)
    by_key[key(cells)] = cells
  end
  for _, line in ipairs(theirs) do
    local cells = cells_of(line)
    local wanted = by_key[key(cells)]
    if not wanted then return "a group that orgstat does not have: " .. line end
    for i = keys + 1, #wanted do
      local a, b = tonumber(wanted[i]), tonumber(cells[i])
      local same = a and b and math.abs(a - b) <= 1e-11 * math.abs(a)
        or not a and wanted[i]:sub(1, 10) == (cells[i] or ""):sub(1, 10) -- a date may carry a time of day
      if not same then return ("%s: %s instead of %s"):format(line, cells[i], wanted[i]) end
    end
  end
end
local function check()
  local rows = measured.orgstat.rows
  local wanted = {
    scan = rows.scan or rows.group, load = rows.load, group = rows.group, median = rows.median, where = rows.where,
  }
  local mismatches = {}
  for name, e in pairs(measured) do
    for task, mine in pairs(wanted) do
      local why = e.rows[task] and name ~= report.TEN and differ(task, mine, e.rows[task])
      if why then mismatches[#mismatches + 1] = ("%s, %s: %s"):format(name, task, why) end
    end
  end
  local ten = entry(report.TEN).rows
  local why = ten.scan and ten.group and differ("scan", ten.group, ten.scan)
  if why then mismatches[#mismatches + 1] = report.TEN .. ", scan against loaded: " .. why end
  table.sort(mismatches)
  return mismatches
end

-- The share of all cores that programs other than this one and its children used since the last call.
local clock = { all = 0, others = 0 }
local function others()
  local function numbers(path, pattern)
    local f, list = io.open(path), {}
    for number in f:read("l"):match(pattern):gmatch "%S+" do list[#list + 1] = math.tointeger(number) or 0 end
    f:close()
    return list
  end
  local own = numbers("/proc/self/stat", "%) (.*)") -- at 12 to 15: its time and its children's
  local cores = numbers("/proc/stat", "^cpu +(.*)") -- user, nice, system, idle, waiting, interrupts (2), stolen
  local all = 0
  for i = 1, 8 do all = all + cores[i] end
  local used = all - cores[4] - cores[5] - own[12] - own[13] - own[14] - own[15]
  local share = (used - clock.others) / (all - clock.all)
  clock.all, clock.others = all, used
  return math.max(share, 0)
end

local function length(path)
  local f = assert(io.open(path, "rb"))
  local bytes = f:seek "end"
  f:close()
  return bytes
end

os.execute "mkdir -p build/bench bench/results"
local chosen = {}
for _, engine in ipairs(engines) do
  if not ONLY or ("," .. ONLY .. ","):find("," .. engine.name .. ",", 1, true) then
    local there = not engine.probe or os.execute(("{ %s; } >/dev/null 2>&1"):format(engine.probe))
    if there then
      chosen[#chosen + 1] = engine
    else
      entry(engine.name).failed = "missing: install it with make bench-deps"
      say("%s is %s", engine.name, entry(engine.name).failed)
    end
  end
end
local busy = {}
others()
for round = 1, ROUNDS do
  for _, mode in ipairs { "scan", "loaded" } do
    os.execute(("cat '%s' %s >/dev/null"):format(small, big and "'" .. big .. "'" or "")) -- the cache is warm
    for _, engine in ipairs(chosen) do
      if table.concat(engine.modes, " "):find(mode) then run(engine, engine.name, mode, small) end
    end
    if big then run(engines[1], report.TEN, mode, big) end
  end
  if not ONLY or ONLY:find "orgstat" then
    measure_rows()
    measure_commands()
  end
  busy[round] = others()
  say("round %d of %d done; other programs used %.0f %% of the machine", round, ROUNDS, busy[round] * 100)
end

local VECTORS = [[awk '/^flags/ { for (i = 3; i <= NF; i++) if ($i ~ /^(sse4_2|avx2|avx512bw|pclmulqdq)$/) s = s " " $i
  print s; exit }' /proc/cpuinfo]]
local facts = {
  { "date", os.date "%Y-%m-%d %H:%M" },
  { "processor", ("%s, %s cores, with%s"):format(output "sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1",
    output "nproc", output(VECTORS)) },
  { "memory", output "awk '/MemTotal/ { printf \"%.0f GiB\", $2 / 1048576 }' /proc/meminfo" },
  { "system", output ". /etc/os-release; echo \"$PRETTY_NAME, Linux $(uname -r), $(uname -m)\"" },
  { "compiler", output "gcc --version | head -1" },
  { "commit", output "git describe --always --dirty 2>/dev/null || echo unknown" },
  { "threads", tostring(THREADS) .. " for every engine that has more than one" },
  { "rounds", ("%d, each with %d times of a task after one warm-up (slow engines: one time)"):format(ROUNDS, REPEATS) },
  { "busy", ("other programs used %.0f %% of the machine in a round on average, %.0f %% at most"):format(
    report.mean(busy) * 100, math.max(table.unpack(busy)) * 100) },
  { "register", ("%s, %d bytes"):format(arg[1]:match "[^/]*$", length(small)) },
  { "ten times the records", big and ("%s, %d bytes"):format(arg[2]:match "[^/]*$", length(big))
    or "not run (BENCH_BIG=1 runs it)" },
}
local path = ("bench/results/%s.md"):format(os.date "%Y-%m-%d")
local mismatches = check()
report.write(path, {
  facts = facts, engines = engines, measured = measured, mismatches = mismatches, bytes = length(small),
  busy = report.mean(busy),
})
say("written: %s", path)
os.exit(#mismatches == 0 and 0 or 1)

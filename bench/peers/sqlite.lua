-- SQLite's shell, in memory, one thread. The table's types are declared (SQLite guesses none), times are
-- taken with its own clock inside it. It has no median.
local mode, file, repeats = arg[1], arg[2], tonumber(arg[4])
package.path = (arg[0]:match("^(.*)/peers/[^/]*$") or ".") .. "/?.lua;" .. package.path
local meter = require "meter"

local CREATE = "DROP TABLE IF EXISTS t; CREATE TABLE t (id TEXT, name TEXT, legal_form TEXT, org_type TEXT, "
  .. "category TEXT, scope_level TEXT, province TEXT, district TEXT, commune TEXT, founded_on TEXT, status TEXT, "
  .. "members INTEGER, branches INTEGER, budget REAL);"
local IMPORT = (".import --csv --skip 1 '%s' t"):format(file)
local GROUP = "SELECT '%s', '%s', province, scope_level, count(*), sum(members), avg(members) FROM t GROUP BY 3, 4;"
local WHERE = GROUP:gsub("GROUP BY",
  "WHERE scope_level = 'commune' AND members >= 50 AND founded_on >= '2000-01-01' %0")
local WHOLE = "SELECT 'row', 'load', count(*), sum(members), sum(budget <> ''), printf('%.4f', sum(budget)), "
  .. "min(founded_on) FROM t;"

local script = { ".mode list", ".separator '\t'" }
local function say(line) script[#script + 1] = line end
local function timed(task, ...)
  for _ = 1, repeats do
    say(("SELECT 'start', '%s', printf('%%.6f', julianday('now') * 86400);"):format(task))
    for _, line in ipairs { ... } do say(line) end
    say(("SELECT 'stop', '%s', printf('%%.6f', julianday('now') * 86400);"):format(task))
  end
end

say "SELECT 'version', 'SQLite ' || sqlite_version();"
if mode == "scan" then
  timed("scan", CREATE, IMPORT, GROUP:format("timed", "scan"))
  say(GROUP:format("row", "scan"))
else
  timed("load", CREATE, IMPORT)
  say(WHOLE)
  timed("group", GROUP:format("timed", "group"))
  say(GROUP:format("row", "group"))
  timed("where", WHERE:format("timed", "where"))
  say(WHERE:format("row", "where"))
end
say ".system grep VmHWM /proc/$PPID/status"

local path = os.tmpname()
local f = assert(io.open(path, "w"))
assert(f:write(table.concat(script, "\n"), "\n"))
f:close()
local start
for line in io.popen(("sqlite3 -batch :memory: <'%s' 2>/dev/null"):format(path)):lines() do
  local what, task, at = line:match "^(%l+)\t(%l+)\t(%S+)"
  if what == "start" then
    start = at
  elseif what == "stop" then
    meter.print("time", task, ("%.6f"):format(at - start))
  elseif line:find "^VmHWM" then
    meter.print("memory", mode == "scan" and "scan" or "load", line:match "%d+")
  elseif what ~= "timed" then
    meter.print(line)
  end
end
os.remove(path)

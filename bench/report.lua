-- Tables of what bench/run.lua measured: printed, and written as Markdown.
local report = {}

function report.mean(list)
  local sum = 0
  for _, value in ipairs(list) do sum = sum + value end
  return sum / #list
end

local function median(list)
  if not list or #list == 0 then return nil end
  local sorted = table.move(list, 1, #list, 1, {})
  table.sort(sorted)
  local half = #sorted // 2
  return #sorted % 2 == 1 and sorted[half + 1] or (sorted[half] + sorted[half + 1]) / 2, sorted[1], sorted[#sorted]
end

--- What orgstat is called in `measured` on the register that is ten times as long.
report.TEN = "orgstat, ten times the records"
local TEN = report.TEN
local TASKS = {
  { "scan", "count, sum, mean by two fields, from the CSV" },
  { "load", "load all 14 columns, typed" },
  { "group", "count, sum, mean by two fields, loaded" },
  { "median", "count, sum, median by two fields, loaded" },
  { "where", "three conditions, then count, sum, mean by two fields, loaded" },
}

local function ms(seconds)
  return seconds and ((seconds < 0.1 and "%.1f" or "%.0f"):format(seconds * 1000)) or "–"
end
local function megabytes(kib) return kib and kib * 1024 / 1e6 end
local function ratio(x) return x and (x < 10 and "%.3g" or "%.1f"):format(x) or "–" end

-- The engines that were measured in a task, fastest first: { name, median, min, max, first }.
local function ranking(run, task)
  local list = {}
  for _, engine in ipairs(run.engines) do
    local e = run.measured[engine.name]
    local middle, least, most = median(e and e.times[task])
    if middle then
      list[#list + 1] = { engine.name, middle, least, most, (median(e.firsts[task])) }
    end
  end
  table.sort(list, function(a, b) return a[2] < b[2] end)
  return list
end

local function time_of(run, name, task)
  local e = run.measured[name]
  return (median(e and e.times[task]))
end
local function memory_of(run, name, task)
  local e = run.measured[name]
  return e and e.memory[task] and megabytes(math.max(table.unpack(e.memory[task])))
end
local function fastest_peer(run, task)
  for _, place in ipairs(ranking(run, task)) do
    if place[1] ~= "orgstat" then return place[2], place[1] end
  end
end

-- The rows of the table of targets: work, target, reached, met (true, false, or nil: not measured).
local function targets(run)
  local list = {}
  local function target(work, bound, unit, value, why, at_least)
    local met
    if value then met = at_least and value >= bound or not at_least and value <= bound end
    list[#list + 1] = {
      work,
      ("%s %.3g %s"):format(at_least and "at least" or "at most", bound, unit),
      value and ratio(value) .. (why and " (" .. why .. ")" or "") or "not measured" .. (why and ": " .. why or ""),
      met,
    }
  end
  local function against(work, task, share, peer)
    local own = time_of(run, "orgstat", task)
    local other, name
    if peer then
      other, name = time_of(run, peer, task), peer
    else
      other, name = fastest_peer(run, task)
    end
    local unit = peer and "of " .. peer .. "'s time" or "of the fastest peer's time"
    local why = run.measured.orgstat and run.measured.orgstat.absent[task]
    if own and other then
      target(work, share, unit, own / other, ("%s ms against %s's %s ms"):format(ms(own), name, ms(other)))
    else
      target(work, share, unit, nil, not own and why or nil)
    end
  end
  against(TASKS[1][2], "scan", 1 / 5)
  against("the same", "scan", 1 / 8, "DuckDB")
  against(TASKS[2][2], "load", 1 / 2)
  against("the same", "load", 1 / 8, "data.table")
  against(TASKS[3][2], "group", 1 / 4)
  against(TASKS[4][2], "median", 1 / 3)
  against(TASKS[5][2], "where", 1 / 2, "DuckDB")

  local held = memory_of(run, "orgstat", "load")
  target("peak memory, loaded", 0.75, "of the file", held and held * 1e6 / run.bytes, held and ("%.0f MB"):format(held))
  local least, least_name
  for _, engine in ipairs(run.engines) do
    local m = engine.name ~= "orgstat" and memory_of(run, engine.name, "load")
    if m and m < (least or math.huge) then least, least_name = m, engine.name end
  end
  target("the same", 1, "of every peer's", held and least and held / least,
    least and ("%s: %.0f MB"):format(least_name, least))
  local absent = run.measured.orgstat and run.measured.orgstat.absent.scan
  target("peak memory, scan with two group fields", 64, "MB", memory_of(run, "orgstat", "scan"), absent)
  target("the same, ten times the records", 64, "MB", memory_of(run, TEN, "scan"), absent)

  local values, cjson = time_of(run, "values", "rate"), time_of(run, "cjson", "rate")
  target('values("name", "members") from Lua', 5, "x lua-cjson's rows per second", values and values / cjson,
    values and ("%.0f against %.0f rows/s"):format(values, cjson), true)
  local command, mawk = time_of(run, "orgstat", "command"), time_of(run, "mawk", "command")
  target("whole command summary --by A,B --sum C --format json", 0.6, "of mawk's time",
    command and mawk and command / mawk, command and ("%s against %s ms"):format(ms(command), ms(mawk)))
  local bare, with = time_of(run, "lua5.4", "start"), time_of(run, "orgstat", "start")
  target('require "orgstat"', 3, "ms over bare lua5.4", bare and (with - bare) * 1000,
    bare and ("with the core in use: %.2f ms"):format((time_of(run, "orgstat", "start and core") - bare) * 1000))
  for _, task in ipairs(TASKS) do
    local one, ten = time_of(run, "orgstat", task[1]), time_of(run, TEN, task[1])
    target("growth to ten times the records: " .. task[1], 11.5, "x", one and ten and ten / one,
      one and ten and ("%s to %s ms"):format(ms(one), ms(ten)))
  end
  return list
end

local function width(text) return utf8.len(text) or #text end

-- A table in Markdown whose columns also stand in line on a terminal.
local function tabulate(out, head, rows)
  local widths = {}
  for _, row in ipairs { head, table.unpack(rows) } do
    for c = 1, #head do widths[c] = math.max(widths[c] or 0, width(tostring(row[c] or ""))) end
  end
  local function line(row)
    local cells = {}
    for c = 1, #head do
      local text = tostring(row[c] or "")
      cells[c] = text .. (" "):rep(widths[c] - width(text))
    end
    out("| " .. table.concat(cells, " | ") .. " |")
  end
  line(head)
  local rule = {}
  for c = 1, #head do rule[c] = ("-"):rep(widths[c]) end
  line(rule)
  for _, row in ipairs(rows) do line(row) end
  out ""
end

local function write_targets(run, out)
  local rows = {}
  for _, t in ipairs(targets(run)) do
    rows[#rows + 1] = { t[1], t[2], t[3], t[4] == nil and "–" or t[4] and "reached" or "MISSED" }
  end
  tabulate(out, { "work", "target", "reached", "" }, rows)
end

local function write_times(run, out)
  for _, task in ipairs(TASKS) do
    out("### " .. task[2])
    out ""
    local own, rows = time_of(run, "orgstat", task[1]), {}
    for _, place in ipairs(ranking(run, task[1])) do
      local name, middle, least, most, first = table.unpack(place)
      local peak = (task[1] == "scan" or task[1] == "load") and memory_of(run, name, task[1])
      rows[#rows + 1] = {
        name, ms(middle), ms(least) .. "–" .. ms(most), #run.measured[name].times[task[1]], ms(first),
        own and ratio(middle / own) or "–", peak and ("%.0f"):format(peak) or "",
      }
    end
    tabulate(out, { "engine", "median ms", "min–max", "times", "first ms", "x orgstat", "peak MB" }, rows)
  end
end

local function write(run, out)
  out "# orgstat and its peers"
  out ""
  for _, fact in ipairs(run.facts) do out(("- %s: %s"):format(fact[1], fact[2])) end
  out ""
  if run.busy > 0.05 then
    out "**Not to be quoted: the machine was shared.** Other programs slow long tasks and tasks on several threads more"
    out "than short ones, so that the ratios are off, in both directions. Run it again on a quiet machine."
    out ""
  end
  out "Warm cache. Times are taken inside each engine's process, its start-up excluded; the engines ran in turn."
  out "\"First\" is the median of the first time in a fresh process, which the other columns leave out. Peak memory is"
  out "of the whole process (VmHWM) after the first time of the task; MB is 10^6 bytes. The two fields are province and"
  out "scope_level (63 times 5 values); the sum, mean and median are of members."
  out ""
  out "## Results"
  out ""
  if #run.mismatches == 0 then
    out "Every engine gave the same counts, sums, means and medians."
  else
    for _, mismatch in ipairs(run.mismatches) do out("- MISMATCH: " .. mismatch) end
  end
  out ""
  write_times(run, out)
  out "### Other measurements"
  out ""
  local rows = {}
  for _, what in ipairs {
    { "orgstat", "command", "orgstat summary FILE --by province,scope_level --sum members --format json" },
    { "mawk", "command", "mawk -F, counting by status (it splits quoted names, so that its counts are wrong)" },
    { "lua5.4", "start", "lua5.4 -e ''" },
    { "orgstat", "start", [[lua5.4 -e 'require "orgstat"']] },
    { "orgstat", "start and core", [[lua5.4 -e 'local read = require("orgstat").read' (loads the core)]] },
  } do
    local e = run.measured[what[1]]
    local middle, least, most = median(e and e.times[what[2]])
    if middle then
      local function fine(s) return ("%.2f"):format(s * 1000) end
      rows[#rows + 1] = { what[3], fine(middle) .. " ms", fine(least) .. "–" .. fine(most), #e.times[what[2]] }
    end
  end
  for _, name in ipairs { "values", "cjson" } do
    local e = run.measured[name]
    local middle, least, most = median(e and e.times.rate)
    if middle then
      rows[#rows + 1] = {
        name == "values" and 'reg:values("name", "members")' or e.version .. " decoding a record a line",
        ("%.0f rows/s"):format(middle), ("%.0f–%.0f"):format(least, most), #e.times.rate,
      }
    end
  end
  local ten = run.measured[TEN]
  for _, task in ipairs(ten and TASKS or {}) do
    local middle, least, most = median(ten.times[task[1]])
    local peak = (task[1] == "scan" or task[1] == "load") and memory_of(run, TEN, task[1])
    if middle then
      rows[#rows + 1] = {
        "ten times the records: " .. task[2] .. (peak and (" (peak %.0f MB)"):format(peak) or ""), ms(middle) .. " ms",
        ms(least) .. "–" .. ms(most), #ten.times[task[1]],
      }
    end
  end
  tabulate(out, { "what", "median", "min–max", "times" }, rows)
  if run.measured.values and run.measured.values.check then
    out("Names and members from values() and from lua-cjson " .. run.measured.values.check .. ".")
    out ""
  end

  out "## Engines and their handicaps"
  out ""
  for _, engine in ipairs(run.engines) do
    local e = run.measured[engine.name]
    if e then
      local base = memory_of(run, engine.name, "base")
      out(("- **%s**%s: %s%s.%s"):format(engine.name, e.version and " (" .. e.version .. ")" or "",
        e.failed and e.failed .. "; " or "", engine.note, base and (" Base memory %.0f MB."):format(base) or ""))
    end
  end
  out ""
  out "## Targets"
  out ""
  write_targets(run, out)
end

--- Writes the report to a file and to standard output.
function report.write(path, run)
  local file = assert(io.open(path, "w"))
  local blank = false
  write(run, function(line)
    line = line:gsub("%s+$", "")
    if not (blank and line == "") then
      file:write(line, "\n")
      io.stdout:write(line, "\n")
    end
    blank = line == ""
  end)
  file:close()
end

return report

-- How well figures are read: precision and recall on texts that were labelled by hand.
--
--     lua5.4 bench/score.lua [--errors] FOLDER...
--
-- A folder holds NAME.txt and NAME.json:
--
--     { "lang": "en", "figures": [ { "id", "written", "near", "value" | "lo", "hi", "unit", "level",
--       "category", "doubt" }, ... ], "sums": [ { "whole": id, "parts": [ids], "closed": true } ] }
--
-- `near` are words of the text, found once, that hold `written`. What is marked `doubt` counts for
-- nobody. Figures are right when value and unit are; labels are counted on all figures; a sum is right
-- when whole and parts are those that were labelled. --errors lists what is wrong.
local root = arg[0]:match("^(.*)/bench/[^/]*$") or "."
package.path = root .. "/lua/?.lua;" .. root .. "/lua/?/init.lua;" .. package.path
package.cpath = root .. "/build/?.so;" .. package.cpath

local cjson = require "cjson"
local orgstat = require "orgstat"

local MEASURES = { "figures", "levels", "categories", "sums" }

local show_errors = false

local function bytes(path)
  local file = assert(io.open(path, "rb"))
  local all = file:read "a"
  file:close()
  return all
end

local function names_in(folder)
  local list = {}
  local pipe = assert(io.popen("ls '" .. folder:gsub("'", "'\\''") .. "'"))
  for line in pipe:lines() do
    local name = line:match "^(.*)%.json$"
    if name then list[#list + 1] = folder .. "/" .. name end
  end
  pipe:close()
  return list
end

-- Gives each label the bytes that it stands on.
local function locate(text, label, name)
  local first, last = text:find(label.near, 1, true)
  assert(first, name .. ": not in the text: " .. label.near)
  local from, to = text:find(label.written, first, true)
  assert(from and to <= last, name .. ": not near: " .. label.written)
  label.first, label.last = from, to
end

-- The label that a figure stands on: the one that shares most bytes.
local function label_of(figure, labels)
  local best, most = nil, 0
  for _, label in ipairs(labels) do
    local shared = math.min(figure.last, label.last) - math.max(figure.first, label.first) + 1
    if shared > most then best, most = label, shared end
  end
  return best
end

local function near(a, b) return a == b or a and b and math.abs(a - b) <= 1e-9 * math.abs(b) end

local function same_value(figure, label)
  if label.value then return near(figure.value, label.value) end
  return figure.value == nil and near(figure.lo, label.lo) and near(figure.hi, label.hi)
end

local function new_counts()
  local counts = {}
  for _, name in ipairs(MEASURES) do counts[name] = { right = 0, found = 0, wanted = 0 } end
  counts.files = 0
  return counts
end

local function add(counts, all, name, key, n)
  counts[name][key] = counts[name][key] + (n or 1)
  all[name][key] = all[name][key] + (n or 1)
end

local function complain(...)
  if show_errors then io.stdout:write("  ", string.format(...), "\n") end
end

local function describe(figure)
  return ("%s = %s %s"):format(figure.written, tostring(figure.value or figure.lo and figure.lo .. ".."
    .. tostring(figure.hi) or "?"), tostring(figure.unit))
end

local function score_label(counts, all, what, code, wanted, doubtful, figure)
  if doubtful then return end
  if code then add(counts, all, what, "found") end
  if code and code == wanted then add(counts, all, what, "right") end
  if code ~= wanted then
    complain("%s of %s: %s, should be %s", what, figure, tostring(code), tostring(wanted))
  end
end

local function score_figures(report, labels, counts, all)
  local of_label = {}
  for i, figure in ipairs(report.figures) do
    local label = label_of(figure, labels)
    figure.true_label = label
    if label and not of_label[label.id] then of_label[label.id] = i end
    if not (label and label.doubt) then
      add(counts, all, "figures", "found")
      if label and of_label[label.id] == i and same_value(figure, label) and figure.unit == label.unit then
        add(counts, all, "figures", "right")
      elseif label then
        complain("read %s, should be %s", describe(figure), describe(label))
      else
        complain("no figure: %s (byte %d)", describe(figure), figure.first)
      end
    end
    local doubtful = label and label.doubt
    score_label(counts, all, "levels", figure.by.scope_level, label and label.level, doubtful, figure.written)
    score_label(counts, all, "categories", figure.by.category, label and label.category, doubtful, figure.written)
  end
  for _, label in ipairs(labels) do
    if not label.doubt then
      add(counts, all, "figures", "wanted")
      if label.level then add(counts, all, "levels", "wanted") end
      if label.category then add(counts, all, "categories", "wanted") end
      if not of_label[label.id] then complain("missed: %s (%s)", describe(label), label.near) end
    end
  end
end

local function sum_key(whole, parts)
  local list = { table.unpack(parts) }
  table.sort(list)
  return whole .. "=" .. table.concat(list, "+")
end

local function score_sums(report, truth, counts, all)
  local wanted, doubted, written = {}, {}, {}
  for _, label in ipairs(truth.figures) do written[label.id] = label.written end
  for _, sum in ipairs(truth.sums or {}) do
    if sum.doubt then
      doubted[sum_key(sum.whole, sum.parts)] = true
    else
      wanted[sum_key(sum.whole, sum.parts)] = sum
      add(counts, all, "sums", "wanted")
    end
  end
  local seen = {}
  for _, relation in ipairs(report.relations) do
    if relation.kind == "sum" then
      local parts, names, known = {}, {}, true
      local whole = report.figures[relation.whole]
      for k, i in ipairs(relation.parts) do
        local label = report.figures[i].true_label
        known = known and label ~= nil
        parts[k] = label and label.id or -i
        names[k] = report.figures[i].written
      end
      local key = sum_key(whole.true_label and whole.true_label.id or -relation.whole, parts)
      local right = wanted[key]
      if not seen[key] and not doubted[key] and (right or not relation.inferred) then
        add(counts, all, "sums", "found")
        if right then
          add(counts, all, "sums", "right")
          right.read = true
        else
          complain("no sum: %s = %s", whole.written, table.concat(names, " + "))
        end
      end
      seen[key] = true
    end
  end
  for _, sum in pairs(wanted) do
    if not sum.read then
      local names = {}
      for k, id in ipairs(sum.parts) do names[k] = written[id] end
      complain("missed sum: %s = %s", written[sum.whole], table.concat(names, " + "))
    end
  end
end

local function score(name, by_language, all)
  local text, truth = bytes(name .. ".txt"), cjson.decode(bytes(name .. ".json"))
  by_language[truth.lang] = by_language[truth.lang] or new_counts()
  local counts = by_language[truth.lang]
  for _, label in ipairs(truth.figures) do locate(text, label, name) end
  if show_errors then print(name) end
  counts.files, all.files = counts.files + 1, all.files + 1
  local report = assert(orgstat.report.read { text = text, name = name .. ".txt" })
  if report.lang ~= truth.lang then complain("language %s, should be %s", tostring(report.lang), truth.lang) end
  score_figures(report, truth.figures, counts, all)
  score_sums(report, truth, counts, all)
end

local function share(a, b) return b == 0 and "     –" or ("%5.1f%%"):format(100 * a / b) end

local function print_table(by_language, all)
  local languages = {}
  for lang in pairs(by_language) do languages[#languages + 1] = lang end
  table.sort(languages)
  print(("%-5s %5s  %-10s  %6s  %6s  %6s  %9s  %6s"):format("lang", "texts", "what", "right", "found", "wanted",
    "precision",
    "recall"))
  by_language.all = all
  languages[#languages + 1] = "all"
  for _, lang in ipairs(languages) do
    local counts = by_language[lang]
    for k, name in ipairs(MEASURES) do
      local one = counts[name]
      print(("%-5s %5s  %-10s  %6d  %6d  %6d  %9s  %6s"):format(k == 1 and lang or "",
        k == 1 and counts.files or "", name,
        one.right, one.found, one.wanted, share(one.right, one.found), share(one.right, one.wanted)))
    end
  end
end

local by_language, all, folders = {}, new_counts(), 0
for _, word in ipairs(arg) do
  if word == "--errors" then
    show_errors = true
  else
    folders = folders + 1
    for _, name in ipairs(names_in(word)) do score(name, by_language, all) end
  end
end
if folders == 0 then
  io.stderr:write "usage: lua5.4 bench/score.lua [--errors] FOLDER...\n"
  os.exit(2)
end
print_table(by_language, all)

--- How findings look in each format.
-- @module orgstat.cli.check_view

local csv = require "orgstat.present.csv"
local figures = require "orgstat.cli.figures"
local json = require "orgstat.present.json"
local markdown = require "orgstat.present.markdown"
local marked = require "orgstat.cli.marked"
local number = require "orgstat.present.number"
local ordered = require "orgstat.present.ordered"
local records = require "orgstat.present.report"
local text = require "orgstat.present.text"

local view = {}

local VERDICTS = { "ok", "doubtful", "violated", "unknown" }
local WIDEST = 8 -- of "doubtful", "violated"
local INDENT = "  "

local function figures_of_sentence(report)
  local list = {}
  for _, figure in ipairs(report.figures) do
    local s = figure.sentence
    list[s] = list[s] or {}
    table.insert(list[s], figure)
  end
  return list
end

-- What holds and is no news to a reader: repeated figures, and classes within classes.
local SILENT = { F17 = true, F22 = true }
local function is_news(finding) return not (SILENT[finding.check] and finding.verdict == "ok") end

-- The sentences that a finding's figures stand in, the last one last: there it is shown.
local function sentences_of(report, finding)
  local seen, list = {}, {}
  local function take(sentence)
    if sentence and not seen[sentence] then
      seen[sentence] = true
      list[#list + 1] = sentence
    end
  end
  take(finding.sentence)
  for _, i in ipairs(finding.figures) do take(report.figures[i].sentence) end
  table.sort(list)
  return list
end

-- Findings by the last sentence that they need, in the order of the text, and the notes. Every group has
-- the sentences that are to be shown above it: those which no group before it has shown.
local function groups_of(report, findings)
  local groups, by_sentence, notes = {}, {}, {}
  for _, finding in ipairs(findings) do
    if finding.importance == "note" then
      notes[#notes + 1] = finding
    elseif is_news(finding) then
      local sentences = sentences_of(report, finding)
      local last = sentences[#sentences] or 0
      local group = by_sentence[last]
      if not group then
        group = { last = last, needed = {} }
        by_sentence[last] = group
        groups[#groups + 1] = group
      end
      for _, sentence in ipairs(sentences) do group.needed[sentence] = true end
      group[#group + 1] = finding
    end
  end
  table.sort(groups, function(a, b) return a.last < b.last end)
  local shown = {}
  for _, group in ipairs(groups) do
    group.sentences = {}
    for sentence in pairs(group.needed) do
      if not shown[sentence] then table.insert(group.sentences, sentence) end
      shown[sentence] = true
    end
    table.sort(group.sentences)
  end
  return groups, notes
end

--- How many findings there are of each verdict, notes apart.
local function counts_of(results)
  local counts = { ok = 0, doubtful = 0, violated = 0, unknown = 0, note = 0, figures = 0 }
  for _, result in ipairs(results) do
    counts.figures = counts.figures + #result.report.figures
    for _, finding in ipairs(result.findings) do
      local key = finding.importance == "note" and "note" or finding.verdict
      if is_news(finding) then counts[key] = counts[key] + 1 end
    end
  end
  return counts
end

local function summary_line(results, dress)
  local counts, parts = counts_of(results), {}
  for _, verdict in ipairs(VERDICTS) do
    local n = counts[verdict]
    if n > 0 then parts[#parts + 1] = dress(verdict, number.grouped(n) .. " " .. verdict) end
  end
  if counts.note > 0 then parts[#parts + 1] = figures.plural(counts.note, "note") end
  if #parts == 0 then parts[1] = "nothing to check" end
  local head = #results > 1 and figures.plural(#results, "file") .. ", " or ""
  return head .. figures.plural(counts.figures, "figure") .. ": " .. table.concat(parts, ", ")
end

local open = {}

-- Whether a sentence is a row of a table, and another one comes below it.
local function is_row(report, sentence, following)
  local _, _, zone = report:sentence(sentence)
  local _, _, zone_below = report:sentence(following or 0)
  return zone == "table" and zone_below == "table"
end

local function text_report(result, sink, screen)
  local report = result.report
  local width = math.min(screen.width or marked.WIDTH, 2 * marked.WIDTH)
  sink(marked.bold(text.clean(report.shown), screen) .. "\n")
  if report.title then sink(text.fit(report.title, width) .. "\n") end
  sink(figures.headline(report) .. "\n")
  for _, note in ipairs(#report.figures == 0 and report.notes or {}) do sink(text.clean(note.message) .. "\n") end
  local in_sentence = figures_of_sentence(report)
  local groups, notes = groups_of(report, result.findings)
  for _, group in ipairs(groups) do
    sink "\n"
    for k, sentence in ipairs(group.sentences) do
      local line = marked.sentence(report, sentence, in_sentence[sentence] or {}, marked.dresser(screen))
      sink(marked.wrap(line, width, INDENT) .. (is_row(report, sentence, group.sentences[k + 1]) and "" or "\n"))
    end
    for _, finding in ipairs(group) do
      local message = text.clean(finding.message)
      local head = INDENT .. INDENT .. marked.verdict(finding.verdict, screen, WIDEST) .. "  " .. finding.check .. "  "
      local hanging = (" "):rep(#INDENT * 2 + WIDEST + 2 + #finding.check + 2)
      -- the head has no width of its own in a wrapped line: it stands for the indent
      sink(head .. marked.wrap(message, width, hanging):sub(#hanging + 1))
    end
  end
  if #notes > 0 then sink "\n" end
  for _, finding in ipairs(notes) do
    local head = INDENT .. marked.verdict("note", screen) .. "  " .. finding.check .. "  "
    local hanging = (" "):rep(#INDENT + #"note" + 2 + #finding.check + 2)
    sink(head .. marked.wrap(text.clean(finding.message), width, hanging):sub(#hanging + 1))
  end
end

function open.text(results, sink, screen)
  for k, result in ipairs(results) do
    if k > 1 then sink "\n" end
    text_report(result, sink, screen)
  end
  local function dress(verdict, s)
    return screen.colour and marked.verdict(verdict, screen):gsub(verdict, (s:gsub("%%", "%%%%")), 1) or s
  end
  sink("\n" .. summary_line(results, dress) .. "\n")
end

function open.markdown(results, sink)
  for k, result in ipairs(results) do
    local report = result.report
    sink((k > 1 and "\n" or "") .. "## " .. markdown.cell(report.shown) .. "\n\n" .. figures.headline(report) .. "\n")
    local in_sentence = figures_of_sentence(report)
    local groups, notes = groups_of(report, result.findings)
    groups[#groups + 1] = #notes > 0 and notes or nil
    for _, group in ipairs(groups) do
      sink "\n"
      for _, sentence in ipairs(group.sentences or {}) do
        sink("> " .. marked.sentence(report, sentence, in_sentence[sentence] or {},
          function(s) return "**" .. markdown.cell(s) .. "**" end, markdown.cell) .. "\n\n")
      end
      for _, finding in ipairs(group) do
        local verdict = finding.importance == "note" and "note" or finding.verdict
        sink(("- **%s** %s: %s\n"):format(verdict, finding.check, markdown.cell(finding.message)))
      end
    end
  end
  sink("\n" .. summary_line(results, function(_, s) return s end) .. "\n")
end

function open.json(results, sink)
  local findings, list = ordered.array(), ordered.array()
  for _, result in ipairs(results) do
    for _, finding in ipairs(result.findings) do findings[#findings + 1] = records.finding(finding, #list) end
    records.figures(result.report.figures, result.report.shown, list)
  end
  json.write(ordered.object { { "findings", findings }, { "figures", list } }, sink)
end

local COLUMNS = { "file", "check", "verdict", "importance", "inferred", "message", "figures", "difference" }

function open.csv(results, sink)
  local rows = {}
  for _, result in ipairs(results) do
    for _, finding in ipairs(result.findings) do
      local written = {}
      for k, i in ipairs(finding.figures) do written[k] = result.report.figures[i].written end
      rows[#rows + 1] = {
        result.report.shown, finding.check, finding.verdict, finding.importance, tostring(finding.inferred),
        finding.message, #written > 0 and table.concat(written, "; ") or nil,
        finding.difference and number.exact(finding.difference) or nil,
      }
    end
  end
  csv.write(figures.grid(COLUMNS, rows), sink)
end

--- Writes the findings of reports.
-- @string format "text", "json", "csv" or "markdown"
-- @tparam {table,...} results each `{ report, findings }`
-- @tparam function sink
-- @tparam table screen `width` and `colour`
function view.write(format, results, sink, screen) open[format](results, sink, screen) end

return view

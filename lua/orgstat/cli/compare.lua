--- `orgstat compare`: whether two texts have the same figures.
-- @module orgstat.cli.compare

local align = require "orgstat.report.compare"
local csv = require "orgstat.present.csv"
local figures = require "orgstat.cli.figures"
local json = require "orgstat.present.json"
local markdown = require "orgstat.present.markdown"
local marked = require "orgstat.cli.marked"
local options = require "orgstat.cli.options"
local problem = require "orgstat.cli.problem"
local records = require "orgstat.present.report"
local text = require "orgstat.present.text"
local texts = require "orgstat.cli.texts"

local compare = {}

compare.EPILOG = [[
A and B are a text and its translation, or two copies of one source. Figures are
aligned by value and label, wherever they stand: same, changed (in value, unit,
hedge or label, with the slip that may be behind it), missing (only in A), extra
(only in B).

Examples:
   orgstat compare report.vi.txt report.en.txt
   orgstat compare newspaper-a.html newspaper-b.html --format json

Exit status: 0 the figures agree; 1 they differ; 2 wrong usage, or a FILE that
cannot be read.]]

--- Describes the subcommand to argparse.
-- @param parser of argparse
function compare.add(parser)
  local command = parser:command "compare"
    :summary "Compare the figures of two texts, such as translations."
    :description "Aligns the figures of two reports and names what differs."
    :epilog(compare.EPILOG)
  command:argument "A":description "Report: plain text, Markdown or HTML; - is standard input."
  command:argument "B":description "Report that should have the same figures."
  texts.add_reading(command)
  options.add_writing(command)
  return command
end

local function why(one)
  return one.slip and one.what .. ": " .. align.explain(one.slip) or one.what
end

-- A row for each aligned pair and each figure without a pair, in the order of the first text.
local function rows_of(result)
  local rows, places = {}, {}
  local function cell(i)
    local figure = i and result.figures[i]
    if not figure then return nil end
    local hedge = figure.hedge ~= "exact" and figure.value and " (" .. figure.hedge .. ")" or ""
    return figure.written:gsub("%s+", " ") .. hedge
  end
  local function add(verdict, a, b, what)
    local figure = result.figures[a or b]
    local row = { verdict, cell(a), cell(b), figure.unit, figures.labels(figure), what }
    rows[#rows + 1] = row
    places[row] = { a or math.huge, b or 0, #rows }
  end
  for _, one in ipairs(result.pairs) do add("same", one.a, one.b) end
  for _, one in ipairs(result.changed) do add("changed", one.a, one.b, why(one)) end
  for _, i in ipairs(result.missing) do add("missing", i) end
  for _, j in ipairs(result.extra) do add("extra", nil, j) end
  table.sort(rows, function(p, q)
    local x, y = places[p], places[q]
    for k = 1, 3 do
      if x[k] ~= y[k] then return x[k] < y[k] end
    end
    return false
  end)
  return rows
end

local HEADERS = { "", "A", "B", "unit", "labels", "what" }
local ALIGN = { "left", "right", "right", "left", "left", "left" }

local function verdict_line(result)
  local parts = { figures.plural(#result.pairs, "figure") .. " the same" }
  for _, key in ipairs { "changed", "missing", "extra" } do
    if #result[key] > 0 then parts[#parts + 1] = #result[key] .. " " .. key end
  end
  return (result.agree and "agree" or "differ") .. ": " .. table.concat(parts, ", ")
end

local function heading(mark, report)
  return mark .. "  " .. report.shown .. " (" .. figures.headline(report) .. ")"
end

local write = {}

function write.text(result, a, b, sink, screen)
  sink(text.clean(heading("A", a)) .. "\n" .. text.clean(heading("B", b)) .. "\n")
  local rows = rows_of(result)
  if #rows > 0 then
    local headers = { "verdict", table.unpack(HEADERS, 2) }
    sink("\n" .. text.table(headers, rows, {
      align = ALIGN, width = screen.width, keep = { true, true, true },
      heading = function(s) return marked.bold(s, screen) end,
    }))
  end
  local line = verdict_line(result)
  local word = result.agree and "agree" or "differ"
  local colour = marked.verdict(result.agree and "ok" or "violated", screen)
  sink("\n" .. (screen.colour and colour:gsub("%l+", word, 1) .. line:sub(#word + 1) or line) .. "\n")
end

function write.markdown(result, a, b, sink)
  sink("- " .. markdown.cell(heading("A", a)) .. "\n- " .. markdown.cell(heading("B", b)) .. "\n\n")
  markdown.head(HEADERS, ALIGN, sink)
  for _, cells in ipairs(rows_of(result)) do markdown.row(cells, #HEADERS, sink) end
  sink("\n" .. verdict_line(result) .. "\n")
end

function write.json(result, a, b, sink)
  json.write(records.comparison(result, { a.shown, b.shown }, #a.figures), sink)
end

function write.csv(result, _, _, sink)
  csv.write(figures.grid({ "verdict", "a", "b", "unit", "labels", "what" }, rows_of(result)), sink)
end

--- Runs the subcommand.
-- @tparam table args parsed by argparse
-- @treturn int exit status
function compare.run(args)
  if args.A == "-" and args.B == "-" then problem.usage("only one of the two can be standard input") end
  local a, b = texts.read(args.A, args), texts.read(args.B, args)
  if not a or not b then return problem.UNUSABLE end
  a.shown, b.shown = texts.name(args.A), texts.name(args.B)
  local result = align.compare(a, b)
  local format = options.format(args)
  texts.write(args.output, function(sink, screen) write[format](result, a, b, sink, screen) end)
  return result.agree and problem.OK or problem.FINDINGS
end

return compare

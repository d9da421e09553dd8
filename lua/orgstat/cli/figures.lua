--- `orgstat figures`: the figures of reports.
-- @module orgstat.cli.figures

local csv = require "orgstat.present.csv"
local exact = require "orgstat.report.exact"
local interval = require "orgstat.report.interval"
local json = require "orgstat.present.json"
local markdown = require "orgstat.present.markdown"
local marked = require "orgstat.cli.marked"
local number = require "orgstat.present.number"
local options = require "orgstat.cli.options"
local ordered = require "orgstat.present.ordered"
local problem = require "orgstat.cli.problem"
local records = require "orgstat.present.report"
local text = require "orgstat.present.text"
local texts = require "orgstat.cli.texts"

local figures = {}

figures.EPILOG = [[
A figure is a number with its meaning: how it was written and hedged, what it
can be, of what unit, class, place and date it is, and where it stands. FILEs
are plain text, Markdown or HTML in UTF-8. json is one array for all FILEs, in
their order; csv and markdown are one table.

Examples:
   orgstat figures report.txt
   orgstat figures article.html --lang vi --format json
   curl -s https://example.org/report | orgstat figures -
   orgstat figures report.en.txt report.id.txt --format csv -o figures.csv

Exit status: 0 all is well; 2 wrong usage, or a FILE that cannot be read.]]

--- Describes the subcommand to argparse.
-- @param parser of argparse
function figures.add(parser)
  local command = parser:command "figures"
    :summary "List the figures of reports: values, units, labels, dates."
    :description "Reads the figures of reports in English, Vietnamese or Indonesian."
    :epilog(figures.EPILOG)
  command:argument "FILE":args "+":description "Report: plain text, Markdown or HTML; - is standard input."
  texts.add_reading(command)
  options.add_writing(command)
  return command
end

--- A figure's value or ends, for readers: "1,392", "10 ± 0.5", "71,280 < x < 71,290".
-- @tparam table figure
-- @treturn string
function figures.value(figure)
  local value, lo, hi = figure.value, figure.lo, figure.hi
  if value and lo == value and hi == value then
    return number.grouped(value)
  elseif figure.readings and not value then
    local list = {}
    for i, reading in ipairs(figure.readings) do list[i] = number.grouped(reading) end
    return table.concat(list, " or ") .. "?"
  elseif not lo and not hi then
    return "?"
  end
  local soft = interval.of(figure)
  if value and lo and hi and not figure.lo_open and not figure.hi_open then
    local half = exact.div(exact.sub(soft.hi, soft.lo), 2)
    return number.grouped(value) .. " ± " .. number.grouped(exact.number(half))
  end
  return (lo and number.grouped(lo) .. (figure.lo_open and " < " or " ≤ ") or "") .. "x"
    .. (hi and (figure.hi_open and " < " or " ≤ ") .. number.grouped(hi) or "")
end

--- The codes that a figure is labelled with, for readers.
-- @tparam table figure
-- @treturn string
function figures.labels(figure)
  local names, codes = {}, {}
  for name in pairs(figure.by or {}) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do codes[i] = figure.by[name] end
  return table.concat(codes, ", ")
end

--- The date or period of a figure, for readers.
-- @tparam table figure
-- @treturn string
function figures.date(figure)
  if figure.as_of then return figure.as_of end
  if not figure.from and not figure.to then return "" end
  if figure.from == figure.to then return figure.from end
  return (figure.from or "…") .. " to " .. (figure.to or "…")
end

local HEADERS = { "figure", "value", "unit", "noun", "labels", "date", "place" }
local ALIGN = { "right", "right", "left", "left", "left", "left", "left" }

local function rows_of(report)
  local rows = {}
  for i, figure in ipairs(report.figures) do
    local hedge = figure.hedge ~= "exact" and figure.value and " (" .. figure.hedge .. ")" or ""
    rows[i] = {
      (figure.written:gsub("%s+", " ")) .. hedge, figures.value(figure), figure.unit or "", figure.noun or "",
      figures.labels(figure), figures.date(figure), figure.place or "",
    }
  end
  return rows
end

local LANGUAGES = { en = "English", vi = "Vietnamese", id = "Indonesian" }

--- A count with its noun.
function figures.plural(n, noun) return number.grouped(n) .. " " .. noun .. (n == 1 and "" or "s") end

-- Documents that are cited, each once.
local function count_documents(report)
  local seen, n = {}, 0
  for _, document in ipairs(report.documents or {}) do
    local key = (document.kind or "") .. "|" .. tostring(document.number) .. "|" .. tostring(document.year)
    if not seen[key] then
      seen[key], n = true, n + 1
    end
  end
  return n
end

--- The line under a file's name: its title, language and what was found.
-- @tparam table report
-- @treturn string
function figures.headline(report)
  local parts = {}
  if report.lang then parts[1] = LANGUAGES[report.lang] or report.lang end
  if report.date then parts[#parts + 1] = report.date end
  parts[#parts + 1] = figures.plural(#report.figures, "figure")
  local cited = count_documents(report)
  if cited > 0 then parts[#parts + 1] = figures.plural(cited, "document") .. " cited" end
  return table.concat(parts, ", ")
end

local write = {}

function write.text(reports, sink, screen)
  for k, report in ipairs(reports) do
    sink((k > 1 and "\n" or "") .. marked.bold(text.clean(report.shown), screen) .. "\n")
    if report.title then sink(text.fit(report.title, screen.width or marked.WIDTH) .. "\n") end
    sink(figures.headline(report) .. "\n")
    for _, note in ipairs(#report.figures == 0 and report.notes or {}) do sink(text.clean(note.message) .. "\n") end
    if #report.figures > 0 then
      sink("\n" .. text.table(HEADERS, rows_of(report), {
        align = ALIGN, width = screen.width, keep = { true, true },
        heading = function(s) return marked.bold(s, screen) end,
      }))
    end
  end
end

function write.markdown(reports, sink)
  for k, report in ipairs(reports) do
    sink((k > 1 and "\n" or "") .. "## " .. markdown.cell(report.shown) .. "\n\n")
    sink(markdown.cell(figures.headline(report)) .. "\n\n")
    markdown.head(HEADERS, ALIGN, sink)
    for _, cells in ipairs(rows_of(report)) do markdown.row(cells, #HEADERS, sink) end
  end
end

function write.json(reports, sink)
  local list = ordered.array()
  for _, report in ipairs(reports) do records.figures(report.figures, report.shown, list) end
  json.write(list, sink)
end

-- One table of plain cells: labels and readings as text.
function write.csv(reports, sink)
  local rows = {}
  for _, report in ipairs(reports) do
    for _, figure in ipairs(report.figures) do
      local record, cells = records.figure(figure, report.shown), {}
      for c, key in ipairs(records.FIGURE) do
        local value = record[key]
        if key == "by" then
          local list = {}
          for name, code in pairs(value) do list[#list + 1] = name .. "=" .. code end
          value = #list > 0 and table.concat(list, ";") or nil
        elseif key == "readings" and value then
          local list = {}
          for i, reading in ipairs(value) do list[i] = number.exact(reading) end
          value = table.concat(list, ";")
        elseif type(value) == "number" then
          value = number.exact(value)
        elseif value ~= nil then
          value = tostring(value)
        end
        cells[c] = value
      end
      rows[#rows + 1] = cells
    end
  end
  csv.write(figures.grid(records.FIGURE, rows), sink)
end

--- Rows of texts as a result that every writer takes.
-- @tparam {string,...} names
-- @tparam {table,...} rows
function figures.grid(names, rows)
  local types = {}
  for c = 1, #names do types[c] = "text" end
  return setmetatable({}, { shape = function()
    return { names = names, types = types, rows = function()
      local i = 0
      return function()
        i = i + 1
        return rows[i]
      end
    end }
  end })
end

--- Runs the subcommand.
-- @tparam table args parsed by argparse
-- @treturn int exit status
function figures.run(args)
  local reports, status = {}, problem.OK
  local format = options.format(args)
  for _, path in ipairs(args.FILE) do
    local report = texts.read(path, args)
    if report then
      report.shown = texts.name(path)
      reports[#reports + 1] = report
    else
      status = problem.UNUSABLE
    end
  end
  if #reports > 0 then
    texts.write(args.output, function(sink, screen) write[format](reports, sink, screen) end)
  end
  return status
end

return figures

--- How a summary looks in each format.
-- @module orgstat.cli.summary_view

local core = require "orgstat.core"
local output = require "orgstat.cli.output"
local problem = require "orgstat.cli.problem"
local tables = require "orgstat.cli.summary_tables"
local csv = require "orgstat.present.csv"
local json = require "orgstat.present.json"
local markdown = require "orgstat.present.markdown"
local ordered = require "orgstat.present.ordered"
local text = require "orgstat.present.text"

local view = {}

-- Values of statistics and ends of fields, with all the digits that a decimal has.
local function exact(values, key)
  local digits = values[key .. "_text"]
  if digits and key == "sum" and math.type(values.sum) == "integer" then return values.sum end
  return digits and ordered.digits(digits) or values[key]
end

local function json_fields(result)
  local fields = ordered.array()
  for i, field in ipairs(result.fields) do
    fields[i] = ordered.object {
      { "name", field.name }, { "type", field.type }, { "sampled", field.sampled },
      { "missing", field.missing }, { "distinct", field.distinct },
      { "min", exact(field, "min") }, { "max", exact(field, "max") },
    }
  end
  return fields
end

local function json_stats(result)
  local stats = ordered.object()
  for _, one in ipairs(result.stats) do
    local values = ordered.object()
    for _, key in ipairs(tables.STATISTICS) do ordered.put(values, key, exact(one.values, key)) end
    if one.values.exact == false then ordered.put(values, "exact", false) end
    ordered.put(stats, one.name, values)
  end
  return stats
end

local function json_asked(result)
  local object = ordered.object()
  for _, one in ipairs(result.aggregates) do
    local value = one.value
    if one.type == "decimal" and one.text then value = ordered.digits(one.text) end
    ordered.put(object, one.name, value)
  end
  return object
end

local function json_object(result, several)
  return ordered.object {
    { "file", several and result.file or nil },
    { "rows", result.rows },
    { "fields", json_fields(result) },
    { "stats", result.stats and json_stats(result) },
    { "aggregates", result.aggregates and json_asked(result) },
    { "groups", result.groups },
  }
end

local open = {}

function open.json(several, sink)
  local objects = {}
  return {
    write = function(result) objects[#objects + 1] = json_object(result, several) end,
    finish = function() json.write(several and ordered.array(objects) or objects[1], sink) end,
  }
end

-- The one table of CSV: the groups, else the statistics, else the fields.
local function csv_table(result)
  if result.groups then return result.groups, core.names(result.groups) end
  local list = ordered.array()
  if result.stats then
    local names = { "field", table.unpack(tables.STATISTICS) }
    for i, one in ipairs(result.stats) do
      list[i] = ordered.object { { "field", one.name } }
      for _, key in ipairs(tables.STATISTICS) do ordered.put(list[i], key, exact(one.values, key)) end
    end
    return list, names
  elseif result.aggregates then
    for i, one in ipairs(result.aggregates) do
      list[i] = ordered.object { { "aggregate", one.name }, { "value", one.text } }
    end
    return list, { "aggregate", "value" }
  end
  return json_fields(result), { "name", "type", "missing", "distinct", "min", "max" }
end

local function unused(name, names)
  for _, taken in ipairs(names) do
    if taken == name then return unused(name .. "_2", names) end
  end
  return name
end

function open.csv(several, sink)
  local first
  return {
    write = function(result)
      local rows, names = csv_table(result)
      local head = table.concat(names, "\0")
      if first and first ~= head then
        problem.system(result.file .. ": its table has other columns than the files before; use --format json")
      end
      csv.write(tables.with_columns(rows, names, several and unused("file", names), result.file), sink,
        { header = not first })
      first = head
    end,
  }
end

function open.markdown(_, sink)
  local blank = ""
  return {
    write = function(result)
      sink(blank .. "## " .. markdown.cell(result.file) .. "\n\n" .. markdown.cell(tables.headline(result)) .. "\n")
      blank = "\n"
      for _, part in ipairs(tables.of(result)) do
        local width = #part.headers
        sink(part.title and "\n### " .. markdown.cell(part.title) .. "\n\n" or "\n")
        markdown.head(part.headers, part.align, sink)
        for _, cells in ipairs(part.rows) do markdown.row(cells, width, sink) end
        if part.total then markdown.row(part.total, width, sink) end
      end
    end,
  }
end

local function bold(s) return "\27[1m" .. s .. "\27[0m" end

function open.text(_, sink, to_screen)
  local screen = to_screen and output.screen() or { colour = false }
  local dress = screen.colour and bold or function(s) return s end
  local blank = ""
  return {
    write = function(result)
      sink(blank .. dress(text.clean(result.file)) .. "\n" .. text.clean(tables.headline(result)) .. "\n")
      blank = "\n"
      for _, part in ipairs(tables.of(result)) do
        sink(part.title and "\n" .. dress(text.clean(part.title)) .. "\n" or "\n")
        sink(text.table(part.headers, part.rows,
          { align = part.align, keep = part.keep, total = part.total, width = screen.width, heading = dress }))
      end
    end,
  }
end

--- Opens a writer of summaries. Nothing is written before it is closed: an error in the query for a
-- later file comes first, whatever the format.
-- @string format "text", "json", "csv" or "markdown"
-- @tparam boolean several whether more than one file was named
-- @tparam ?string path of the file to write, nil or `-` for standard output
-- @treturn table `write(result)` for each file, then `close()`
function view.open(format, several, path)
  local results, to_file = {}, path and path ~= "-"
  local function produce(sink)
    local writer = open[format](several, sink, not to_file)
    for _, result in ipairs(results) do writer.write(result) end
    if writer.finish then writer.finish() end
  end
  return {
    write = function(result) results[#results + 1] = result end,
    close = function()
      if to_file then return output.file(path, produce) end
      produce(output.sink)
      output.flush()
    end,
  }
end

return view

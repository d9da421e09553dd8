--- Figures, findings and comparisons as records whose keys stand in the order of the JSON contract.
-- @module orgstat.present.report

local ordered = require "orgstat.present.ordered"

local report = {}

--- The columns of figures, as a table has them.
report.FIGURE = {
  "value", "lo", "hi", "lo_open", "hi_open", "readings", "written", "unit", "hedge", "by", "label", "noun", "place",
  "as_of", "from", "to", "first", "last", "sentence", "lang", "file",
}

local function by_of(figure)
  local object, names = ordered.object(), {}
  for name in pairs(figure.by or {}) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do ordered.put(object, name, figure.by[name]) end
  return object
end

--- A figure as a record.
-- @tparam table figure
-- @tparam[opt] string file its file's name, if the figure does not say
-- @treturn table ordered object
function report.figure(figure, file)
  local object = ordered.object()
  for _, key in ipairs(report.FIGURE) do
    local value = figure[key]
    if key == "by" then
      value = by_of(figure)
    elseif key == "readings" then
      value = value and ordered.array { table.unpack(value) }
    elseif key == "file" then
      value = value or file
    elseif value == false then
      value = nil
    end
    ordered.put(object, key, value)
  end
  return object
end

--- Figures as a list of records.
-- @tparam {table,...} figures
-- @tparam[opt] string file
-- @tparam[opt] table list to which they are added
function report.figures(figures, file, list)
  list = list or ordered.array()
  for _, figure in ipairs(figures) do list[#list + 1] = report.figure(figure, file) end
  return list
end

--- The columns of findings.
report.FINDING = {
  "check", "verdict", "importance", "inferred", "message", "figures", "difference", "proposals",
}

--- A finding as a record.
-- @tparam table finding
-- @int[opt=0] shift what is added to the indexes of its figures
-- @treturn table ordered object
function report.finding(finding, shift)
  local object = ordered.object()
  for _, key in ipairs(report.FINDING) do
    local value = finding[key]
    if key == "figures" then
      local list = ordered.array()
      for k, i in ipairs(value) do list[k] = i + (shift or 0) end
      value = list
    end
    ordered.put(object, key, value)
  end
  return object
end

local function records(list, keys)
  local out = ordered.array()
  for i, one in ipairs(list) do
    out[i] = ordered.object()
    for _, key in ipairs(keys) do ordered.put(out[i], key, one[key]) end
  end
  return out
end

--- A comparison as one object.
-- @tparam table comparison of `orgstat.report.compare`
-- @tparam[opt] {string,...} files names for the figures of the first text and of the second
-- @int[opt] count how many figures the first text has
function report.comparison(comparison, files, count)
  local figures = ordered.array()
  for i, figure in ipairs(comparison.figures) do
    figures[i] = report.figure(figure, files and (i <= count and files[1] or files[2]) or nil)
  end
  return ordered.object {
    { "agree", comparison.agree },
    { "pairs", records(comparison.pairs, { "a", "b" }) },
    { "missing", ordered.array { table.unpack(comparison.missing) } },
    { "extra", ordered.array { table.unpack(comparison.extra) } },
    { "changed", records(comparison.changed, { "a", "b", "what", "slip" }) },
    { "figures", figures },
  }
end

return report

-- What reading a text gives, in short forms for specs.
local report = require "orgstat.report"

local reading = {}

--- Figures as "value unit", ranges as "lo..hi unit", numbers with several readings as "a|b unit".
function reading.show(figure)
  local number = figure.value
  if not number and figure.readings then
    number = table.concat(figure.readings, "|")
  elseif not number then
    number = ("%s..%s"):format(figure.lo, figure.hi)
  end
  if math.type(number) == "float" and number == math.floor(number) and math.abs(number) < 2 ^ 53 then
    number = math.tointeger(number) end
  return ("%s %s"):format(number, figure.unit)
end

function reading.read(lang, text)
  return assert(report.read({ text = text }, { lang = lang }))
end

--- The figures of a text as a list of short forms.
function reading.figures(lang, text)
  local out = {}
  for i, figure in ipairs(reading.read(lang, text).figures) do out[i] = reading.show(figure) end
  return out
end

--- The relations of a kind, as lists of values: of a sum "whole = part + part", with ">=" where it is open.
function reading.sums(lang, text)
  local r = reading.read(lang, text)
  local out = {}
  for _, relation in ipairs(r.relations) do
    if relation.kind == "sum" then
      local parts = {}
      for i, index in ipairs(relation.parts) do parts[i] = r.figures[index].written end
      out[#out + 1] = r.figures[relation.whole].written .. (relation.closed and " = " or " >= ")
        .. table.concat(parts, " + ")
    end
  end
  return out
end

--- The first relation of a kind, with written figures in place of indexes.
function reading.relation(lang, text, kind)
  local r = reading.read(lang, text)
  for _, relation in ipairs(r.relations) do
    if relation.kind == kind then
      local out = {}
      for _, key in ipairs { "whole", "part", "rate", "from", "to", "change", "result", "target", "excess", "a", "b",
        "mean", "total", "count", "rest" } do
        if relation[key] then out[key] = r.figures[relation[key]].written end
      end
      out.sign, out.implied, out.merged = relation.sign, relation.implied, relation.merged or nil
      if relation.terms then
        out.terms = {}
        for i, term in ipairs(relation.terms) do out.terms[i] = (term.sign > 0 and "+" or "-")
          .. r.figures[term.figure].written end
      end
      return out
    end
  end
end

return reading

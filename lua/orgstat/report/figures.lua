--- The figures of one sentence as they stand in a report.
-- @module orgstat.report.figures

local interval = require "orgstat.report.interval"
local label = require "orgstat.report.label"
local number = require "orgstat.report.number"
local relation = require "orgstat.report.relation"
local scan = require "orgstat.report.scan"

local figures = {}

local sub, gsub = string.sub, string.gsub

local MULTIPLE = { tens = true, hundreds = true, thousands = true }

local function end_value(e)
  e.value = number.value(e.mantissa, e.exponent)
  return e
end

-- Numerals that count nothing: "one of", a lone "one".
local function is_idle(found, all)
  if not found.article then return false end
  if found.unit and found.unit ~= "other" and found.unit ~= "year" then
    for _, one in ipairs(all) do
      if one ~= found and one.unit == found.unit and not one.article then return false end
    end
  end
  return true
end

--- Makes a figure of what `scan` and `label` found.
-- @treturn table the figure
function figures.make(state, block, s, found, map, offset, count)
  local report = state.report
  local list = report.figures
  local first, last = s.first[found.first], s.last[found.last]
  local written = gsub(sub(s.text, first, last), "\31", "\u{A0}")
  local figure = {
    index = #list + 1, written = written, unit = found.unit or "other", hedge = found.hedge, by = found.by or {},
    label = found.label, noun = found.noun, place = found.place, as_of = found.as_of, from = found.from,
      to = found.to,
    first = map:first(offset + first - 1), last = map:last(offset + last - 1), sentence = count,
    lang = report.lang, file = report.file, zone = block.zone,
    scaled = found.scaled or nil, words = found.words or nil, explicit = found.explicit or nil, per = found.per,
    average = found.average, delta = found.delta, rest = found.rest, total = found.total, other = found.other,
  }
  if found.scale_first then figure.scale_word = label.words(s, found.scale_first, found.scale_last) end
  if found.readings then
    figure.readings, figure.broken, figure.ambiguous = found.readings, found.broken, found.ambiguous
  elseif MULTIPLE[found.hedge] then
    figure.a = end_value { mantissa = 1, exponent = found.x }
  elseif found.hedge == "range" then
    figure.a, figure.b = end_value(found.a), end_value(found.b)
  else
    figure.mantissa, figure.exponent = found.mantissa, found.exponent
    figure.value = number.value(found.mantissa, found.exponent)
  end
  interval.set(figure)
  list[#list + 1] = figure
  found.figure = figure
  return figure
end

--- Reads the figures of a sentence into the report.
function figures.read(state, block, s, map, offset, count)
  local found, dates = scan.sentence(s, state.grammar, state)
  local kept, n = {}, 0
  for _, one in ipairs(found) do
    if not is_idle(one, found) then
      n = n + 1
      kept[n] = one
    end
  end
  if n == 0 then
    relation.none(state, s, dates, count)
    return
  end
  state.blood = state.blood_sentence == count
  for k = 1, s.lives do
    if s.entry[s.live[k]].blood then state.blood_sentence, state.blood = count, true break end
  end
  if state.blood_sentence and count - state.blood_sentence < 6 then state.blood = true end
  label.fill(s, kept, dates, state.grammar, state)
  relation.inherit(state, s, kept, block)
  for _, one in ipairs(kept) do figures.make(state, block, s, one, map, offset, count) end
  relation.sentence(state, s, kept, block)
end

return figures

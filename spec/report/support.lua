-- Reports made by hand: figures and relations as reading gives them.
local interval = require "orgstat.report.interval"

local support = {}

local function digits(value)
  if math.type(value) == "integer" then return value, 0 end
  local text = ("%.14g"):format(value)
  local places = #(text:match "%.(%d+)$" or "")
  return math.tointeger(tonumber((text:gsub("%.", "")))), -places
end

--- A report. Figures are `{ written, value, unit, hedge }` with more fields by name; figures have the
-- unit "organisation" and no hedge unless they say so.
function support.report(figures, relations, more)
  local report = { lang = "en", figures = {}, relations = relations or {} }
  for key, value in pairs(more or {}) do report[key] = value end
  for i, one in ipairs(figures) do
    local figure = {
      index = i, written = one[1], value = one[2], unit = one[3] or "organisation", hedge = one[4] or "exact",
        by = {},
      first = 10 * i, last = 10 * i + #one[1] - 1, sentence = 1, lang = report.lang, zone = "body",
    }
    if figure.value then figure.mantissa, figure.exponent = digits(figure.value) end
    for key, value in pairs(one) do
      if type(key) == "string" then figure[key] = value end
    end
    report.figures[i] = interval.set(figure)
  end
  return report
end

return support

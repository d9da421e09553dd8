--- Whose dollar a plain "$" is: that of the country which the text names most.
-- @module orgstat.report.dollar

local dollar = {}

-- Words of each country that pays in dollars; a unit without code is `other`.
local COUNTRIES = {
  { unit = "USD", words = { "United States", "America", "U.S.", "US$", "Washington" } },
  { unit = "AUD", words = { "Australia", "Sydney", "Melbourne", "Canberra", "A$", ".au/", "AUD" } },
  { unit = "other", words = { "Singapore", "Straits Times", ".sg/" } },
  { unit = "other", words = { "Canad", "Toronto", "Ottawa", "C$", ".ca/" } },
  { unit = "other", words = { "New Zealand", "Auckland", "NZ$", ".nz/" } },
  { unit = "other", words = { "Hong Kong", "HK$", ".hk/" } },
}
local ENOUGH = 2 -- mentions

local function count(text, words)
  local n = 0
  for _, word in ipairs(words) do
    local at = 1
    while true do
      local _, last = text:find(word, at, true)
      if not last then break end
      n, at = n + 1, last + 1
    end
  end
  return n
end

local function unit_of(text)
  local best, most = "USD", count(text, COUNTRIES[1].words)
  for k = 2, #COUNTRIES do
    local n = count(text, COUNTRIES[k].words)
    if n >= ENOUGH and n > most then best, most = COUNTRIES[k].unit, n end
  end
  return best
end

--- Gives the amounts of a report that say "$" and no more the currency of its country.
-- @tparam table report
function dollar.settle(report)
  local unit
  for _, figure in ipairs(report.figures) do
    if figure.unit == "USD" and figure.written:find "^%$" then
      unit = unit or unit_of(report.text)
      figure.unit = unit
    end
  end
end

return dollar

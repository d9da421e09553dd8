--- From the lists of a grammar to the lexicon that sentences are read with.
--
-- A phrase may stand in several lists; its entry then has a field of each. The fields:
--
-- `digit` value of a numeral; `rule` what a word does inside a number in words; `scale` power of ten;
-- `short` power of ten of an abbreviation; `hedge`, `after` hedges before and behind a number;
-- `multiple` { hedge, power }; `unit`, `plural`; `currency`; `percent`; `month`; `level`, `category`,
-- `org_type`, `status`; `document`; and one boolean for each list of words in WORDS.
-- @module orgstat.report.lexicon

local token = require "orgstat.report.token"

local lexicon = {}

local WORDS = {
  "age_before", "again", "and_half", "articles", "as_of", "average", "bound", "by", "common", "compared", "dash",
    "day_word",
  "distance", "document_number", "down", "elder", "end_of", "forms_end", "forms_front", "forms_own", "founded",
    "from", "half",
  "half_number", "including", "issuer_links", "ke_prefix", "merged", "month_word", "of_which", "open_words",
    "ordinal_after",
  "ordinal_before", "ordinals", "others", "out_of", "over_plan", "part_year_link", "period_before", "phone",
    "place_links",
  "places", "plan", "population", "quarter", "range_from", "range_to", "rest", "roman_before", "score_words", "share",
  "source_words", "stop", "adverbs", "term_words", "scope", "extent", "joins", "weak_level", "ratio", "by_whom",
    "copula",
    "congress", "year_sure",
    "unit_word", "daytime", "ordinal_always", "blood", "classifiers", "time_after", "time_before", "to", "total",
    "total_after", "under_plan", "up",
  "weekday", "year_before", "year_word", "year_digit", "document_year", "dozen", "furniture", "furniture_tail",
}

local CODED = {
  hedge = "hedge", after = "hedge_after", currency = "currency", level = "levels", category = "categories",
  org_type = "org_types", status = "statuses", document = "documents", part_year = "part_year", per = "per",
  rule = "number_rules", scale = "scales", short = "scale_short", digit_scale = "prefixed", month = "months",
}

local function phrases(list)
  local find = list:gmatch "%s*([^,]+)"
  return function()
    local phrase = find()
    return phrase and phrase:gsub("~", ",") or nil
  end
end
lexicon.phrases = phrases

local function trim(phrase) return (phrase:gsub("%s+$", "")) end

-- Keys in order, so that a phrase of two lists means the same every time.
local function sorted(map)
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  return keys
end

local function add_units(lex, grammar)
  for _, unit in ipairs(sorted(grammar.units)) do
    local list = grammar.units[unit]
    for phrase in phrases(list) do
      phrase = trim(phrase)
      local one, many = phrase:match "^([^/]+)/([^/]+)$"
      if grammar.plural and one then
        lex:add(one, "unit", unit)
        lex:add(many, "unit", unit)
        lex:add(many, "plural", true)
      else
        lex:add(phrase, "unit", unit)
        if grammar.plural then
          lex:add(phrase .. grammar.plural, "unit", unit)
          lex:add(phrase .. grammar.plural, "plural", true)
        end
      end
    end
  end
end

-- The lexicon of a language, from its grammar.
local function build(grammar)
  local lex = token.lexicon()
  for word, value in pairs(grammar.numbers) do lex:add(word, "digit", value) end
  for field, name in pairs(CODED) do
    for _, code in ipairs(sorted(grammar[name] or {})) do
      for phrase in phrases(grammar[name][code]) do
        lex:add(trim(phrase), field, code)
        if field == "document" and grammar.plural then lex:add(trim(phrase) .. grammar.plural, field, code) end
      end
    end
  end
  for code, lists in pairs(grammar.multiple) do
    if type(lists) == "table" then
      for power, list in pairs(lists) do
        for phrase in phrases(list) do lex:add(trim(phrase), "multiple", { code, power }) end
      end
    end
  end
  for phrase in phrases(grammar.multiple.tens_of_3 or "") do lex:add(trim(phrase), "multiple", { "tens", 3 }) end
  for phrase in phrases(grammar.percent) do lex:add(trim(phrase), "percent", "percent") end
  for phrase in phrases(grammar.percentage_point) do lex:add(trim(phrase), "percent", "percentage_point") end
  lex:add("%", "percent", "percent")
  add_units(lex, grammar)
  for _, name in ipairs(WORDS) do
    for phrase in phrases(grammar[name] or "") do lex:add(trim(phrase), name, true) end
  end
  -- a name is what its form is
  for phrase in phrases(grammar.forms_own or "") do
    local first = lex:find(phrase:match "^%s*([^ ]+)")
    if first and first.unit and phrase:find " " then lex:add(trim(phrase), "unit", first.unit) end
  end
  -- so is a kind of organisation, where the noun comes first: "hội kinh tế"
  for _, code in ipairs(grammar.plural and {} or sorted(grammar.org_types or {})) do
    for phrase in phrases(grammar.org_types[code]) do
      local first = lex:find(trim(phrase):match "^([^ ]+) " or "")
      local whole = lex:find(trim(phrase))
      if first and first.unit and whole and not whole.unit then lex:add(trim(phrase), "unit", first.unit) end
    end
  end
  -- "di provinsi" tells a place as well as a level
  for _, code in ipairs(sorted(grammar.levels)) do
    for phrase in phrases(grammar.levels[code]) do
      phrase = trim(phrase)
      local link, rest = phrase:match "^([^ ]+) (.+)$"
      link = link and lex:find(link)
      local located = link and link.place_links
      local noun = lex:find(located and rest or phrase)
      if noun and noun.places then
        lex:add(phrase, "weak_level", true)
        if located then lex:add(phrase, "located", true) end
      end
    end
  end
  -- "tính đến ngày": the day that follows is one as it is behind "ngày" alone
  for _, name in ipairs { "as_of", "end_of", "period_before", "year_before", "ordinals" } do
    for phrase in phrases(grammar[name] or "") do
      phrase = trim(phrase)
      local last = phrase:match " ([^ ]+)$"
      local entry = last and lex:find(last)
      if entry then
        for _, field in ipairs { "day_word", "month_word", "year_word" } do
          if entry[field] then lex:add(phrase, field, true) end
        end
      end
    end
  end
  -- "fell from", "turun dari": what follows is where the change begins
  for _, name in ipairs { "up", "down" } do
    for phrase in phrases(grammar[name] or "") do
      local last = lex:find(trim(phrase):match " ([^ ]+)$" or "")
      if last and last.from then lex:add(trim(phrase), "begins", true) end
    end
  end
  -- what a pass over a sentence stops at
  lex:each(function(e)
    e.dated = e.month or e.month_word or e.day_word or e.part_year or e.year_word or e.quarter or nil
    e.numeral = e.digit or e.multiple or e.half or e.half_number or e.digit_scale or e.rule == "a" or nil
    e.active = e.dated or e.numeral
    e.named = e.forms_own or e.forms_front or e.forms_end
    e.cited = e.document or e.congress
    e.live = e.active or e.named or e.cited or e.blood
  end)
  lex.lower_months = grammar.lower_months
  lex.grouped = grammar.large_years -- numbers of four digits have a mark, years have none
  return lex
end

local built = setmetatable({}, { __mode = "k" })

--- The lexicon of a grammar, made once.
function lexicon.of(grammar)
  local lex = built[grammar]
  if not lex then
    lex = build(grammar)
    built[grammar] = lex
  end
  return lex
end

return lexicon

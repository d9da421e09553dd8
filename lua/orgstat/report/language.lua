--- The languages that reports are read in, and which of them a text is in.
-- @module orgstat.report.language

local lexicon = require "orgstat.report.lexicon"
local token = require "orgstat.report.token"

local language = {}

local FOLDER = "orgstat.report.grammar."

--- Languages that come with the library. A further one is a file of `orgstat/report/grammar` and its
-- name here, or `language.add`.
language.names = { "en", "vi", "id", "fr" }

local grammars = {}

--- Makes a language known from its grammar, a table like those in `orgstat.report.grammar`.
-- @tparam table grammar
function language.add(grammar)
  if not grammars[grammar.lang] then
    local known = false
    for _, name in ipairs(language.names) do known = known or name == grammar.lang end
    if not known then language.names[#language.names + 1] = grammar.lang end
  end
  grammars[grammar.lang] = grammar
end

--- The grammar of a language, or nil.
function language.grammar(name)
  if not grammars[name] then
    for _, known in ipairs(language.names) do
      if known == name then grammars[name] = require(FOLDER .. name) end
    end
  end
  return grammars[name]
end

local SAMPLE = 60000 -- bytes that tell the language
local LEAST = 0.03 -- the share of words that must be common words of a language

local commons = setmetatable({}, { __mode = "k" })
local function common_words(grammar)
  local set = commons[grammar]
  if not set then
    set = {}
    for word in lexicon.phrases(grammar.common) do set[word:match "^(.-)%s*$"] = true end
    commons[grammar] = set
  end
  return set
end

--- Which language a text is in.
-- @tparam string text UTF-8
-- @treturn ?string the language's name, or nil where no language has enough of its words in the text
-- @treturn number how many of a hundred words are common words of it
function language.detect(text)
  local count, words = {}, 0
  local sets = {}
  for _, name in ipairs(language.names) do
    sets[name], count[name] = common_words(language.grammar(name)), 0
  end
  for word in text:sub(1, SAMPLE):gmatch "[%a\xC3-\xF4][%a\x80-\xF4]*" do
    word = token.fold(word)
    words = words + 1
    for name, set in pairs(sets) do
      if set[word] then count[name] = count[name] + 1 end
    end
  end
  local best, most = nil, 0
  for _, name in ipairs(language.names) do
    if count[name] > most then best, most = name, count[name] end
  end
  if words == 0 or most / words < LEAST then return nil, 0 end
  return best, 100 * most / words
end

return language

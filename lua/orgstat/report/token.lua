--- Words, numbers and marks of a sentence, and the phrases of a lexicon among them.
--
-- A sentence becomes a row of items: a phrase of the lexicon (longest first), another word, a number
-- in digits, or a mark. Items stand in parallel arrays that are used again for the next sentence.
-- @module orgstat.report.token

local lpeg = require "lpeg"
local core = require "orgstat.core"

local token = {}

local P, R, S, C, Cp, Ct = lpeg.P, lpeg.R, lpeg.S, lpeg.C, lpeg.Cp, lpeg.Ct
local byte, lower, find, sub = string.byte, string.lower, string.find, string.sub

local space = S " \t\r\n"
local digit = R "09"
local ascii = R("az", "AZ")
local tail = R "\x80\xBF"
-- Letters beyond ASCII: all but the punctuation and symbols that texts have.
local mark = P "\xC2" * tail + P "\xC3\x97" + P "\xE2" * R "\x80\x8F" * tail + P "\xEF" * S "\xBC\xBD" * tail
local far = R "\xC2\xDF" * tail + R "\xE0\xEF" * tail * tail + R "\xF0\xF4" * tail * tail * tail
local letter = ascii + (far - mark)
local word = letter ^ 1 * (P "'" * ascii ^ 1) ^ -1
local number = digit ^ 1 * (S ".,'\31" * digit ^ 1) ^ 0
local function run(char) return P(char) ^ 1 end
local other = run "(" + run ")" + run "." + run "," + run "-" + run "*" + run "_" + run "=" + run '"' + run "!" + run "?"
  + run "|" + run "#" + run "~" + run "/" + run "<" + run ">" + far + P(1)
local tokens = Ct((space ^ 0 * Cp() * C(word + number + other)) ^ 0)

--- A lexicon: phrases and what each of them is. Fields of one phrase from several lists stand together.
local Lexicon = {}
Lexicon.__index = Lexicon

function token.lexicon()
  return setmetatable({ root = {}, known = {}, count = 0 }, Lexicon)
end

--- Lower case, composed.
local function fold(piece)
  if find(piece, "[\x80-\xFF]") then
    return core.nfc(piece, true) or lower(piece)
  end
  return lower(piece)
end
token.fold = fold

--- Adds to what a phrase is.
function Lexicon:add(phrase, field, value)
  local node = self.root
  local list = tokens:match(phrase)
  local size = #list
  for i = 2, size, 2 do
    local piece = list[i]
    if piece ~= "-" or size == 2 then
      piece = fold(piece)
      local next_node = node[piece]
      if not next_node then
        next_node = {}
        node[piece] = next_node
      end
      node = next_node
    end
  end
  local entry = node[1]
  if not entry then
    entry = { phrase = phrase }
    node[1] = entry
  end
  if entry[field] == nil then entry[field] = value end
  self.known, self.count = {}, 0
end

--- What a phrase is, or nil.
function Lexicon:find(phrase)
  local node = self.root
  local list = tokens:match(phrase)
  for i = 2, #list, 2 do
    node = node and node[fold(list[i])]
  end
  return node and node[1]
end

local function each(node, visit)
  for key, value in pairs(node) do
    if key == 1 then visit(value) else each(value, visit) end
  end
end

--- Visits the entries of all phrases.
function Lexicon:each(visit) each(self.root, visit) end

--- Whether a phrase that begins with this word in lower case may count something, and may be of a name.
-- @treturn boolean a numeral
-- @treturn boolean a name
function Lexicon:starts(low)
  local node = self.root[low]
  local numeral, named = false, false
  if node then
    each(node, function(e)
      numeral = numeral or e.multiple ~= nil or e.half ~= nil or e.half_number ~= nil or e.digit_scale ~= nil
      named = named or e.named ~= nil
    end)
    local e = node[1]
    numeral = numeral or e ~= nil and e.digit ~= nil and not e.articles
  end
  return numeral, named
end

-- What is known of a token by itself: { kind, lower case, node of the lexicon, has a capital }.
local LIMIT = 50000
local function learn(lexicon, piece)
  local first = byte(piece)
  local kind, low
  if first >= 48 and first <= 57 then
    return { "n", piece, lexicon.root[piece], false }
  elseif find(piece, "^[%a\xC3-\xDF\xE0-\xE1\xE3-\xF4]") or first == 0xE2 and byte(piece, 2) > 0x8F then
    kind, low = "w", fold(piece)
  else
    kind, low = "p", byte(piece) < 0x80 and sub(piece, 1, 1) or piece
    if piece == ".." or find(piece, "^%.%.%.") then low = "…" end
  end
  local info = { kind, low, lexicon.root[low], kind == "w" and low ~= piece, #piece }
  if lexicon.count > LIMIT then
    lexicon.known, lexicon.count = {}, 0
  end
  lexicon.known[piece], lexicon.count = info, lexicon.count + 1
  return info
end

--- A sentence that `read` fills.
function token.sentence()
  return { n = 0, kind = {}, entry = {}, word = {}, first = {}, last = {}, cap = {}, glued = {}, info = {} }
end

local NONE = {}
token.NONE = NONE

--- Reads a text into the items of a sentence.
-- @tparam table s the sentence, whose arrays are overwritten
-- @tparam table lexicon
-- @tparam string str
function token.read(s, lexicon, str)
  local list = tokens:match(str)
  local kind, entry, item, first, last, cap, glued = s.kind, s.entry, s.word, s.first, s.last, s.cap, s.glued
  local known, info = lexicon.known, s.info
  local size = #list
  for i = 2, size, 2 do
    local piece = list[i]
    info[i] = known[piece] or learn(lexicon, piece)
    known = lexicon.known
  end
  local n, i, before = 0, 2, 0
  while i <= size do
    local this = info[i]
    n = n + 1
    local at, till = list[i - 1], i
    local node = this[3]
    local found
    if node then
      found = node[1]
      local j = i + 2
      while j <= size do
        local next_info = info[j]
        local low = next_info[2]
        if low == "-" and j > till and list[j - 1] == list[j - 3] + #list[j - 2] and not node["-"] then
          j = j + 2
          next_info = info[j]
          if j > size or list[j - 1] ~= list[j - 3] + #list[j - 2] then break end
          low = next_info[2]
        end
        node = node[low]
        if not node then break end
        if node[1] then found, till = node[1], j end
        j = j + 2
      end
    end
    kind[n], entry[n], item[n], cap[n] = this[1], found or NONE, this[2], this[4]
    if till > i then kind[n] = "w" end
    first[n], last[n] = at, list[till - 1] + #list[till] - 1
    glued[n] = at == before + 1
    before = last[n]
    i = till + 2
  end
  s.n, s.text, s.grouped = n, str, lexicon.grouped
  kind[n + 1], entry[n + 1], item[n + 1], cap[n + 1], glued[n + 1] = nil, NONE, "", false, false
  kind[n + 2], entry[n + 2], item[n + 2], cap[n + 2], glued[n + 2] = nil, NONE, "", false, false
  kind[0], entry[0], item[0], cap[0], glued[0] = nil, NONE, "", false, false
  kind[-1], entry[-1], item[-1] = nil, NONE, ""
  return s
end

return token

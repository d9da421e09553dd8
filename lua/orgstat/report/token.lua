--- Words, numbers and marks of a sentence, and the phrases of a lexicon among them.
--
-- A sentence becomes a row of items: a phrase of the lexicon (longest first), another word, a number
-- in digits, or a mark. Items stand in parallel arrays that are used again for the next sentence.
-- @module orgstat.report.token

local core = require "orgstat.core"

local token = {}

local byte, lower, find, sub = string.byte, string.lower, string.find, string.sub

local NONE = {}
token.NONE = NONE

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
  local list = {}
  local size = core.tokens(phrase, NONE, {}, list)
  for i = 1, size do
    local piece = list[i]
    if piece ~= "-" or size == 1 then
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
  local list = {}
  for i = 1, core.tokens(phrase, NONE, {}, list) do
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

-- What is known of a token by itself: { kind, lower case, entry, node of the lexicon where longer
-- phrases may begin or nil, has a capital, bytes, use } where use is 1 for what may count, 2 for a name.
local LIMIT = 50000
local function learn(lexicon, piece)
  local first = byte(piece)
  local kind, cap = "p", false
  local size = #piece
  local low
  if first >= 48 and first <= 57 then
    kind, low = "n", piece
  elseif find(piece, "^[%a\xC3-\xDF\xE0-\xE1\xE3-\xF4]") or first == 0xE2 and byte(piece, 2) > 0x8F then
    kind, low = "w", fold(piece)
    cap = low ~= piece
  else
    low = first < 0x80 and sub(piece, 1, 1) or piece
    if piece == ".." or find(piece, "^%.%.%.") then low = "…" end
    if size > 64 then piece = sub(piece, 1, 64) end
  end
  local node = lexicon.root[low]
  local use = kind == "n" and 1 or false
  if kind == "w" then
    local numeral, named = lexicon:starts(low)
    use = numeral and 1 or named and cap and 2 or false
  end
  local info = { kind, low, node and node[1] or NONE, node and next(node, node[1] and next(node) == 1 and 1
    or nil) and node or nil, cap, size, use }
  if kind ~= "n" and size <= 64 then
    if lexicon.count > LIMIT then
      lexicon.known, lexicon.count = {}, 0
    end
    lexicon.known[piece], lexicon.count = info, lexicon.count + 1
  end
  return info
end

--- A sentence that `read` fills. `live` lists the `lives` items that a pass must stop at: numbers, and
-- entries that begin a date, a numeral, a name or a document.
function token.sentence()
  return { n = 0, kind = {}, entry = { [0] = NONE, [-1] = NONE, [-2] = NONE }, word = { [0] = "", [-1] = "" },
    first = {}, last = {},
    cap = { [0] = false }, glued = { [0] = false }, start = {}, info = {}, live = {}, lives = 0 }
end

--- Splits a text into tokens, and tells whether it is worth reading.
-- @tparam table s the sentence, whose arrays are overwritten
-- @tparam table lexicon
-- @tparam string str
-- @treturn boolean whether it may count something: it holds a digit or a numeral
-- @treturn boolean whether it may hold the name of an organisation
function token.split(s, lexicon, str)
  local info = s.info
  local size = core.tokens(str, lexicon.known, s.start, info)
  local counts, named = false, false
  for i = 1, size do
    local this = info[i]
    if type(this) == "string" then
      this = learn(lexicon, this)
      info[i] = this
    end
    local use = this[7]
    if use == 1 then counts = true elseif use == 2 then named = true end
  end
  s.size, s.text, s.grouped, s.lower_months = size, str, lexicon.grouped, lexicon.lower_months
  return counts, named
end

local BEYOND = 6 -- items behind the last that rules may look at

--- Makes the items of a sentence from its tokens.
-- @tparam table s the sentence, after `split`
-- @treturn table s
function token.join(s)
  local kind, entry, item, first, last, cap, glued = s.kind, s.entry, s.word, s.first, s.last, s.cap, s.glued
  local start, info, size = s.start, s.info, s.size
  local live, lives = s.live, 0
  local n, i, before = 0, 1, 0
  while i <= size do
    local this = info[i]
    n = n + 1
    local at = start[i]
    local node = this[4]
    local found, finish = this[3], at + this[6] - 1
    kind[n] = this[1]
    if node then
      local j, behind = i + 1, finish
      while j <= size do
        local following = info[j]
        local low = following[2]
        if low == "-" and start[j] == behind + 1 and not node["-"] then
          behind = start[j] + following[6] - 1
          j = j + 1
          if j > size or start[j] ~= behind + 1 then break end
          following = info[j]
          low = following[2]
        end
        node = node[low]
        if not node then break end
        behind = start[j] + following[6] - 1
        if node[1] then
          found, finish, i = node[1], behind, j
          kind[n] = "w"
        end
        j = j + 1
      end
    end
    entry[n], item[n], cap[n] = found, this[2], this[5]
    first[n], last[n] = at, finish
    glued[n] = at == before + 1
    if found.live or kind[n] == "n" then
      lives = lives + 1
      live[lives] = n
    end
    before = finish
    i = i + 1
  end
  s.n, s.lives = n, lives
  for k = n + 1, n + BEYOND do kind[k], entry[k], item[k], cap[k], glued[k] = nil, NONE, "", false, false end
  return s
end

--- Reads a text into the items of a sentence.
-- @tparam table s the sentence, whose arrays are overwritten
-- @tparam table lexicon
-- @tparam string str
-- @treturn table s
function token.read(s, lexicon, str)
  token.split(s, lexicon, str)
  return token.join(s)
end

return token

--- Text as rules want to see it, with the way back to the bytes of the file.
--
-- A writer collects pieces of the raw bytes: composed (NFC), with plain spaces and quotes and without
-- soft hyphens. Where a piece is not as long as its bytes, the writer keeps a break; a text without
-- breaks is the bytes themselves, shifted.
-- @module orgstat.report.text

local core = require "orgstat.core"

local text = {}

local byte, find, sub, match = string.byte, string.find, string.sub, string.match

-- A space of these kinds between digits groups them; it is kept as a mark of its own.
text.GROUP = "\31"

local Writer = {}
Writer.__index = Writer

local LEADS = { "\xC2", "\xCC", "\xCD", "\xE2", "\xEF" } -- bytes that begin what is not copied as it is

--- What makes writers over raw bytes.
-- @tparam string raw
-- @treturn function a new writer, each time it is called
function text.writers(raw)
  local present = "" -- most texts have few of the leads, and are quicker to search for these alone
  for _, lead in ipairs(LEADS) do
    if find(raw, lead, 1, true) then present = present .. lead end
  end
  local simple = #present == 1
  local leads = #present > 1 and "[" .. present .. "]" or present
  return function()
    return setmetatable({ raw = raw, leads = leads, simple = simple, pieces = {}, count = 0, length = 0, out = {},
      from = {}, till = {}, breaks = 0 }, Writer)
  end
end

local function append(w, piece)
  w.count = w.count + 1
  w.pieces[w.count] = piece
  w.length = w.length + #piece
end

local function mark(w, from, till)
  local k = w.breaks + 1
  w.breaks = k
  w.out[k], w.from[k], w.till[k] = w.length + 1, from, till
end

--- Writes a text that stands for the bytes first..last.
function Writer:replace(piece, first, last)
  if piece ~= "" then
    mark(self, first, last)
    append(self, piece)
  end
end

local function copy(w, first, last, piece)
  if first <= last then
    mark(w, first, false)
    append(w, piece or sub(w.raw, first, last))
  end
end

-- What a special sequence at raw position `at` becomes, and its last byte; nil: it stays.
local function special(raw, at, last)
  local b, c, d = byte(raw, at, at + 2)
  if b == 0xC2 then
    if c == 0xAD then return "", at + 1 end
    if c == 0xA0 then
      local digits = match(raw, "^%d%d%d", at + 2) and find(raw, "^%d", at - 1) and not match(raw, "^%d", at + 5)
      return digits and text.GROUP or " ", at + 1
    end
  elseif b == 0xE2 and c == 0x80 then
    if d >= 0x80 and d <= 0x8A or d == 0xAF then
      local digits = match(raw, "^%d%d%d", at + 3) and find(raw, "^%d", at - 1) and not match(raw, "^%d", at + 6)
      return digits and text.GROUP or " ", at + 2
    elseif d >= 0x8B and d <= 0x8F or d >= 0xAA and d <= 0xAE then
      return "", at + 2
    elseif d == 0x98 or d == 0x99 or d == 0x9B then
      return "'", at + 2
    elseif d >= 0x9C and d <= 0x9F then
      return '"', at + 2
    end
  elseif b == 0xE2 and c == 0x81 and d == 0xA0 then
    return "", at + 2
  elseif b == 0xEF and c == 0xBB and d == 0xBF and at + 2 <= last then
    return "", at + 2
  end
end

local MARKS = "^[\xCC\xCD][\x80-\xBF]"
local composed = {}
local composed_count = 0

local function compose(cluster)
  local known = composed[cluster]
  if known == nil then
    if composed_count > 4096 or #cluster > 16 then
      composed, composed_count = {}, 0
    end
    known = core.nfc(cluster) or cluster
    composed[cluster], composed_count = known, composed_count + 1
  end
  return known
end

--- Writes the raw bytes first..last in the form that rules want.
function Writer:copy(first, last)
  local raw = self.raw
  local piece = sub(raw, first, last)
  local leads, simple = self.leads, self.simple
  local at = leads ~= "" and find(piece, leads, 1, simple)
  if not at then
    return copy(self, first, last, piece)
  end
  local done = first -- what is before it is written
  while at do
    local here = first + at - 1
    local with, till = special(raw, here, last)
    if with then
      copy(self, done, here - 1)
      self:replace(with, here, till)
      done = till + 1
    elseif match(raw, MARKS, here) and (byte(raw, here) == 0xCC or byte(raw, here + 1) < 0xB0) and here > done then
      local base = here - 1
      while base > done and byte(raw, base) >= 0x80 and byte(raw, base) < 0xC0 do base = base - 1 end
      till = here + 1
      while till + 2 <= last and match(raw, MARKS, till + 1) do till = till + 2 end
      copy(self, done, base - 1)
      self:replace(compose(sub(raw, base, till)), base, till)
      done = till + 1
    else
      till = here
    end
    at = find(piece, leads, till - first + 2, simple)
  end
  copy(self, done, last)
end

--- What was written.
function Writer:text()
  local whole = table.concat(self.pieces, "", 1, self.count)
  self.pieces, self.count = { whole }, 1
  return whole
end

-- The break that a position of the text belongs to.
local function place(w, at)
  local low, high = 1, w.breaks
  local out = w.out
  while low < high do
    local middle = (low + high + 1) // 2
    if out[middle] <= at then low = middle else high = middle - 1 end
  end
  return low
end

--- The raw byte at which a position of the text begins.
function Writer:first(at)
  if self.breaks == 0 then return at end
  local k = place(self, at)
  return self.till[k] and self.from[k] or self.from[k] + at - self.out[k]
end

--- The raw byte at which a position of the text ends.
function Writer:last(at)
  if self.breaks == 0 then return at end
  local k = place(self, at)
  return self.till[k] or self.from[k] + at - self.out[k]
end

return text

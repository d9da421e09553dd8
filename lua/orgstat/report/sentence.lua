--- Where sentences end.
-- @module orgstat.report.sentence

local sentence = {}

local find, match, sub, lower = string.find, string.match, string.sub, string.lower

local MARKS = { ".", "!", "?" }
local MOST = 4000 -- bytes of a sentence; a longer one is cut at a space

-- Words whose full stop ends no sentence.
local SHORT = {}
for word in ([[no nos mr mrs ms dr st prof approx vs etc e.g i.e fig vol jan feb mar apr jun jul aug sep sept oct nov
  dec inc ltd co tp tx ts ths gs pgs ks bs th đ.c q p h st nxb tr kab prov kec jl gg hj drs ir rp dll dsb
  a.n s.d s.d u.s sq est cf al kel no. nr st art]]):gmatch "%S+" do SHORT[word] = true end

-- The next run of marks that may end a sentence, from a position on: first and last. Plain searches
-- for each mark are quicker than one for all.
local function next_stop(text, from, seen)
  while true do
    local best
    for k = 1, 3 do
      local at = seen[k]
      if at and at < from then
        at = find(text, MARKS[k], from, true) or false
        seen[k] = at
      end
      if at and (not best or at < best) then best = at end
    end
    if not best then return nil end
    local till = match(text, "^[.!?]+[\"')%]]*()", best) - 1
    if till == #text or find(text, "^%s", till + 1) then return best, till end
    from = till + 1
  end
end

--- Gives the sentences of a text.
-- @tparam string text
-- @treturn function an iterator over first and last position
function sentence.each(text)
  local at, size = 1, #text
  local seen = { 0, 0, 0 }
  local stop, till = 0, 0 -- the next mark that may end a sentence; nil: there is none
  return function()
    at = match(text, "^%s*()", at)
    if at > size then return nil end
    local first, from = at, at
    while true do
      if stop and stop < from then stop, till = next_stop(text, from, seen) end
      if not stop and size - first > MOST or stop and till - first > MOST then
        local space = find(sub(text, first + MOST // 2, first + MOST), " ", 1, true)
        local cut = first + (space and MOST // 2 + space - 1 or MOST)
        while cut < size and find(text, "^[\x80-\xBF]", cut + 1) do cut = cut + 1 end
        if cut < size then
          at = cut + 1
          return first, cut
        end
      end
      if not stop then
        at = size + 1
        return first, size
      end
      local following = match(text, "^%s+[\"'(%[]*()", till + 1)
      local ends = true
      if following and following <= size then
        if find(text, "^%l", following) then ends = false end
        if ends and sub(text, stop, till) == "." then
          local word = match(sub(text, math.max(first, stop - 12), stop - 1), "([%a\x80-\xFF.]+)$")
          if word then
            if SHORT[lower(word)] or #word == 1 and find(word, "%u") then ends = false end
          elseif find(text, "^%d", stop - 1) and stop - first <= 3 then
            ends = false -- "1. ..."
          end
        end
      end
      if ends then
        at = till + 1
        return first, till
      end
      from = till + 1
    end
  end
end

return sentence

--- Names of organisations in a text, each with the place it is of.
-- @module orgstat.report.names

local label = require "orgstat.report.label"
local token = require "orgstat.report.token"

local names = {}

local find = string.find

local MOST = 10 -- words of a name

local function keep(state, s, first, last, form, place, map, offset, count)
  local report = state.report
  local name = label.words(s, first, last)
  local key = token.fold(name) .. "|" .. (place and token.fold(place) or "")
  state.names = state.names or {}
  local known = state.names[key]
  if known then
    known.mentions = known.mentions + 1
    return
  end
  known = { name = name, place = place, form = form, mentions = 1, sentence = count,
    first = map:first(offset + s.first[first] - 1), last = map:last(offset + s.last[last] - 1) }
  state.names[key] = known
  report.organisations[#report.organisations + 1] = known
end

local function is_name_word(s, i) return s.kind[i] == "w" and s.cap[i] and not s.entry[i].weekday end

local function links(s, i, linking)
  if s.entry[i].joins and (not is_name_word(s, i + 1) or s.entry[i + 1].named) then return false end
  return s.kind[i] == "w" and not s.cap[i] and linking[s.word[i]] and (is_name_word(s, i + 1)
    or linking[s.word[i + 1]] and is_name_word(s, i + 2))
end

-- The last item of a name that goes on from item i.
local function forward(s, i, linking)
  local j = i
  while j - i < MOST do
    local k = j + 1
    if s.word[k] == "/" and s.glued[k] then k = k + 1 end
    if is_name_word(s, k) and not (s.entry[k].places and not s.entry[k].forms_end) then
      j = k
    elseif links(s, k, linking) then
      j = k
    else
      break
    end
  end
  return j
end

local function place_after(s, i, grammar)
  local at = i + 1
  if s.entry[at].places and not grammar.place_after then
    local till = at
    while is_name_word(s, till + 1) and till - at < 4 do till = till + 1 end
    if till > at then return label.words(s, at, till) end
  end
end

local linkings = setmetatable({}, { __mode = "k" })
local function linking_of(grammar)
  local set = linkings[grammar]
  if not set then
    set = {}
    for word in (grammar.name_links or ""):gmatch "[^, ]+" do set[word] = true end
    linkings[grammar] = set
  end
  return set
end

--- Finds the names of a sentence that is read.
function names.find(state, s, map, offset, count)
  local entry, grammar = s.entry, state.grammar
  local linking
  local next_item = 1
  for k = 1, s.lives do
    local i = s.live[k]
    local e = entry[i]
    local fresh = e.named and i >= next_item
    if fresh and e.forms_own and s.cap[i] then
      local last = i
      keep(state, s, i, last, "name", place_after(s, last, grammar), map, offset, count)
    elseif fresh and e.forms_front and s.cap[i] then
      linking = linking or linking_of(grammar)
      local last = forward(s, i, linking)
      if last > i or find(e.phrase, " ") and e.forms_own then
        keep(state, s, i, last, token.fold(label.words(s, i, i)), place_after(s, last, grammar), map, offset, count)
        next_item = last + 1
      end
    elseif fresh and e.forms_end and s.cap[i] and i > 1 then
      linking = linking or linking_of(grammar)
      local first = i
      while first > 1 and i - first < MOST and (is_name_word(s, first - 1) or linking[s.word[first - 1]]
        and first > 2 and is_name_word(s, first - 2)) do first = first - 1 end
      while first < i and (entry[first].stop or linking[s.word[first]]) do first = first + 1 end
      local last = i
      if (s.word[i + 1] == "of" or s.word[i + 1] == "for") and (is_name_word(s, i + 2) or s.word[i + 2] == "the"
        and is_name_word(s, i + 3)) then last = forward(s, i, linking) end
      if first < i or last > i then
        keep(state, s, first, last, s.word[i], nil, map, offset, count)
        next_item = last + 1
      end
    end
  end
end

function names.finish(state) state.names = nil end

return names

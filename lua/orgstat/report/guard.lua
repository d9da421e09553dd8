--- Numbers that are no figures: of documents, lists, phones, hours, scores, ages, distances ...
-- @module orgstat.report.guard

local guard = {}

local find = string.find
local tointeger = math.tointeger

-- The item behind a chain of items without spaces.
local function end_of_chain(s, i)
  local j = i + 1
  while j <= s.n and s.glued[j] and s.word[j] ~= "," and s.word[j] ~= ")" and s.word[j] ~= ";"
    and s.word[j] ~= '"' do j = j + 1 end
  if s.word[j - 1] == "." or s.word[j - 1] == ":" then j = j - 1 end
  return j > i and j or i + 1
end

local function has_score(s)
  if s.scores == nil then
    s.scores = false
    for i = 1, s.n do
      if s.entry[i].score_words then s.scores = true break end
    end
  end
  return s.scores
end

--- Whether the number at an item is no figure.
-- @tparam table s sentence
-- @tparam integer i an item that is a number in digits
-- @tparam boolean at_start whether the sentence begins its paragraph or list item
-- @treturn ?integer the item behind all that is to be skipped; nil: it may be a figure
function guard.skip(s, i, at_start)
  local kind, word, entry, glued, cap = s.kind, s.word, s.entry, s.glued, s.cap
  local w = word[i]
  local before, after = entry[i - 1], entry[i + 1]
  if s.taken and s.taken[i] then return i + 1 end
  local small = #w <= 3 and not find(w, "%D")
  -- part of a word or code
  if glued[i] and i > 1 then
    local p = word[i - 1]
    if kind[i - 1] == "w" and not before.currency and not before.hedge then return end_of_chain(s, i) end
    if kind[i - 1] == "n" then return end_of_chain(s, i) end
    if p == "/" and i > 2 and glued[i - 1] then return i + 1 end
    if (p == "-" or p == "–") and glued[i - 1] and kind[i - 2] == "w" and (cap[i - 2] or entry[i - 2].ke_prefix)
      and not entry[i - 2].currency then
      return end_of_chain(s, i)
    end
    if p == "+" or p == "#" or p == "@" or p == "№" then return end_of_chain(s, i) end
    if p == ":" and kind[i - 2] == "n" then return i + 1 end
    if p == "." and glued[i - 1] then return end_of_chain(s, i) end -- a note's number: "(GDP).1"
    if p == "_" or p == "=" and glued[i - 1] then return end_of_chain(s, i) end
  end
  if after.ordinal_after and glued[i + 1] then return i + 2 end
  if word[i + 1] == "(" and glued[i + 1] and (kind[i + 2] == "w" and #word[i + 2] == 1 or kind[i + 2] == "n")
    and glued[i + 2] and word[i + 3] == ")" then
    local j = i + 4
    while word[j] == "(" and glued[j] and word[j + 2] == ")" do j = j + 3 end
    return j -- 501(c)(3)
  end
  if word[i - 1] == "(" and word[i + 1] == ")" and kind[i - 2] == "n" and small and entry[i - 3].ordinal_before then
    return i + 1 end
  if kind[i + 1] == "w" and glued[i + 1] then
    local known = after.unit or after.short or after.scale or after.currency or after.percent or after.distance
      or after.hedge
      or after.after or after.elder
    -- "3T"
    if after.short and #word[i + 1] == 1 and cap[i + 1] and not before.currency and not (after.unit or after.scale)
      and after.short > 9 then known = nil end
    if after.time_after or word[i + 1] == "h" then return end_of_chain(s, i) end
    if not known then return end_of_chain(s, i) end
  end
  -- documents: 127/QĐ-BNV, 45/2010/NĐ-CP, 102-KL/TW
  if glued[i + 1] and (word[i + 1] == "/" or word[i + 1] == "-") and kind[i + 2] == "w" and glued[i + 2]
    and cap[i + 2]
    and not entry[i + 2].currency and not (word[i + 1] == "-" and entry[i + 2].unit) then
    return end_of_chain(s, i)
  end
  if glued[i + 1] and word[i + 1] == "/" and kind[i + 2] == "n" and glued[i + 2] and word[i + 3] == "/"
    and glued[i + 3]
    and kind[i + 4] == "w" then
    return end_of_chain(s, i)
  end
  -- ordinals and numbers of things
  local counted = after.unit or after.percent or after.currency or after.scale
  if before.document_number and not (counted and after.unit ~= "other") or before.ordinal_always and not find(w,
    "[,\31]") then
    return end_of_chain(s, i) end
  if (before.phone or word[i - 1] == "(" and entry[i - 2].phone) and not counted then
    local j = i + 1
    while kind[j] == "n" or (word[j] == "." or word[j] == "-" or word[j] == ")" or word[j] == "(" or word[j] == "+")
      and kind[j + 1] == "n" do j = j + 1 end
    return j
  end
  if before.ordinal_before and #w <= 5 and not find(w, "[,'\31]") and not (counted and not before.ordinals
    and not before.ke_prefix)
    and not before.hedge and not before.out_of then
    return end_of_chain(s, i)
  end
  if before.documents or before.document and not counted and not find(w, "%D") and #w <= 4 then
    return end_of_chain(s, i)
  end
  if word[i - 1] == ":" and entry[i - 2].phone and not counted then
    local j = end_of_chain(s, i)
    while kind[j] == "n" and not entry[j + 1].unit do j = j + 1 end
    return j
  end
  if i == s.n - 1 and word[s.n] == "." and cap[i - 1] and i > 2 and #w == 1 and next(before) == nil then
    return i + 1 end
  -- lists
  if i == 1 and at_start and small and (word[2] == "." or word[2] == ")" or word[2] == "/") then
    if not (word[2] == "/" and kind[3] == "n") then return 3 end
  end
  if i == 1 and at_start and small and word[2] == "-" and glued[2] and kind[3] == "w" and not glued[3] then
    return 3 end
  if word[i - 1] == "(" and word[i + 1] == ")" and small and (tointeger(w) or 99) <= 30 and kind[i + 2] == "w"
    and (i == 2 or find(word[i - 2], "^[;:,.]$") or entry[i - 2].stop) then
    return i + 2
  end
  -- names with a number: "Milad 111 Muhammadiyah", "SMA Negeri 3 Kota"
  if small and cap[i - 1] and i > 2 and kind[i - 1] == "w" and next(before) == nil and cap[i + 1]
    and not after.unit and not after.scale
    and not after.currency then
    return i + 1
  end
  -- hours
  if word[i + 1] == ":" and glued[i + 1] and kind[i + 2] == "n" and glued[i + 2] and #w <= 2
    and #word[i + 2] == 2 then
    return end_of_chain(s, i)
  end
  if before.time_before and after.time_after and kind[i + 2] == "n" and #word[i + 2] <= 2 then return i + 3 end
  if before.time_before and (find(w, "^%d%d?%.%d%d$") or after.time_after and not after.unit or #w <= 2
    and after.time_after) then return i + 2 end
  if after.time_after and (not after.unit or kind[i + 2] == "n" and #w <= 2) then
    return i + (kind[i + 2] == "n" and #word[i + 2] <= 2 and 3 or 2)
  end
  -- ages, distances
  local aged = before.age_before or (before.range_from or before.hedge) and entry[i - 2].age_before
  if aged and #w <= 3 and not find(w, "%D") and not (counted and not after.elder and after.unit ~= "year") then
    local j = i + 1
    if (entry[j].dash or entry[j].range_to) and kind[j + 1] == "n" then j = j + 2 end
    return j
  end
  if after.elder and not after.unit or word[i + 1] == "-" and entry[i + 2].elder and not entry[i + 2].unit then
    return i + 2 end
  if after.dash and kind[i + 2] == "n" and entry[i + 3].distance and not entry[i + 3].unit
    and not before.currency then return i + 4 end
  if after.distance and not before.currency and not after.unit and (not after.short or #word[i + 1] == 1
    and not glued[i + 1] or word[i + 1] == "m") then
    return i + 2
  end
  -- phones and account numbers without any word for it
  if find(w, "^0%d%d") and not find(w, "^0[.,]") then
    local j = end_of_chain(s, i)
    while kind[j] == "n" and #word[j] <= 4 and not entry[j + 1].unit do j = j + 1 end
    return j
  end
  -- "UU 37 Tahun 2008"
  if after.document_year and kind[i + 2] == "n" and find(word[i + 2], "^[12]%d%d%d$") and small
    and word[i - 1] ~= "," then return i + 3 end
  if #w >= 9 and not find(w, "%D") and not counted and (#w > 13 or find(w, "^[08]")) then return i + 1 end
  -- scores
  if glued[i + 1] and (word[i + 1] == "-" or word[i + 1] == ":") and kind[i + 2] == "n" and glued[i + 2]
    and #w <= 2 and has_score(s)
    and not entry[i + 3].unit then
    return i + 3
  end
end

return guard

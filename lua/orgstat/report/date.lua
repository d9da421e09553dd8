--- Dates, years and periods in a sentence: none of their numbers is a figure.
-- @module orgstat.report.date

local date = {}

local find, match = string.find, string.match
local tointeger = math.tointeger

local DAYS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function last_day(year, month)
  if month == 2 and (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) then return 29 end
  return DAYS[month]
end

local function is_year(word)
  return #word == 4 and (find(word, "^1[89]%d%d$") or find(word, "^20%d%d$")) and tointeger(word) or nil
end

local function is_small(word, most)
  if #word > 2 or find(word, "%D") then return nil end
  local value = tointeger(word)
  return value >= 1 and value <= most and value or nil
end

local function iso(year, month, day)
  if not month then return ("%04d"):format(year) end
  if not day then return ("%04d-%02d"):format(year, month) end
  return ("%04d-%02d-%02d"):format(year, month, day)
end

local function ok_day(year, month, day)
  return day <= last_day(year or 2024, month)
end

-- The year after item j, with the words that may stand before it; the item behind it.
local function year_after(s, j)
  local kind, word, entry = s.kind, s.word, s.entry
  if word[j] == "," or word[j] == "/" or word[j] == "-" and s.glued[j] then
    local year = kind[j + 1] == "n" and is_year(word[j + 1])
    if year then return year, j + 2 end
    if word[j] == "," and entry[j + 1].year_word and kind[j + 2] == "n" and is_year(word[j + 2]) then
      return is_year(word[j + 2]), j + 3 end
    return nil, j
  end
  if entry[j].year_word or entry[j].part_year_link or word[j] == "of" then j = j + 1 end
  if entry[j].year_word then j = j + 1 end
  local year = kind[j] == "n" and is_year(word[j])
  if year then return year, j + 1 end
end

-- Numbers with marks between them: 08/10/2024, 8-10-2024, 2024-10-08, 13.6.2016, 8/2024, 25/11.
local function marked(s, i)
  local kind, word, glued = s.kind, s.word, s.glued
  local w = word[i]
  local month_only, its_year = match(w, "^(%d%d?)%.(%d%d%d%d)$")
  if month_only and s.entry[i - 1].month_word and is_year(its_year) and is_small(month_only, 12) then return i + 1,
    iso(tointeger(its_year), tointeger(month_only)) end
  local d, m, y = match(w, "^(%d%d?)%.(%d%d?)%.(%d%d%d%d)$")
  if d then
    d, m, y = tointeger(d), tointeger(m), tointeger(y)
    if m >= 1 and m <= 12 and d >= 1 and ok_day(y, m, d) then return i + 1, iso(y, m, d) end
    return nil
  end
  local mark = word[i + 1]
  if not ((mark == "/" or mark == "-") and glued[i + 1] and kind[i + 2] == "n" and glued[i + 2]) then return nil end
  local second = word[i + 2]
  local third = word[i + 3] == mark and glued[i + 3] and kind[i + 4] == "n" and glued[i + 4] and word[i + 4]
  if third then
    if is_year(w) and is_small(second, 12) and is_small(third, 31) then
      return i + 5, iso(tointeger(w), tointeger(second), tointeger(third))
    end
    local day, month, year = is_small(w, 31), is_small(second, 12), is_year(third)
    if not year and is_small(third, 99) then year = 2000 + tointeger(third) end
    if day and not month and is_small(second, 31) and is_small(w, 12) then day, month = is_small(second, 31),
      is_small(w, 12) end
    if day and month and year and ok_day(year, month, day) then return i + 5, iso(year, month, day) end
    return nil
  end
  if mark == "/" then
    local month, year = is_small(w, 12), is_year(second)
    if month and year then return i + 3, iso(year, month) end
  end
  return nil
end

-- 25/11, without a year: only where nothing is counted by it.
local function day_and_month(s, i)
  local kind, word, glued, entry = s.kind, s.word, s.glued, s.entry
  if (word[i + 1] == "/" or word[i + 1] == "-" and (entry[i - 1].day_word or entry[i - 1].daytime
    or word[i - 1] == "(")) and glued[i + 1]
    and kind[i + 2] == "n" and glued[i + 2] then
    local day, month = is_small(word[i], 31), is_small(word[i + 2], 12)
    if day and month and not (entry[i + 3].unit and not entry[i - 1].day_word) and word[i + 3] ~= "/"
      and word[i + 3] ~= "%" then
      return i + 3, day, month
    end
  end
end

-- Two years or a year and its short successor: 2024–2029, 2023/24.
local function years(s, i)
  local kind, word, entry = s.kind, s.word, s.entry
  local first = is_year(word[i])
  if first and (entry[i + 1].dash or word[i + 1] == "/") and kind[i + 2] == "n" then
    local second = is_year(word[i + 2])
    if second and second >= first then return i + 3, first, second end
    if #word[i + 2] == 2 and s.glued[i + 2] and not find(word[i + 2], "%D") then
      local short = tointeger(word[i + 2])
      if short > first % 100 and short <= first % 100 + 10 and entry[i + 3].percent == nil then return i + 3, first,
        first - first % 100 + short end
    end
  end
  if first and entry[i + 1].range_to and kind[i + 2] == "n" and is_year(word[i + 2]) then
    return i + 3, first, is_year(word[i + 2])
  end
  if first and entry[i + 1].range_to and entry[i + 2].year_word and kind[i + 3] == "n" and is_year(word[i + 3]) then
    return i + 4, first, is_year(word[i + 3])
  end
end

local function whole(value) return { from = value, to = value } end

local ROMAN = { i = 1, ii = 2, iii = 3, iv = 4, ["1"] = 1, ["2"] = 2, ["3"] = 3, ["4"] = 4 }
local QUARTERS = { "01-03", "04-06", "07-09", "10-12" }

local function part_of_year(year, span)
  local a, b = match(span, "^(%d%d)-(%d%d)$")
  if not year then return {} end
  return { from = iso(year, tointeger(a)), to = iso(year, tointeger(b)) }
end

--- The date that begins at an item.
-- @tparam table s sentence
-- @tparam integer i item
-- @treturn ?integer the item behind the date; nil: no date begins here
-- @treturn table `from` and `to`, ISO and perhaps reduced, where the date is one of a known year;
-- `month`, `year`, `day` as far as given
function date.at(s, i)
  local kind, word, entry = s.kind, s.word, s.entry
  local e = entry[i]
  if e.part_year then
    local year, j = year_after(s, i + 1)
    if not year and e.phrase:find "^%d" and not s.kind[i] then return nil end
    return j or i + 1, part_of_year(year, e.part_year)
  end
  if kind[i] == "n" then
    local w = word[i]
    local j, value = marked(s, i)
    if j then return j, whole(value) end
    if #w <= 2 then
      local day = is_small(w, 31)
      local k = i + 1
      if entry[k].ordinal_after and s.glued[k] then k = k + 1 end
      if word[k] == "of" then k = k + 1 end
      if day and (entry[k].dash or entry[k].range_to or entry[k].joins) and kind[k + 1] == "n"
        and is_small(word[k + 1], 31) and entry[k + 2].month and s.cap[k + 2] then
        local month = entry[k + 2].month
        local year, after = year_after(s, k + 3)
        local till = is_small(word[k + 1], 31)
        if year and till >= day and ok_day(year, month, till) then return after, { from = iso(year, month, day),
          to = iso(year, month, till) } end
        return k + 3, { month = month, day = day }
      end
      local month = day and (entry[k].month and (s.cap[k] or s.lower_months) and entry[k].month)
      if month and not (entry[k].digit and not s.cap[k] and not s.lower_months) then
        local year, after = year_after(s, k + 1)
        if year and ok_day(year, month, day) then return after, whole(iso(year, month, day)) end
        return k + 1, { month = month, day = day }
      end
      local after, d, m = day_and_month(s, i)
      if after then return after, { day = d, month = m } end
    end
    local after, first, second = years(s, i)
    if after then return after, { from = iso(first), to = iso(second), years = true } end
    local year = is_year(w)
    if year then
      local before = entry[i - 1]
      local follows = entry[i + 1]
      local counted = follows.unit and follows.unit ~= "year" or follows.currency or follows.percent or follows.scale
      if before.currency then return nil end
      local named = follows.unit and follows.unit ~= "other" and follows.unit ~= "year" or follows.percent
        or follows.scale
      if before.year_sure and not (follows.percent or follows.scale) then return i + 1, whole(iso(year)) end
      if follows.currency then return nil end
      if s.grouped and not named then return i + 1, whole(iso(year)) end
      if before.year_word or before.year_before and (not counted or before.founded) or not counted
        and not (before.hedge and not before.year_before) then
        return i + 1, whole(iso(year))
      end
    end
    return nil
  end
  if e.year_word and kind[i + 1] == "n" then
    local after, first, second = years(s, i + 1)
    if after then return after, { from = iso(first), to = iso(second), years = true } end
    local year = is_year(word[i + 1])
    if year then return i + 2, whole(iso(year)) end
    return nil
  end
  if e.day_word and kind[i + 1] == "n" then
    local j, value = marked(s, i + 1)
    if j then return j, whole(value) end
    local day = is_small(word[i + 1], 31)
    if not day then return nil end
    if entry[i + 2].month_word and kind[i + 3] == "n" or entry[i + 2].month then
      local month = entry[i + 2].month or is_small(word[i + 3], 12)
      local k = entry[i + 2].month and i + 3 or i + 4
      if not month then return nil end
      local year, after = year_after(s, k)
      if year and ok_day(year, month, day) then return after, whole(iso(year, month, day)) end
      return k, { month = month, day = day }
    end
    local after, d, m = day_and_month(s, i + 1)
    if after then return after, { day = d, month = m } end
    if word[i + 2] == "," or word[i + 2] == "." or kind[i + 2] == nil then return i + 2, { day = day } end
    return nil
  end
  if e.month_word and kind[i + 1] == "n" and find(word[i + 1], "^%d%d?%.%d%d%d%d$") then
    local j, value = marked(s, i + 1)
    if j then return j, whole(value) end
  end
  if e.month_word and kind[i + 1] == "n" and not find(word[i + 1], "%D") or e.month then
    local month, k = e.month, i + 1
    if not month then
      month, k = is_small(word[i + 1], 12), i + 2
      if not month then return nil end
      if word[k] == "/" and kind[k + 1] == "n" and is_year(word[k + 1]) then return k + 2,
        whole(iso(is_year(word[k + 1]), month)) end
    elseif not s.cap[i] and not s.lower_months and kind[i - 1] and not e.phrase:find "[\x80-\xFF]" then
      return nil -- "may", "mar"
    end
    if kind[k] == "n" and #word[k] <= 2 and e.month and not e.month_word then
      local day = is_small(word[k], 31)
      local j = k + 1
      if day and entry[j].dash and kind[j + 1] == "n" and is_small(word[j + 1], 31) then -- "May 12-13, 2023"
        local year, after = year_after(s, j + 2)
        local till = is_small(word[j + 1], 31)
        if year and till >= day and ok_day(year, month, till) then
          return after, { from = iso(year, month, day), to = iso(year, month, till) }
        end
        return j + 2, { month = month, day = day }
      end
      if entry[j].ordinal_after and s.glued[j] then j = j + 1 end
      local year, after = year_after(s, j)
      if day and year and ok_day(year, month, day) then return after, whole(iso(year, month, day)) end
      if day and not entry[k + 1].unit and not entry[k + 1].percent then return j, { month = month, day = day } end
    end
    local year, after = year_after(s, k)
    if year then return after, whole(iso(year, month)) end
    if e.month and (e.digit or #e.phrase <= 3) and not e.phrase:find "[\x80-\xFF]" then return nil end
    return k, { month = month }
  end
  if e.quarter and (ROMAN[word[i + 1]] or find(word[i + 1], "^[1-4]$")) then
    local span = QUARTERS[ROMAN[word[i + 1]]]
    local year, after = year_after(s, i + 2)
    return after or i + 2, part_of_year(year, span)
  end
  if find(word[i], "^q[1-4]$") then
    local year, after = year_after(s, i + 1)
    return after or i + 1, part_of_year(year, QUARTERS[tointeger(word[i]:sub(2))])
  end
end

--- The end of a date that is reduced: the last day of its month or year.
-- @tparam string value ISO
-- @treturn string ISO
function date.end_of(value)
  local year, month = match(value, "^(%d%d%d%d)-?(%d*)$")
  if not year then return value end
  year, month = tointeger(year), tointeger(month) or 12
  return iso(year, month, last_day(year, month))
end

date.is_year = is_year

return date

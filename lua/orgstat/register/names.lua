--- Names in messages: the nearest one to a misspelt one, and lists that stay readable.
-- @module orgstat.register.names

local names = {}

local SHOWN = 12 -- names listed in a message

-- The characters of a text in lower case; its bytes when it is not UTF-8.
local function characters(text)
  text = text:lower()
  if not utf8.len(text) then
    return { text:byte(1, -1) }
  end
  local list = {}
  for _, code in utf8.codes(text) do
    list[#list + 1] = code
  end
  return list
end

-- Insertions, deletions, substitutions and swaps of neighbours from a to b (lists of characters);
-- limit + 1 when there are more than limit.
local function distance(a, b, limit)
  local n = #b
  if math.abs(#a - n) > limit then
    return limit + 1
  end
  local before, previous, current = nil, {}, {}
  for j = 0, n do
    previous[j] = j
  end
  for i = 1, #a do
    current[0] = i
    local best = i
    for j = 1, n do
      local cost = a[i] == b[j] and 0 or 1
      local d = math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
      if before and j > 1 and a[i] == b[j - 1] and a[i - 1] == b[j] then
        d = math.min(d, before[j - 2] + 1)
      end
      current[j] = d
      best = math.min(best, d)
    end
    if best > limit then
      return limit + 1
    end
    before, previous, current = previous, current, before or {}
  end
  return previous[n]
end

--- The name most like a misspelt one.
-- @tparam string name the name as given
-- @tparam {string,...} candidates the names there are
-- @treturn[1] string the nearest, the first of those equally near; letter case does not count
-- @treturn[2] nil when none is near: at most one change in three characters (and at least one), or
-- one that begins with the name
function names.nearest(name, candidates)
  local wanted = characters(name)
  local limit = math.max(1, #wanted // 3)
  local best, longer
  for _, candidate in ipairs(candidates) do
    if not longer and #wanted > 2 and candidate:sub(1, #name):lower() == name:lower() then
      longer = candidate
    end
    if #candidate <= 4 * (#wanted + limit) then
      local d = distance(wanted, characters(candidate), limit)
      if d <= limit then
        best, limit = candidate, d - 1
        if limit < 0 then
          break
        end
      end
    end
  end
  return best or longer
end

--- A list for a message.
-- @tparam {string,...} list
-- @treturn string "a, b, c", with "and 20 more" after the twelfth; "none" for an empty list
function names.list(list)
  if #list == 0 then
    return "none"
  end
  local text = table.concat(list, ", ", 1, math.min(#list, SHOWN))
  if #list > SHOWN then
    text = ("%s and %d more"):format(text, #list - SHOWN)
  end
  return text
end

--- The end of a message about an unknown name: the nearest one, and the list.
-- @tparam string name the name as given
-- @tparam {string,...} candidates the names there are
-- @tparam string plural what they are, for instance "fields"
-- @treturn string "; did you mean 'members'? (fields: id, name, members)"
function names.hint(name, candidates, plural)
  local nearest = names.nearest(name, candidates)
  local list = ("(%s: %s)"):format(plural, names.list(candidates))
  if nearest then
    return ("; did you mean '%s'? %s"):format(nearest, list)
  end
  return " " .. list
end

--- A name that is not taken: itself, or with the first free number behind it, as in "name_2".
-- @tparam string name
-- @tparam table taken name -> true; the result is added
-- @treturn string
function names.free(name, taken)
  local free, n = name, 1
  while taken[free] do
    n = n + 1
    free = ("%s_%d"):format(name, n)
  end
  taken[free] = true
  return free
end

--- The keys of a table, sorted.
-- @tparam table t whose keys are strings
-- @treturn {string,...}
function names.keys(t)
  local list = {}
  for key in pairs(t) do
    list[#list + 1] = key
  end
  table.sort(list)
  return list
end

return names

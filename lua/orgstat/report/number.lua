--- Numbers as they are written, exactly: a whole `mantissa` times a power of ten.
-- @module orgstat.report.number

local number = {}

local find, gsub, match, sub = string.find, string.gsub, string.match, string.sub
local tointeger = math.tointeger

local MOST_DIGITS = 18

--- The Lua number of a mantissa and an exponent: an integer where it is whole and fits.
function number.value(mantissa, exponent)
  while exponent < 0 and mantissa % 10 == 0 do mantissa, exponent = mantissa // 10, exponent + 1 end
  if exponent >= 0 then
    local value = mantissa * 10.0 ^ exponent
    if value < 9.2e18 then return mantissa * tointeger(10.0 ^ exponent) end
    return value
  end
  return mantissa / 10.0 ^ -exponent
end

-- A string of digits and, at most, one decimal mark "." as mantissa and exponent.
local function plain(digits)
  local whole, fraction = match(digits, "^(%d+)%.?(%d*)$")
  local all = gsub(whole .. fraction, "^0+(%d)", "%1")
  if #all > MOST_DIGITS then return nil end
  return tointeger(all), -#fraction
end

local function read(digits)
  local mantissa, exponent = plain(digits)
  if mantissa then return { mantissa = mantissa, exponent = exponent } end
end

local function broken(written, ...)
  local readings, seen = {}, {}
  for k = 1, select("#", ...) do
    local digits = select(k, ...)
    local mantissa, exponent
    if digits then mantissa, exponent = plain(digits) end
    local value = mantissa and number.value(mantissa, exponent)
    if value and not seen[value] then
      seen[value] = true
      readings[#readings + 1] = value
    end
  end
  if #readings == 0 then return nil end
  table.sort(readings)
  return { readings = readings, written = written }
end

local function groups_fit(digits, mark)
  local pattern = "%" .. mark .. "(%d+)"
  if not find(digits, "^%d%d?%d?%" .. mark) or find(digits, "^0") then return false end
  for group in digits:gmatch(pattern) do
    if #group ~= 3 then return false end
  end
  return true
end

--- Reads a number in digits.
-- @tparam string written digits and marks, as a token
-- @tparam table grammar its `group` and `decimal` marks decide
-- @tparam table hints `whole`: it counts things; `scaled`: a scale word follows; `percent`;
-- `style`: a function that tells which mark groups digits elsewhere in the text, or nil
-- @treturn ?table `mantissa` and `exponent`; or `readings` with `broken` or `ambiguous`; nil where it
-- is no number at all (a version, a date, a string of digits without end)
function number.digits(written, grammar, hints)
  if not find(written, "%D") then return read(written) end
  local digits = written
  if find(digits, "['\31]") then
    local mark = match(digits, "['\31]")
    local head = match(digits, "^[%d" .. mark .. "]+")
    if not groups_fit(head, mark) then return nil end
    digits = gsub(head, "[" .. mark .. "]", "") .. sub(digits, #head + 1)
    if not find(digits, "%D") then return read(digits) end
    if find(digits, "^%d+[.,]%d+$") then return read((gsub(digits, ",", "."))) end
    return nil
  end
  local dot, comma = find(digits, ".", 1, true), find(digits, ",", 1, true)
  if dot and comma then
    local group, decimal = ".", ","
    if dot > comma then group, decimal = ",", "." end
    local head, tail = match(digits, "^([%d%" .. group .. "]+)%" .. decimal .. "(%d+)$")
    if head and groups_fit(head, group) then
      return read(gsub(head, "%" .. group, "") .. "." .. tail)
    end
    local bad = broken(written, (gsub(digits, "[.,]", "")), head and gsub(head, "%" .. group, "") .. "." .. tail)
    if bad then bad.broken = true end
    return bad
  end
  local mark = dot and "." or ","
  local head, tail = match(digits, "^(%d+)[.,](%d+)$")
  local joined = gsub(digits, "[.,]", "")
  if not head then
    if groups_fit(digits, mark) then return read(joined) end
    if #joined > MOST_DIGITS or not find(digits, "%d%d%d") or find(digits, "^0") then return nil end
    local bad = broken(written, joined)
    if bad then bad.broken = true end
    return bad
  end
  local decimal = head .. "." .. tail
  if groups_fit(digits, mark) then
    if mark == grammar.group then
      if hints.percent and #joined > 4 then return read(decimal) end
      return read(joined)
    elseif hints.percent or hints.scaled then
      return read(decimal)
    elseif hints.whole then
      return read(joined)
    end
    local style = hints.style and hints.style()
    if style then return read(style == mark and joined or decimal) end
    local both = broken(written, joined, decimal)
    if both then both.ambiguous = true end
    return both
  end
  if find(head, "^0%d") then return nil end
  if #tail <= 2 or #head > 3 and #tail == 3 or head == "0" or mark == grammar.decimal and not hints.whole then
    return read(decimal) end
  if mark == grammar.decimal and #tail == 3 then return read(decimal) end
  local bad = broken(written, joined, decimal)
  if bad then bad.broken = true end
  return bad
end

--- Whether a text groups digits by plain spaces ("41 787").
-- @tparam string text
-- @tparam table grammar
-- @treturn boolean
function number.spaced(text, grammar)
  text = sub(text, 1, 200000)
  if grammar.group_space then return true end
  if find(text, "%f[%d]%d%d?%d?%" .. grammar.group .. "%d%d%d%f[%D]") then return false end
  local _, count = gsub(text, "%f[%w]%d%d?%d? %d%d%d%f[^%d]", "")
  return count >= 3
end

--- Which mark groups digits in a text, as far as numbers that leave no doubt tell.
-- @tparam string text
-- @treturn ?string "." or "," or nil
function number.style(text)
  text = sub(text, 1, 200000)
  local dots = find(text, "%d%.%d%d%d%.%d%d%d") or find(text, "%d%.%d%d%d,%d") or find(text, "%d,%d%d?%f[^%d,.]")
  local commas = find(text, "%d,%d%d%d,%d%d%d") or find(text, "%d,%d%d%d%.%d") or find(text, "%d%.%d%d?%f[^%d,.]")
  if dots and not commas then return "." end
  if commas and not dots then return "," end
end

local BIG = 9.0e17

--- Reads a number in words.
-- @tparam table s sentence
-- @tparam integer i item at which it begins
-- @tparam table grammar
-- @treturn ?integer the item behind it; nil where no number begins here
-- @treturn integer mantissa
-- @treturn integer exponent
function number.words(s, i, grammar)
  local entry = s.entry
  local stack, top = {}, 0 -- { scale, value } of the groups that are complete, largest first
  local current, lowest, last = 0, 1000, 0
  local fraction, places = nil, 0
  local n, behind = 0, nil -- `behind`: the scale (or 2 for hundreds) that a lone digit stands behind
  local seen_half
  local first = i
  while true do
    if n > 0 and s.word[i] == "-" and s.glued[i] and s.glued[i + 1] and entry[i + 1].digit and lowest >= 10 then
      i = i + 1 end
    local e = entry[i]
    local rule, digit, scale = e.rule, e.digit, e.scale
    if digit and not (e.ordinals and s.kind[i] == "w" and e.phrase:find " ") then
      local ok = digit < 10 and lowest >= 10 or lowest >= 100
        or grammar.vigesimal and digit < 20 and lowest == 10 and (last == 60 or last == 80) -- "soixante-douze"
      local next_entry = entry[i + 1]
      if e.bound and n == 0 then ok = false end
      if e.year_digit then
        local carried = next_entry.rule == "tens" or next_entry.rule == "hundred" or next_entry.scale
        local tail = n > 0 and entry[i - 1].rule == "zero_tens"
        local counted = n == 0 and next_entry.unit and next_entry.unit ~= "year" and next_entry.unit ~= "hour"
          and not (s.kind[i - 1] and (entry[i - 1].period_before or entry[i - 1].year_before or entry[i - 1].unit))
        ok = ok and (carried or tail or counted)
      end
      if digit == 0 and not (next_entry.rule == "hundred" and n > 0 or next_entry.rule == "point") then ok = false end
      if not ok then break end
      current, last = current + digit, digit
      behind = (n > 0 and digit < 10 and (lowest == 1000 or lowest == 100)) and (lowest == 100 and 2
        or stack[top] and stack[top][1]) or nil
      if digit >= 20 then lowest = 10 elseif rule == "ten" then lowest = 10 else lowest = 1 end
    elseif e.digit_scale and not (current > 0 and (rule == "hundred" or scale)) then
      local power = e.digit_scale
      if power == 2 then
        if lowest < 1000 then break end
        current, lowest, last = current + 100, 100, 100
      else
        if current > 0 or stack[top] and stack[top][1] <= power then break end
        top = top + 1
        stack[top] = { power, tointeger(10.0 ^ power) }
        lowest = 1000
      end
      behind = nil
    elseif rule == "tens" or scale == 1 and n > 0 and not e.dozen then
      if lowest ~= 1 or last < 1 or last > 9 or n == 0 then break end
      current, last, lowest, behind = current + 9 * last, 10 * last, 10, nil
    elseif rule == "teens" then
      if lowest ~= 1 or last > 9 or n == 0 then break end
      current, lowest, behind = current + 10, 1, nil
      last = 10
    elseif rule == "hundred" or scale == 2 then
      if n == 0 or current >= 100 or fraction then break end
      current, lowest, behind = current * 100, 100, nil
    elseif rule == "zero_tens" then
      if n == 0 or lowest < 100 or not entry[i + 1].digit then break end
      lowest, behind = 10, nil
    elseif rule == "link" then
      local tens = grammar.vigesimal and lowest == 10 -- "soixante et onze"
      if n == 0 or lowest < 100 and not tens or not entry[i + 1].digit then break end
      n = n - 1
    elseif rule == "a" then
      local after = entry[i + 1]
      if n > 0 or not (after.scale and after.scale > 1) then break end
      current, last, lowest = 1, 1, 1
    elseif rule == "point" and n > 0 and entry[i + 1].digit and not fraction then
      fraction = 0
      while entry[i + 1].digit and entry[i + 1].digit < 10 and places < 6 do
        i = i + 1
        fraction, places = fraction * 10 + entry[i].digit, places + 1
      end
      lowest = 0
    elseif e.and_half and n > 0 or rule == "half_before" and n > 0 and entry[i + 1].scale then
      if fraction or lowest == 1000 then break end
      fraction, places, lowest = 5, 1, 0
    elseif e.half_number and n == 0 and entry[i + 1].scale and entry[i + 1].scale > 1 then
      fraction, places, lowest = 5, 1, 0
    elseif rule == "half" and n > 0 then
      seen_half = true
      i = i + 1
      break
    elseif scale and scale > 2 then
      if n == 0 or current == 0 and not fraction and top == 0 then break end
      local value = current
      while top > 0 and stack[top][1] < scale do
        value = value + stack[top][2]
        top = top - 1
      end
      if value * 10.0 ^ scale > BIG then break end
      top = top + 1
      if fraction then
        local mantissa, exponent = value * tointeger(10.0 ^ places) + fraction, scale - places
        if exponent < 0 then return nil end
        stack[top] = { scale, mantissa * tointeger(10.0 ^ exponent) }
        fraction = nil
      else
        if value == 0 then break end
        stack[top] = { scale, value * tointeger(10.0 ^ scale) }
      end
      current, lowest, last, behind = 0, 1000, 0, nil
    elseif e.dozen and n > 0 and top == 0 then
      current, lowest, behind = current * 12, 0, nil
    else
      break
    end
    n = n + 1
    i = i + 1
  end
  if n == 0 or i == first then return nil end
  if s.word[i - 1] == "-" then i = i - 1 end
  if entry[i - 1].rule == "link" then i = i - 1 end
  local total = current
  if seen_half then
    if lowest == 1000 and top > 0 then
      total = total + tointeger(10.0 ^ stack[top][1]) // 2
    elseif lowest == 100 then
      total = total + 50
    else
      fraction, places = 5, 1
    end
  elseif behind and grammar.colloquial and last < 10 and behind >= 2 then
    total = total - last + last * tointeger(10.0 ^ (behind - 1))
  end
  for k = 1, top do total = total + stack[k][2] end
  if fraction then return i, total * tointeger(10.0 ^ places) + fraction, -places end
  return i, total, 0
end

return number

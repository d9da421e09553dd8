--- What mappings do to texts of many sources.
-- @module orgstat.register.mapping.clean

local clean = {}

--- Without blanks at its ends, and with one between words; nil when nothing is left.
-- @tparam ?string text
-- @treturn ?string
function clean.text(text)
  if not text then
    return nil
  end
  text = text:gsub("\194\160", " "):gsub("%s+", " "):match("^ ?(.-) ?$")
  return text ~= "" and text or nil
end

--- Texts joined by commas, without those that are missing.
-- @tparam ?string ... texts
-- @treturn ?string
function clean.list(...)
  local parts = {}
  for i = 1, select("#", ...) do
    parts[#parts + 1] = clean.text((select(i, ...)))
  end
  return #parts > 0 and table.concat(parts, ", ") or nil
end

--- YYYYMM as a date; 000000 is unknown.
-- @tparam ?string text
-- @treturn ?string
function clean.year_month(text)
  local year, month = (text or ""):match("^([12]%d%d%d)(%d%d)$")
  if not year then
    return nil
  end
  return month >= "01" and month <= "12" and year .. "-" .. month or year
end

--- The day of a text that begins with one: `1990-09-11 00:00:00`.
-- @tparam ?string text
-- @treturn ?string
function clean.day(text)
  return (text or ""):match("^%d%d%d%d%-%d%d%-%d%d")
end

-- Letters that stand where a British postcode has digits, and the other way round, are no guess of ours.
local POSTCODE = { "^%u%d%d?%u? %d%u%u$", "^%u%u%d%d?%u? %d%u%u$", "^%u%d%u %d%u%u$" }

--- A British postcode in capitals with one space; nil when it is none.
-- @tparam ?string text
-- @treturn ?string
function clean.uk_postcode(text)
  local code = clean.text(text)
  code = code and code:upper():gsub("%s", "")
  if not code or #code < 5 then
    return nil
  end
  code = code:sub(1, -4) .. " " .. code:sub(-3)
  for _, shape in ipairs(POSTCODE) do
    if code:find(shape) then
      return code
    end
  end
end

--- A whole number of any notation that leaves no doubt: `8.718.000`, `30,509`, `102136`.
-- @tparam ?string text
-- @treturn ?integer
function clean.whole(text)
  text = clean.text(text)
  if not text then
    return nil
  elseif text:find("^%d+$") or text:find("^%d%d?%d?%.%d%d%d[%.%d]*$") or text:find("^%d%d?%d?,%d%d%d[,%d]*$") then
    return math.tointeger(tonumber((text:gsub("[%.,]", ""))))
  end
end

--- A decimal in Vietnamese notation: `3.359,80` is 3359.80.
-- @tparam ?string text
-- @treturn ?string
function clean.vi_decimal(text)
  text = clean.text(text)
  if text and text:find("^%d[%d%.]*,%d+$") then
    return (text:gsub("%.", ""):gsub(",", "."))
  end
end

return clean

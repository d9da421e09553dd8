--- Regular expressions of schemas, as XML Schema and Frictionless have them: a pattern is about the
-- whole value. PCRE2 does it where `rex_pcre2` is installed. Without it, what Lua's own patterns can
-- say is translated: characters, classes, `.`, `\d \w \s`, anchors, `? * + {n} {n,m}` behind one
-- character, and `|` between whole alternatives.
-- @module orgstat.register.validate.pattern

local pattern = {}

local LONGEST = 60 -- repetitions that {n,m} may ask for

local CLASSES = { d = "%d", D = "%D", w = "%w_", s = "%s", S = "%S" }
local CONTROLS = { t = "\t", n = "\n", r = "\r" }

local function plain(c)
  return c:find("^%w$") and c or "%" .. c
end

-- A class in brackets from `at` on: its Lua form, and where it ends.
local function class(text, at)
  local out = { "[" }
  if text:sub(at, at) == "^" then
    out[2], at = "^", at + 1
  end
  local first = at
  while true do
    local c = text:sub(at, at)
    if c == "" then
      return nil, "no closing bracket"
    elseif c == "]" and at > first then
      return table.concat(out) .. "]", at + 1
    elseif c == "[" or c:byte() >= 0x80 then
      return nil, "a class of other than ASCII characters"
    elseif c == "\\" then
      at = at + 1
      local e = text:sub(at, at)
      if e:find("^%a$") and not (CLASSES[e] or CONTROLS[e]) or e == "" then
        return nil, "\\" .. e
      end
      out[#out + 1] = CLASSES[e] or CONTROLS[e] or "%" .. e
      at = at + 1
    elseif text:find("^%w%-%w", at) then
      out[#out + 1] = text:sub(at, at + 2)
      at = at + 3
    else
      out[#out + 1] = plain(c)
      at = at + 1
    end
  end
end

-- One character or class from `at` on: its Lua form, and where it ends.
local function item(text, at)
  local c = text:sub(at, at)
  if c == "[" then
    return class(text, at + 1)
  elseif c == "." then
    return ".", at + 1, true
  elseif c == "\\" then
    local e = text:sub(at + 1, at + 1)
    if e == "w" then
      return "[%w_]", at + 2
    elseif CLASSES[e] or CONTROLS[e] then
      return CLASSES[e] or CONTROLS[e], at + 2
    elseif e == "" or e:find("^%a$") or e:find("^%d$") then
      return nil, "\\" .. e
    end
    return "%" .. e, at + 2
  elseif c:find("^[()*+?{}]") then
    return nil, "'" .. c .. "' in this place"
  elseif c:byte() >= 0x80 then
    local whole = text:match("^[\194-\244][\128-\191]*", at) or c
    return whole, at + #whole, #whole > 1
  end
  return plain(c), at + 1
end

-- What is said of an item behind it.
local function repeated(out, one, wide, text, at)
  local mark = text:match("^[?*+]", at)
  local low, comma, high, after = text:match("^{(%d+)(,?)(%d*)}()", at)
  if mark or low then
    if wide and one ~= "." then
      return nil, "a repeated character that is not ASCII"
    elseif text:find("^[?+]", mark and at + 1 or after) then
      return nil, "a lazy or possessive repetition"
    end
  end
  if mark then
    out[#out + 1] = one .. mark
    return at + 1
  elseif low then
    low = tonumber(low)
    high = comma == "" and low or high ~= "" and tonumber(high) or nil
    if low > LONGEST or (high or 0) > LONGEST or high and high < low then
      return nil, "so many repetitions"
    elseif one == "." then
      return nil, "a counted '.'"
    end
    out[#out + 1] = one:rep(low) .. (high and (one .. "?"):rep(high - low) or one .. "*")
    return after
  end
  out[#out + 1] = one == "." and "[^\128-\191][\128-\191]*" or one
  return at
end

local function alternative(text)
  text = text:gsub("^%^", ""):gsub("([^\\])%$$", "%1")
  if text == "$" then
    text = ""
  end
  local out, at = {}, 1
  while at <= #text do
    local one, after, wide = item(text, at)
    if not one then
      return nil, after
    end
    local why
    at, why = repeated(out, one, wide, text, after)
    if not at then
      return nil, why
    end
  end
  return "^" .. table.concat(out) .. "$"
end

-- Alternatives at the top, without one group around all of them.
local function alternatives(text)
  local inner = text:match("^%^?%(%?:(.*)%)%$?$") or text:match("^%^?%(([^?].*)%)%$?$")
  if inner and not inner:find("[()]") then
    text = inner
  end
  local list, at, from, bracket = {}, 1, 1, false
  while at <= #text do
    local c = text:sub(at, at)
    if c == "\\" then
      at = at + 1
    elseif c == "[" then
      bracket = true
    elseif c == "]" then
      bracket = false
    elseif c == "|" and not bracket then
      list[#list + 1] = text:sub(from, at - 1)
      from = at + 1
    end
    at = at + 1
  end
  list[#list + 1] = text:sub(from)
  return list
end

local function translated(text)
  local list = alternatives(text)
  for i, one in ipairs(list) do
    local lua, why = alternative(one)
    if not lua then
      return nil, ("%s needs a library of regular expressions: install lua-rex-pcre2"):format(why)
    end
    list[i] = lua
  end
  return function(value)
    for _, one in ipairs(list) do
      if value:find(one) then
        return true
      end
    end
    return false
  end
end

--- A function that tells whether a value matches a regular expression.
-- @tparam string text
-- @treturn[1] function takes a string, gives a boolean
-- @treturn[2] nil
-- @treturn[2] string why it cannot be had
function pattern.matcher(text)
  local there, rex = pcall(require, "rex_pcre2")
  if not there then
    return translated(text)
  end
  local flags = rex.flags()
  local ok, compiled = pcall(rex.new, "^(?:" .. text .. ")$", flags.UTF | flags.DOLLAR_ENDONLY)
  if not ok then
    return nil, tostring(compiled)
  end
  return function(value)
    return compiled:find(value) ~= nil
  end
end

return pattern

--- Values as they are written, where one register holds them as numbers and another as text.
-- @module orgstat.register.written

local written = {}

local BOOLEAN = { ["true"] = true, ["false"] = true }
local MOST_ZEROS = 40 -- that an exponent is written out as

-- Sign, digits without zeros at the ends, and the power of ten that they are multiplied with; nil for what
-- the types of a file do not take for a number.
local function parts(text)
  local sign, whole, rest = text:match "^(%-?)(%d+)(.*)$"
  if not sign or whole:find "^0%d" then
    return nil
  end
  local fraction, exponent = rest:match "^%.(%d+)(.*)$"
  exponent = exponent or rest
  local power = exponent == "" and 0 or math.tointeger(tonumber(exponent:match "^[eE]([+-]?%d%d?%d?%d?)$"))
  if not power then
    return nil
  end
  local digits = (whole .. (fraction or "")):gsub("^0+", "")
  power = power - #(fraction or "")
  local kept = digits:gsub("0+$", "")
  return sign, kept, power + #digits - #kept
end

--- One way of writing a number or a boolean: "1.50", "1.5" and "15e-1" are "1.5", "TRUE" is "true".
-- @tparam string text
-- @treturn string the text itself when it is neither
function written.plain(text)
  local sign, digits, power = parts(text)
  if not sign then
    local lower = text:lower()
    return BOOLEAN[lower] and lower or text
  elseif digits == "" then
    return "0"
  elseif power > MOST_ZEROS or power < -MOST_ZEROS - #digits then
    return ("%s%se%d"):format(sign, digits, power)
  elseif power >= 0 then
    return sign .. digits .. ("0"):rep(power)
  end
  digits = ("0"):rep(1 - power - #digits) .. digits
  return sign .. digits:sub(1, power - 1) .. "." .. digits:sub(power)
end

--- Whether two texts are one value: one number, however it is written, or one boolean.
-- @tparam string a
-- @tparam string b
-- @tparam boolean float whether one of them was a float, to which the other is rounded
-- @treturn boolean
function written.same(a, b, float)
  if written.plain(a) == written.plain(b) then
    return true
  end
  return float and parts(a) ~= nil and parts(b) ~= nil and tonumber(a) == tonumber(b)
end

return written

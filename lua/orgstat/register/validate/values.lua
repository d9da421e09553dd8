--- What single values of a field must be. A test takes the text of a value, nil where it is missing,
-- and gives a message when the value is none that a field may have.
-- @module orgstat.register.validate.values

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local missing = require "orgstat.register.missing"

local values = {}

local BOOLEAN = { ["true"] = true, ["false"] = true }

local function integer(text)
  return text:find("^[+-]?%d+$") ~= nil
end

local function number(text)
  return text:find("^[+-]?%d+%.?%d*$") ~= nil or text:find("^[+-]?%d*%.?%d+[eE][+-]?%d+$") ~= nil
    or text:find("^[+-]?%d+%.%d*[eE][+-]?%d+$") ~= nil or text:find("^[+-]?%.%d+$") ~= nil
end

local function clock(text)
  local h, m, s = text:match("^(%d%d):(%d%d):(%d%d)%.?%d*Z?$")
  if not h then
    h, m, s = text:match("^(%d%d):(%d%d):(%d%d)%.?%d*[+-]%d%d:?%d%d$")
  end
  return h ~= nil and tonumber(h) < 24 and tonumber(m) < 60 and tonumber(s) < 61
end

-- type of a schema -> whether a text is one, and how it is called
local TYPES = {
  boolean = { function(text) return BOOLEAN[text:lower()] ~= nil end, "true or false" },
  integer = { integer, "an integer" },
  decimal = { function(text) return text:find("^[+-]?%d+%.?%d*$") ~= nil end, "a decimal" },
  number = { number, "a number" },
  date = { core.is_date, "a date (YYYY, YYYY-MM or YYYY-MM-DD)" },
  year = { function(text) return text:find("^%d%d%d%d$") ~= nil end, "a year of four digits" },
  yearmonth = { function(text) return #text == 7 and core.is_date(text) end, "a month (YYYY-MM)" },
  datetime = {
    function(text)
      local day, time = text:match("^(%d%d%d%d%-%d%d%-%d%d)[T ](.*)$")
      return day ~= nil and core.is_date(day) and clock(time)
    end, "a date and time (YYYY-MM-DDThh:mm:ss)",
  },
  time = { clock, "a time (hh:mm:ss)" },
}

-- Types of columns whose values all are what a type of a schema wants.
local FITS = {
  boolean = { boolean = true },
  integer = { integer = true },
  decimal = { integer = true, decimal = true },
  number = { integer = true, decimal = true, number = true },
  date = { date = true },
}

local NUMERIC = { integer = true, decimal = true, number = true }

--- Whether a schema's type is one of numbers.
-- @tparam ?string kind
-- @treturn boolean
function values.numeric(kind)
  return NUMERIC[kind] == true
end

local function type_test(field, column)
  local kind = TYPES[field.type]
  if not kind or FITS[field.type] and FITS[field.type][column] then
    return nil
  end
  local fits, name = kind[1], kind[2]
  return function(text)
    if text and not fits(text) then
      return ("%s is not %s"):format(errors.quote(text), name)
    end
  end
end

-- A number of two ways to write it: 1.50 and 1.5 are one.
local function canonical(text)
  if text:find("^[+-]?%d+%.%d+$") then
    text = text:gsub("0+$", ""):gsub("%.$", "")
  end
  return text
end

local function enum_test(field, column)
  local known, shown = {}, {}
  local numeric = values.numeric(column)
  for i, one in ipairs(field.enum) do
    local text = tostring(one)
    if math.type(one) == "float" and one == math.floor(one) and one ~= math.huge then
      text = ("%d"):format(one)
    end
    known[numeric and canonical(text) or text] = true
    shown[i] = errors.quote(text)
  end
  local list = #shown <= 12 and table.concat(shown, ", ") or ("%s and %d more"):format(table.concat(shown, ", ", 1, 10),
    #shown - 10)
  return function(text)
    if text and not known[numeric and canonical(text) or text] then
      return ("%s is none of the codes: %s"):format(errors.quote(text), list)
    end
  end
end

local function pattern_test(field)
  return function(text)
    if text and not field.matches(text) then
      return ("%s does not match %s"):format(errors.quote(text), errors.quote(field.pattern))
    end
  end
end

-- Bounds hold for numbers and for dates; of a date of less precision only what is certain is said.
local function bound_test(bound, least, what)
  local wanted = tonumber(bound)
  local is_date = type(bound) == "string" and core.is_date(bound) and (not wanted or #bound == 4)
  local function outside(text)
    local value = tonumber(text)
    if wanted and value then
      return least and value < wanted or not least and value > wanted
    elseif is_date and core.is_date(text) then
      if least then
        return text .. ("-99"):rep((10 - #text) // 3) < bound
      end
      return text > bound .. ("-99"):rep((10 - #bound) // 3)
    end
    return false
  end
  return function(text)
    if text and outside(text) then
      return ("%s is %s the %s %s"):format(text, least and "below" or "above", what, tostring(bound))
    end
  end
end

local function length_test(limit, least)
  return function(text)
    local length = text and (utf8.len(text) or #text)
    if length and (least and length < limit or not least and length > limit) then
      return ("%s has %d characters; %s %d are expected"):format(errors.quote(text), length,
        least and "at least" or "at most", limit)
    end
  end
end

local function required_test()
  return function(text)
    if not text then
      return "a value is required"
    end
  end
end

--- The tests of one field.
-- @tparam table field of a schema in its normal form
-- @tparam string column the type that the register's field has
-- @treturn {table,...} { rule, test }: test takes a text or nil and gives a message or nil
function values.tests(field, column)
  local list = {}
  local function add(rule, test)
    if test then
      list[#list + 1] = { rule = rule, test = test }
    end
  end
  add("required", field.required and required_test())
  add("type", type_test(field, column))
  add("enum", field.enum and enum_test(field, column))
  add("pattern", field.matches and pattern_test(field))
  add("minimum", field.minimum ~= nil and bound_test(field.minimum, true, "minimum"))
  add("maximum", field.maximum ~= nil and bound_test(field.maximum, false, "maximum"))
  add("minLength", field.minLength and length_test(field.minLength, true))
  add("maxLength", field.maxLength and length_test(field.maxLength, false))
  return list
end

--- The text of a value of Lua, as a register would write it.
-- @param value any
-- @treturn ?string
function values.text(value)
  if value == nil or value == missing then
    return nil
  end
  return tostring(value)
end

return values

--- Checks of what a caller gives: tables of options above all.
-- @module orgstat.register.options

local errors = require "orgstat.register.errors"
local locale = require "orgstat.register.locale"
local names = require "orgstat.register.names"

local options = {}

--- The types a field can have, in the order of the ladder.
options.TYPES = { "boolean", "integer", "decimal", "number", "date", "text" }

local IS_TYPE = {}
for _, name in ipairs(options.TYPES) do
  IS_TYPE[name] = true
end

--- Raises unless a value is the name of a type.
-- @param value any
-- @tparam string where what was called and which argument, for the message
function options.type(value, where)
  if type(value) ~= "string" then
    errors.raise("%s: the name of a type is expected, got %s", where, errors.kind(value))
  elseif not IS_TYPE[value] then
    errors.raise("%s: no type '%s'%s", where, value, names.hint(value, options.TYPES, "types"))
  end
end

--- A check that a value is one of some words.
-- @tparam {string,...} list
-- @treturn function for `options.check`
function options.one_of(list)
  local known = {}
  for _, word in ipairs(list) do
    known[word] = true
  end
  return function(value, where)
    if not known[value] then
      errors.raise('%s must be "%s", got %s', where, table.concat(list, '" or "'),
        type(value) == "string" and errors.quote(value) or errors.kind(value))
    end
  end
end

--- A check that a value is of a type of Lua.
-- @tparam string kind
-- @treturn function for `options.check`
function options.of_type(kind)
  return function(value, where)
    if type(value) ~= kind then
      errors.raise("%s must be a %s, got %s", where, kind, errors.kind(value))
    end
  end
end

--- A check that a value is a whole number from 1.
-- @param value any
-- @tparam string where
function options.positive(value, where)
  if type(value) ~= "number" or not math.tointeger(value) or value < 1 then
    errors.raise("%s must be a whole number from 1, got %s", where,
      type(value) == "number" and tostring(value) or errors.kind(value))
  end
end

local function separator(value, where)
  if type(value) ~= "string" or #value ~= 1 or value:find('[%z\r\n"\128-\255]') then
    errors.raise("%s must be one ASCII character other than a quote or a line end, got %s", where,
      type(value) == "string" and errors.quote(value) or errors.kind(value))
  end
end

local function words(value, where)
  if type(value) ~= "string" and type(value) ~= "table" then
    errors.raise("%s must be a word or a list of words, got %s", where, errors.kind(value))
  end
  local n = 0
  for _, word in pairs(type(value) == "table" and value or {}) do
    n = n + 1
    if type(word) ~= "string" then
      errors.raise("%s must be a list of words, got %s in it", where, errors.kind(word))
    end
  end
  if type(value) == "table" and n ~= #value then
    errors.raise("%s must be a list of words without other keys", where)
  end
end

local function types(value, where)
  if type(value) == "string" then
    if value ~= "text" then
      errors.raise('%s must be "text" or a table { field = type }, got %s', where, errors.quote(value))
    end
    return
  elseif type(value) ~= "table" then
    errors.raise('%s must be "text" or a table { field = type }, got %s', where, errors.kind(value))
  end
  for name, kind in pairs(value) do
    if type(name) ~= "string" then
      errors.raise("%s: a field name must be a string, got %s", where, errors.kind(name))
    end
    options.type(kind, ("%s, field '%s'"):format(where, name))
  end
end

-- What they may be is known to `orgstat.register.kinds`, which knows this file.
local function kinds(value, where)
  require("orgstat.register.kinds").check_table(value, where)
end

local function quote(value, where)
  if value ~= "" and value ~= '"' then
    separator(value, where)
  end
end

local function count(value, where)
  if type(value) ~= "number" or not math.tointeger(value) or value < 0 then
    errors.raise("%s must be a whole number from 0, got %s", where,
      type(value) == "number" and tostring(value) or errors.kind(value))
  end
end

local function header_rows(value, where)
  options.positive(value, where)
  if value > 16 then
    errors.raise("%s must be at most 16, got %d", where, value)
  end
end

local function comment(value, where)
  if type(value) ~= "string" or #value < 1 or #value > 8 or value:find '[%z\r\n"]' then
    errors.raise("%s must be 1 to 8 bytes that begin a line, such as '#', got %s", where,
      type(value) == "string" and errors.quote(value) or errors.kind(value))
  end
end

local function totals(value, where)
  if type(value) ~= "table" then
    errors.raise('%s must be a table such as { field = "commune", value = "Total" }, got %s', where, errors.kind(value))
  elseif type(value.field) ~= "string" then
    errors.raise("%s: field must be the name of a field, got %s", where, errors.kind(value.field))
  end
  for key in pairs(value) do
    if key ~= "field" and key ~= "value" then
      errors.raise("%s: no part '%s'; it has field and value", where, tostring(key))
    end
  end
  words(value.value, where .. ", value")
end

local function locale_of(value, where)
  if type(value) ~= "string" and type(value) ~= "table" then
    errors.raise('%s must be "auto", the name of a locale, or a table, got %s', where, errors.kind(value))
  end
end

local function part_of_notation(part)
  return function(value, where)
    locale.check(part, value, where)
  end
end

local function sheet(value, where)
  if type(value) ~= "string" then
    options.positive(value, where .. " (a name or a number)")
  end
end

local function name(value, where)
  if type(value) ~= "string" or value == "" then
    errors.raise("%s must be the name of a field, got %s", where, value == "" and "''" or errors.kind(value))
  end
end

local function mapping(value, where)
  require("orgstat.register.mapping").check(value, where)
end

local READING = {
  bad_rows = options.one_of { "error", "collect" },
  comment = comment,
  dates = part_of_notation "dates",
  decimal = part_of_notation "decimal",
  encoding = options.of_type "string",
  group = part_of_notation "group",
  header = options.of_type "boolean",
  header_rows = header_rows,
  invalid = options.one_of { "error", "replace" },
  kinds = kinds,
  locale = locale_of,
  explode = options.of_type "string",
  format = options.one_of { "csv", "tsv", "json", "jsonl", "xlsx" },
  header_row = options.positive,
  key_field = options.of_type "string",
  max_bytes = options.positive,
  mapping = mapping,
  missing = words,
  nfc = options.of_type "boolean",
  progress = options.of_type "function",
  quote = quote,
  quotes = options.one_of { "strict", "lenient" },
  separator = separator,
  skip = count,
  sheet = sheet,
  source = name,
  threads = options.positive,
  time = options.of_type "string",
  totals = totals,
  types = types,
}

-- For tests: bytes read at a time, and the scanner to use. Not in the lists of messages.
local TESTING = { block = options.positive, variant = options.one_of { "plain", "sse2", "avx2", "avx512", "neon" } }

local WRITING = {
  compress = options.one_of { "gzip", "zstd" },
  format = options.of_type "string",
  header = options.of_type "boolean",
  safe = options.of_type "boolean",
  separator = separator,
}

--- Checks a table of options.
-- @param opts the table given, or nil
-- @tparam string who the function called
-- @tparam table known option -> function (value, where) that raises when the value will not do
-- @treturn table a copy
function options.check(opts, who, known)
  if opts == nil then
    return {}
  elseif type(opts) ~= "table" then
    errors.raise("%s: options must be a table, got %s", who, errors.kind(opts))
  end
  local copy = {}
  for key, value in pairs(opts) do
    local check_value = known[key] or known == READING and TESTING[key]
    if not check_value then
      errors.raise("%s: no option '%s'%s", who, tostring(key), names.hint(tostring(key), names.keys(known), "options"))
    end
    check_value(value, ("%s: option '%s'"):format(who, key))
    copy[key] = value
  end
  return copy
end

--- Checks the options of `read`, `parse` and `reader`.
-- @param opts the table given, or nil
-- @tparam string who the function called
-- @treturn table a copy for the core
function options.reading(opts, who)
  local copy = options.check(opts, who, READING)
  if type(copy.missing) == "string" then
    copy.missing = { copy.missing }
  end
  if copy.totals then
    local value = copy.totals.value
    copy.totals = { field = copy.totals.field, value = type(value) == "string" and { value } or value }
  end
  if copy.separator and copy.separator == copy.quote then
    errors.raise("%s: the separator and the quote are both %s", who, errors.quote(copy.quote))
  elseif copy.header == false and copy.header_rows then
    errors.raise("%s: option 'header_rows' says that there is a header, and header = false that there is none", who)
  end
  locale.settle(copy, who)
  return copy
end

--- Checks the options of `write`.
-- @param opts the table given, or nil
-- @tparam string who the function called
-- @treturn table a copy
function options.writing(opts, who)
  return options.check(opts, who, WRITING)
end

--- Checks options of which there is one: `force`.
-- @param opts the table given, or nil
-- @tparam string who the function called
-- @treturn boolean
function options.force(opts, who)
  return options.check(opts, who, { force = options.of_type "boolean" }).force == true
end

--- Checks options of which there is one: `time`.
-- @param opts the table given, or nil
-- @tparam string who the function called
-- @treturn ?string
function options.time(opts, who)
  return options.check(opts, who, { time = options.of_type "string" }).time
end

return options

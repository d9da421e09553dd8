--- How people of a place write numbers and dates, and the words they use where nothing is known.
--
-- A notation is a table: `decimal` (the decimal mark), `group` (the mark between thousands; " " also
-- stands for no-break and thin spaces), `dates` ("iso", "dmy", "mdy" or "ymd": the order of day,
-- month and year in dates such as 31/12/2024; ISO dates are read in any case) and `missing` (words of
-- a missing value, which count in fields whose other values are numbers, dates or booleans, and are
-- text among texts). What it leaves out is as in machine notation, or as in `locale`, the name of a
-- preset.
--
-- Presets: `en` 1,234.5 (dates in ISO order only, since English has two others), `vi` and `id`
-- 1.234,5 and 31/12/2024, `fr` 1 234,5 and 31/12/2024. Their words mean "not known"; those that may
-- mean zero, such as "-", "không có" or "tidak ada", are not among them.
-- @module orgstat.register.locale

local errors = require "orgstat.register.errors"
local names = require "orgstat.register.names"

local locale = {}

local PRESETS = {
  en = { decimal = ".", group = ",", dates = "iso", missing = { "NA", "N/A", "n/a", "#N/A", "not available",
    "Not available", "unknown", "Unknown" } },
  vi = { decimal = ",", group = ".", dates = "dmy", missing = { "NA", "N/A", "n/a", "#N/A", "đang cập nhật",
    "Đang cập nhật", "chưa cập nhật", "Chưa cập nhật", "chưa có số liệu", "Chưa có số liệu", "không rõ", "Không rõ",
    "chưa rõ", "Chưa rõ" } },
  id = { decimal = ",", group = ".", dates = "dmy", missing = { "NA", "N/A", "n/a", "#N/A", "tidak tersedia",
    "Tidak tersedia", "belum tersedia", "Belum tersedia", "tidak diketahui", "Tidak diketahui" } },
  fr = { decimal = ",", group = " ", dates = "dmy", missing = { "NA", "N/A", "n/a", "#N/A", "n.d.", "N.D.", "nd", "ND",
    "n.c.", "N.C.", "non disponible", "Non disponible", "non renseigné", "Non renseigné", "inconnu", "Inconnu" } },
}

--- The names of the presets, sorted.
locale.PRESETS = names.keys(PRESETS)

local ORDERS = { iso = true, dmy = true, mdy = true, ymd = true }
local PARTS = { locale = true, decimal = true, group = true, dates = true, missing = true }

local function preset(name, where)
  local found = PRESETS[name]
  if not found then
    errors.raise("%s: no locale %s%s", where, errors.quote(name), names.hint(name, locale.PRESETS, "locales"))
  end
  return found
end

local function mark(value, where)
  if type(value) ~= "string" or #value ~= 1 or value:find "[%w%c\"\128-\255%-+]" then
    errors.raise("%s must be one character such as '.' or ',', got %s", where,
      type(value) == "string" and errors.quote(value) or errors.kind(value))
  end
end

--- Checks one part of a notation.
-- @tparam string part its name
-- @param value any
-- @tparam string where what was called and which argument, for the message
-- @raise when it is none
function locale.check(part, value, where)
  if part == "decimal" or (part == "group" and value ~= "") then
    mark(value, where)
  elseif part == "dates" and not ORDERS[value] then
    errors.raise('%s must be "iso", "dmy", "mdy" or "ymd", got %s', where,
      type(value) == "string" and errors.quote(value) or errors.kind(value))
  elseif part == "missing" then
    for _, word in ipairs(type(value) == "table" and value or { value }) do
      if type(word) ~= "string" then
        errors.raise("%s must be a word or a list of words, got %s", where, errors.kind(word))
      end
    end
  end
end

-- Notation a with the parts of b over it.
local function over(a, b, where)
  local both = {
    decimal = b.decimal or a.decimal, group = b.group or a.group, dates = b.dates or a.dates,
    missing = b.missing or a.missing,
  }
  if both.group == "" then
    both.group = nil
  end
  if both.group and (both.decimal or ".") == both.group then
    errors.raise("%s: the decimal mark and the group mark are both %s", where, errors.quote(both.group))
  end
  if type(both.missing) == "string" then
    both.missing = { both.missing }
  end
  return both
end

-- A notation from the name of a preset or a table.
local function notation(value, where)
  if type(value) == "string" then
    return over({}, preset(value, where), where)
  elseif type(value) ~= "table" then
    errors.raise("%s must be the name of a locale or a table, got %s", where, errors.kind(value))
  end
  for part, one in pairs(value) do
    if not PARTS[part] then
      errors.raise("%s: no part '%s'%s", where, tostring(part), names.hint(tostring(part), names.keys(PARTS), "parts"))
    end
    locale.check(part, one, ("%s, %s"):format(where, part))
  end
  return over(value.locale and preset(value.locale, where) or {}, value, where)
end

--- Makes the options `locale`, `decimal`, `group` and `dates` what the core takes: `notation` for all
-- fields, and `notations`, a list of { field, notation }; `locale` stays only if it is "auto".
-- @tparam table opts options; changed
-- @tparam string who the function called
function locale.settle(opts, who)
  local where = ("%s: option 'locale'"):format(who)
  local given, base, fields = opts.locale, nil, {}
  if type(given) == "table" then
    for field, value in pairs(given) do
      if field == 1 then
        base = value
      elseif type(field) ~= "string" then
        errors.raise("%s: a field name must be a string, got %s", where, errors.kind(field))
      else
        fields[#fields + 1] = { field, notation(value, ("%s, field '%s'"):format(where, field)) }
      end
    end
    table.sort(fields, function(a, b) return a[1] < b[1] end)
  else
    base = given
  end
  opts.locale = base == "auto" and "auto" or nil
  if base ~= nil and base ~= "auto" then
    opts.notation = notation(base, where)
  end
  if opts.decimal or opts.group or opts.dates then
    if opts.locale == "auto" then
      errors.raise('%s: "auto" finds the marks and the order of dates by itself; give one or the other', where)
    end
    local parts = { decimal = opts.decimal, group = opts.group, dates = opts.dates }
    opts.notation = over(opts.notation or {}, parts, who)
  end
  opts.decimal, opts.group, opts.dates = nil, nil, nil
  opts.notations = #fields > 0 and fields or nil
end

return locale

--- The rules for records of organisations, R01 to R15, as far as a register has the fields that they
-- speak of. doc/validation.md says what each looks at.
-- @module orgstat.register.validate.organisation

local errors = require "orgstat.register.errors"
local fieldnames = require "orgstat.register.names"
local identifiers = require "orgstat.register.validate.identifiers"
local keys = require "orgstat.register.validate.keys"
local lineage = require "orgstat.register.validate.lineage"
local names = require "orgstat.register.validate.names"
local texts = require "orgstat.register.validate.texts"

local organisation = {}

-- Fields that a record must have, by the law under which it is registered.
local REQUIRED = {
  [""] = { "id", "name" },
  au = { "id", "name", "status" },
  fr = { "id", "name", "area_code" },
  id = { "id", "name", "scope_level", "area_code", "registrar" },
  uk = { "id", "name", "status" },
  us = { "id", "name" },
  vn = { "id", "name", "scope_level", "area_code", "field_main", "founded_on", "seat", "status" },
}

-- The code lists of the record schema.
local CODES = {
  category = { "assigned", "voluntary", "special", "non_special", "unknown" },
  org_type = {
    "socio_political", "socio_political_professional", "socio_professional", "social", "economic", "humanitarian",
      "other",
  },
  party_organisation = { "none", "delegation", "committee", "cell" },
  scope_level = { "national", "inter_provincial", "province", "district", "commune" },
  status = {
    "preparing", "active", "inactive", "suspended", "dissolving", "dissolved", "merged", "removed", "unknown",
  },
}

-- Dates of which none may come before one that stands before it, where both are known. The last item
-- says whether the two may be the same.
local DATES = {
  { "founded_on", "charter_on", true }, { "charter_on", "first_congress_on", true },
  { "founded_on", "first_congress_on", true }, { "founded_on", "status_since", true },
  { "founded_on", "dissolved_on", true }, { "charter_on", "dissolved_on", true },
  { "first_congress_on", "dissolved_on", true }, { "registered_on", "dissolved_on", true },
  { "term_from", "term_to", false }, { "from", "to", true }, { "start-date", "end-date", true },
  { "issued_on", "in_force_on", true }, { "in_force_on", "ends_on", true }, { "issued_on", "ends_on", true },
  { "decision_on", "on", true },
}

-- Numbers of which the first may not be above the second.
local AT_MOST = {
  { "R07", "unit_members", "members", "error" }, { "R07", "sub_branches", "branches", nil },
  { "R08", "staff_filled", "staff_quota", "warning" },
  { "R09", "standing_committee_size", "executive_committee_size", "error" },
  { "R09", "executive_committee_size", "members", "error" },
  { "R09", "executive_committee_size", "members_total", "error" },
  { "R09", "delegates_present", "delegates_called", "error" },
}

-- Texts that everybody may read.
local PUBLIC = {
  "name", "purpose", "description", "activities", "objects", "note", "notes", "reason", "text", "title", "field_main",
}
local DESCRIPTIONS = { "purpose", "description", "activities", "objects" }

local ENDED = { "dissolved", "merged", "removed" }

local NUMERIC = { integer = true, decimal = true, number = true }

--- Raises unless a value is the code of a jurisdiction that has rules here.
-- @string code
-- @string where for the message
function organisation.check_jurisdiction(code, where)
  if not REQUIRED[code] or code == "" then
    local all = fieldnames.keys(REQUIRED)
    table.remove(all, 1)
    errors.raise("%s: none '%s'%s", where, code, fieldnames.hint(code, all, "jurisdictions"))
  end
end

local function quoted(name)
  return "`" .. name:gsub("`", "``") .. "`"
end

local function texts_of(list)
  local parts = {}
  for i, one in ipairs(list) do
    parts[i] = ('"%s"'):format(one)
  end
  return table.concat(parts, ", ")
end

-- A condition on fields of the register, each called "$name" in the text.
local function condition(analysis, rule, importance, field, message, text)
  analysis:condition({
    rule = rule, importance = importance, field = field, message = message, expression = text:gsub("%$([%w_%-]+)",
      quoted),
  }, "validate: rule " .. rule)
end

local function required(analysis, jurisdiction)
  for _, name in ipairs(REQUIRED[jurisdiction or ""]) do
    if analysis:type(name) then
      analysis:about(name, function()
        return { rule = "R01", importance = "error", test = function(text)
          return not text and "a value is required" or nil
        end }
      end)
    else
      analysis:say("R01", "warning", name, ("the register has no field '%s'%s"):format(name,
        fieldnames.hint(name, analysis.names, "fields")))
    end
  end
  if analysis:type "id" then
    keys.unique(analysis, { "id" }, { rule = "R01", importance = "error" })
  end
end

local function code_lists(analysis)
  for name, list in pairs(CODES) do
    if analysis:type(name) == "text" then
      local known = {}
      for _, code in ipairs(list) do
        known[code] = true
      end
      analysis:about(name, function()
        return { rule = "code", importance = "warning", test = function(text)
          if text and not known[text] then
            return ("%s is none of the codes: %s"):format(errors.quote(text), table.concat(list, ", "))
          end
        end }
      end)
    end
  end
end

-- R02. Dates may be less precise; what is certain is said, "2016" may be before "2016-05" or after it.
local function dates(analysis)
  for _, pair in ipairs(DATES) do
    local first, second, same = pair[1], pair[2], pair[3]
    if analysis:type(first) == "date" and analysis:type(second) == "date" then
      condition(analysis, "R02", "error", second, ("%s is before %s"):format(second, first),
        ("not ($%s > $%s and not starts(text($%s), text($%s)))"):format(first, second, first, second))
      if not same then
        condition(analysis, "R02", "error", second, ("%s is the same as %s"):format(second, first),
          ("$%s ~= $%s"):format(first, second))
      end
    elseif analysis:type(first) == "integer" and analysis:type(second) == "integer" then
      condition(analysis, "R02", "error", second,
        ("%s is %s %s"):format(second, same and "before" or "not after", first),
        ("$%s %s $%s"):format(first, same and "<=" or "<", second))
    end
  end
end

-- R03, and of R12 that what has ended has a date of it.
local function status(analysis)
  if analysis:type "status" ~= "text" or not analysis:type "dissolved_on" then
    return
  end
  local ended = texts_of(ENDED)
  condition(analysis, "R03", "error", "status", "it has an end date, but its status says that it exists",
    ('missing($dissolved_on) or $status in { %s, "dissolving", "unknown" }'):format(ended))
  condition(analysis, "R12", "warning", "dissolved_on", "it has ended, but no date says when",
    ("not missing($dissolved_on) or not ($status in { %s })"):format(ended))
end

local function founding(analysis)
  if analysis:type "status" == "text" and analysis:type "founded_on" then
    condition(analysis, "R03", "warning", "status", "it is being prepared, but it has a date of founding",
      'missing($founded_on) or $status ~= "preparing"')
  end
end

-- R04, of fields whose names say the scheme, and of `identifier` beside `scheme`.
local function identifier_fields(analysis)
  for _, name in ipairs(analysis.names) do
    local scheme = identifiers.scheme(name)
    if scheme then
      analysis:about(name, function()
        return { rule = "R04", importance = "error", test = function(text)
          return text and identifiers.fault(scheme, text)
        end }
      end)
    end
  end
  local scheme = analysis:first { "scheme", "identifier_scheme" }
  local value = analysis:first { "identifier", "value" }
  if not scheme then
    return
  end
  analysis:about(scheme, function()
    return { rule = "R04", importance = "warning", test = function(text)
      return text and identifiers.scheme_fault(text)
    end }
  end)
  if value then
    keys.pairs(analysis, { scheme, value }, { rule = "R04", importance = "error", field = value }, function(cells)
      return cells[scheme] and cells[value] and identifiers.fault(cells[scheme], cells[value])
    end)
  end
end

-- R05: codes of Vietnamese units have 2 digits for a province, 3 for a district, 5 for a commune.
local DIGITS = { province = 2, district = 3, commune = 5 }

local function areas(analysis, jurisdiction)
  if not analysis:type "scope_level" or not analysis:type "area_code" then
    return
  end
  local fields = { "scope_level", "area_code" }
  local fit, all = 0, 0
  if jurisdiction ~= "vn" then -- whose codes they are is seen from them
    keys.each(analysis, fields, function(cells, n)
      local digits = DIGITS[cells.scope_level]
      if digits and cells.area_code then
        all = all + n
        fit = fit + (cells.area_code:find "^%d+$" and #cells.area_code == digits and n or 0)
      end
    end)
  end
  if jurisdiction ~= "vn" and (jurisdiction or all == 0 or fit < 0.8 * all) then
    return
  end
  keys.pairs(analysis, fields, { rule = "R05", importance = "error", field = "area_code" }, function(cells)
    local digits, code = DIGITS[cells.scope_level], cells.area_code
    if digits and code and (not code:find "^%d+$" or #code ~= digits) then
      return ("%s is no code of a %s: those have %d digits"):format(errors.quote(code), cells.scope_level, digits)
    end
  end)
end

-- R06: what the number of a decision may look like, and who signs at which level.
local NUMBERS = {
  "^%d+%a?/QĐ%-[%w\128-\255]+", "^%d+%a?/[%w\128-\255]+%-[%w\128-\255%-]+$",
    "^%d+%a?%-[%w\128-\255]+/[%w\128-\255%-]+$",
  "^%d+%a?/%d%d%d%d/[%w\128-\255%-]+$",
}
local NATIONAL = { national = true, inter_provincial = true }

local function decision_fault(text, level)
  local fits = false
  for _, shape in ipairs(NUMBERS) do
    fits = fits or text:find(shape) ~= nil
  end
  if not fits then
    return ("%s is no number of a decision, such as 127/QĐ-BNV"):format(errors.quote(text))
  end
  local issuer = text:match("/QĐ%-(.+)$")
  if issuer == "BNV" and level and not NATIONAL[level] then
    return ("%s is of the Ministry of Home Affairs, but its scope is %s"):format(errors.quote(text), level)
  elseif issuer == "UBND" and NATIONAL[level or ""] then
    return ("%s is of a People's Committee, but its scope is %s"):format(errors.quote(text), level)
  end
end

local function decisions(analysis)
  local decision = analysis:first { "decision", "decision_number" }
  if not decision or analysis:type(decision) ~= "text" then
    return
  end
  local level = analysis:first { "scope_level" }
  keys.pairs(analysis, { decision, level }, { rule = "R06", importance = "warning", field = decision }, function(cells)
    local text = cells[decision]
    return text and decision_fault(text, level and cells[level])
  end)
end

local function numbers(analysis)
  for _, pair in ipairs(AT_MOST) do
    local rule, first, second, importance = pair[1], pair[2], pair[3], pair[4]
    if importance and NUMERIC[analysis:type(first)] and NUMERIC[analysis:type(second)] then
      condition(analysis, rule, importance, first, ("%s is above %s"):format(first, second),
        ("$%s <= $%s"):format(first, second))
    end
  end
  for _, name in ipairs { "members", "branches", "staff_quota", "staff_filled" } do
    if NUMERIC[analysis:type(name)] then
      condition(analysis, "R07", "error", name, ("%s is below 0"):format(name), ("$%s >= 0"):format(name))
    end
  end
  if NUMERIC[analysis:type "staff_quota"] and analysis:type "category" == "text" then
    condition(analysis, "R08", "warning", "staff_quota", "it has a staff quota, but is not assigned or special",
      '$staff_quota <= 0 or $category in { "assigned", "special" }')
  end
end

-- R13
local function seats(analysis)
  local seat = analysis:first { "seat", "address" }
  if seat then
    analysis:about(seat, function()
      return { rule = "R13", importance = "note", test = function(text)
        return not text and "it has no seat" or nil
      end }
    end)
  end
  if analysis:type "tenure" == "text" and analysis:type "contract" then
    condition(analysis, "R13", "warning", "contract", "the seat is rented, but there is no contract",
      '$tenure ~= "rented" or not missing($contract)')
  end
end

-- R14 and R15
local function public_texts(analysis)
  for _, name in ipairs(PUBLIC) do
    if analysis:type(name) == "text" then
      analysis:about(name, function()
        return { rule = "R14", importance = "warning", test = function(text)
          local what, found = texts.personal(text or "")
          return what and ("%s stands in a text that everybody may read: %s"):format(what, errors.quote(found)) or nil
        end }
      end)
    end
  end
  for c, name in ipairs(analysis.names) do
    if analysis.types[c] == "text" and not CODES[name] then
      analysis:about(name, function()
        return { rule = "R15", importance = "warning", test = function(text)
          if text and texts.placeholder(text) then
            return ("%s stands for a value: leave it empty"):format(errors.quote(text))
          end
        end }
      end)
    end
  end
  for _, name in ipairs(DESCRIPTIONS) do
    if analysis:type(name) then
      if name == "purpose" then
        analysis:about(name, function()
          return { rule = "R15", importance = "warning", test = function(text)
            return not text and "it has no purpose" or nil
          end }
        end)
      end
      if analysis:type "name" == "text" and analysis:type(name) == "text" then
        condition(analysis, "R15", "warning", name, ("%s says no more than the name"):format(name),
          ("lower(trim($name)) ~= lower(trim($%s))"):format(name))
      end
    end
  end
end

local function identities(analysis)
  if analysis:type "name" == "text" then
    local within = {}
    for _, name in ipairs { "scope_level", "area_code" } do
      within[#within + 1] = analysis:type(name) and name or nil
    end
    names.clashes(analysis, "name", within)
    if analysis:type "id" then
      names.slips(analysis, "name", "id")
    end
  end
  if analysis:type "id" then
    for _, name in ipairs { "parent_id", "merged_into", "successor_id" } do
      if analysis:type(name) then
        keys.reference(analysis, { name }, analysis.register, { "id" },
          { rule = "R12", importance = "warning", some = true })
        lineage(analysis, "id", name)
      end
    end
  end
end

--- Adds the rules to an analysis.
-- @tparam table analysis
-- @tparam ?string jurisdiction
function organisation.add(analysis, jurisdiction)
  required(analysis, jurisdiction)
  code_lists(analysis)
  dates(analysis)
  status(analysis)
  founding(analysis)
  identifier_fields(analysis)
  areas(analysis, jurisdiction)
  decisions(analysis)
  numbers(analysis)
  identities(analysis)
  seats(analysis)
  public_texts(analysis)
end

return organisation

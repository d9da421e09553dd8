--- Identifiers of organisations: what one of each scheme looks like, and its check digits. Schemes are
-- those of org-id.guide where it has one; FR-SIREN, FR-SIRET, FR-RNA, ROR and VN-TIN are named here.
-- @module orgstat.register.validate.identifiers

local identifiers = {}

-- Digits times weights, added up.
local function weighted(text, weights)
  local sum = 0
  for i, weight in ipairs(weights) do
    sum = sum + weight * (text:byte(i) - 48)
  end
  return sum
end

-- The sum of Luhn: from the right, every second digit doubled.
local function luhn(text)
  local sum, double = 0, false
  for i = #text, 1, -1 do
    local digit = text:byte(i) - 48
    if double then
      digit = digit * 2 > 9 and digit * 2 - 9 or digit * 2
    end
    sum, double = sum + digit, not double
  end
  return sum % 10 == 0
end

-- Australian Business Number: 1 less in the first digit, weights, modulo 89.
-- https://abr.business.gov.au/Help/AbnFormat
local ABN = { 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 }

local function abn(text)
  return (weighted(text, ABN) - ABN[1]) % 89 == 0
end

-- La Poste gives its offices numbers whose digits add up to a multiple of 5.
local function siret(text)
  if luhn(text) then
    return true
  end
  local sum = 0
  for digit in text:gmatch("%d") do
    sum = sum + digit
  end
  return text:sub(1, 9) == "356000000" and sum % 5 == 0
end

-- The alphabet of Crockford's base 32, in which ROR writes its numbers; the last two digits are those
-- of ISO 7064, mod 97-10.
local BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"

local function ror(text)
  local number, rest = text:match("ror%.org/0(%w%w%w%w%w%w)(%d%d)$")
  local value = 0
  for c in number:gmatch(".") do
    local digit = BASE32:find(c, 1, true)
    if not digit then
      return false
    end
    value = value * 32 + digit - 1
  end
  return 98 - value * 100 % 97 == tonumber(rest)
end

-- Neither all the same digit nor digits counted up.
local function real(text)
  local digits = text:gsub("%D", "")
  return digits ~= ("12345678901234"):sub(1, #digits) and digits:gsub(digits:sub(1, 1), "") ~= ""
end

-- shape: Lua patterns of the identifier without spaces, one of which must fit; check: its digits
local SCHEMES = {
  ["AU-ABN"] = { what = "11 digits with a checksum", shape = { "^%d%d%d%d%d%d%d%d%d%d%d$" }, check = abn },
  ["AU-ACNC"] = { what = "11 digits, as an ABN", shape = { "^%d%d%d%d%d%d%d%d%d%d%d$" }, check = abn },
  ["FR-RNA"] = { what = "W and 9 digits", shape = { "^W%d%d%d%d%d%d%d%d%d$", "^W%dT%d%d%d%d%d%d%d$", "^W9[A-Z]%d+$" } },
  ["FR-SIREN"] = { what = "9 digits with a checksum", shape = { "^%d%d%d%d%d%d%d%d%d$" }, check = luhn },
  ["FR-SIRET"] = { what = "14 digits with a checksum", shape = { "^" .. ("%d"):rep(14) .. "$" }, check = siret },
  ["GB-CHC"] = { what = "6 or 7 digits", shape = { "^%d%d%d%d%d%d%d?$", "^%d%d%d%d%d%d%d?%-%d+$" } },
  ["GB-COH"] = {
    what = "8 characters: digits, or two letters and 6 digits",
    shape = { "^%d%d%d%d%d%d%d%d$", "^%u%u%d%d%d%d%d%d$", "^%u%u%d%d%d%d%d%u$", "^I?P%d%d%d%d%d%u$" }, check = real,
  },
  ["GB-NIC"] = { what = "6 digits that begin with 1", shape = { "^1%d%d%d%d%d$", "^NIC1%d%d%d%d%d$" } },
  ["GB-SC"] = { what = "SC and 6 digits", shape = { "^SC0%d%d%d%d%d$", "^SC%d%d%d%d%d%d$" } },
  ["ROR"] = {
    what = "https://ror.org/0, 6 characters and 2 check digits",
    shape = { "^https://ror%.org/0%w%w%w%w%w%w%d%d$" }, check = ror,
  },
  ["US-EIN"] = { what = "9 digits", shape = { "^%d%d%d%d%d%d%d%d%d$", "^%d%d%-%d%d%d%d%d%d%d$" }, check = real },
  ["VN-TIN"] = {
    what = "10 digits, or 13 for a dependent unit",
    shape = { "^%d%d%d%d%d%d%d%d%d%d$", "^%d%d%d%d%d%d%d%d%d%d%-?%d%d%d$" },
  },
}

-- Schemes that were replaced: those are listed, not refused.
local DEPRECATED = { ["GB-REV"] = "GB-CHC, GB-SC or GB-NIC" }

-- Names of fields that say the scheme of their values.
local FIELDS = {
  abn = "AU-ABN", ein = "US-EIN", siren = "FR-SIREN", siret = "FR-SIRET", rna = "FR-RNA", ror = "ROR", ror_id = "ROR",
  charity_number = "GB-CHC", company_number = "GB-COH", mst = "VN-TIN", ma_so_thue = "VN-TIN",
    ["mã số thuế"] = "VN-TIN",
}

--- The scheme that the name of a field says: `identifier.US-EIN`, or `EIN`.
-- @string name
-- @treturn ?string
function identifiers.scheme(name)
  local scheme = name:match("^identifier%.(.+)$") or name:match("^(%u%u%-%u+)$")
  return SCHEMES[scheme] and scheme or FIELDS[name:lower()]
end

--- What is wrong with an identifier.
-- @string scheme
-- @string text
-- @treturn ?string message; nil when nothing is, and when the scheme is unknown here
function identifiers.fault(scheme, text)
  local known = SCHEMES[scheme]
  if not known then
    return nil
  end
  local value = text:gsub("%s", "")
  for _, shape in ipairs(known.shape) do
    if value:find(shape) then
      if known.check and not known.check(value) then
        local why = known.check == real and "nobody has this one" or "its digits do not fit together"
        return ("'%s' is no identifier of %s: %s (%s)"):format(text, scheme, why, known.what)
      end
      return nil
    end
  end
  return ("'%s' is no identifier of %s: %s are expected"):format(text, scheme, known.what)
end

--- What is wrong with the name of a scheme.
-- @string scheme
-- @treturn ?string message
function identifiers.scheme_fault(scheme)
  if DEPRECATED[scheme] then
    return ("the scheme '%s' was replaced by %s"):format(scheme, DEPRECATED[scheme])
  elseif not SCHEMES[scheme] and not scheme:find("^%u%u%-[%u%d]+$") and not scheme:find("^X[IRM]%-") then
    return ("'%s' is no scheme of identifiers, such as US-EIN"):format(scheme)
  end
end

return identifiers

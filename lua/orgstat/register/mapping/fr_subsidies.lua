--- Subsidies to associations by a French department, as Maine-et-Loire publishes them.
--
-- The identifiers went through a spreadsheet: only those whose digits still fit together are taken, 14
-- as SIRET, 9 as SIREN. The name runs on into a second column, which may begin inside a word after a hyphen.
-- @module orgstat.register.mapping.fr_subsidies

local clean = require "orgstat.register.mapping.clean"
local identifiers = require "orgstat.register.validate.identifiers"

local function whole(text, scheme)
  text = clean.text(text)
  if text and not text:find("000000$") and not identifiers.fault(scheme, text) then
    return text
  end
end

local function name(first, second)
  first, second = clean.text(first), clean.text(second)
  if first and second then
    return first .. (first:find("%-$") and "" or " ") .. second
  end
  return first or second
end

return {
  name = "fr-subsidies",
  title = "French departments: subsidies to associations",
  header = { "Année", "SIRET ou NIR", "Raison Sociale", "Raison sociale 2", "Code postal", "Commune", "Mandaté" },
  fields = {
    { "name", { "Raison Sociale", "Raison sociale 2" }, with = name, type = "text" },
    { "identifier.FR-SIRET", "SIRET ou NIR", with = function(text) return whole(text, "FR-SIRET") end, type = "text" },
    { "identifier.FR-SIREN", "SIRET ou NIR", with = function(text) return whole(text, "FR-SIREN") end, type = "text" },
    { "legal_form", value = "association" },
    { "seat", { "Code postal", "Commune" }, with = function(code, town)
      return code and town and clean.text(code .. " " .. town) or clean.text(town or code)
    end, type = "text" },
    { "postcode", "Code postal", with = function(text) return text and text:match("^%d%d%d%d%d$") end, type = "text" },
    { "year", "Année" },
    { "subsidy", "Mandaté" },
    { "currency", value = "EUR" },
  },
}

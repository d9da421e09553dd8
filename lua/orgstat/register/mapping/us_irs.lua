--- Exempt organisations of the United States: extracts of the Business Master File of the Internal
-- Revenue Service. Code tables: https://www.irs.gov/pub/irs-soi/eo-info.pdf
--
-- Members of a group exemption carry the name of the parent; their own is the alias. RULING says when the
-- exemption was ruled, not when the body was founded. Empty amounts are missing; a 0 may mean that
-- nothing had to be filed. ICO names persons, and stays in `source.ICO`.
-- @module orgstat.register.mapping.us_irs

local clean = require "orgstat.register.mapping.clean"

local FORMS = { ["1"] = "corporation", ["2"] = "trust", ["3"] = "cooperative", ["4"] = "partnership",
  ["5"] = "association" }

-- 01 unconditional, 02 conditional exemption, 12 trust of section 4947(a)(2), 25 a private foundation that
-- is ending that status.
local STATUS = { ["01"] = "active", ["02"] = "active", ["12"] = "active", ["25"] = "active" }

local LAST_DAY = {
  ["01"] = "31", ["02"] = "28", ["03"] = "31", ["04"] = "30", ["05"] = "31", ["06"] = "30", ["07"] = "31",
    ["08"] = "31",
  ["09"] = "30", ["10"] = "31", ["11"] = "30", ["12"] = "31",
}

return {
  name = "us-irs",
  title = "US Internal Revenue Service: exempt organisations (EO BMF extract)",
  header = { "EIN", "NAME", "SUBSECTION", "RULING", "NTEE_CD", "ASSET_AMT" },
  fields = {
    { "id", "EIN", with = function(ein) return ein and "US-EIN-" .. ein end, type = "text" },
    { "name", "NAME", with = clean.text, type = "text" },
    { "name.alias", "SORT_NAME", with = clean.text, type = "text" },
    { "identifier.US-EIN", "EIN", type = "text" },
    { "group_exemption", "GROUP", with = function(text) return text ~= "0000" and text or nil end, type = "text" },
    { "legal_form", "ORGANIZATION", codes = FORMS, type = "text" },
    {
      "subsection", "SUBSECTION",
      with = function(text) return text and ("501(c)(%d)"):format(text) end, type = "text",
    },
    { "status", "STATUS", codes = STATUS, type = "text" },
    { "registered_on", "RULING", with = clean.year_month, type = "date" },
    { "registrar", value = "Internal Revenue Service" },
    { "area_code", "STATE", with = function(text) return text and "US-" .. text end, type = "text" },
    { "seat", { "STREET", "CITY", "STATE", "ZIP" }, with = function(street, city, state, zip)
      return clean.list(street, city, state and zip and state .. " " .. zip or state or zip)
    end, type = "text" },
    { "classification.NTEE", "NTEE_CD", type = "text" },
    {
      "fiscal_year_end", "ACCT_PD",
      with = function(text) return LAST_DAY[text] and text .. "-" .. LAST_DAY[text] end, type = "text",
    },
    { "accounts_to", "TAX_PERIOD", with = clean.year_month, type = "date" },
    { "assets", "ASSET_AMT" },
    { "income", "INCOME_AMT" },
    { "revenue", "REVENUE_AMT" },
    { "currency", value = "USD" },
  },
}

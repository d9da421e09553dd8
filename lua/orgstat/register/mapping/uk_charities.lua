--- Large charities of the United Kingdom with a classification (UKCAT).
--
-- Numbers of companies went through a float: `2324869.0` is 02324869. Those that nobody has (0, 12345678)
-- are missing. A postcode that is a town is missing.
-- @module orgstat.register.mapping.uk_charities

local clean = require "orgstat.register.mapping.clean"

local REGISTRARS = {
  ccew = "Charity Commission for England and Wales", oscr = "Office of the Scottish Charity Regulator",
  ccni = "Charity Commission for Northern Ireland",
}

local AREAS = { ccew = "GB-EAW", oscr = "GB-SCT", ccni = "GB-NIR" }

local function number_of(scheme)
  return function(id)
    return id and id:match("^" .. scheme:gsub("%-", "%%-") .. "%-(.+)$")
  end
end

local function company(text)
  text = clean.text(text)
  text = text and text:gsub("%.0$", ""):upper()
  if not text or text:find("^0+$") or text == "12345678" then
    return nil
  elseif text:find("^%d+$") and #text < 8 then
    return ("0"):rep(8 - #text) .. text
  end
  return text
end

local function status(text)
  return text and ({ ["true"] = "active", ["false"] = "removed" })[text:lower()]
end

return {
  name = "uk-charities",
  title = "UK Charity Activity Tags: large charities",
  header = { "org_id", "reg_number", "name", "date_registered", "income", "spending", "fye" },
  fields = {
    { "id", "org_id", type = "text" },
    { "name", "name", with = clean.text, type = "text" },
    { "identifier.GB-CHC", "org_id", with = number_of "GB-CHC", type = "text" },
    { "identifier.GB-SC", "org_id", with = number_of "GB-SC", type = "text" },
    { "identifier.GB-NIC", "org_id", with = number_of "GB-NIC", type = "text" },
    { "identifier.GB-COH", "company_number", with = company, type = "text" },
    { "status", "active", with = status, type = "text" },
    { "registered_on", "date_registered", with = clean.day, type = "date" },
    { "registrar", "source", codes = REGISTRARS, type = "text" },
    { "area_code", "source", codes = AREAS, type = "text" },
    { "postcode", "postcode", with = clean.uk_postcode, type = "text" },
    { "purpose", "objects", with = clean.text, type = "text" },
    { "activities", "activities", with = clean.text, type = "text" },
    { "website", "web", with = clean.text, type = "text" },
    { "classification.UKCAT", "UKCAT", type = "text" },
    { "classification.ICNPTSO", "ICNPTSO", type = "text" },
    { "accounts_to", "fye", with = clean.day, type = "date" },
    {
      "fiscal_year_end", "fye",
      with = function(text) return clean.day(text) and clean.day(text):sub(6) end, type = "text",
    },
    { "income", "income" },
    { "spending", "spending" },
    { "currency", value = "GBP" },
  },
}

--- Community amateur sports clubs registered with HM Revenue & Customs. There is neither an identifier nor
-- a category: a name and an address are all. Postcodes that are none (`CRO 5JH`) are missing.
-- @module orgstat.register.mapping.uk_sports_clubs

local clean = require "orgstat.register.mapping.clean"

return {
  name = "uk-sports-clubs",
  title = "HM Revenue & Customs: community amateur sports clubs",
  header = { "Organisation Name", "Address Line 1", "Address Line 2", "Address Line 3", "Address Line 4", "Postcode" },
  fields = {
    { "name", "Organisation Name", with = clean.text, type = "text" },
    { "legal_form", value = "club" },
    { "field_main", value = "sport" },
    { "status", value = "active" },
    { "registrar", value = "HM Revenue & Customs" },
    { "area_code", value = "GB" },
    {
      "seat", { "Address Line 1", "Address Line 2", "Address Line 3", "Address Line 4", "Postcode" }, with = clean.list,
      type = "text",
    },
    { "postcode", "Postcode", with = clean.uk_postcode, type = "text" },
  },
}

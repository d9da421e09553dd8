-- Traces of damage: in texts made for it, and in the real registers whose SOURCE.md tells of it.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

local function damage(text, opts)
  local list = {}
  for v in assert(orgstat.parse(text, opts)):validate({ checks = "damage" }):each() do
    list[#list + 1] = ("%s %s %s"):format(v.row or "-", v.field or "-", (v.rule:gsub("^damage%.", "")))
  end
  return list
end

local function column(name, values)
  return name .. ",b\n" .. table.concat(values, ",z\n") .. ",z\n"
end

local function numbered(f, n)
  local list = {}
  for i = 1, n do list[i] = f(i) end
  return list
end

local function only(list, rule)
  local own = {}
  for _, one in ipairs(list) do
    if one:find(rule, 1, true) then own[#own + 1] = one end
  end
  return own
end

describe("damage", function()
  it("by rounding: identifiers that end in six zeros, but not amounts", function()
    local ids = numbered(function(i) return tostring(35181612345678 + i * 7919) end, 20)
    ids[3], ids[9] = "35181600000000", "78600000000000"
    assert.same({ "3 siret zeros", "9 siret zeros" }, only(damage(column("siret", ids)), "zeros"))
    local amounts = numbered(function(i) return tostring(i * 1000000000) end, 20)
    assert.same({}, damage(column("amount", amounts)))
    assert.same({}, damage(column("tổng", amounts)))
  end)

  it("by a number's short form", function()
    assert.same({ "2 id exponent" }, damage(column("id", { "35181612345678x", "3.51816E+13", "abc", "1e5x" })))
    assert.same({ "1 id exponent", "2 id exponent" }, damage(column("id", { "1.23E+11", "4.5E+10" }),
      { types = "text" }))
  end)

  it("by a zero in front that is lost", function()
    local codes = numbered(function(i) return ("%05d"):format(49000 + i) end, 30)
    codes[7] = "4400"
    assert.same({ "7 postal_code leading_zero" }, damage(column("postal_code", codes)))
    assert.same({}, damage(column("id", numbered(tostring, 500))))
  end)

  it("by a code that became a number or a date", function()
    assert.same({ "1 company_number point_zero" }, damage(column("company_number", { "2324869.0", "SC123456", "" })))
    assert.same({ "2 code turned_date" }, damage(column("code", { "1-A", "3-Feb", "4-B", "5-C" })))
    assert.same({}, damage(column("rate_code", { "1.5", "2.0" })))
  end)

  it("of dates: two orders in one field, numbers of days", function()
    assert.same({ "3 day date_order" },
      damage(column("day", { "31/01/2024", "02/03/2024", "02/28/2024", "15/06/2024" })))
    assert.same({ "2 day date_serial" }, damage(column("day", { "2024-01-31", "45322", "2024-02-01" }),
      { types = "text" }))
    assert.same({}, damage(column("day", { "31/01/2024", "02/03/2024" })))
  end)

  it("by a wrong encoding", function()
    assert.same({ "2 name mojibake", "3 name mojibake", "4 name mojibake", "5 name mojibake" }, damage(column("name", {
      "Hội Đông y", "Há»™i Ä\u{2018}Ã´ng y", "crÃ¨che", "d\u{E2}\u{20AC}\u{2122}Anjou", "Caf\u{FFFD}",
      "XÃ \"A\"", "ÂU CƠ", "señor",
    }, { quotes = "lenient" }), { quotes = "lenient" }))
  end)

  it("to the eye only: blanks, and marks apart from their letters", function()
    assert.same({ "2 name blank", "3 name spaces", "4 name not_nfc" },
      damage(column("name", { "a", "\u{A0}", "b  ", "Ho\u{323}i", "c" })))
  end)

  it("by copying: rows that are the same", function()
    assert.same({ "3 - identical_row", "5 - identical_row" }, damage "a,b\n1,\n2,x\n1,\n2,y\n1,\n")
    local v = assert(orgstat.parse "a,b\n1,\n1,\n"):validate({ checks = "damage" }).violations[1]
    assert.equal("the record is the same as that of row 1", v.message)
  end)

  it("in the header", function()
    assert.same({ "- \u{FEFF}b bom", "- c  spaces" }, damage "a,\u{FEFF}b,c \n1,2,3\n")
  end)
end)

describe("real registers", function()
  local function counts(name, opts)
    local path, why = paths.shared(name)
    if not path then return pending(why) end
    local found = {}
    local result = assert(orgstat.read(path, opts)):validate({ checks = "damage" })
    for _, one in ipairs(result:rules()) do found[("%s %s"):format(one.rule:gsub("^damage%.", ""),
      one.field or "")] = one.count end
    return found, result
  end

  it("French subsidies: identifiers destroyed by a spreadsheet", function()
    local found = counts "fr-subsidies-maine-et-loire/subsidies-2004-2016.csv"
    if not found then return end
    assert.same({
      ["zeros SIRET ou NIR"] = 11495, ["leading_zero SIRET ou NIR"] = 14, ["leading_zero Code postal"] = 3,
    }, found)
  end)

  it("Vietnamese communes: two Unicode forms in one file", function()
    local found = counts "vn-admin-units/communes-2025.csv"
    if not found then return end
    assert.same({ 122, 308 }, { found["not_nfc tenhc"], found["not_nfc truocsapnhap"] })
    assert.equal(15, counts("vn-admin-units/provinces-2025.csv")["not_nfc con"])
  end)

  it("Vietnamese units: codes made numbers by a spreadsheet library", function()
    local found = counts "vn-admin-units/legacy-to-2025.csv"
    if not found then return end
    assert.same({ ["point_zero wardCode"] = 10597 }, found)
  end)

  it("country codes: cells that hold a no-break space; Namibia and Norway are no placeholders", function()
    local found = counts "country-codes/country-codes.csv"
    if not found then return end
    local blank = 0
    for key, n in pairs(found) do blank = blank + (key:find "^blank" and n or 0) end
    assert.equal(94, blank)
    local reg = assert(orgstat.read(paths.shared "country-codes/country-codes.csv"))
    for v in reg:validate():each() do assert.is_false(v.value == "NA" or v.value == "NO") end
  end)

  it("UK charities: numbers of companies as floats, padded postcodes", function()
    local found = counts "uk-charities-top/top2000.csv"
    if not found then return end
    assert.same({ 157, 162 }, { found["point_zero company_number"], found["spaces postcode"] })
    local result = assert(orgstat.read(paths.shared "uk-charities-top/top2000.csv")):validate()
    local zeros, counted = 0, 0
    for v in result:each() do
      if v.rule == "R04" and v.value == "0" then zeros = zeros + 1 end
      if v.rule == "R04" and v.value == "12345678" then counted = counted + 1 end
    end
    assert.same({ 27, 2 }, { zeros, counted })
    assert.equal(8, result.by_rule.R01 - 1) -- rows with an identifier and nothing else; and no field 'id'
  end)

  it("UK sports clubs: names that end in spaces, and no row twice", function()
    local found = counts "uk-sports-clubs/registered-casc.csv"
    if not found then return end
    assert.same({ ["spaces Organisation Name"] = 7760 }, found)
  end)

  it("US exempt organisations: nothing is damaged", function()
    local found = counts "us-irs-exempt/eo_wy.csv"
    if found then assert.same({}, found) end
  end)

  it("the French budget: a blank behind a name in the header", function()
    local found, result = counts("fr-budget-nomenclature/plf-2020.csv", { encoding = "windows-1252" })
    if not found then return end
    assert.same({ "Type ligne ", nil }, { result.violations[1].field, result.violations[1].row })
    assert.equal(1, found["spaces Type ligne "])
  end)

  it("former government bodies: those that ended, in dates of any precision", function()
    local path, why = paths.shared "uk-gov-registers/government-organisation.csv"
    if not path then return pending(why) end
    local reg = assert(orgstat.read(path))
    assert.same({ 989, 290, 7 }, { #reg, reg:stats("end-date").n, reg:stats("start-date").n })
    assert.is_nil(reg:validate().by_rule.R02)
  end)

  it("pairs of names and lists of codes: nothing is damaged", function()
    for _, name in ipairs { "name-match-cases/cases.csv", "uk-charities-top/icnptso.csv" } do
      local found = counts(name)
      if not found then return end
      for key in pairs(found) do assert.matches("^spaces", key) end
    end
  end)

  it("former authorities: one name, twice", function()
    local path, why = paths.shared "uk-gov-registers/local-authority-eng.csv"
    if not path then return pending(why) end
    local list = {}
    for v in assert(orgstat.read(path)):validate():each() do
      if v.rule == "R10" then list[#list + 1] = v.value end
    end
    assert.same({ "Buckinghamshire" }, list)
  end)
end)

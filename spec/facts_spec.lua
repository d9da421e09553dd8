-- The facts and traps that each SOURCE.md among the shared data states of its delimited files: what must
-- stay text, what repeats, what is empty, what a spreadsheet has damaged.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

describe("the facts of", function()
  local function on(name, opts, check)
    it(name, function()
      local path, why = paths.shared(name)
      if not path then pending(why) end
      local reg = assert(orgstat.read(path, opts))
      check(reg, path)
      reg:close()
    end)
  end

  local function kind(reg, name)
    for _, field in ipairs(reg:fields()) do
      if field.name == name then return field.type end
    end
  end

  -- How many values of a field fulfil a test; a missing one is nil.
  local function count(reg, field, test)
    local n = 0
    for _, value in reg:values(field) do
      if test(value) then n = n + 1 end
    end
    return n
  end

  local function matching(reg, field, pattern)
    return count(reg, field, function(value) return value ~= nil and tostring(value):find(pattern) ~= nil end)
  end

  local function note(reg, code, field)
    for _, one in ipairs(reg:notes()) do
      if one.code == code and one.field == field then return one end
    end
  end

  on("country-codes/country-codes.csv", nil, function(reg)
    local single = 0
    for record in reg:records() do
      for _, value in pairs(record) do single = single + (value == "\u{A0}" and 1 or 0) end
    end
    assert.equal(94, single)
    assert.equal(4, reg:stats("ISO3166-1-numeric").min)
    assert.equal(1, matching(reg, "ISO3166-1-Alpha-2", "^NA$"))
  end)

  on("country-codes/country-codes.csv", { locale = "en" }, function(reg) -- whose word NA is
    assert.equal(0, reg:stats("ISO3166-1-Alpha-2").missing)
    assert.equal("text", kind(reg, "ISO3166-1-Alpha-2"))
  end)

  on("fr-budget-nomenclature/plf-2020.csv", nil, function(reg)
    local broken = 0
    for _, field in ipairs(reg:fields()) do
      if field.type == "text" then broken = broken + matching(reg, field.name, "\n\r") end
    end
    assert.equal(5, broken)
    assert.equal("Type ligne ", reg:fields()[1].name)
    assert.same({ 1, 1 }, { matching(reg, "code", "^01$"), matching(reg, "code", "^205%-02%-02$") })
    assert.is_true(matching(reg, "Libelle", "’") > 0) -- the typographic apostrophe
    assert.is_true(matching(reg, "Libelle", "^É") > 0)
    assert.equal("windows-1252", note(reg, "found_encoding").text)
  end)

  on("fr-subsidies-maine-et-loire/subsidies-2004-2016.csv", nil, function(reg)
    assert.equal(11495, matching(reg, "SIRET ou NIR", "000000$"))
    assert.equal(14, matching(reg, "SIRET ou NIR", "^%d%d%d%d%d%d%d%d%d%d%d%d%d$"))
    assert.equal(12, matching(reg, "SIRET ou NIR", "^%d%d%d%d%d%d%d%d%d$"))
    assert.equal("120502177.96", reg:stats("Mandaté").sum_text)
    assert.equal(2004, reg:stats("Année").min)
    assert.equal(2016, reg:stats("Année").max)
    assert.is_true(matching(reg, "Code postal", "^4400$") > 0)
    assert.is_true(matching(reg, "Raison Sociale", "  ") > 0)
    assert.is_true(matching(reg, "Raison Sociale", "D ANJOU") > 0 and matching(reg, "Raison Sociale", "D'ANJOU") > 0)
  end)

  on("name-match-cases/cases.csv", nil, function(reg)
    local by = reg:count "schema"
    assert.equal(266, by.Company + by.Organization + by.LegalEntity) -- 224 + 30 + 12
  end)

  on("uk-charities-top/top2000.csv", nil, function(reg)
    assert.equal(2464, reg:stats("org_id").distinct)
    local empty = 0
    for record in reg:records() do
      empty = empty + (record.org_id and not (record.reg_number or record.name or record.postcode or record.objects
        or record.source or record.income or record.fye) and 1 or 0)
    end
    assert.equal(8, empty)
    assert.equal(157, matching(reg, "company_number", "^%d+%.0$"))
    assert.equal(2456, matching(reg, "date_registered", "^%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d$"))
    assert.equal(162, matching(reg, "postcode", " $"))
    assert.is_true(matching(reg, "postcode", "^POOLE$") > 0 and matching(reg, "postcode", "^DURHAM$") > 0)
    assert.same({ "boolean", "integer" }, { kind(reg, "active"), kind(reg, "income") })
    assert.equal("integer", kind(reg, "spending"))
    assert.is_true(matching(reg, "UKCAT", ";") > 0 and matching(reg, "objects", '"') > 0)
  end)

  on("uk-gov-registers/government-organisation.csv", nil, function(reg)
    local lengths = {}
    for _, value in reg:values "end-date" do
      if value then lengths[#value] = true end
    end
    assert.same({ [4] = true, [7] = true, [10] = true }, lengths) -- years, months and days in one column
    for record in reg:records() do assert.equal(record.key, record["government-organisation"]) end
  end)

  on("uk-gov-registers/local-authority-eng.csv", nil, function(reg)
    local both = {}
    for record in reg:where({ name = "Buckinghamshire" }):records() do
      both[record["local-authority-type"]] = { record["start-date"] or false, record["end-date"] or false }
    end
    assert.equal("2020-03-31", both.CTY[2])
    assert.equal("2020-04-01", both.UA[1])
  end)

  on("uk-sports-clubs/registered-casc.csv", nil, function(reg, path)
    assert.equal(7354, matching(reg, "Organisation Name", "   $"))
    local trimmed, folded = {}, {}
    for _, name in reg:values "Organisation Name" do
      trimmed[name:gsub("%s+$", "")], folded[name:gsub("%s+$", ""):upper()] = true, true
    end
    local function size(set)
      local n = 0
      for _ in pairs(set) do n = n + 1 end
      return n
    end
    assert.same({ 7757, 7755 }, { size(trimmed), size(folded) })
    assert.equal(5980, count(reg, "Organisation Name", function(name) return name == name:upper() end))
    for _, postcode in ipairs { "CRO 5JH", "S020 6BG", "W6  9DJ", "Sk17 6SH" } do
      assert.equal(1, matching(reg, "Postcode", "^" .. postcode .. "$"), postcode)
    end
    assert.is_nil(paths.bytes(path):find("\n$")) -- the last row counts all the same
  end)

  on("us-irs-exempt/eo_wy.csv", nil, function(reg)
    assert.equal(37, matching(reg, "EIN", "^0"))
    assert.equal(15, matching(reg, "RULING", "^000000$"))
    assert.equal(14, count(reg, "REVENUE_AMT", function(value) return value and value < 0 end))
    assert.equal(748, reg:stats("INCOME_AMT").missing)
    assert.is_true(count(reg, "INCOME_AMT", function(value) return value == 0 end) > 0) -- is not missing
    assert.equal(reg:stats("ICO").n - 6, matching(reg, "ICO", "^%% ")) -- six are something else
    assert.equal(5125 - 2021, matching(reg, "NTEE_CD", "^%w%w%w?%w?$"))
    assert.equal(1555, count(reg, "GROUP", function(value) return value ~= "0000" end))
  end)

  on("vn-admin-units/communes-2025.csv", { locale = { dansonguoi = "vi" } }, function(reg)
    assert.equal(66, note(reg, "words", "dansonguoi").count) -- being updated
    assert.equal(66, reg:stats("dansonguoi").missing)
    assert.equal("decimal", kind(reg, "dansonguoi")) -- 30,509 is 30.509 there
    assert.equal(4, matching(reg, "dansonguoi", "%.%d*[1-9]"))
    local breaks = 0
    for _, field in ipairs(reg:fields()) do
      if field.type == "text" then breaks = breaks + matching(reg, field.name, "\n") end
    end
    assert.equal(10, breaks)
    assert.is_true(matching(reg, "tentinh", "^tỉnh Ninh BÌnh$") > 0)
  end)

  on("vn-admin-units/communes-2025.csv", { nfc = true }, function(reg)
    assert.equal(122, note(reg, "composed", "tenhc").count)
    assert.equal(308, note(reg, "composed", "truocsapnhap").count)
  end)

  on("vn-admin-units/provinces-2025.csv", { nfc = true, locale = { dientichkm2 = "vi", dansonguoi = "vi" } },
    function(reg)
      assert.equal(15, note(reg, "composed", "con").count)
      assert.same({ "decimal", "integer" }, { kind(reg, "dientichkm2"), kind(reg, "dansonguoi") })
      assert.same({ 8718000, 3359.8 }, { reg[1].dansonguoi, reg[1].dientichkm2 })
      local breaks = 0
      for _, field in ipairs(reg:fields()) do
        if field.type == "text" then breaks = breaks + matching(reg, field.name, "\n") end
      end
      assert.equal(1, breaks)
      -- The sentences agree with the units, once the texts are compared properly.
      local communes = assert(orgstat.read(assert(paths.shared "vn-admin-units/communes-2025.csv"), { nfc = true }))
      local units, agree, total = {}, 0, 0
      for record in communes:records() do
        local name = record.tentinh:gsub("BÌnh$", "Bình")
        local of = units[name] or {}
        units[name] = of
        of[record.loai] = (of[record.loai] or 0) + 1
      end
      communes:close()
      for record in reg:records() do
        local own, said, all = units[record.tentinh], 0, true
        for n, what in record.con:match("%((.*)%)"):gmatch "(%d+) ([^,%d]+)" do
          what = what:gsub(" và ", ""):gsub("^%s+", ""):gsub("%s+$", "")
          said = said + tonumber(n)
          all = all and own[what] == tonumber(n)
        end
        agree = agree + (all and tonumber(record.con:match "^%d+") == said and 1 or 0)
        total = total + said
      end
      assert.same({ 34, 3321 }, { agree, total })
    end)

  on("vn-admin-units/provinces-2025.csv", { types = { kinhdo = "text" }, locale = "auto" }, function(reg)
    assert.same({ "decimal", "integer" }, { kind(reg, "dientichkm2"), kind(reg, "dansonguoi") })
  end)

  on("vn-admin-units/communes-legacy.csv", nil, function(reg)
    local codes = {}
    for record in reg:where({ ["Mã TP"] = "60" }):records() do codes[record["Mã QH"]] = true end
    local list = {}
    for code in pairs(codes) do list[#list + 1] = code end
    table.sort(list)
    assert.same({ 10, "593", "602" }, { #list, list[1], list[10] })
    local of = reg:where({ ["Mã TP"] = "60" }):count "Cấp"
    assert.same({ 93, 16, 12 }, { of["Xã"], of["Phường"], of["Thị trấn"] })
    assert.equal(1, matching(reg, "Mã", "^00001$"))
    assert.is_truthy(note(reg, "bom"))
  end)

  on("vn-admin-units/legacy-to-2025.csv", nil, function(reg)
    local old = reg:where { province = "Tỉnh Bình Thuận" }
    local new, provinces = {}, {}
    for record in old:records() do new[record.newWardCode], provinces[record.newProvince] = true, true end
    local n = 0
    for _ in pairs(new) do n = n + 1 end
    assert.same({ 45, { ["Tỉnh Lâm Đồng"] = true } }, { n, provinces })
    assert.equal(5, count(reg, "ward", function(value) return value == nil end))
    assert.equal(1, matching(reg:head(1), "newWardCode", "^00097$"))
  end)
end)

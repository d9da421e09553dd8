-- Every real register among the shared data, through the command: its rows, its columns and the
-- facts that its SOURCE.md states. One spec a file.
local cjson = require "cjson"
local paths = require "spec.support.paths"

describe("orgstat summary on", function()
  local file -- of the spec that runs

  -- A spec of one file, pending where the file is not.
  local function on(name, check)
    it(name, function()
      local path, why = paths.shared(name)
      if not path then pending(why) end
      file = path
      check()
    end)
  end

  local function summary(...)
    local output, errors, status = paths.orgstat("summary", file, "--format", "json", ...)
    assert.same({ "", 0 }, { errors, status })
    return cjson.decode(output)
  end

  -- Rows and columns; gives back the fields by name.
  local function shape(rows, columns, ...)
    local answer = summary(...)
    assert.same({ rows, columns }, { answer.rows, #answer.fields })
    local fields = {}
    for _, field in ipairs(answer.fields) do fields[field.name] = field end
    return fields, answer.fields
  end

  local function types(fields, wanted)
    local got = {}
    for name in pairs(wanted) do got[name] = fields[name].type end
    assert.same(wanted, got)
  end

  -- Rows of each value of a field; those without one under false.
  local function counts(field, ...)
    local by = {}
    for _, group in ipairs(summary("--by", field, ...).groups) do
      local value = group[field]
      if value == nil then value = false end
      by[value] = group.count
    end
    return by
  end

  -- Asserts that a table has at least the pairs of another.
  local function has(wanted, got)
    for key, value in pairs(wanted) do assert.same({ key, value }, { key, got[key] }) end
  end

  on("us-irs-exempt/eo_wy.csv", function()
    local fields, list = shape(5125, 28)
    assert.equal("EIN", list[1].name)
    assert.equal("SORT_NAME", list[28].name)
    types(fields, { EIN = "text", SUBSECTION = "text", GROUP = "text", RULING = "text", ACTIVITY = "text",
                    ASSET_AMT = "integer", REVENUE_AMT = "integer", NTEE_CD = "text" })
    assert.equal(5125, fields.EIN.distinct)
    assert.equal(4056, fields.NAME.distinct)
    assert.equal(748, fields.ASSET_AMT.missing)
    assert.equal(2021, fields.NTEE_CD.missing)
    has({ ["03"] = 3848, ["06"] = 271, ["04"] = 262, ["19"] = 160 }, counts "SUBSECTION")
    has({ ["000000"] = 15 }, counts "RULING")
    has({ ["0000"] = 5125 - 1555 }, counts "GROUP")
    has({ ["UNIVERSITY OF WYOMING"] = 267 }, counts "NAME")
  end)

  on("fr-subsidies-maine-et-loire/subsidies-2004-2016.csv", function()
    local fields, list = shape(11843, 7)
    assert.equal("Année", list[1].name)
    types(fields, { ["Année"] = "integer", ["Mandaté"] = "decimal", Commune = "text", ["SIRET ou NIR"] = "integer" })
    assert.equal(1477, fields["Raison Sociale"].distinct)
    assert.same({ 908, 336 }, { fields["SIRET ou NIR"].distinct, fields["SIRET ou NIR"].missing })
    has({ [2016] = 600, [2009] = 1132 }, counts "Année")
    has({ [78600000000000] = 644, [false] = 336 }, counts "SIRET ou NIR")
    has({ ['"PIGEON VOLE " CRECHE'] = 1 }, counts "Raison sociale 2")
    assert.is_true(math.abs(summary("--stats", "Mandaté").stats["Mandaté"].sum - 120502177.96) < 0.001)
  end)

  it("fr-budget-nomenclature/plf-2020.csv: as UTF-8 names the byte and --encoding", function()
    local path, why = paths.shared "fr-budget-nomenclature/plf-2020.csv"
    if not path then pending(why) end
    local output, errors, status = paths.orgstat("summary", path, "--format", "json", "--encoding", "utf-8")
    assert.same({ "", 2 }, { output, status })
    local _, at = paths.bytes(path):find "^[\0-\x7F]*"
    assert.truthy(errors:find("byte " .. at + 1, 1, true), errors)
    assert.truthy(errors:find("--encoding", 1, true), errors)
  end)

  it("fr-budget-nomenclature/plf-2020.csv: finds the encoding by its words, and says so", function()
    local path, why = paths.shared "fr-budget-nomenclature/plf-2020.csv"
    if not path then pending(why) end
    local output, errors, status = paths.orgstat("summary", path, "--format", "json")
    assert.same({ 0, 2481 }, { status, cjson.decode(output).rows })
    assert.matches("plf%-2020.csv: The file is not UTF%-8; by its words it was taken for windows%-1252", errors)
    assert.equal(output, (paths.orgstat("summary", path, "--format", "json", "--encoding", "windows-1252")))
  end)

  on("fr-budget-nomenclature/plf-2020.csv", function()
    local fields, list = shape(2481, 7, "--encoding", "windows-1252")
    assert.equal("Type ligne ", list[1].name)
    types(fields, { code = "text" })
    assert.same({ SSA = 1462, ACT = 754, PGM = 173, MSN = 49, CAT = 19, MIN = 17, TTR = 7 },
      counts("Type ligne ", "--encoding", "windows-1252"))
    has({ ["Action extérieure de l'État"] = 1 }, counts("Libelle", "--encoding", "windows-1252"))
  end)

  on("country-codes/country-codes.csv", function()
    local fields, list = shape(249, 56)
    assert.equal("FIFA", list[1].name)
    types(fields, { ["ISO3166-1-Alpha-2"] = "text", ["ISO3166-1-numeric"] = "integer",
                    ["ISO4217-currency_numeric_code"] = "text" })
    local codes = counts "ISO3166-1-Alpha-2"
    has({ ["NA"] = 1, ["NO"] = 1 }, codes)
    assert.equal(0, fields["ISO3166-1-Alpha-2"].missing)
    assert.equal(249, fields["ISO3166-1-Alpha-2"].distinct)
    has({ ["AF"] = 58, ["NA"] = 41 }, counts "Continent")
  end)

  on("name-match-cases/cases.csv", function()
    local fields = shape(826, 8)
    types(fields, { is_match = "boolean", name1 = "text" })
    assert.same({ Person = 548, Company = 224, Organization = 30, LegalEntity = 12, Vessel = 12 }, counts "schema")
    assert.same({ [true] = 425, [false] = 401 }, counts "is_match")
    assert.same({ synth_people = 355, nk_checks = 226, synth_companies = 150, nk_unit_tests = 82, cluster_align = 8,
                  cust_cases = 5 }, counts "case_group")
  end)

  on("uk-charities-top/top2000.csv", function()
    local fields = shape(2464, 17)
    types(fields, { active = "boolean", income = "integer", company_number = "text", date_registered = "text" })
    assert.equal(8, fields.name.missing)
    assert.equal(2263, fields.UKCAT.missing)
    assert.same({ ccew = 1872, oscr = 547, ccni = 37, [false] = 8 }, counts "source")
    has({ ["0"] = 27, ["12345678"] = 2 }, counts "company_number")
  end)

  on("uk-charities-top/icnptso.csv", function()
    local fields, list = shape(127, 5)
    assert.equal("Section", list[1].name) -- the byte order mark is not part of the name
    assert.same({ 12, 50, 65 }, { fields.Section.distinct, fields.Group.distinct, fields["Sub-group"].distinct })
  end)

  on("uk-gov-registers/government-organisation.csv", function()
    local fields = shape(989, 9)
    assert.equal("date", fields["end-date"].type)
    assert.equal(290, 989 - fields["end-date"].missing)
    assert.equal(7, 989 - fields["start-date"].missing)
  end)

  on("uk-gov-registers/local-authority-eng.csv", function()
    local fields = shape(367, 10)
    assert.same({ NMD = 204, UA = 59, MD = 36, LBO = 32, CTY = 27, COMB = 7, SRA = 1, CC = 1 },
      counts "local-authority-type")
    assert.equal(20, 367 - fields["end-date"].missing)
    has({ Buckinghamshire = 2 }, counts "name")
  end)

  on("uk-gov-registers/local-authority-nir.csv", function()
    local fields = shape(36, 10)
    assert.equal(25, 36 - fields["end-date"].missing)
    assert.equal("date", fields["start-date"].type)
  end)

  on("uk-gov-registers/local-authority-sct.csv", function()
    local fields = shape(32, 10)
    assert.same({ 32, "1996-04-01" }, { fields["end-date"].missing, fields["start-date"].min })
  end)

  on("uk-gov-registers/principal-local-authority.csv", function()
    local fields = shape(22, 11)
    assert.same({ 22, "text" }, { fields["name-cy"].distinct, fields["name-cy"].type })
  end)

  on("uk-sports-clubs/registered-casc.csv", function()
    local fields = shape(7761, 6)
    assert.equal(7757, fields["Organisation Name"].distinct)
    assert.equal(348, fields.Postcode.missing)
  end)

  on("vn-admin-units/communes-legacy.csv", function()
    local fields, list = shape(10035, 8)
    assert.equal("Mã", list[1].name)
    types(fields, { ["Mã"] = "text", ["Mã QH"] = "text", ["Mã TP"] = "text" })
    assert.same({ 10035, 63 }, { fields["Mã"].distinct, fields["Mã TP"].distinct })
    assert.same({ ["Xã"] = 7695, ["Phường"] = 1724, ["Thị trấn"] = 616 }, counts "Cấp")
    has({ ["60"] = 121 }, counts "Mã TP")
    assert.equal(165, 10035 - fields["Tên Tiếng Anh"].missing)
  end)

  on("vn-admin-units/districts-legacy.csv", function()
    local fields = shape(696, 6)
    types(fields, { ["Mã"] = "text" })
    has({ ["60"] = 10 }, counts "Mã TP")
    assert.equal(16, 696 - fields["Tên Tiếng Anh"].missing)
  end)

  on("vn-admin-units/communes-2025.csv", function()
    local fields = shape(3321, 15)
    types(fields, { dansonguoi = "text", dientichkm2 = "decimal", maxa = "integer", ma = "text" })
    assert.same({ ["xã"] = 2621, ["phường"] = 687, ["đặc khu"] = 13 }, counts "loai")
    has({ [-1] = 9, [621] = 2 }, counts "maxa")
    has({ ["đang cập nhật"] = 66 }, counts "dansonguoi")
  end)

  on("vn-admin-units/provinces-2025.csv", function()
    local fields = shape(34, 10)
    types(fields, { dientichkm2 = "text", dansonguoi = "text" }) -- comma locale: left as written
    assert.equal(34, fields.con.distinct)
  end)

  on("vn-admin-units/legacy-to-2025.csv", function()
    local fields = shape(10602, 22)
    types(fields, { isDividedWard = "boolean", newProvinceCode = "text", newWardCode = "text", wardCode = "decimal" })
    has({ [true] = 1033 }, counts "isDividedWard")
    assert.same({ 5, 10035 }, { fields.wardCode.missing, fields.wardCode.distinct })
  end)
end)

describe("statistics of the Wyoming register", function()
  local reg, wanted

  setup(function()
    local path = paths.shared "us-irs-exempt/eo_wy.csv"
    if path then reg = assert(require("orgstat").read(path)) end
    wanted = {}
    for name, value in paths.bytes("spec/recipes/wyoming.txt"):gmatch "([^|\n]+)|([^\n]+)" do wanted[name] = value end
  end)
  teardown(function() if reg then reg:close() end end)

  local function agree(name, check)
    it(name, function()
      if not reg then pending "us-irs-exempt/eo_wy.csv is not here" end
      check()
    end)
  end

  local function close(name, value)
    local other = assert(tonumber(wanted[name]), name)
    assert.is_true(math.abs(value - other) <= 1e-12 * math.abs(other), name .. ": " .. value .. " for " .. other)
  end

  for _, field in ipairs { "ASSET_AMT", "INCOME_AMT", "REVENUE_AMT" } do
    agree(field .. " agrees with sqlite3", function()
      local stats = reg:stats(field)
      for _, key in ipairs { "n", "missing", "sum", "min", "max", "distinct" } do
        local value = stats[key]
        assert.same({ key, "integer", wanted[field .. " " .. key] }, { key, math.type(value), tostring(value) })
      end
      for _, key in ipairs { "mean", "sd", "q1", "median", "q3" } do
        assert.equal("float", math.type(stats[key]), key)
        close(field .. " " .. key, stats[key])
      end
    end)
  end

  agree("counts by one field and by two agree with sqlite3", function()
    local n = 0
    for subsection, count in pairs(reg:count "SUBSECTION") do
      assert.equal(wanted["SUBSECTION " .. subsection], tostring(count))
      n = n + count
    end
    assert.equal(5125, n)
    n = 0
    for subsection, row in pairs(reg:count("SUBSECTION", "DEDUCTIBILITY")) do
      for deductibility, count in pairs(row) do
        assert.equal(wanted["SUBSECTION " .. subsection .. " DEDUCTIBILITY " .. deductibility], tostring(count))
        n = n + count
      end
    end
    assert.equal(5125, n)
  end)

  agree("sums by group agree with sqlite3", function()
    local groups = reg:group("SUBSECTION"):summarise { { "revenue", "sum(REVENUE_AMT)" } }
    local sum = 0
    for group in groups:records() do
      assert.equal(wanted["REVENUE_AMT of SUBSECTION " .. group.SUBSECTION] or "0", tostring(group.revenue))
      sum = sum + group.revenue
    end
    assert.equal(wanted["REVENUE_AMT sum"], tostring(sum))
  end)

  it("are what the recipe gives #tools", function()
    local path, why = paths.shared "us-irs-exempt/eo_wy.csv"
    if not path then pending(why) end
    local output, errors, status = paths.run("spec/recipes/wyoming.sh " .. paths.quote(path))
    assert.same({ "", 0 }, { errors, status })
    assert.equal(paths.bytes "spec/recipes/wyoming.txt", output)
  end)
end)

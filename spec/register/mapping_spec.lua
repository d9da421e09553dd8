-- Known sources as records of organisations, and mappings of one's own.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local support = require "spec.register.support"

local function read(name, which)
  local path, why = paths.shared(name)
  if not path then return pending(why) end
  return assert(orgstat.read(path, { mapping = which or "auto" })), assert(orgstat.read(path))
end

-- The originals are what the file has, field by field.
local function same_rows(mapped, plain)
  assert.equal(#plain, #mapped)
  for _, field in ipairs(plain:fields()) do
    local wanted, got = plain:column(field.name), mapped:column("source." .. field.name)
    local same = true
    for i = 1, #plain do same = same and wanted[i] == got[i] end
    assert.is_true(same, field.name)
  end
end

local MINE = {
  name = "mine", header = { "No", "Name" },
  fields = {
    { "id", "No" },
    { "name", "Name", with = function(text) return text and text:upper() end },
    { "seat", { "Street", "Town" }, with = function(street, town) return (street or "?") .. "/" .. (town or "?") end },
    { "status", "S", codes = { A = "active", ["2"] = "dissolved" } },
    { "registrar", value = "Office" },
    { "founded_on", "F", with = function(text) return text and text:sub(1, 4) end, type = "date" },
    { "large", expression = "Members > 10" },
    { "gone", "Nowhere" },
  },
}

describe("a mapping", function()
  local function parse(text) return assert(orgstat.parse(text, { mapping = MINE })) end

  it("makes fields of columns, and keeps these beside", function()
    local reg = parse "No,Name,Street,S,F,Members\n007,a,x,A,20010203,11\n8,,,Z,,\n"
    assert.same({
      id = "007", name = "A", seat = "x/?", status = "active", registrar = "Office", founded_on = "2001", large = true,
      ["source.No"] = "007", ["source.Name"] = "a", ["source.Street"] = "x", ["source.S"] = "A",
      ["source.F"] = 20010203, ["source.Members"] = 11,
    }, reg[1])
    assert.same({ id = "8", seat = "?/?", registrar = "Office", ["source.No"] = "8", ["source.S"] = "Z" }, reg[2])
    local names = {}
    for i, field in ipairs(reg:fields()) do names[i] = field.name end
    assert.equal("id name seat status registrar founded_on large gone source.No", table.concat(names, " ", 1, 9))
    local notes = reg:notes()
    assert.matches("mapped as those of 'mine'", notes[#notes].why, 1, true)
    assert.equal("mapping", notes[#notes].code)
  end)

  it("calls its functions once for texts that come again", function()
    local calls = 0
    local one = { header = { "a" }, fields = { { "b", { "a", "c" }, with = function() calls = calls + 1 end } } }
    local reg = assert(orgstat.parse("a,c\n" .. ("1,\n2,x\n"):rep(500), { mapping = one }))
    assert.same({ 1000, 2 }, { #reg, calls })
    assert.is_nil(reg[1].b)
  end)

  it("maps what a query gave, too", function()
    local plain = assert(orgstat.parse "No,Name,Members\n1,a,1\n2,b,2\n3,c,3\n")
    for _, reg in ipairs { plain:where { No = { 2, 3 } }, plain:sort("-No"):head(2):sort("No"), plain:tail(2) } do
      local mapped = assert(orgstat.mapping.apply(reg, MINE))
      assert.same({ 2, "B", "C" }, { #mapped, mapped[1].name, mapped[2].name })
    end
  end)

  it("says which columns are not there", function()
    local reg, message, details = orgstat.parse("No,Nme\n1,x\n", { mapping = MINE })
    assert.is_nil(reg)
    assert.same({ "wrong_mapping", "mine", "Name" }, { details.code, details.text, details.field })
    assert.matches("not here: Name", message, 1, true)
  end)

  it("must be one", function()
    local reg = orgstat.parse "a\n1\n"
    for expected, which in pairs {
      ["mapping.apply: the mapping: no mapping 'us-isr'; did you mean 'us-irs'"] = "us-isr",
      ["mapping: it: a list of column names is expected"] = {},
      ["mapping: it, item 1: { name, column } is expected"] = { header = { "a" }, fields = { {} } },
      ["mapping: it, item 1, field 'b': a column, a value or an expression"] = { header = { "a" },
        fields = { { "b" } } },
      ["mapping: it: two fields are named 'b'"] = { header = { "a" }, fields = { { "b", "a" }, { "b", "a" } } },
    } do
      assert.matches(expected, (support.raised(orgstat.mapping.apply, reg, which)), 1, true)
    end
    assert.matches("option 'mapping': no mapping 'x'", support.raised(orgstat.parse, "a\n1\n", { mapping = "x" }), 1,
      true)
  end)

  it("of what no mapping knows leaves it as it is", function()
    local reg = assert(orgstat.parse("a,b\n1,2\n", { mapping = "auto" }))
    assert.same({ a = 1, b = 2 }, reg[1])
    assert.is_nil(orgstat.mapping.detect(reg))
  end)

  it("loads a scanned register, and lets fields be declared", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write "No,Name,S,Members\n1,a,A,1\n2,b,2,1\n"
    file:close()
    local reg = assert(orgstat.scan(path, { mapping = MINE, kinds = { id = "ratio" } }))
    assert.same({ "A", "dissolved" }, { reg[1].name, reg[2].status })
    assert.same({ id = "ratio" }, reg:kinds())
    os.remove(path)
  end)

  it("keeps the lines of the records", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write 'No,Name,S,Members\n1,"a\n",A,1\n2,b,Z,1\n'
    file:close()
    local reg = assert(orgstat.read(path, { mapping = MINE }))
    local v = reg:validate({ fields = { { name = "status", required = true } } }).violations
    assert.same({ 1, 2, 4 }, { #v, v[1].row, v[1].line })
    os.remove(path)
  end)

  it("is listed with its header", function()
    local names = {}
    for _, one in ipairs(orgstat.mapping.list()) do
      names[one.name] = (names[one.name] or 0) + 1
      assert.is_true(#one.header > 3 and #one.title > 5)
    end
    assert.same({
      ["us-irs"] = 1, ["uk-charities"] = 1, ["uk-sports-clubs"] = 1, ror = 2, ["vn-units"] = 5, ["fr-subsidies"] = 1,
    }, names)
  end)
end)

describe("known sources:", function()
  it("US exempt organisations", function()
    local reg, plain = read("us-irs-exempt/eo_wy.csv")
    if not reg then return end
    same_rows(reg, plain)
    assert.equal(5125, reg:stats("id").distinct)
    local zeros, groups = 0, 0
    for _, ein, group in reg:values("identifier.US-EIN", "group_exemption") do
      zeros = zeros + (ein:find "^0" and 1 or 0)
      groups = groups + (group and 1 or 0)
    end
    assert.same({ 37, 1555 }, { zeros, groups })
    assert.same({ 15, 748, 2021, 4056 }, {
      reg:stats("registered_on").missing, reg:stats("income").missing, reg:stats("classification.NTEE").missing,
      reg:stats("name").distinct,
    })
    local kinds = reg:count "subsection"
    assert.same({ 3848, 271, 262, 160 }, { kinds["501(c)(3)"], kinds["501(c)(6)"], kinds["501(c)(4)"],
      kinds["501(c)(19)"] })
    assert.same({ active = 5125 }, reg:count "status")
    assert.equal("US-WY", reg[1].area_code)
    local rules = reg:validate().by_rule
    assert.is_nil(rules.R01)
    assert.is_nil(rules.R04)
  end)

  it("UK charities", function()
    local reg, plain = read("uk-charities-top/top2000.csv", "uk-charities")
    if not reg then return end
    same_rows(reg, plain)
    assert.same({ 1880, 547, 37 }, {
      reg:stats("identifier.GB-CHC").n, reg:stats("identifier.GB-SC").n, reg:stats("identifier.GB-NIC").n,
    })
    local byname = {}
    for _, id, number in reg:values("id", "identifier.GB-COH") do byname[id] = number end
    assert.equal("02534145", byname["GB-CHC-1000412"])
    assert.equal(2464, reg:stats("id").distinct)
    assert.equal(8, reg:stats("name").missing)
    assert.equal("1990-09-28", reg:where({ id = "GB-CHC-1000412" })[1].registered_on)
    assert.is_nil(reg[1].postcode) -- a town
    assert.equal(547, reg:count("registrar")["Office of the Scottish Charity Regulator"])
  end)

  it("UK sports clubs", function()
    local reg, plain = read("uk-sports-clubs/registered-casc.csv")
    if not reg then return end
    same_rows(reg, plain)
    assert.equal(7757, reg:stats("name").distinct)
    assert.equal("1829 Hockey, King's College Sports Ground, Brockley Rise, London, SE23 1NW", reg[2].seat)
    local seen = {}
    for _, code, given in reg:values("postcode", "source.Postcode") do
      if given then seen[given] = code or false end
    end
    assert.same({ false, false, "W6 9DJ", "SK17 6SH" },
      { seen["CRO 5JH"], seen["S020 6BG"], seen["W6  9DJ"], seen["Sk17 6SH"] })
  end)

  it("Vietnamese units, in all their forms", function()
    local reg, plain = read("vn-admin-units/communes-2025.csv")
    if not reg then return end
    same_rows(reg, plain)
    assert.same({ commune = 2621, ward = 687, special_zone = 13 }, reg:count "kind")
    assert.equal(66, reg:stats("population").missing)
    assert.same({ 30509 }, { reg:where({ ["source.dansonguoi"] = "30,509" })[1].population })
    reg = read "vn-admin-units/provinces-2025.csv"
    assert.same({ 34, 8718000, 3359.8 }, { #reg, reg[1].population, reg[1].area_km2 })
    reg = read "vn-admin-units/communes-legacy.csv"
    assert.same({ commune = 7695, ward = 1724, township = 616 }, reg:count "kind")
    assert.same({ "00001", "001", "01" }, { reg[1].id, reg[1].parent_id, reg[1].province_code })
    reg = read "vn-admin-units/districts-legacy.csv"
    assert.same({ 696, "001" }, { #reg, reg[1].id })
    reg = read "vn-admin-units/legacy-to-2025.csv"
    assert.same({ 10602, "00001", "001", "01", "00097" },
      { #reg, reg[1].id, reg[1].parent_id, reg[1].province_code, reg[1].successor_id })
    assert.same({ 1033, 5 }, { reg:count("divided")[true], reg:stats("id").missing })
  end)

  it("French subsidies", function()
    local reg, plain = read("fr-subsidies-maine-et-loire/subsidies-2004-2016.csv")
    if not reg then return end
    same_rows(reg, plain)
    assert.equal("120502177.96", reg:stats("subsidy").sum_text)
    local rounded = 0
    for _, siret in reg:values "identifier.FR-SIRET" do
      rounded = rounded + (siret and siret:find "000000$" and 1 or 0)
    end
    assert.equal(0, rounded)
    assert.equal("CENTRE FORMATION ET PROMOTION DES MAISONS FAMILIALES", reg[1].name)
    assert.equal(3, reg:stats("postcode").missing)
    local years = reg:count "year"
    assert.same({ 600, 1132 }, { years[2016], years[2009] })
  end)
end)

describe("research organisations", function()
  it("of both schemas are the same fields", function()
    local old, plain = read("ror/ror-v1.27.json")
    if not old then return end
    same_rows(old, plain)
    local new, plain_new = read("ror/ror-v2.0.ndjson", "ror")
    same_rows(new, plain_new)
    assert.same({ active = 422, inactive = 15, removed = 3 }, old:count "status")
    assert.same({ active = 467, inactive = 10 }, new:count "status")
    for _, reg in ipairs { old, new } do
      assert.equal(0, reg:stats("name").missing)
      assert.equal(#reg, reg:stats("id").distinct)
      assert.is_nil(reg:validate().by_rule.R04) -- the check digits of all of them
    end
    assert.same({ 145, 46 }, { old:count("area_code").US, old:count("area_code").AR })
    local aliases = 0
    for _, text in old:values "name.alias" do
      if text then aliases = aliases + select(2, text:gsub("; ", "")) + 1 end
    end
    assert.equal(372, aliases)
    local one = new:where({ id = "https://ror.org/0001j6c19" })[1]
    assert.same({ "Biogéochimie des écosystèmes forestiers", "BEF", "fr", "FR", "2001", "Q51781437", "facility" }, {
      one.name, one["name.acronym"], one.language, one.area_code, one.founded_on, one["identifier.WIKIDATA"],
      one.org_kinds,
    })
    assert.equal("https://ror.org/003vg9w96", one.parent_id)
  end)
end)

describe("orgstat --mapping", function()
  it("maps what a command reads", function()
    local path, why = paths.shared "us-irs-exempt/eo_wy.csv"
    if not path then return pending(why) end
    local output, errors, status = paths.orgstat("summary", path, "--mapping", "us-irs", "--by", "subsection",
      "--format",
      "csv", "--sort", "-count", "--limit", "1")
    assert.same({ "subsection,count\n501(c)(3),3848\n", "", 0 }, { output, errors, status })
    output, errors, status = paths.orgstat("validate", "data/binh-thuan-2024.csv", "--mapping", "us-irs")
    assert.same({ "", 2 }, { output, status })
    assert.matches("the mapping 'us-irs' knows other columns", errors, 1, true)
    errors, status = select(2, paths.orgstat("summary", path, "--mapping", "us-isr"))
    assert.equal(2, status)
    assert.matches("--mapping: no mapping 'us-isr'; did you mean 'us-irs'", errors, 1, true)
  end)
end)

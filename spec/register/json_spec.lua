-- Registers from JSON as a user meets them: the real ones among the shared data, with the facts that
-- their SOURCE.md states, and what the methods make of fields with points in their names.
local core = require "orgstat.core"
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

local function need(name)
  local path, why = paths.shared(name)
  if not path then pending(why) end
  return path
end

local function read(path, opts)
  return assert(orgstat.read(path, opts))
end

local function counts(reg, field, wanted)
  local got, count = {}, reg:count(field)
  for value in pairs(wanted) do got[value] = count[value] end
  return got
end

-- How many elements a list has in all records together.
local function elements(path, list, field)
  local reg = read(path, { explode = list })
  return reg:stats(field or list).n
end

describe("research organisations", function()
  it("of schema 1 are what their source says", function()
    local path = need "ror/ror-v1.27.json"
    local reg = read(path)
    assert.equal(440, #reg)
    assert.same({ active = 422, inactive = 15, withdrawn = 3 }, reg:count "status")
    local countries = { US = 145, AR = 46, ES = 35, FR = 30, DE = 23 }
    assert.same(countries, counts(reg, "country.country_code", countries))
    assert.equal("https://ror.org/", reg[1].id:sub(1, 16))
    local types = {
      Facility = 130, Company = 92, Education = 85, Government = 50, Nonprofit = 29, Healthcare = 24, Other = 22,
      Archive = 8,
    }
    assert.same(types, counts(read(path, { explode = "types" }), "types", types))
    assert.equal(372, elements(path, "aliases"))
    assert.equal(190, elements(path, "labels", "labels.label"))
    assert.equal(1774, elements(path, "relationships", "relationships.id"))
  end)

  it("of schema 2 are what their source says, also by several threads", function()
    local path = need "ror/ror-v2.0.ndjson"
    for threads = 1, 3 do
      local reg = read(path, { threads = threads, block = 100000 })
      assert.equal(477, #reg)
      assert.same({ active = 467, inactive = 10 }, reg:count "status")
    end
    local types = { education = 187, funder = 92, government = 64, facility = 60 }
    assert.same(types, counts(read(path, { explode = "types" }), "types", types))
    local countries, seen = {}, {} -- an organisation may have two places in one country
    for row in read(path, { explode = "locations" }):records() do
      local country = row["locations.geonames_details.country_code"]
      if not seen[row.id .. country] then countries[country] = (countries[country] or 0) + 1 end
      seen[row.id .. country] = true
    end
    assert.same({ 66, 45, 37, 27 }, { countries.US, countries.FR, countries.IN, countries.HR })
    assert.equal(9, countries.VN)
    assert.equal(1696, elements(path, "names", "names.value"))
  end)

  it("read as another program reads them", function()
    local cjson = require "cjson"
    local path = need "ror/ror-v1.27.json"
    local wanted, got = cjson.decode(paths.bytes(path)), read(path)
    for i, record in ipairs(wanted) do
      local row = got[i]
      assert.equal(record.id, row.id)
      assert.equal(record.name, row.name)
      assert.equal(record.country.country_name, row["country.country_name"])
      assert.equal(record.established ~= cjson.null and record.established or nil, row.established)
      assert.same(record.aliases, cjson.decode(row.aliases))
      assert.same(record.addresses, cjson.decode(row.addresses))
    end
  end)
end)

describe("the snapshots of Vietnamese units", function()
  it("are what their source says", function()
    local first, second = need "vn-admin-snapshots/2025-07-20.json", need "vn-admin-snapshots/2026-06-21.json"
    local old, new = read(first, { explode = "Wards" }), read(second, { explode = "Wards" })
    assert.same({ "Code", "FullName", "Wards.Code", "Wards.FullName", "Wards.ProvinceCode" }, core.names(new))
    assert.same({ "text", "text", "text", "text", "text" }, core.types(new))
    assert.same({ 3321, 3321 }, { #new, new:stats("Wards.Code").n })
    assert.same({ 3322, 3321 }, { #old, old:stats("Wards.Code").n }) -- Gia Lai is there without wards
    assert.equal("Tỉnh Gia Lai", old:where { ["Wards.Code"] = orgstat.missing }[1].FullName)
    local function by_code(reg)
      local list = {}
      for ward in reg:records() do
        if ward["Wards.Code"] then list[ward["Wards.Code"]] = ward end
      end
      return list
    end
    local renamed, moved, before, after = 0, 0, by_code(old), by_code(new)
    for code, ward in pairs(after) do
      local was = before[code]
      if was["Wards.FullName"] ~= ward["Wards.FullName"] then renamed = renamed + 1 end
      if was["Wards.ProvinceCode"] ~= ward["Wards.ProvinceCode"] then moved = moved + 1 end
    end
    assert.same({ 210, 135 }, { renamed, moved })
    assert.same({ 34, 34 }, { #read(first), #read(second) })
  end)
end)

describe("a register from JSON", function()
  local function parse(text, opts)
    return assert(orgstat.parse(text, opts))
  end

  it("answers every question, also about fields with points in their names", function()
    local reg = parse('[{"id":1,"at":{"town":"Huế"},"paid":2.50},{"id":2,"at":{"town":"Huế"},"paid":1},'
      .. '{"id":3,"paid":null}]')
    assert.equal(2, reg:count("at.town")["Huế"])
    assert.equal("3.50", reg:stats("paid").sum_text)
    assert.same({ id = 2, ["at.town"] = "Huế", paid = 1.0 }, reg[2])
    assert.equal(1, #reg:where { ["at.town"] = orgstat.missing })
    assert.equal(3, reg:sort("-id")[1].id)
  end)

  it("tells in its notes what was decided", function()
    local reg = parse '[{"a":1,"b.c":1,"b":{"c":2}},{"a":"x"},{"a":"7"}]'
    local notes = reg:notes()
    assert.same({ "repeated_name", "not_integer" }, { notes[1].code, notes[2].code })
    assert.same({ "b.c_2", "a", 2, "x" }, { notes[1].field, notes[2].field, notes[2].row, notes[2].text })
    notes = parse('[{"a":1},{"a":"7"}]'):notes()
    assert.equal("The field is text because '7' is a text in JSON, where other values are none.", notes[1].why)
  end)

  it("holds nothing of the file when it is closed", function()
    local reg = parse '[{"a":1}]'
    local copy = reg:select "a"
    reg:close()
    assert.has_error(function() return reg[1] end)
    assert.equal(1, copy[1].a)
  end)
end)

describe("orgstat reads JSON", function()
  local path = os.tmpname()
  teardown(function() os.execute("rm -f " .. paths.quote(path, path .. ".gz")) end)

  local function save(text, name)
    local file = assert(io.open(name or path, "wb"))
    file:write(text)
    file:close()
    return name or path
  end
  local LINES = '{"id":1,"town":"Huế"}\n{"id":2,"town":null}\n'

  it("whatever the file is called, also compressed, pushed, parsed and scanned", function()
    local function check(reg, message)
      assert(reg, message)
      assert.same({ { id = 1, town = "Huế" }, { id = 2 } }, { reg[1], reg[2] })
      assert.same({ "id", "town" }, core.names(reg))
    end
    check(orgstat.read(save(LINES)))
    check(orgstat.read(save('[{"id":1,"town":"Huế"},{"id":2}]')))
    check(orgstat.parse(LINES))
    check(orgstat.parse(LINES, { format = "jsonl" }))
    save(LINES)
    os.execute("gzip -kf " .. path)
    check(orgstat.read(path .. ".gz"))
    local reader = orgstat.reader()
    for byte in LINES:gmatch "." do assert(reader:push(byte)) end
    check(reader:finish())
    local scanned = assert(orgstat.scan(path))
    assert.equal(1, scanned:count("town")["Huế"])
    local both = assert(orgstat.read({ path, path }, { source = "file" }))
    assert.same({ 4, path }, { #both, both[3].file })
  end)

  it("by the command", function()
    save('{"total":2,"list":[{"id":1,"n":"x"},{"id":2,"n":"y"}]}')
    local output, errors, status = paths.orgstat("summary", path, "--explode", "list", "--sum", "list.id",
      "--format", "csv")
    assert.same({ "", 0 }, { errors, status })
    assert.matches("3", output)
    output, errors, status = paths.orgstat("summary", save '[{"id":1},', "--format", "json")
    assert.same({ "", 2 }, { output, status })
    assert.matches(":1:11: the input ends within a record", errors, 1, true)
  end)

  it("and raises where an option does not fit", function()
    local raised = require("spec.register.support").raised
    assert.matches("option 'explode': no list 'w' in parsed text",
      (raised(orgstat.parse, LINES, { explode = "w" })))
    assert.matches("option 'explode': this is delimited text", (raised(orgstat.parse, "a\n1\n", { explode = "a" })))
    assert.matches("option 'types': no field 'x'", (raised(orgstat.parse, LINES, { types = { x = "text" } })))
    assert.matches("option 'key_field' must be a string", (raised(orgstat.parse, LINES, { key_field = 1 })))
  end)
end)

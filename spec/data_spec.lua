-- The sample register: counted without orgstat, counted with it, and made again.
local paths = require "spec.support.paths"
local csv = require "spec.support.csv"

local FILE = "data/binh-thuan-2024.csv"

describe("the sample register", function()
  local records, names

  setup(function() records, names = csv.records(paths.bytes(FILE)) end)

  local function tally(...)
    local counts, fields = {}, { ... }
    for _, record in ipairs(records) do
      local key = {}
      for i, field in ipairs(fields) do key[i] = record[field] end
      key = table.concat(key, " ")
      counts[key] = (counts[key] or 0) + 1
    end
    return counts
  end

  it("has the published number of organisations at each level", function()
    assert.equal(1392, #records)
    assert.same({ province = 65, district = 124, commune = 1203 }, tally "scope_level")
    assert.same({
      ["province assigned"] = 14, ["province voluntary"] = 51,
      ["district unknown"] = 124, ["commune unknown"] = 1203,
    }, tally("scope_level", "category"))
  end)

  it("has the published number of members", function()
    local sum = 0
    for _, record in ipairs(records) do
      assert.truthy(record.members:find "^[1-9]%d*$")
      sum = sum + math.tointeger(record.members)
    end
    assert.equal(440532, sum)
  end)

  it("has as many members in each organisation as the law asks of founders", function()
    local least = { province = 50, district = 20, commune = 10 }
    for _, record in ipairs(records) do
      assert.is_true(math.tointeger(record.members) >= least[record.scope_level], record.id)
    end
  end)

  it("gives every organisation an id and a name of its own", function()
    local seen = {}
    for i, record in ipairs(records) do
      assert.equal(("BT-%04d"):format(i), record.id)
      assert.is_nil(seen[record.name], record.name)
      seen[record.name] = true
    end
  end)

  it("stands at 31 August 2024", function()
    assert.same({ ["2024-08-31"] = 1392 }, tally "as_of")
    for _, record in ipairs(records) do
      local date = record.founded_on
      assert.is_true(date == "" or date:find "^%d%d%d%d$" ~= nil or date:find "^%d%d%d%d%-%d%d$" ~= nil
        or date:find "^%d%d%d%d%-%d%d%-%d%d$" ~= nil, date)
      assert.is_true(date <= "2024-08-31", date)
    end
  end)

  it("uses only the codes of the domain", function()
    local codes = {
      category = "assigned voluntary unknown",
      status = "active inactive suspended dissolving",
      legal_form = "association union federation alliance club",
      org_type = "socio_political socio_political_professional socio_professional social economic humanitarian",
      field_main = "charity health education science law journalism arts elderly disabled_children war_legacy "
        .. "business agriculture tourism sport hobby friendship cooperative religion home_town",
    }
    for field, list in pairs(codes) do
      for code in pairs(tally(field)) do
        assert.truthy((" " .. list .. " "):find(" " .. code .. " ", 1, true), field .. ": " .. code)
      end
    end
  end)

  it("holds the associations that the reports name", function()
    local levels = {}
    for _, record in ipairs(records) do levels[record.name] = record.scope_level end
    for _, name in ipairs {
      "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Bình Thuận", "Hội Luật gia tỉnh Bình Thuận",
      "Liên minh Hợp tác xã tỉnh Bình Thuận", "Hội Chữ thập đỏ tỉnh Bình Thuận", "Hội Khuyến học tỉnh Bình Thuận",
      "Hội Người mù tỉnh Bình Thuận", "Hội Nạn nhân chất độc da cam/dioxin tỉnh Bình Thuận",
      "Hội Bảo trợ người khuyết tật và bảo vệ quyền trẻ em tỉnh Bình Thuận", "Hội Đông y tỉnh Bình Thuận",
      "Hội Người cao tuổi tỉnh Bình Thuận", "Hội Cựu thanh niên xung phong tỉnh Bình Thuận",
      "Câu lạc bộ Hưu trí tỉnh Bình Thuận", "Hiệp hội Doanh nghiệp tỉnh Bình Thuận",
      "Hội Doanh nhân trẻ tỉnh Bình Thuận", "Hiệp hội Du lịch tỉnh Bình Thuận", "Hội Nước mắm Phan Thiết",
      "Hiệp hội Thanh long Bình Thuận", "Hiệp hội Thủy sản tỉnh Bình Thuận", "Hiệp hội Tôm giống tỉnh Bình Thuận",
    } do
      assert.equal("province", levels[name], name)
    end
  end)

  it("is composed (NFC), so that one name is one sequence of bytes", function()
    local bytes = paths.bytes(FILE)
    assert.is_nil(bytes:find "\xCC[\x80-\xBF]")
    assert.is_nil(bytes:find "\xCD[\x80-\xAF]")
    assert.truthy(utf8.len(bytes))
  end)

  it("lies in the 10 districts and 121 communes of the official list", function()
    local list, why = paths.shared "vn-admin-units/communes-legacy.csv"
    if not list then pending(why) end
    local known, districts, communes = { ["60"] = true }, 0, 0
    for _, unit in ipairs(csv.records(paths.bytes(list):gsub("^\xEF\xBB\xBF", ""))) do
      if unit["Mã TP"] == "60" then
        known[unit["Mã"]] = unit["Quận Huyện"] .. "|" .. unit["Tên"]
        known[unit["Mã QH"]] = unit["Quận Huyện"] .. "|"
      end
    end
    local seen = {}
    for _, record in ipairs(records) do
      local code = record.area_code
      assert.truthy(known[code], code)
      if record.scope_level ~= "province" then
        assert.equal(known[code], record.district .. "|" .. record.commune)
        if not seen[code] and #code == 3 then districts = districts + 1 end
        if not seen[code] and #code == 5 then communes = communes + 1 end
        seen[code] = true
      end
    end
    assert.same({ 10, 121 }, { districts, communes })
  end)

  it("is what its script makes, byte for byte, under any Lua", function()
    local list, why = paths.shared "vn-admin-units/communes-legacy.csv"
    if not list then pending(why) end
    for _, lua in ipairs { "lua5.4", "lua5.3" } do
      local made = os.tmpname()
      local _, errors, status = paths.run(lua .. " " .. paths.quote("data/make-binh-thuan.lua", list, made))
      local bytes = paths.bytes(made)
      os.remove(made)
      assert.same({ "", 0 }, { errors, status })
      assert.is_true(bytes == paths.bytes(FILE), "the bytes differ under " .. lua)
    end
  end)

  describe("read by orgstat", function()
    local reg

    setup(function() reg = assert(require("orgstat").read(FILE)) end)
    teardown(function() if reg then reg:close() end end)

    it("has its rows and its fields", function()
      assert.equal(1392, #reg)
      local got = {}
      for i, field in ipairs(reg:fields()) do got[i] = field.name end
      assert.same(names, got)
    end)

    it("counts as published", function()
      assert.equal(1392, reg:count())
      local levels = reg:count "scope_level"
      assert.same({ 65, 124, 1203 }, { levels.province, levels.district, levels.commune })
      local both = reg:count("scope_level", "category")
      assert.same({ 14, 51 }, { both.province.assigned, both.province.voluntary })
      assert.same({ 124, 1203 }, { both.district.unknown, both.commune.unknown })
      assert.is_nil(both.district.assigned)
    end)

    it("sums the members as published", function()
      local stats = reg:stats "members"
      assert.same({ 1392, 0, 440532 }, { stats.n, stats.missing, stats.sum })
      assert.equal("integer", math.type(stats.sum))
      assert.is_true(math.abs(stats.mean - 316.47) < 0.005)
    end)

    it("cross-tabulates as published", function()
      local n = reg:crosstab("scope_level", "category")
      assert.same({ 14, 51, 65 }, { n.cells.province.assigned, n.cells.province.voluntary, n.row_totals.province })
      assert.same({ 124, 1203, 1392 }, { n.row_totals.district, n.row_totals.commune, n.total })
      local members = reg:crosstab("scope_level", "category", { value = "sum(members)" })
      assert.equal(440532, members.total)
      assert.equal(440532, members.row_totals.province + members.row_totals.district + members.row_totals.commune)
    end)

    it("agrees with the plain count in every field", function()
      for _, field in ipairs(reg:fields()) do
        local missing, values, distinct = 0, {}, 0
        for _, record in ipairs(records) do
          local value = record[field.name]
          if value == "" then
            missing = missing + 1
          elseif not values[value] then
            values[value], distinct = true, distinct + 1
          end
        end
        assert.same({ field.name, missing, distinct }, { field.name, field.missing, field.distinct })
      end
    end)

    it("has the types that its values have", function()
      local types = {}
      for _, field in ipairs(reg:fields()) do types[field.name] = field.type end
      assert.same({ "text", "text", "date", "date", "integer", "integer", "boolean", "text" }, {
        types.id, types.name, types.founded_on, types.as_of, types.members, types.branches,
        types.legal_personality, types.decision })
    end)
  end)
end)

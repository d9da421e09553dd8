#!/usr/bin/env lua5.4
-- Writes the sample register: 1,392 illustrative organisations of Binh Thuan province that add up
-- to the published totals of 31 August 2024 (see data/README.md).
--
--     lua5.4 data/make-binh-thuan.lua [LIST [OUTPUT]]
--
-- LIST is the list of communes of the General Statistics Office (communes-legacy.csv), OUTPUT the
-- file to write. The same list gives the same bytes with every version of Lua.

local here = arg[0]:match("^(.*)/[^/]*$") or "."
local list = arg[1] or here .. "/../../shared/data/vn-admin-units/communes-legacy.csv"
local output = arg[2] or here .. "/binh-thuan-2024.csv"

local PROVINCE = "60"
local AS_OF = "2024-08-31"
local ORGANISATIONS, MEMBERS = 1392, 440532
local BY_LEVEL = { province = 65, district = 124, commune = 1203 }
local FOUNDERS = { province = 50, district = 20, commune = 10 } -- the legal minimum of each level
local SEED = 20240831

local FIELDS = {
  "id", "name", "name_en", "legal_form", "org_type", "category", "scope_level", "area_code", "area_code_date",
  "district", "commune", "field_main", "status", "founded_on", "dissolved_on", "registrar", "line_department",
  "decision", "legal_personality", "members", "branches", "fiscal_year_end", "seat", "as_of",
}

-- Chance: a generator of our own (the "minimal standard" of Park and Miller), so that the result
-- does not depend on the one that Lua happens to have. Only exact arithmetic on it, no libm.

local state = SEED

local function chance() -- 0 <= x < 1
  state = state * 48271 % 2147483647
  return (state - 1) / 2147483646
end

local function between(low, high) -- a whole number, both ends included
  return low + math.floor(chance() * (high - low + 1))
end

local function pick(from)
  return from[between(1, #from)]
end

-- Most organisations are a little smaller than usual, a few many times larger.
local function skew()
  local x = chance()
  return 0.45 + 0.7 * x + 1.8 * x * x * x * x * x * x
end

-- The list of communes

local function communes_of(province)
  local found = {}
  for line in assert(io.lines(list)) do
    local code, name, kind, district_code, district, province_code =
      line:match("^(%d+),([^,\"]+),[^,]*,([^,]+),(%d+),([^,\"]+),(%d+),")
    if province_code == province then
      -- combining marks (U+0300 to U+036F): names must be composed (NFC) already
      assert(not line:find("\xCC[\x80-\xBF]") and not line:find("\xCD[\x80-\xAF]"), "not NFC: " .. line)
      found[#found + 1] = { code = code, name = name, kind = kind, district = district, district_code = district_code }
    end
  end
  table.sort(found, function(a, b) return a.code < b.code end)
  return found
end

-- "Thị trấn Ma Lâm" begins a field, "thị trấn Ma Lâm" stands inside a name.
local INSIDE = { ["Thành phố"] = "thành phố", ["Thị xã"] = "thị xã", ["Huyện"] = "huyện",
                 ["Phường"] = "phường", ["Thị trấn"] = "thị trấn", ["Xã"] = "xã" }

local function inside(name)
  for kind, lower in pairs(INSIDE) do
    if name:sub(1, #kind + 1) == kind .. " " then return lower .. name:sub(#kind + 1) end
  end
  error("no such kind of unit: " .. name)
end

-- Kinds of organisations: name, field, type, usual members, branches (or not), department.
-- The legal form follows from the first words of the name.

local FORMS = {
  { "Liên hiệp", "union" }, { "Liên minh", "alliance" }, { "Liên đoàn", "federation" },
  { "Câu lạc bộ", "club" }, { "Hiệp hội", "association" }, { "Hội", "association" },
}

local function legal_form(name)
  for _, form in ipairs(FORMS) do
    if name:sub(1, #form[1]) == form[1] then return form[2] end
  end
  error("no legal form: " .. name)
end

local DEPARTMENTS = { -- field → department of the province, division of a district
  charity = { "Sở Lao động - Thương binh và Xã hội", "Phòng Lao động - Thương binh và Xã hội" },
  health = { "Sở Y tế", "Phòng Y tế" },
  education = { "Sở Giáo dục và Đào tạo", "Phòng Giáo dục và Đào tạo" },
  science = { "Sở Khoa học và Công nghệ", "Phòng Kinh tế và Hạ tầng" },
  law = { "Sở Tư pháp", "Phòng Tư pháp" },
  journalism = { "Sở Thông tin và Truyền thông", "Phòng Văn hóa và Thông tin" },
  arts = { "Sở Văn hóa, Thể thao và Du lịch", "Phòng Văn hóa và Thông tin" },
  elderly = { "Sở Lao động - Thương binh và Xã hội", "Phòng Lao động - Thương binh và Xã hội" },
  disabled_children = { "Sở Lao động - Thương binh và Xã hội", "Phòng Lao động - Thương binh và Xã hội" },
  war_legacy = { "Sở Lao động - Thương binh và Xã hội", "Phòng Lao động - Thương binh và Xã hội" },
  business = { "Sở Công Thương", "Phòng Kinh tế và Hạ tầng" },
  agriculture = { "Sở Nông nghiệp và Phát triển nông thôn", "Phòng Nông nghiệp và Phát triển nông thôn" },
  tourism = { "Sở Văn hóa, Thể thao và Du lịch", "Phòng Văn hóa và Thông tin" },
  sport = { "Sở Văn hóa, Thể thao và Du lịch", "Phòng Văn hóa và Thông tin" },
  hobby = { "Sở Nội vụ", "Phòng Nội vụ" },
  friendship = { "Sở Ngoại vụ", "Phòng Nội vụ" },
  cooperative = { "Sở Kế hoạch và Đầu tư", "Phòng Tài chính - Kế hoạch" },
  home_town = { "Sở Nội vụ", "Phòng Nội vụ" },
}

local ASSIGNED = { -- 14, province-wide: name, English name, field, type, usual members
  { "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Bình Thuận",
    "Binh Thuan Union of Science and Technology Associations", "science", "socio_political_professional", 6200 },
  { "Liên hiệp các Hội Văn học Nghệ thuật tỉnh Bình Thuận",
    "Binh Thuan Union of Literature and Arts Associations", "arts", "socio_political_professional", 290 },
  { "Liên hiệp các tổ chức hữu nghị tỉnh Bình Thuận",
    "Binh Thuan Union of Friendship Organisations", "friendship", "socio_political", 1400 },
  { "Liên minh Hợp tác xã tỉnh Bình Thuận",
    "Binh Thuan Cooperative Alliance", "cooperative", "economic", 310 },
  { "Hội Luật gia tỉnh Bình Thuận",
    "Binh Thuan Lawyers Association", "law", "socio_political_professional", 640 },
  { "Hội Nhà báo tỉnh Bình Thuận",
    "Binh Thuan Journalists Association", "journalism", "socio_political_professional", 210 },
  { "Hội Chữ thập đỏ tỉnh Bình Thuận",
    "Binh Thuan Red Cross", "charity", "humanitarian", 9800 },
  { "Hội Khuyến học tỉnh Bình Thuận",
    "Binh Thuan Association for the Promotion of Education", "education", "social", 5400 },
  { "Hội Người mù tỉnh Bình Thuận",
    "Binh Thuan Association for the Blind", "disabled_children", "social", 1100 },
  { "Hội Nạn nhân chất độc da cam/dioxin tỉnh Bình Thuận",
    "Binh Thuan Association of Victims of Agent Orange/dioxin", "war_legacy", "social", 2300 },
  { "Hội Bảo trợ người khuyết tật và bảo vệ quyền trẻ em tỉnh Bình Thuận",
    "Binh Thuan Association for the Support of the Disabled and Protection of Children's Rights",
    "disabled_children", "humanitarian", 1700 },
  { "Hội Đông y tỉnh Bình Thuận",
    "Binh Thuan Association of Oriental Medicine", "health", "socio_professional", 780 },
  { "Hội Người cao tuổi tỉnh Bình Thuận",
    "Binh Thuan Association of the Elderly", "elderly", "social", 8200 },
  { "Hội Cựu thanh niên xung phong tỉnh Bình Thuận",
    "Binh Thuan Association of Former Youth Volunteers", "war_legacy", "social", 1500 },
}

local VOLUNTARY = { -- 51, province-wide
  { "Câu lạc bộ Hưu trí tỉnh Bình Thuận", "Binh Thuan Retirement Club", "hobby", "social", 620 },
  { "Hiệp hội Doanh nghiệp tỉnh Bình Thuận", "Binh Thuan Business Association", "business", "economic", 420 },
  { "Hội Doanh nhân trẻ tỉnh Bình Thuận", "Binh Thuan Young Entrepreneurs Association", "business", "economic", 150 },
  { "Hiệp hội Du lịch tỉnh Bình Thuận", "Binh Thuan Tourism Association", "tourism", "economic", 210 },
  { "Hội Nước mắm Phan Thiết", "Phan Thiet Fish Sauce Association", "business", "economic", 85 },
  { "Hiệp hội Thanh long Bình Thuận", "Binh Thuan Dragon Fruit Association", "agriculture", "economic", 340 },
  { "Hiệp hội Thủy sản tỉnh Bình Thuận", "Binh Thuan Aquatic Products Association", "agriculture", "economic", 260 },
  { "Hiệp hội Tôm giống tỉnh Bình Thuận", "Binh Thuan Shrimp Breeding Association", "agriculture", "economic", 120 },
  { "Hội Nữ doanh nhân tỉnh Bình Thuận", "Binh Thuan Businesswomen's Association", "business", "economic", 110 },
  { "Hiệp hội Vận tải ô tô tỉnh Bình Thuận", "Binh Thuan Road Transport Association", "business", "economic", 95 },
  { "Hiệp hội Doanh nghiệp, doanh nhân người Bình Thuận tại Thành phố Hồ Chí Minh",
    "Association of Binh Thuan Enterprises and Entrepreneurs in Ho Chi Minh City", "home_town", "economic", 130 },
  { "Hiệp hội Bất động sản tỉnh Bình Thuận", nil, "business", "economic", 75 },
  { "Hội Quảng cáo tỉnh Bình Thuận", nil, "business", "economic", 55 },
  { "Hội Làm vườn tỉnh Bình Thuận", "Binh Thuan Gardening Association", "agriculture", "socio_professional", 820 },
  { "Hội Sinh vật cảnh tỉnh Bình Thuận", nil, "hobby", "social", 540 },
  { "Hội Nghề cá tỉnh Bình Thuận", nil, "agriculture", "socio_professional", 1900 },
  { "Hội Chăn nuôi và Thú y tỉnh Bình Thuận", nil, "agriculture", "socio_professional", 240 },
  { "Hội Khoa học, Kỹ thuật và Kinh tế biển tỉnh Bình Thuận", nil, "science", "socio_professional", 130 },
  { "Hội Khoa học Kinh tế tỉnh Bình Thuận", nil, "science", "socio_professional", 160 },
  { "Hội Khoa học Lịch sử tỉnh Bình Thuận", "Binh Thuan Historical Science Association",
    "science", "socio_professional", 140 },
  { "Hội Khoa học Tâm lý - Giáo dục tỉnh Bình Thuận", nil, "education", "socio_professional", 190 },
  { "Hội Bảo vệ thiên nhiên và môi trường tỉnh Bình Thuận", nil, "science", "social", 170 },
  { "Hội Thủy lợi tỉnh Bình Thuận", nil, "science", "socio_professional", 150 },
  { "Hội Xây dựng tỉnh Bình Thuận", nil, "science", "socio_professional", 220 },
  { "Hội Kiến trúc sư tỉnh Bình Thuận", "Binh Thuan Architects Association", "science", "socio_professional", 90 },
  { "Hội Cầu đường tỉnh Bình Thuận", nil, "science", "socio_professional", 120 },
  { "Hội Tin học tỉnh Bình Thuận", "Binh Thuan Informatics Association", "science", "socio_professional", 180 },
  { "Hội Kế toán tỉnh Bình Thuận", "Binh Thuan Accounting Association", "business", "socio_professional", 310 },
  { "Hội Y học tỉnh Bình Thuận", "Binh Thuan Medical Association", "health", "socio_professional", 1300 },
  { "Hội Dược học tỉnh Bình Thuận", nil, "health", "socio_professional", 420 },
  { "Hội Điều dưỡng tỉnh Bình Thuận", "Binh Thuan Nurses Association", "health", "socio_professional", 980 },
  { "Hội Thầy thuốc trẻ tỉnh Bình Thuận", nil, "health", "socio_professional", 350 },
  { "Hội Kế hoạch hóa gia đình tỉnh Bình Thuận", nil, "health", "social", 460 },
  { "Hội Cựu giáo chức tỉnh Bình Thuận", "Binh Thuan Former Teachers Association", "education", "social", 1600 },
  { "Hội Bảo vệ quyền lợi người tiêu dùng tỉnh Bình Thuận", nil, "law", "social", 160 },
  { "Hội Công chứng viên tỉnh Bình Thuận", nil, "law", "socio_professional", 50 },
  { "Hội Từ thiện - Bảo trợ bệnh nhân nghèo, người tàn tật và trẻ mồ côi tỉnh Bình Thuận", nil,
    "charity", "humanitarian", 730 },
  { "Hội Hỗ trợ gia đình liệt sĩ tỉnh Bình Thuận", nil, "war_legacy", "social", 880 },
  { "Hội Tù yêu nước tỉnh Bình Thuận", nil, "war_legacy", "social", 390 },
  { "Hội Truyền thống Trường Sơn - đường Hồ Chí Minh tỉnh Bình Thuận", nil, "war_legacy", "social", 1100 },
  { "Hội Di sản văn hóa tỉnh Bình Thuận", "Binh Thuan Cultural Heritage Association", "arts", "social", 140 },
  { "Câu lạc bộ Thơ \"Hương Biển\" tỉnh Bình Thuận", nil, "arts", "social", 60 },
  { "Hội đồng hương Quảng Nam - Đà Nẵng tại Bình Thuận", nil, "home_town", "social", 480 },
  { "Hội đồng hương Nghệ Tĩnh tại Bình Thuận", nil, "home_town", "social", 560 },
  { "Hội đồng hương Thừa Thiên Huế tại Bình Thuận", nil, "home_town", "social", 430 },
  { "Liên đoàn Bóng đá tỉnh Bình Thuận", "Binh Thuan Football Federation", "sport", "social", 270 },
  { "Liên đoàn Quần vợt tỉnh Bình Thuận", "Binh Thuan Tennis Federation", "sport", "social", 320 },
  { "Liên đoàn Cầu lông tỉnh Bình Thuận", nil, "sport", "social", 290 },
  { "Liên đoàn Võ thuật cổ truyền tỉnh Bình Thuận", nil, "sport", "social", 1200 },
  { "Liên đoàn Vovinam tỉnh Bình Thuận", nil, "sport", "social", 860 },
  { "Hội Thể thao dưới nước và ván buồm tỉnh Bình Thuận", nil, "sport", "social", 70 },
}

local IN_DISTRICTS = { -- name, field, type, usual members, in how many districts (the largest first)
  { "Hội Người cao tuổi", "elderly", "social", 620, 10 },
  { "Hội Khuyến học", "education", "social", 780, 10 },
  { "Hội Chữ thập đỏ", "charity", "humanitarian", 900, 10 },
  { "Hội Nạn nhân chất độc da cam/dioxin", "war_legacy", "social", 160, 10 },
  { "Hội Cựu thanh niên xung phong", "war_legacy", "social", 130, 10 },
  { "Hội Bảo trợ người khuyết tật và bảo vệ quyền trẻ em", "disabled_children", "humanitarian", 140, 10 },
  { "Hội Đông y", "health", "socio_professional", 70, 10 },
  { "Hội Luật gia", "law", "socio_political_professional", 60, 10 },
  { "Câu lạc bộ Hưu trí", "hobby", "social", 210, 10 },
  { "Hội Người mù", "disabled_children", "social", 75, 9 },
  { "Hội Cựu giáo chức", "education", "social", 160, 8 },
  { "Hội Doanh nghiệp", "business", "economic", 65, 7 },
  { "Hội Sinh vật cảnh", "hobby", "social", 60, 5 },
  { "Hội Tù yêu nước", "war_legacy", "social", 45, 3 },
  { "Liên đoàn Bóng đá", "sport", "social", 80, 2 },
}
-- Phan Thiết, Hàm Thuận Bắc, Bắc Bình, Tuy Phong, Đức Linh, La Gi, Hàm Thuận Nam, Tánh Linh, Hàm Tân, Phú Quí
local LARGEST_FIRST = { "593", "597", "596", "595", "600", "594", "598", "599", "601", "602" }

local IN_COMMUNES = { -- in each of the 121
  { "Hội Người cao tuổi", "elderly", "social", 1010 },
  { "Hội Khuyến học", "education", "social", 830 },
  { "Hội Chữ thập đỏ", "charity", "humanitarian", 480 },
  { "Hội Nạn nhân chất độc da cam/dioxin", "war_legacy", "social", 55 },
  { "Hội Cựu thanh niên xung phong", "war_legacy", "social", 42 },
  { "Hội Bảo trợ người khuyết tật và bảo vệ quyền trẻ em", "disabled_children", "humanitarian", 48 },
  { "Hội Đông y", "health", "socio_professional", 16 },
  { "Câu lạc bộ Hưu trí", "hobby", "social", 120 },
}

local IN_SOME_COMMUNES = { -- drawn until the number of the commune level is reached
  { "Câu lạc bộ Dưỡng sinh", "sport", "social", 45 },
  { "Câu lạc bộ Cầu lông", "sport", "social", 28 },
  { "Câu lạc bộ Bóng đá", "sport", "social", 32 },
  { "Câu lạc bộ Bóng chuyền", "sport", "social", 24 },
  { "Câu lạc bộ Võ thuật", "sport", "social", 60 },
  { "Câu lạc bộ Cờ tướng", "hobby", "social", 18 },
  { "Câu lạc bộ Đờn ca tài tử", "arts", "social", 20 },
  { "Câu lạc bộ Thơ ca", "arts", "social", 22 },
  { "Câu lạc bộ \"Gia đình hạnh phúc\"", "hobby", "social", 40 },
  { "Hội Sinh vật cảnh", "hobby", "social", 30 },
  { "Hội Làm vườn", "agriculture", "socio_professional", 50 },
  { "Hội Người mù", "disabled_children", "social", 15 },
}

-- The records

local function two(n) return ("%02d"):format(n) end

-- No association is older than its national body, nor than the province as restored in 1992.
local SINCE = { { "Hội Người cao tuổi", 1996 }, { "Hội Khuyến học", 1997 },
                { "Hội Nạn nhân chất độc da cam", 2004 }, { "Hội Cựu thanh niên xung phong", 2005 } }
local SINCE_LEVEL = { province = 1993, district = 1994, commune = 1997 }

-- A founding date: mostly full, sometimes no better than the clerk knew it.
local function founded(name, level)
  local first = SINCE_LEVEL[level]
  for _, since in ipairs(SINCE) do
    if name:sub(1, #since[1]) == since[1] then first = math.max(first, since[2]) end
  end
  local year, month, day = between(first, 2024), between(1, 12), between(1, 28)
  if year == 2024 then month = between(1, 8) end
  local x = chance()
  if x < 0.04 then return nil end
  if x < 0.12 then return tostring(year) end
  if x < 0.20 then return year .. "-" .. two(month) end
  return year .. "-" .. two(month) .. "-" .. two(day)
end

local function status(level)
  local x = chance()
  if level == "province" or x < 0.955 then return "active" end
  if x < 0.985 then return "inactive" end
  return x < 0.995 and "suspended" or "dissolving"
end

local organisations = {}

-- Adds one organisation; `unit` has scope_level, area_code, district, commune, registrar, seat.
local function add(name, kind, unit, more)
  local level, field = unit.scope_level, kind.field
  local form = legal_form(name)
  local clubs = form == "club" or form == "federation"
  local departments = assert(DEPARTMENTS[field], field)
  local record = {
    name = name, name_en = more.name_en, legal_form = form, org_type = kind.type, category = more.category,
    scope_level = level, area_code = unit.area_code, area_code_date = AS_OF,
    district = unit.district, commune = unit.commune, field_main = field, status = status(level),
    founded_on = founded(name, level),
    registrar = unit.registrar, as_of = AS_OF,
    line_department = level == "province" and departments[1] or level == "district" and departments[2] or nil,
    decision = chance() < 0.9 and between(11, 3499) .. "/QĐ-UBND" or nil,
    legal_personality = tostring(not (level == "commune" and clubs)),
    fiscal_year_end = (level ~= "commune" or chance() < 0.3) and "12-31" or nil,
    seat = chance() < 0.93 and unit.seat() or nil,
    weight = kind.members * skew(),
  }
  if not clubs and chance() < 0.96 then
    record.branches = level == "commune" and between(2, 9) or level == "district" and between(3, 18) or between(5, 60)
  end
  organisations[#organisations + 1] = record
end

local STREETS = { "Nguyễn Tất Thành", "Hải Thượng Lãn Ông", "Trần Hưng Đạo", "Thủ Khoa Huân", "Nguyễn Hội",
                  "Tuyên Quang", "Lê Hồng Phong", "Hùng Vương" }

local function province(communes)
  local wards = {}
  for _, c in ipairs(communes) do
    if c.district_code == "593" and c.kind == "Phường" then wards[#wards + 1] = c.name end
  end
  local unit = {
    scope_level = "province", area_code = PROVINCE, registrar = "UBND tỉnh Bình Thuận",
    seat = function()
      local number, street = between(1, 320), pick(STREETS)
      return ("Số %d %s, %s, thành phố Phan Thiết"):format(number, street, inside(pick(wards)))
    end,
  }
  for _, group in ipairs { { "assigned", ASSIGNED }, { "voluntary", VOLUNTARY } } do
    for _, row in ipairs(group[2]) do
      add(row[1], { field = row[3], type = row[4], members = row[5] }, unit, { name_en = row[2], category = group[1] })
    end
  end
end

local function districts(communes)
  local names, rank = {}, {}
  for _, c in ipairs(communes) do names[c.district_code] = c.district end
  for i, code in ipairs(LARGEST_FIRST) do rank[code] = i end
  local codes = { table.unpack(LARGEST_FIRST) }
  table.sort(codes)
  for _, code in ipairs(codes) do
    local name = assert(names[code], code)
    local unit = {
      scope_level = "district", area_code = code, district = name, registrar = "UBND " .. inside(name),
      seat = function() return "Trung tâm hành chính " .. inside(name) end,
    }
    for _, row in ipairs(IN_DISTRICTS) do
      if rank[code] <= row[5] then
        local size = 1.25 - 0.06 * rank[code]
        add(row[1] .. " " .. inside(name), { field = row[2], type = row[3], members = row[4] * size }, unit,
          { category = "unknown" })
      end
    end
  end
end

local function commune_level(communes)
  local times = {} -- two communes of one name need their district beside it
  for _, c in ipairs(communes) do times[c.name] = (times[c.name] or 0) + 1 end

  local chosen = {} -- chosen[code][kind of IN_SOME_COMMUNES]
  for _, c in ipairs(communes) do chosen[c.code] = {} end
  local left = BY_LEVEL.commune - #communes * #IN_COMMUNES
  while left > 0 do
    local code, kind = pick(communes).code, between(1, #IN_SOME_COMMUNES)
    if not chosen[code][kind] then
      chosen[code][kind] = true
      left = left - 1
    end
  end

  for _, c in ipairs(communes) do
    local place = inside(c.name)
    local unit = {
      scope_level = "commune", area_code = c.code, district = c.district, commune = c.name,
      registrar = "UBND " .. inside(c.district),
      seat = function()
        local house = chance() < 0.7 and "Trụ sở UBND " or "Nhà văn hóa "
        return house .. place .. ", " .. inside(c.district)
      end,
    }
    local full = times[c.name] > 1 and place .. ", " .. inside(c.district) or place
    local size = 0.6 + 0.8 * chance()
    local function add_here(row)
      add(row[1] .. " " .. full, { field = row[2], type = row[3], members = row[4] * size }, unit,
        { category = "unknown" })
    end
    for _, row in ipairs(IN_COMMUNES) do add_here(row) end
    for kind, row in ipairs(IN_SOME_COMMUNES) do
      if chosen[c.code][kind] then add_here(row) end
    end
  end
end

-- Shares MEMBERS out by weight above the legal minimum; what rounding leaves goes to the largest
-- remainders.
local function share_members()
  local weights, rest = 0, MEMBERS
  for _, o in ipairs(organisations) do
    weights = weights + o.weight
    rest = rest - FOUNDERS[o.scope_level]
  end
  local order, given = {}, 0
  for i, o in ipairs(organisations) do
    local exact = rest * o.weight / weights
    local whole = math.floor(exact)
    o.members = FOUNDERS[o.scope_level] + whole
    given = given + whole
    order[i] = { organisation = o, remainder = exact - whole, index = i }
  end
  table.sort(order, function(a, b)
    if a.remainder ~= b.remainder then return a.remainder > b.remainder end
    return a.index < b.index
  end)
  for i = 1, rest - given do
    order[i].organisation.members = order[i].organisation.members + 1
  end
end

local function quoted(value)
  if value == nil then return "" end
  value = tostring(value)
  if value:find("[,\"\r\n]") then return '"' .. value:gsub('"', '""') .. '"' end
  return value
end

local function write()
  local file = assert(io.open(output, "wb"))
  file:write(table.concat(FIELDS, ","), "\n")
  for i, o in ipairs(organisations) do
    o.id = ("BT-%04d"):format(i)
    local row = {}
    for k, field in ipairs(FIELDS) do row[k] = quoted(o[field]) end
    file:write(table.concat(row, ","), "\n")
  end
  assert(file:close())
end

local communes = communes_of(PROVINCE)
province(communes)
districts(communes)
commune_level(communes)
share_members()

local levels, members, names = {}, 0, {}
for _, o in ipairs(organisations) do
  levels[o.scope_level] = (levels[o.scope_level] or 0) + 1
  members = members + o.members
  assert(not names[o.name], o.name)
  names[o.name] = true
end
for level, n in pairs(BY_LEVEL) do assert(levels[level] == n, level .. ": " .. tostring(levels[level])) end
assert(#organisations == ORGANISATIONS and members == MEMBERS)
write()

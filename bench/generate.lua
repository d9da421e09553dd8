-- Writes a register of n made-up organisations as CSV: 14 fields, about 191 bytes a record.
--
--     lua5.4 bench/generate.lua 1000000 > register.csv
--
-- The same n gives the same bytes everywhere. Provinces are those of Viet Nam before 2025; districts,
-- communes and organisations are put together from syllables and mean no real one. Some names hold
-- commas and are quoted, one budget in ten is missing, and members are skewed as in a real register.

local n = math.tointeger(tonumber(arg[1]))
if not n or n < 0 then
  io.stderr:write("usage: lua5.4 bench/generate.lua N > FILE\n")
  os.exit(2)
end

local PROVINCES = {
  "An Giang", "Bà Rịa - Vũng Tàu", "Bắc Giang", "Bắc Kạn", "Bạc Liêu", "Bắc Ninh", "Bến Tre", "Bình Dương",
  "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông",
  "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương",
  "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lâm Đồng",
  "Lạng Sơn", "Lào Cai", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên",
  "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh",
  "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thành phố Hồ Chí Minh", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh",
  "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
}
local DISTRICTS, COMMUNES = 705, 10599 -- as many as Viet Nam had

local SYLLABLES = {
  "An", "Bình", "Bắc", "Cẩm", "Châu", "Đại", "Đông", "Đức", "Giang", "Hà", "Hải", "Hàm", "Hòa",
  "Hồng", "Hưng", "Khánh", "Kim", "Lâm", "Lạc", "Liên", "Long", "Lộc", "Mai", "Minh", "Mỹ", "Nam",
  "Ngọc", "Nghĩa", "Ninh", "Phan", "Phong", "Phú", "Phước", "Quang", "Quế", "Sơn", "Tam", "Tân",
  "Tây", "Thạch", "Thái", "Thanh", "Thành", "Thịnh", "Thuận", "Thượng", "Tiến", "Trung",
  "Trường", "Tuy", "Văn", "Vạn", "Việt", "Vĩnh", "Xuân", "Yên", "Trạch", "Diên", "Cát", "Bảo",
}
local KINDS = { -- what a name starts with
  "Hội Chữ thập đỏ", "Hội Người cao tuổi", "Hội Khuyến học", "Hội Nạn nhân chất độc da cam", "Hội Luật gia",
  "Hội Cựu thanh niên xung phong", "Hội Đông y", "Hội Người mù", "Hội Làm vườn", "Hội Sinh vật cảnh",
  "Hội Văn học nghệ thuật", "Hội Nhà báo", "Hội Cựu giáo chức", "Hội Doanh nghiệp", "Câu lạc bộ Thơ",
  "Hội Bảo trợ người khuyết tật", "Hội Thủy sản", "Hiệp hội Du lịch", "Hội Kế hoạch hóa gia đình", "Quỹ Khuyến học",
}
local QUOTED = { -- the same with commas
  "Hội Bảo trợ người khuyết tật, trẻ mồ côi", "Liên hiệp Khoa học, Kỹ thuật", "Hội Văn học, Nghệ thuật",
  "Hiệp hội Chế biến, Xuất khẩu thủy sản",
}
local LEGAL_FORMS = { "association", "association", "association", "union", "federation", "club", "foundation", "fund" }
local ORG_TYPES = { "socio_political", "socio_professional", "social", "charity", "economic", "friendship" }
local STATUSES = {
  "active", "active", "active", "active", "active", "active", "active", "active", "active", "active", "active",
  "active", "suspended", "dissolved", "merged", "dormant",
}

-- xorshift64*: 64 bits a draw, of which slices are used.
local state = 0x9E3779B97F4A7C15
local function draw()
  local x = state
  x = x ~ (x >> 12)
  x = x ~ (x << 25)
  x = x ~ (x >> 27)
  state = x
  return (x * 0x2545F4914F6CDD1D) >> 1
end
local function pick(list) return list[draw() % #list + 1] end

local districts, communes = {}, {}
for i = 1, DISTRICTS do
  districts[i] = {
    name = (i % 6 == 0 and "thị xã " or "huyện ") .. pick(SYLLABLES) .. " " .. pick(SYLLABLES),
    province = PROVINCES[i <= #PROVINCES and i or draw() % #PROVINCES + 1],
  }
end
for i = 1, COMMUNES do
  communes[i] = {
    name = (i % 5 == 0 and "phường " or "xã ") .. pick(SYLLABLES) .. " " .. pick(SYLLABLES),
    district = districts[i <= DISTRICTS and i or draw() % DISTRICTS + 1],
  }
end

local days = {} -- every day from 1946 to 2024
for year = 1946, 2024 do
  for month, length in ipairs { 31, year % 4 == 0 and 29 or 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 } do
    for day = 1, length do days[#days + 1] = ("%d-%02d-%02d"):format(year, month, day) end
  end
end

io.stdout:setvbuf("full", 1 << 20)
io.stdout:write("id,name,legal_form,org_type,category,scope_level,province,district,commune,founded_on,status,",
  "members,branches,budget\n")

local LINES = 4096
local format, concat = string.format, table.concat
local lines, filled = {}, 0
for i = 1, n do
  local a, b, c, d = draw(), draw(), draw(), draw()
  local commune = communes[(a & 0xffffff) % COMMUNES + 1]
  local district = commune.district
  local level, where, area, sub = "commune", commune.name, district.name, commune.name
  local tenth = (a >> 24) & 127
  if tenth < 6 then
    level, where, area, sub = "province", "tỉnh " .. district.province, "", ""
    if tenth == 0 then
      level, where = "national", "Việt Nam"
    elseif tenth == 1 then
      level, where = "inter_provincial", "liên tỉnh " .. district.province
    end
  elseif tenth < 20 then
    level, where, sub = "district", district.name, ""
  end

  local kind, quote = (a >> 31) % 16, ""
  if kind == 0 then
    kind, quote = QUOTED[(a >> 36) % #QUOTED + 1], '"'
  else
    kind = KINDS[(a >> 36) % #KINDS + 1]
  end
  local category = level == "commune" and ((a >> 44) & 3) > 0 and "unknown" or ((a >> 46) & 3) == 0 and "assigned"
    or "voluntary"

  local u = (b & 0xfffffff) / 0x10000000 -- uniform in [0, 1); products of it are the same everywhere
  local members = 11 + (u * u * u * u * 2400 + u * u * 90) // 1 | 0
  if level ~= "commune" then members = members * (level == "district" and 4 or 11) end
  local money = ""
  if (b >> 28) % 10 > 0 then
    local v = ((b >> 34) & 0xfffffff) / 0x10000000
    money = format("%d.%02d", 350000 + (v * v * 94000000) // 1 | 0, (d & 0xffff) % 100)
  end
  filled = filled + 1
  lines[filled] = format('HQC-VN-%08d,%s%s %s %s %s%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%d,%d,%s\n', i,
    quote, kind, SYLLABLES[(c & 0xffff) % #SYLLABLES + 1], SYLLABLES[((c >> 16) & 0xffff) % #SYLLABLES + 1], where,
    quote,     LEGAL_FORMS[(c >> 32) % #LEGAL_FORMS + 1], ORG_TYPES[(c >> 36) % #ORG_TYPES + 1], category, level,
    district.province, area, sub, days[(d >> 16) % #days + 1], STATUSES[(c >> 44) % #STATUSES + 1],
    members, 1 + members // 37 % 40, money)
  if filled == LINES then
    io.stdout:write(concat(lines))
    filled = 0
  end
end
io.stdout:write(concat(lines, "", 1, filled))

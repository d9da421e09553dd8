--- Vietnamese administrative units: the lists of the General Statistics Office until June 2025, the
-- provinces and communes from July 2025, and the table from the old to the new ones.
--
-- Codes that a spreadsheet library made numbers (`1`, `1.0`) have their zeros again: 2 digits for a
-- province, 3 for a district, 5 for a commune. Numbers are written in several notations; what is not known
-- yet (`đang cập nhật`) is missing.
-- @module orgstat.register.mapping.vn_units

local clean = require "orgstat.register.mapping.clean"

local function code(digits)
  return function(text)
    local number = text and text:match("^(%d+)%.?0*$")
    if not number or not text:find("^%d+$") and not text:find("^%d+%.0+$") then
      return nil
    end
    return ("0"):rep(digits - #number) .. number
  end
end

-- Kinds of units, as the law has them, whatever their letters' case.
local KINDS = {
  ["xã"] = "commune", ["phường"] = "ward", ["thị trấn"] = "township", ["đặc khu"] = "special_zone",
  ["Xã"] = "commune", ["Phường"] = "ward", ["Thị trấn"] = "township", ["Đặc khu"] = "special_zone",
  ["Huyện"] = "district", ["Quận"] = "urban_district", ["Thị xã"] = "town", ["Thành phố"] = "city",
}

local function decimal(text)
  return clean.vi_decimal(text) or text and text:match("^%d+%.?%d*$")
end

return {
  name = "vn-units",
  title = "Vietnamese administrative units",
  forms = {
    {
      title = "Vietnamese communes until June 2025",
      header = { "Mã", "Tên", "Cấp", "Mã QH", "Mã TP" },
      fields = {
        { "id", "Mã", with = code(5), type = "text" }, { "name", "Tên", with = clean.text, type = "text" },
        { "name.foreign", "Tên Tiếng Anh", with = clean.text, type = "text" },
        { "kind", "Cấp", codes = KINDS, type = "text" }, { "scope_level", value = "commune" },
        { "area_code", "Mã", with = code(5), type = "text" }, { "area_code_date", value = "2025-06-30", type = "date" },
        { "parent_id", "Mã QH", with = code(3), type = "text" },
        { "province_code", "Mã TP", with = code(2), type = "text" },
      },
    },
    {
      title = "Vietnamese districts until June 2025",
      header = { "Mã", "Tên", "Cấp", "Mã TP" },
      fields = {
        { "id", "Mã", with = code(3), type = "text" }, { "name", "Tên", with = clean.text, type = "text" },
        { "name.foreign", "Tên Tiếng Anh", with = clean.text, type = "text" },
        { "kind", "Cấp", codes = KINDS, type = "text" }, { "scope_level", value = "district" },
        { "area_code", "Mã", with = code(3), type = "text" }, { "area_code_date", value = "2025-06-30", type = "date" },
        { "parent_id", "Mã TP", with = code(2), type = "text" },
      },
    },
    {
      title = "Vietnamese communes from July 2025",
      header = { "matinh", "ma", "tentinh", "loai", "tenhc", "dientichkm2", "dansonguoi" },
      fields = {
        { "id", "ma", type = "text" }, { "name", "tenhc", with = clean.text, type = "text" },
        { "kind", "loai", codes = KINDS, type = "text" }, { "scope_level", value = "commune" },
        { "parent_id", "matinh", type = "text" }, { "parent_name", "tentinh", with = clean.text, type = "text" },
        { "area_km2", "dientichkm2", with = decimal, type = "decimal" },
        { "population", "dansonguoi", with = clean.whole, type = "integer" },
        { "formed_from", "truocsapnhap", with = clean.text, type = "text" },
      },
    },
    {
      title = "Vietnamese provinces from July 2025",
      header = { "mahc", "tentinh", "dientichkm2", "dansonguoi", "con" },
      fields = {
        { "id", "mahc", type = "text" }, { "name", "tentinh", with = clean.text, type = "text" },
        { "scope_level", value = "province" },
        { "area_km2", "dientichkm2", with = decimal, type = "decimal" },
        { "population", "dansonguoi", with = clean.whole, type = "integer" },
        { "formed_from", "truocsapnhap", with = clean.text, type = "text" },
        { "units", "con", with = clean.text, type = "text" },
      },
    },
    {
      title = "Vietnamese communes, from the old to the new ones",
      header = { "provinceCode", "districtCode", "wardCode", "newProvinceCode", "newWardCode" },
      fields = {
        { "id", "wardCode", with = code(5), type = "text" }, { "name", "ward", with = clean.text, type = "text" },
        { "kind", "wardType", codes = KINDS, type = "text" }, { "scope_level", value = "commune" },
        { "area_code", "wardCode", with = code(5), type = "text" },
        { "area_code_date", value = "2025-06-30", type = "date" },
        { "parent_id", "districtCode", with = code(3), type = "text" },
        { "province_code", "provinceCode", with = code(2), type = "text" },
        { "successor_id", "newWardCode", with = code(5), type = "text" },
        { "successor_name", "newWard", with = clean.text, type = "text" },
        { "successor_province_code", "newProvinceCode", with = code(2), type = "text" },
        { "divided", "isDividedWard" },
      },
    },
  },
}

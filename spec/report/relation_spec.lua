-- Relations that texts tell, and those that only their numbers tell.
local report = require "orgstat.report"

-- "sum 189 = 65 + 84 + 40", ">=" for an open list, "~" before what is inferred; the other kinds by
-- their fields.
local FIELDS = {
  "whole", "part", "rate", "from", "to", "change", "result", "target", "excess", "rest", "mean", "total", "heads",
}
local function relations(lang, text)
  local r = assert(report.read({ text = text }, { lang = lang }))
  local out = {}
  for i, one in ipairs(r.relations) do
    local function written(index) return r.figures[index].written end
    local line = (one.inferred and "~" or "") .. one.kind
    if one.kind == "sum" or one.kind == "percent_set" then
      local parts = {}
      for k, index in ipairs(one.parts) do parts[k] = written(index) end
      line = line .. (one.whole and " " .. written(one.whole) .. (one.closed and " =" or " >=") or "") .. " "
        .. table.concat(parts, " + ")
    else
      for _, field in ipairs(FIELDS) do
        if type(one[field]) == "number" then line = line .. " " .. field .. " " .. written(one[field]) end
      end
    end
    out[i] = line
  end
  return out
end

describe("a sum", function()
  for _, case in ipairs {
    { "en", "There are 189 clubs in the city: 65 for sport, 84 for the arts and 40 others.",
      "sum 189 = 65 + 84 + 40" },
    { "en", "Income was £1.2m, of which £800,000 came from donations and £400,000 from fees.",
      "sum £1.2m = £800,000 + £400,000" },
    { "en", "It got 5 million dong from members, 3 million dong from firms and 2 million dong from the state, "
      .. "making 10 "
      .. "million dong in total.", "sum 10 million dong = 5 million dong + 3 million dong + 2 million dong" },
    { "en", "A total of 1,500 people took part, 900 of them women.", "sum 1,500 >= 900" },
    { "en", "The society has 12,000 members (7,000 women and 5,000 men) in 30 branches.",
      "sum 12,000 = 7,000 + 5,000" },
    { "en", "There were 45 seminars, such as 12 on law and 8 on health.", "sum 45 >= 12 + 8" },
    { "vi", "Có 45 hội thảo, trong đó có 12 hội thảo về pháp luật.", "sum 45 >= 12" },
    { "vi", "Toàn tỉnh có 65 hội cấp tỉnh, 124 hội cấp huyện, 1.203 hội cấp xã, tổng cộng 1.392 hội.",
      "sum 1.392 = 65 + 124 + 1.203" },
    { "vi", "Tổng kinh phí 10 tỷ đồng, trong đó ngân sách nhà nước hỗ trợ 6 tỷ đồng, xã hội hóa 4 tỷ đồng.",
      "sum 10 tỷ đồng = 6 tỷ đồng + 4 tỷ đồng" },
    { "id", "Ada 27.015 ormas dengan rincian 1.891 di pusat, 8.170 di provinsi, dan 16.954 di kabupaten/kota.",
      "sum 27.015 = 1.891 + 8.170 + 16.954" },
    { "id", "Peserta berjumlah 120 orang (70 laki-laki, 50 perempuan).", "sum 120 = 70 + 50" },
    { "id", "Dari 381 lembaga, 103 aktif dan 278 tidak aktif.", "sum 381 = 103 + 278" },
    { "id", "Jumlah anggota 5.000 orang, yakni 3.000 perempuan dan sisanya 2.000 laki-laki.",
      "sum 5.000 = 3.000 + 2.000" },
  } do
    it(case[2], function() assert.equal(case[3], relations(case[1], case[2])[1]) end)
  end

  it("goes on over sentences", function()
    assert.same({ "sum 381 = 103 + 278" }, relations("en",
      "There are 381 bodies. Of these, 103 are active and 278 are not."))
    assert.same({ "sum 104 = 27 + 47 + 30" },
      relations("id", "Kontingen berjumlah 104 orang. Terdiri dari 27 orang putra dan 47 orang putri. Juga ada 30 "
        .. "orang pembina."))
  end)

  it("may be found by its numbers alone, and is inferred then", function()
    assert.same({ "~sum 4,000 = 1,200 + 800 + 2,000" },
      relations("en", "Members by region: North 1,200; Centre 800; South 2,000. Total: 4,000."))
    assert.same({}, relations("en", "The fund gave 1,200 gifts. It gave 800 gifts again. Later it gave 2,000 gifts."))
  end)

  it("takes no money for people, and no change for a part", function()
    for _, line in ipairs(relations("en", "The club has 500 members, including VND 300 million of dues.")) do
      assert.is_nil(line:find "sum")
    end
    assert.same({}, relations("vi", "Toàn ngành có 3.443 người (giảm 131 người so với cùng kỳ năm trước)."))
  end)
end)

describe("a rate", function()
  it("is one of a part and its whole", function()
    assert.same({ "sum 350 = 210 + 140", "percent whole 350 part 210 rate 60", "percent whole 350 part 140 rate 40",
      "percent_set 60 + 40" },
      relations("en", "Among the 350 organisations surveyed, 210 (60%) are registered and 140 (40%) are not."))
    assert.same({ "sum 1.250 = 750 + 500", "percent whole 1.250 part 750 rate 60",
      "percent whole 1.250 part 500 rate 40",
      "percent_set 60 + 40" },
      relations("vi", "Hội có 1.250 hội viên, trong đó nữ 750 hội viên, chiếm 60%; nam 500 hội viên, chiếm 40%."))
  end)

  it("is one of growth", function()
    assert.same({ "growth rate 25 from 1,200 to 1,500" },
      relations("en", "The number of members rose from 1,200 in 2022 to 1,500 in 2023, up 25%."))
    assert.same("growth rate 16 from 1.200 to 1.392 change 192",
      relations("vi", "Số hội tăng từ 1.200 hội năm 2022 lên 1.392 hội năm 2024 (tăng 192 hội, tương ứng 16%).")[1])
    assert.same({ "from_to from 127.846 to 130.354" },
      relations("id", "Jumlah koperasi naik dari 127.846 koperasi pada 2021 menjadi 130.354 koperasi pada 2022."))
  end)
end)

describe("a rest", function()
  it("is told of the total before it", function()
    assert.same({ "sum 120 = 110 + 10", "rest whole 120 rest 10" },
      relations("vi", "Biên chế được giao 120 người, đã sử dụng 110 người, còn lại 10 người."))
  end)
end)

describe("a list", function()
  it("has as many items as its count says, or not", function()
    local r = assert(report.read({ text = "Năm qua, tỉnh thành lập 03 tổ chức Hội: Hội Cựu Công an, Hiệp hội Đầu "
      .. "bếp, Liên đoàn Võ thuật." },
      { lang = "vi" }))
    local one = r.relations[1]
    assert.same({ "list", 3, true, { "Hội Cựu Công an", "Hiệp hội Đầu bếp", "Liên đoàn Võ thuật" } },
      { one.kind, one.count, one.closed, one.items })
  end)
end)

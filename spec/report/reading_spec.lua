-- What is a figure and what is not: hedges, units, marks of ownership, dates and documents.
local reading = require "spec.report.reading"
local report = require "orgstat.report"

local figures = reading.figures

local function first(lang, text)
  return reading.read(lang, text).figures[1]
end

describe("a hedge", function()
  local CASES = {
    en = { more_than = "There are more than 50 clubs.", nearly = "There are nearly 50 clubs.",
      about = "There are about 50 clubs.",
      at_least = "There are at least 50 clubs.", at_most = "There are up to 50 clubs.",
        under = "There are fewer than 50 clubs.",
      exact = "There are exactly 50 clubs.", range = "There are between 50 and 60 clubs.",
        tens = "There are tens of thousands of clubs.",
      hundreds = "There are hundreds of clubs.", thousands = "There are thousands of clubs." },
    vi = { more_than = "Có hơn 50 hội.", nearly = "Có gần 50 hội.", about = "Có khoảng 50 hội.",
      at_least = "Có ít nhất 50 hội.",
      at_most = "Có không quá 50 hội.", under = "Có chưa đến 50 hội.", exact = "Có đúng 50 hội.",
        range = "Có từ 50 đến 60 hội.",
      tens = "Có hàng chục hội.", hundreds = "Có hàng trăm hội.", thousands = "Có hàng nghìn hội." },
    id = { more_than = "Ada lebih dari 50 klub.", nearly = "Ada hampir 50 klub.", about = "Ada sekitar 50 klub.",
      at_least = "Ada paling sedikit 50 klub.", at_most = "Ada paling banyak 50 klub.",
        under = "Ada kurang dari 50 klub.",
      exact = "Ada tepat 50 klub.", range = "Ada antara 50 sampai 60 klub.", tens = "Ada puluhan klub.",
        hundreds = "Ada ratusan klub.",
      thousands = "Ada ribuan klub." },
  }
  for lang, cases in pairs(CASES) do
    for hedge, text in pairs(cases) do
      it(("%s is heard in %s"):format(hedge, lang), function()
        local figure = first(lang, text)
        assert.equal(hedge, figure.hedge)
        assert.equal("organisation", figure.unit)
        local spread = hedge == "range" or hedge == "tens" or hedge == "hundreds" or hedge == "thousands"
        if spread then assert.is_nil(figure.value) else assert.equal(50, figure.value) end
      end)
    end
  end

  it("may stand behind the number", function()
    assert.equal("more_than", first("id", "Ada 431 ribu lebih ormas.").hedge)
    assert.equal("at_least", first("vi", "Hội có từ 50 hội viên trở lên.").hedge)
    assert.equal("at_least", first("en", "Clubs have 50 members or more.").hedge)
  end)

  it("gives the soft interval", function()
    local figure = first("id", "Ada 431 ribu lebih ormas.")
    assert.same({ 431000, 431000, 432000, true, true }, { figure.value, figure.lo, figure.hi, figure.lo_open,
      figure.hi_open })
    figure = first("vi", "Quỹ có gần 1,25 tỷ đồng.")
    assert.same({ 1250000000, 1240000000, 1250000000 }, { figure.value, figure.lo, figure.hi })
  end)
end)

describe("a figure", function()
  it("is written with its scale and currency, without hedge and noun", function()
    local r = reading.read("en", "It gave more than VND 4.7 trillion and over 198 million USD to 18 thousand "
      .. "families.")
    assert.same({ "VND 4.7 trillion", "198 million USD", "18 thousand" }, { r.figures[1].written,
      r.figures[2].written, r.figures[3].written })
    for _, figure in ipairs(r.figures) do assert.equal(figure.written, r.text:sub(figure.first, figure.last)) end
  end)

  it("has the unit of its noun", function()
    assert.same({ "12 organisation", "34 branch", "560 member", "7 person", "89 household", "3 session",
      "2 conference", "5 course" },
      figures("en", "It has 12 clubs, 34 branches, 560 members, 7 volunteers, 89 households, 3 inspections, 2 "
        .. "conferences and 5 training courses."))
    assert.same({ "12 organisation", "34 branch", "560 member", "7 person", "90 turn", "89 household", "15 gift",
      "4 house" },
      figures("vi", "Có 12 câu lạc bộ, 34 chi hội, 560 hội viên, 7 tình nguyện viên, 90 lượt người, 89 hộ, 15 suất "
        .. "quà và 4 căn nhà."))
    assert.same({ "12 organisation", "34 branch", "560 member", "7 person", "89 household", "102 blood_unit" },
      figures("id", "Ada 12 klub, 34 cabang, 560 anggota, 7 relawan, 89 rumah tangga dan 102 kantong darah."))
    assert.same({ "25 other" }, figures("en", "They planted 25 saplings."))
    assert.same({ "38.5 percent", "2 percentage_point" }, figures("en",
      "The share was 38.5%, up by 2 percentage points."))
  end)

  it("finds its unit before it where none follows", function()
    assert.same({ "440532 member" }, figures("en", "The number of members is 440,532."))
    assert.same({ "440532 member" }, figures("vi", "Số hội viên là 440.532."))
    assert.same({ "440532 member" }, figures("id", "Jumlah anggota mencapai 440.532."))
  end)

  it("is a duration, but no age and no distance", function()
    assert.same({ "10 year" }, figures("en",
      "After 10 years, members aged 18 to 35 walked 12 km to meet a 60-year-old man."))
    assert.same({ "10 year" }, figures("vi", "Sau 10 năm, người từ 60 tuổi trở lên đi 12 km."))
    assert.same({ "10 year" }, figures("id", "Setelah 10 tahun, warga berusia 60 tahun berjalan 12 km.") )
  end)

  it("is no date, hour, ordinal, phone, document, score or number of a list", function()
    assert.same({}, figures("en", "1. On 21 December 2022 at 8:30 the 5th congress, term 2022-2027, met (phone "
      .. "0252 382 2123)."))
    assert.same({}, figures("en", "According to Article 5 of Decree No. 45/2010/ND-CP and Conclusion No. 102, the "
      .. "team won 3-1."))
    assert.same({}, figures("vi", "Ngày 08 tháng 10 năm 2024, lúc 8 giờ 30, đại hội lần thứ 5 nhiệm kỳ 2024 - 2029 "
      .. "(ĐT: 0252.3822123)."))
    assert.same({}, figures("vi", "Theo Điều 5 Nghị định số 45/2010/NĐ-CP ngày 21/4/2010, Quyết định 127/QĐ-BNV và "
      .. "Kết luận số 102-KL/TW."))
    assert.same({}, figures("id", "Pada Senin (19/8/2024) pukul 08.00 WIB kongres ke-5 periode 2024–2029 membahas "
      .. "Pasal 42 UU No. 17 Tahun 2013."))
    assert.same({}, figures("en", "COVID-19 and the G20 were on Channel 4 in 2021; see "
      .. "https://example.org/report-127462.html"))
  end)

  it("counts one only beside others of its kind", function()
    assert.same({}, figures("en", "One association was on time."))
    assert.same({ "3 organisation", "1 organisation" }, figures("vi", "Có ba hội và một hội mới."))
  end)

  it("may be told by the part of several", function()
    assert.same({ "7 house", "2 house" }, figures("en",
      "Construction of seven houses has started. Two of those were handed over."))
  end)

  it("has its date: a day for a stock, a period for a flow", function()
    assert.equal("2024-08-31", first("en", "By the end of August 2024, there were 50 clubs.").as_of)
    assert.equal("2024-08-31", first("vi", "Đến cuối tháng 8/2024, có 50 hội.").as_of)
    assert.equal("2024-08-31", first("id", "Hingga akhir Agustus 2024 ada 50 klub.").as_of)
    assert.equal("2018-12-31", first("vi", "Tính đến ngày 31 tháng 12 năm 2018 có 50 hội.").as_of)
    assert.equal("2019-07-31", first("id", "Per 31 Juli 2019 ada 50 klub.").as_of)
    local figure = first("en", "In 2023, the fund gave 50 gifts.")
    assert.same({ nil, "2023", "2023" }, { figure.as_of, figure.from, figure.to })
    figure = first("vi", "6 tháng đầu năm 2024, quỹ tặng 50 suất quà.")
    assert.same({ "2024-01", "2024-06" }, { figure.from, figure.to })
    figure = first("vi", "Quý I/2019 có 50 vụ.")
    assert.same({ "2019-01", "2019-03" }, { figure.from, figure.to })
    figure = first("en", "From 2018 to 2022, there were 50 inspections.")
    assert.same({ "2018", "2022" }, { figure.from, figure.to })
  end)

  it("has the codes of its level and category", function()
    assert.same({ scope_level = "province", category = "assigned" }, first("vi",
      "Có 14 hội cấp tỉnh được Đảng, Nhà nước giao nhiệm vụ.").by)
    assert.same({ scope_level = "district" }, first("en", "There are 124 associations at district level.").by)
    assert.same({ scope_level = "commune" }, first("id", "Ada 1.203 organisasi di tingkat komune.").by)
    assert.same({}, first("en", "The provincial Party committee says the province has 1,392 associations.").by)
    assert.same({}, first("vi", "Toàn tỉnh có 1.392 hội.").by)
    assert.same({}, first("id", "Provinsi tersebut memiliki 24 cabang di 3 provinsi.").by)
  end)

  it("knows totals, rests, changes and means", function()
    assert.is_true(first("vi", "Tổng số hội là 50 hội.").total)
    assert.equal("up", first("en", "There was an increase of 50 members.").delta)
    assert.equal("down", first("vi", "Số hội viên giảm 50 người.").delta)
    assert.is_true(first("id", "Rata-rata 50 anggota per cabang.").average)
    assert.is_true(first("en", "The remaining 50 clubs are new.").rest)
  end)
end)

describe("a document", function()
  local function documents(lang, text)
    local out = {}
    for i, one in ipairs(reading.read(lang, text).documents) do
      out[i] = { one.kind, one.number, one.issuer, one.year or false, one.term or false }
    end
    return out
  end

  it("has kind, number, issuer, year and term", function()
    assert.same({ { "decision", "217", "Politburo", false, 11 }, { "decision", "218", "Politburo", false, 11 } },
      documents("en", "They follow Decisions No. 217 and 218 of the Politburo (term XI)."))
    assert.same({ { "decree", "45/2010/NĐ-CP", "Chính phủ", 2010, false } }, documents("vi",
      "Theo Nghị định số 45/2010/NĐ-CP của Chính phủ."))
    assert.same({ { "conclusion", "102-KL/TW", "Bộ Chính trị", false, 11 } }, documents("vi",
      "Thực hiện Kết luận số 102-KL/TW của Bộ Chính trị khóa XI."))
    assert.same({ { "law", "17", nil, 2013, false } }, documents("id", "Sesuai UU No. 17 Tahun 2013."))
  end)

  it("may be a congress with its ordinal and term", function()
    local one = reading.read("vi", "Đại hội lần thứ VI, nhiệm kỳ 2016-2020, họp ngày 23/4/2016 với 132 đại "
      .. "biểu.").ordinals[1]
    assert.same({ 6, 2016, 2020, 2016 }, { one.n, one.from, one.to, one.year })
    one = reading.read("en", "The 5th congress elected 21 members.").ordinals[1]
    assert.equal(5, one.n)
  end)
end)

describe("organisations", function()
  it("are named once, with the place they are of", function()
    local r = reading.read("vi", "Hội Luật gia tỉnh Phú Yên và Hội Khuyến học họp. Hội Luật gia tỉnh Phú Yên có 5 "
      .. "chi hội.")
    assert.same({ "Hội Luật gia", "tỉnh Phú Yên", 2 }, { r.organisations[1].name, r.organisations[1].place,
      r.organisations[1].mentions })
    assert.equal("Hội Khuyến học", r.organisations[2].name)
    r = reading.read("en", "The Lawyers Association met the Association for the Blind and the Red Cross.")
    assert.same({ "Lawyers Association", "Association for the Blind", "Red Cross" },
      { r.organisations[1].name, r.organisations[2].name, r.organisations[3].name })
  end)
end)

describe("a further language", function()
  local TEXT = "Au 31 décembre 2023, la région comptait 1 392 associations et plus de 440 000 adhérents, dont 65 "
    .. "associations provinciales"
    .. " et 1 327 associations communales. Les associations ont aidé quatre-vingt-douze familles, soit 2,5 "
      .. "millions d’euros."
  it("is one file of words: French is found and read", function()
    local r = assert(report.read { text = TEXT })
    assert.equal("fr", r.lang)
    assert.same({ "1392 organisation", "440000 member", "65 organisation", "1327 organisation", "92 family",
      "2500000 EUR" }, figures("fr", TEXT))
    assert.same({ "1 392 = 65 + 1 327" }, reading.sums("fr", TEXT))
    assert.equal("2023-12-31", r.figures[1].as_of)
    assert.equal("more_than", r.figures[2].hedge)
    assert.equal("province", r.figures[3].by.scope_level)
  end)
end)

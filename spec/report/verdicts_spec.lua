-- Published figures in sentences of our own: from text to verdict, in three languages.
local report = require "orgstat.report"

-- The findings of a text: { check, verdict, difference } of those that are asked for.
local function verdicts(lang, text)
  local read = assert(report.read({ text = text }, { lang = lang }))
  return read:check(), read
end

local function find(findings, wanted)
  for _, one in ipairs(findings) do
    if one.check == wanted[1] and one.verdict == wanted[2]
      and (wanted[3] == nil or one.difference and math.abs(one.difference - wanted[3]) < 1e-6) then
      return one
    end
  end
end

local function told(findings)
  local lines = {}
  for i, one in ipairs(findings) do lines[i] = tostring(one) .. " [" .. tostring(one.difference) .. "]" end
  return table.concat(lines, "\n")
end

-- Each vector: what must be found, and the sentences by language.
local VECTORS = {
  {
    "V01", { { "F01", "ok", 0 }, { "F02", "ok" } },
    en = "By the end of August 2024 the province had 1,392 mass associations with 440,532 members, of which 65 "
      .. "associations are province-wide, including 14 assigned associations and 51 voluntary associations; 124 "
      .. "associations are at district level and 1,203 associations are at commune level.",
    vi = "Đến cuối tháng 8/2024, tỉnh có 1.392 hội quần chúng với 440.532 hội viên, trong đó "
      .. "65 hội hoạt động trong phạm vi "
      .. "toàn tỉnh, gồm 14 hội được giao nhiệm vụ và 51 hội tự nguyện; 124 hội cấp "
      .. "huyện và 1.203 hội cấp xã.",
    id = "Hingga akhir Agustus 2024 provinsi itu memiliki 1.392 organisasi massa dengan 440.532 anggota, di "
      .. "antaranya 65 "
      .. "organisasi di tingkat provinsi, terdiri atas 14 organisasi yang diberi tugas dan 51 organisasi "
      .. "sukarela; 124 "
      .. "organisasi di tingkat distrik dan 1.203 organisasi di tingkat komune.",
  },
  {
    "V03", { { "F01", "violated", -1000 }, { "F01", "violated", 1000 }, { "F01", "ok", 0 } },
    en = "As of 31 July 2019 there were 420,381 registered organisations, comprising 25,812 organisations with a "
      .. "registration letter, 393,497 organisations with legal personality and 72 foreign organisations. The 25,812 "
      .. "organisations with a registration letter consist of 1,688 national organisations, 8,170 provincial "
      .. "organisations and 16,954 district organisations. The 393,497 organisations with legal personality consist "
      .. "of 163,413 societies and 230,084 foundations.",
    vi = "Tính đến ngày 31/7/2019 có 420.381 tổ chức đã đăng ký, gồm 25.812 tổ chức có "
      .. "giấy chứng nhận đăng ký, 393.497 tổ chức "
      .. "có tư cách pháp nhân và 72 tổ chức nước ngoài. 25.812 tổ chức có giấy chứng "
      .. "nhận đăng ký gồm 1.688 tổ chức toàn quốc, "
      .. "8.170 tổ chức cấp tỉnh và 16.954 tổ chức cấp huyện. 393.497 tổ chức có tư cách "
      .. "pháp nhân gồm 163.413 hội và 230.084 quỹ.",
    id = "Per 31 Juli 2019 terdapat 420.381 ormas terdaftar, terdiri atas 25.812 ormas pemegang SKT, 393.497 "
      .. "ormas berbadan "
      .. "hukum, dan 72 ormas asing. Sebanyak 25.812 ormas pemegang SKT terdiri atas 1.688 ormas nasional, 8.170 "
      .. "ormas "
      .. "provinsi, dan 16.954 ormas kabupaten/kota. Sebanyak 393.497 ormas berbadan hukum terdiri atas 163.413 "
      .. "perkumpulan "
      .. "dan 230.084 yayasan.",
  },
  {
    "V04", { { "F01", "violated", -10000 }, { "F01", "ok", 0 } },
    en = "On 22 November 2019 the total was 431,465 organisations: 27,015 organisations with a registration letter, "
      .. "404,379 organisations with legal personality and 71 foreign organisations. The 404,379 organisations with "
      .. "legal personality comprise 226,994 foundations and 167,385 societies.",
    vi = "Ngày 22/11/2019 có tổng số 431.465 tổ chức, gồm 27.015 tổ chức có giấy chứng "
      .. "nhận, 404.379 tổ chức có pháp nhân và 71 tổ "
      .. "chức nước ngoài. 404.379 tổ chức có pháp nhân gồm 226.994 quỹ và 167.385 hội.",
    id = "Per 22 November 2019 jumlahnya 431.465 ormas, terdiri atas 27.015 ormas pemegang SKT, 404.379 ormas "
      .. "berbadan hukum, "
      .. "dan 71 ormas asing. Ormas berbadan hukum sebanyak 404.379 terdiri atas 226.994 yayasan dan 167.385 "
      .. "perkumpulan.",
  },
  {
    "V06", { { "F01", "ok", 0 }, { "T03", "violated" } },
    en = "The district has 765 branches, comprising 626 branches in villages and 139 branches in schools, with "
      .. "992.0000 members.",
    vi = "Huyện có 765 chi hội, gồm 626 chi hội ở thôn và 139 chi hội ở trường học, với "
      .. "992.0000 hội viên.",
    id = "Kabupaten itu memiliki 765 cabang, terdiri atas 626 cabang di desa dan 139 cabang di sekolah, dengan "
      .. "992.0000 anggota.",
  },
  {
    "V07", { { "F01", "ok", 0 } },
    en = "There are 49 province-wide associations, comprising 3 political associations, 5 professional "
      .. "associations, 25 social "
      .. "associations, 1 economic association and 15 humanitarian associations.",
    vi = "Toàn tỉnh có 49 hội cấp tỉnh, gồm 3 hội chính trị, 5 hội nghề nghiệp, 25 hội "
      .. "xã hội, 1 hội kinh tế và 15 hội nhân đạo.",
    id = "Terdapat 49 asosiasi tingkat provinsi, terdiri atas 3 asosiasi politik, 5 asosiasi profesi, 25 asosiasi "
      .. "sosial, 1 "
      .. "asosiasi ekonomi, dan 15 asosiasi kemanusiaan.",
  },
  {
    "V08", { { "F03", "ok" } },
    en = "The 10 associations have 57,961 members, notably the Red Cross with more than 18,800 members, the Study "
      .. "Promotion "
      .. "Association with 30,790 members, the Association of the Blind with more than 4,220 members and the Lawyers "
      .. "Association with more than 2,610 members.",
    vi = "10 hội có 57.961 hội viên, trong đó có Hội Chữ thập đỏ trên 18.800 hội viên, "
      .. "Hội Khuyến học 30.790 hội viên, Hội Người mù "
      .. "trên 4.220 hội viên và Hội Luật gia trên 2.610 hội viên.",
    id = "10 asosiasi itu memiliki 57.961 anggota, antara lain Palang Merah lebih dari 18.800 anggota, Asosiasi "
      .. "Pembelajaran 30.790 "
      .. "anggota, Asosiasi Tuna Netra lebih dari 4.220 anggota, dan Asosiasi Pengacara lebih dari 2.610 anggota.",
  },
  {
    "V09", { { "F01", "ok" } },
    en = "The union has more than 71,890 members, comprising 603 organisational members and more than 71,280 "
      .. "individual members.",
    vi = "Liên hiệp có trên 71.890 hội viên, gồm 603 hội viên tổ chức và trên 71.280 hội "
      .. "viên cá nhân.",
    id = "Persatuan itu memiliki lebih dari 71.890 anggota, terdiri atas 603 anggota lembaga dan lebih dari "
      .. "71.280 anggota perorangan.",
  },
  {
    "V10", { { "F01", "doubtful", 19 } },
    en = "The federation has about 3,150 members, comprising 99 organisational members and about 3,070 individual "
      .. "members.",
    vi = "Liên đoàn có khoảng 3.150 hội viên, gồm 99 hội viên tổ chức và khoảng 3.070 hội "
      .. "viên cá nhân.",
    id = "Federasi itu memiliki sekitar 3.150 anggota, terdiri atas 99 anggota lembaga dan sekitar 3.070 anggota "
      .. "perorangan.",
  },
  {
    "V11", { { "F01", "ok" } },
    en = "Nearly 6,000 people took part, comprising more than 3,100 women and more than 2,700 men.",
    vi = "Gần 6.000 người tham gia, gồm hơn 3.100 phụ nữ và hơn 2.700 nam giới.",
    id = "Hampir 6.000 orang ikut serta, terdiri atas lebih dari 3.100 perempuan dan lebih dari 2.700 laki-laki.",
  },
  {
    "V12", { { "F04", "doubtful", 36706000000 } },
    en = "The associations raised above 222 billion VND, of which 258 billion 706 million VND was raised for the "
      .. "Tet campaign.",
    vi = "Các hội vận động được trên 222 tỷ đồng, trong đó phong trào Tết là 258 tỷ 706 "
      .. "triệu đồng.",
    id = "Asosiasi-asosiasi itu menghimpun lebih dari 222 miliar VND, di antaranya 258 miliar 706 juta VND untuk "
      .. "kampanye Tet.",
  },
  {
    "V13", { { "F01", "violated", 10 }, { "T04", "violated" } },
    en = "Scholarships for 322 students\n\nThe fund gave scholarships to 322 students, comprising 88 students for "
      .. "the first time and "
      .. "244 other students.",
    vi = "Trao học bổng cho 322 sinh viên\n\nQuỹ đã trao học bổng cho 322 sinh viên, gồm 88 sinh "
      .. "viên lần đầu và 244 sinh viên khác.",
    id = "Beasiswa untuk 322 mahasiswa\n\nYayasan memberi beasiswa kepada 322 mahasiswa, terdiri atas 88 "
      .. "mahasiswa baru dan 244 "
      .. "mahasiswa lain.",
  },
  {
    "V14", { { "F01", "ok", 0 } },
    en = "The fund has 1,831 volunteers, comprising 989 students, 264 teachers and 578 retired people.",
    vi = "Hội có 1.831 hội viên, gồm 989 hội viên nữ, 264 hội viên trẻ và 578 hội viên khác.",
    id = "Asosiasi itu memiliki 165 cabang, terdiri atas 39 cabang di kota, 48 cabang di desa, 58 cabang di "
      .. "sekolah, dan 20 cabang di "
      .. "pabrik.",
  },
  {
    "V15", { { "F10", "ok" } },
    en = "The Red Cross admitted 16,501 members, reaching 150% of the plan, 5,501 members above the plan.",
    vi = "Hội kết nạp 16.501 hội viên, đạt 150% kế hoạch, vượt 5.501 hội viên so với kế "
      .. "hoạch.",
    id = "Palang Merah menerima 16.501 anggota, mencapai 150% dari target, melampaui target sebanyak 5.501 anggota.",
  },
  {
    "V16", { { "F06", "ok" } },
    en = "Of 4,956 petitions, 4,859 petitions (98%) were answered.",
    vi = "Trong 4.956 kiến nghị, đã trả lời 4.859 kiến nghị (đạt 98%).",
    id = "Dari 4.956 usulan, 4.859 usulan (98%) telah dijawab.",
  },
  {
    "V17", { { "F16", "violated", -30 } },
    en = "The number of organisations is 50,908 + 885 - 144 = 51,679.",
    vi = "Số tổ chức là 50.908 + 885 - 144 = 51.679.",
    id = "Jumlah organisasi adalah 50.908 + 885 - 144 = 51.679.",
  },
  {
    "V18", { { "F14", "ok" } },
    en = "In 2022 the society raised 4.7 trillion VND (over 198 million USD) for 18.8 million people.",
    vi = "Năm 2022, hội vận động được 4,7 nghìn tỷ đồng (hơn 198 triệu USD) giúp 18,8 "
      .. "triệu người.",
    id = "Pada tahun 2022 palang merah menghimpun 4,7 triliun VND (lebih dari 198 juta USD) untuk 18,8 juta orang.",
  },
  {
    "V20", { { "F19", "ok", 0 } },
    en = "The number of associations fell from 6 to 2, a decrease of 4 associations.",
    vi = "Số hội giảm từ 6 hội xuống còn 2 hội, giảm 4 hội.",
    id = "Jumlah asosiasi turun dari 6 menjadi 2, berkurang 4 asosiasi.",
  },
  {
    "V28", { { "F01", "ok", 0 } },
    en = "From 1 July 2025 the country has 3,321 commune-level units, comprising 2,621 communes, 687 wards and 13 "
      .. "special zones.",
    vi = "Từ ngày 01/7/2025, cả nước có 3.321 đơn vị hành chính cấp xã, gồm 2.621 xã, 687 "
      .. "phường và 13 đặc khu.",
    id = "Sejak 1 Juli 2025 negara itu memiliki 3.321 satuan tingkat komune, terdiri atas 2.621 komune, 687 "
      .. "kelurahan, dan 13 zona "
      .. "khusus.",
  },
}

describe("from text to verdict:", function()
  for _, vector in ipairs(VECTORS) do
    for _, lang in ipairs { "en", "vi", "id" } do
      it(vector[1] .. " in " .. lang, function()
        local findings = verdicts(lang, vector[lang])
        for _, wanted in ipairs(vector[2]) do
          assert(find(findings, wanted), ("no %s %s %s among\n%s"):format(wanted[1], wanted[2], tostring(wanted[3]),
            told(findings)))
        end
        for _, one in ipairs(findings) do
          local expected = one.verdict ~= "violated" or one.importance ~= "error"
          for _, wanted in ipairs(vector[2]) do
            expected = expected or wanted[1] == one.check and wanted[2] == "violated" or one.check == "F02"
              or one.check == "T04"
          end
          assert.is_true(expected, tostring(one))
        end
      end)
    end
  end

  it("V05: a copy that lost a digit", function()
    local text = "Ormas berbadan hukum sebanyak 393.497 terdiri atas 163.413 perkumpulan dan %s yayasan."
    local one = assert(report.read({ text = text:format "230.084" }, { lang = "id" }))
    local other = assert(report.read({ text = text:format "30.084" }, { lang = "id" }))
    local result = report.compare(one, other)
    assert.same({ { a = 3, b = 6, what = "value", slip = "digit_lost" } }, result.changed)
    assert.is_truthy(find(one:check(), { "F01", "ok" }))
    assert.is_truthy(find(other:check(), { "F01", "violated", -200000 }))
  end)

  it("V19: a currency pair of 2016", function()
    for lang, text in pairs {
      en = "In 2016 the support came to 14 trillion VND (630 million USD).",
      vi = "Năm 2016, kinh phí hỗ trợ là 14 nghìn tỷ đồng (630 triệu USD).",
      id = "Pada tahun 2016 dukungan itu mencapai 14 triliun VND (630 juta USD).",
    } do
      assert.is_truthy(find(verdicts(lang, text), { "F14", "ok" }), lang)
    end
  end)

  it("V22: the population that a share implies", function()
    for lang, text in pairs {
      en = "The Farmers' Union has 755,000 members, accounting for 38% of the population.",
      vi = "Hội Nông dân có 755.000 hội viên, chiếm 38% dân số.",
      id = "Serikat Petani memiliki 755.000 anggota, mencakup 38% dari jumlah penduduk.",
    } do
      local one = find(verdicts(lang, text), { "F12", "unknown" })
      assert.is_truthy(one, lang)
      assert.matches("1[.,]961[.,]039 to 2[.,]013[.,]333", one.message)
    end
  end)
end)

-- The vectors of published figures, in sentences of our own: what is read in each language. Written
-- numbers are compared without their marks.
return {
  { name = "V01, V02",
    en = "At the end of August 2024 the province had 1,392 associations with 440,532 members: 65 province-wide "
      .. "associations (14 assigned and 51 voluntary), 124 at district level and 1,203 at commune level.",
    vi = "Đến cuối tháng 8/2024, tỉnh có 1.392 hội với 440.532 hội viên, trong đó phạm vi cấp tỉnh có 65 hội (gồm "
      .. "14 hội được giao nhiệm vụ và 51 hội tự nguyện), cấp huyện 124 hội và cấp xã 1.203 hội.",
    id = "Hingga akhir Agustus 2024 provinsi itu memiliki 1.392 organisasi dengan 440.532 anggota, terdiri atas 65 "
      .. "organisasi tingkat provinsi (termasuk 14 yang diberi tugas dan 51 sukarela), 124 tingkat distrik dan "
      .. "1.203 tingkat komune.",
    figures = { "1392 organisation", "440532 member", "65 organisation", "14 organisation", "51 organisation",
      "124 organisation", "1203 organisation" },
    sums = { "1,392 = 65 + 124 + 1,203", "65 = 14 + 51" } },
  { name = "V03",
    en = "On 31 July 2019 there were 420,381 organisations, comprising 25,812 organisations with a letter, 393,497 "
      .. "legal bodies and 72 foreign organisations. The 25,812 organisations are made up of 1,688 national, 8,170 "
      .. "provincial and 16,954 district organisations.",
    vi = "Tính đến ngày 31/7/2019 có 420.381 tổ chức, gồm 25.812 tổ chức có giấy chứng nhận, 393.497 tổ chức có tư "
      .. "cách pháp nhân và 72 tổ chức nước ngoài. Số 25.812 tổ chức bao gồm 1.688 tổ chức toàn quốc, 8.170 tổ "
      .. "chức cấp tỉnh và 16.954 tổ chức cấp huyện.",
    id = "Per 31 Juli 2019 tercatat 420.381 ormas, terdiri atas 25.812 ormas ber-SKT, 393.497 ormas berbadan hukum "
      .. "dan 72 ormas asing. Sebanyak 25.812 ormas itu terdiri dari 1.688 ormas nasional, 8.170 ormas provinsi "
      .. "dan 16.954 ormas kabupaten/kota.",
    figures = { "420381 organisation", "25812 organisation", "393497 organisation", "72 organisation",
      "25812 organisation", "1688 organisation", "8170 organisation", "16954 organisation" },
    sums = { "420,381 = 25,812 + 393,497 + 72", "25,812 = 1,688 + 8,170 + 16,954" } },
  { name = "V04",
    en = "There are 404,379 organisations with legal status: 226,994 foundations and 167,385 societies.",
    id = "Ormas berbadan hukum berjumlah 404.379, terdiri atas 226.994 yayasan dan 167.385 perkumpulan.",
    vi = "Tổ chức có tư cách pháp nhân là 404.379 tổ chức, gồm 226.994 quỹ và 167.385 hội.",
    figures = { "404379 organisation", "226994 organisation", "167385 organisation" },
      sums = { "404,379 = 226,994 + 167,385" } },
  { name = "V06",
    en = "The union has 765 associations, including 626 local associations and 139 provincial associations, with "
      .. "992.0000 members.",
    vi = "Liên hiệp có 765 hội, gồm 626 hội cơ sở và 139 hội cấp tỉnh, với 992.0000 hội viên.",
    id = "Gabungan itu memiliki 765 asosiasi, terdiri atas 626 asosiasi lokal dan 139 asosiasi provinsi, dengan "
      .. "992.0000 anggota.",
    figures = { "765 organisation", "626 organisation", "139 organisation", "992|9920000 member" },
      sums = { "765 = 626 + 139" } },
  { name = "V07",
    en = "There are 49 associations at provincial level: 3 humanitarian associations, 5 arts associations, 25 "
      .. "trade associations, 1 press association and 15 other associations. There are 189 associations at "
      .. "district level and 1,481 associations at commune level, with more than 7,300 branches and 365,000 members.",
    vi = "Cấp tỉnh có 49 hội, gồm 3 hội nhân đạo, 5 hội văn nghệ, 25 hội nghề nghiệp, 1 hội nhà báo và 15 hội "
      .. "khác. Cấp huyện có 189 hội và cấp xã có 1.481 hội, với hơn 7.300 chi hội và 365.000 hội viên.",
    id = "Di tingkat provinsi ada 49 asosiasi, terdiri atas 3 asosiasi kemanusiaan, 5 asosiasi seni, 25 asosiasi "
      .. "profesi, 1 asosiasi pers dan 15 asosiasi lain. Ada 189 asosiasi tingkat distrik dan 1.481 asosiasi "
      .. "tingkat komune, dengan lebih dari 7.300 cabang dan 365.000 anggota.",
    figures = { "49 organisation", "3 organisation", "5 organisation", "25 organisation", "1 organisation",
      "15 organisation", "189 organisation", "1481 organisation", "7300 branch", "365000 member" },
    sums = { "49 = 3 + 5 + 25 + 1 + 15" } },
  { name = "V08",
    en = "The union has 57,961 members in 10 associations, of which the Red Cross has more than 18,800, the Study "
      .. "Promotion Association 30,790, the Elderly Association more than 4,220 and the Lawyers Association more "
      .. "than 2,610.",
    vi = "Liên hiệp có 57.961 hội viên ở 10 hội, trong đó Hội Chữ thập đỏ có trên 18.800, Hội Khuyến học 30.790, "
      .. "Hội Người cao tuổi trên 4.220 và Hội Luật gia trên 2.610.",
    id = "Gabungan itu memiliki 57.961 anggota di 10 asosiasi, di antaranya Palang Merah lebih dari 18.800, "
      .. "Asosiasi Pembelajaran 30.790, Asosiasi Lansia lebih dari 4.220 dan Asosiasi Pengacara lebih dari 2.610.",
    figures = { "57961 member", "10 organisation", "18800 member", "30790 member", "4220 member", "2610 member" },
    sums = { "57,961 >= 18,800 + 30,790 + 4,220 + 2,610" } },
  { name = "V09",
    en = "The fund reached more than 71,890 people, of whom 603 were orphans and more than 71,280 were elderly "
      .. "people.",
    vi = "Quỹ đã giúp hơn 71.890 người, gồm 603 trẻ mồ côi và hơn 71.280 người cao tuổi.",
    id = "Dana itu menjangkau lebih dari 71.890 orang, terdiri atas 603 anak yatim dan lebih dari 71.280 lansia.",
    figures = { "71890 person", "603 person", "71280 person" }, sums = { "71,890 = 603 + 71,280" } },
  { name = "V10",
    en = "There are about 3,150 clubs, including 99 district clubs and about 3,070 commune clubs.",
    vi = "Có khoảng 3.150 câu lạc bộ, gồm 99 câu lạc bộ cấp huyện và khoảng 3.070 câu lạc bộ cấp xã.",
    id = "Ada sekitar 3.150 klub, terdiri atas 99 klub tingkat distrik dan sekitar 3.070 klub tingkat komune.",
    figures = { "3150 organisation", "99 organisation", "3070 organisation" }, sums = { "3,150 = 99 + 3,070" } },
  { name = "V11",
    en = "The drive collected nearly 6,000 blood units, including more than 3,100 from students and more than "
      .. "2,700 from workers.",
    vi = "Chương trình tiếp nhận gần 6.000 đơn vị máu, gồm hơn 3.100 đơn vị máu của sinh viên và hơn 2.700 đơn vị "
      .. "máu của công nhân.",
    id = "Kegiatan itu mengumpulkan hampir 6.000 kantong darah, terdiri atas lebih dari 3.100 kantong dari "
      .. "mahasiswa dan lebih dari 2.700 kantong dari pekerja.",
    figures = { "6000 blood_unit", "3100 blood_unit", "2700 blood_unit" }, sums = { "6,000 = 3,100 + 2,700" } },
  { name = "V12",
    en = "The total value was above VND 222 billion, of which the Tet gifts were worth VND 258 billion 706 million.",
    vi = "Tổng trị giá trên 222 tỷ đồng, trong đó quà Tết trị giá 258 tỷ 706 triệu đồng.",
    id = "Nilai totalnya di atas 222 miliar VND, di antaranya bingkisan Tet senilai 258 miliar 706 juta VND.",
    figures = { "222000000000 VND", "258706000000 VND" } },
  { name = "V13",
    en = "Scholarships for 322 students\n\nThis year the fund helped 322 students: 88 first-time students and 244 "
      .. "others.",
    vi = "Trao học bổng cho 322 sinh viên\n\nNăm nay quỹ hỗ trợ 322 sinh viên: 88 sinh viên lần đầu và 244 sinh "
      .. "viên khác.",
    id = "Beasiswa bagi 322 mahasiswa\n\nTahun ini yayasan membantu 322 mahasiswa: 88 mahasiswa penerima baru dan "
      .. "244 mahasiswa lainnya.",
    figures = { "322 person", "322 person", "88 person", "244 person" }, sums = { "322 = 88 + 244" } },
  { name = "V14",
    en = "There were 1,831 supervision sessions: 989 at commune level, 264 at district level and 578 at province "
      .. "level. The staff of 165 people is made up of 39 women, 48 men, 58 volunteers and 20 officials.",
    vi = "Đã tổ chức 1.831 cuộc giám sát, gồm 989 cuộc cấp xã, 264 cuộc cấp huyện và 578 cuộc cấp tỉnh. Có 165 cán "
      .. "bộ, gồm 39 người cấp tỉnh, 48 người cấp huyện, 58 người cấp xã và 20 người ở cơ sở.",
    figures = { "1831 session", "989 session", "264 session", "578 session", "165 person", "39 person", "48 person",
      "58 person", "20 person" },
    sums = { "1,831 = 989 + 264 + 578", "165 = 39 + 48 + 58 + 20" } },
  { name = "V15",
    en = "The union admitted 16,501 members, reaching 150% of the plan, 5,501 members above the plan.",
    vi = "Liên hiệp kết nạp được 16.501 hội viên, đạt 150% kế hoạch, vượt kế hoạch 5.501 hội viên.",
    id = "Serikat itu menerima 16.501 anggota, mencapai 150% dari target, 5.501 anggota di atas target.",
    figures = { "16501 member", "150 percent", "5501 member" }, relation = { plan = { result = "16,501",
      rate = "150", excess = "5,501" } } },
  { name = "V16",
    en = "Of the 4,956 associations, 4,859 sent a report (98%).",
    vi = "Có 4.859 trên 4.956 hội gửi báo cáo, đạt 98%.",
    id = "Sebanyak 4.859 dari 4.956 asosiasi mengirim laporan (98%).",
    relation = { percent = { part = "4,859", whole = "4,956", rate = "98" } }, figures_any = true },
  { name = "V17",
    en = "Last year 885 members joined in 114 groups: 50,908 + 885 - 144 = 51,679 members.",
    vi = "Năm qua có 885 hội viên vào 114 tổ: 50.908 + 885 - 144 = 51.679 hội viên.",
    id = "Tahun lalu 885 anggota masuk dalam 114 kelompok: 50.908 + 885 - 144 = 51.679 anggota.",
    figures = { "885 member", "114 group", "50908 member", "885 member", "144 member", "51679 member" },
    relation = { equation = { terms = { "+50,908", "+885", "-144" }, result = "51,679" } } },
  { name = "V18",
    en = "The society raised 4.7 trillion VND (over 198 million USD) for 18.8 million people.",
    vi = "Hội vận động được 4,7 nghìn tỷ đồng (hơn 198 triệu USD) cho 18,8 triệu người.",
    id = "Palang Merah menghimpun 4,7 triliun VND (lebih dari 198 juta USD) untuk 18,8 juta orang.",
    figures = { "4700000000000 VND", "198000000 USD", "18800000 person" }, relation = { money_pair = {} } },
  { name = "V20",
    en = "In 2020, 6 associations were merged into 2 associations, 4 fewer.",
    vi = "Năm 2020, từ 6 hội sáp nhập còn 2 hội, giảm 4 hội.",
    id = "Pada 2020, dari 6 asosiasi digabung menjadi 2 asosiasi, berkurang 4 asosiasi.",
    figures = { "6 organisation", "2 organisation", "4 organisation" }, relation = { from_to = { from = "6",
      to = "2", change = "4" } } },
  { name = "V22",
    en = "The union has 755,000 members, accounting for 38% of the population.",
    vi = "Toàn tỉnh có 755.000 hội viên, chiếm 38% dân số.",
    id = "Serikat itu memiliki 755.000 anggota, atau 38% dari jumlah penduduk.",
    figures = { "755000 member", "38 percent" }, relation = { percent = { part = "755,000", rate = "38",
      implied = "population" } } },
  { name = "V23",
    en = "The aid was worth hundreds of billions of VND.", vi = "Hỗ trợ trị giá hàng trăm tỷ đồng.",
      id = "Bantuan itu senilai ratusan miliar VND.",
    figures = { "100000000000..1000000000000 VND" } },
  { name = "V24", en = "The fund has nearly 1.25 billion dong.", vi = "Quỹ có gần 1,25 tỷ đồng.",
    id = "Dana itu hampir 1,25 miliar dong.", figures = { "1250000000 VND" } },
  { name = "V25", en = "Income was VND 10,319 million, dues were VND 98,400,000 and gifts 1 billion 250 million "
    .. "dong.",
    vi = "Tổng thu 10.319 triệu đồng, hội phí 98.400.000 đồng và tài trợ 1 tỷ 250 triệu đồng.",
      id = "Pendapatan VND 10.319 juta, iuran VND 98.400.000 dan sumbangan 1 miliar 250 juta dong.",
    figures = { "10319000000 VND", "98400000 VND", "1250000000 VND" } },
  { name = "V26", vi = "Mỗi hộ nhận 2 triệu rưỡi đồng, tổng cộng một nghìn một trăm linh năm hộ.",
    figures = { "2500000 VND", "1105 household" } },
  { name = "V26", id = "Setiap keluarga menerima satu setengah juta rupiah, seluruhnya seribu seratus lima "
    .. "keluarga.", figures = { "1500000 IDR", "1105 family" } },
  { name = "V28",
    en = "From 1 July 2025 there are 3,321 communal units, consisting of 2,621 communes, 687 wards and 13 special "
      .. "zones.",
    vi = "Từ ngày 01/7/2025 có 3.321 đơn vị, gồm 2.621 xã, 687 phường và 13 đặc khu.",
    id = "Mulai 1 Juli 2025 ada 3.321 satuan, terdiri atas 2.621 desa, 687 kelurahan dan 13 zona.",
    figures = { "3321 unit", "2621 other", "687 other", "13 other" }, sums = { "3,321 = 2,621 + 687 + 13" } },
  { name = "V29", en = "The ministry counted more than 431,000 organisations.",
    vi = "Bộ thống kê hơn 431.000 tổ chức.", id = "Kementerian mencatat 431 ribu lebih ormas.",
    figures = { "431000 organisation" } },
}

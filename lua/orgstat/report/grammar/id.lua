--- Indonesian: words and rules of language for reading reports, as in `orgstat.report.grammar.en`.
-- @module orgstat.report.grammar.id

return {
  lang = "id",
  group = ".", decimal = ",",
  common = "dan, yang, di, dengan, untuk, dari, dalam, ini, pada, oleh, adalah, tidak, sebagai, akan, telah, "
    .. "ke, tersebut, para, serta, itu, atau, sebanyak, jumlah, anggota, provinsi",
  noun_after = 2,

  numbers = {
    nol = 0, kosong = 0, satu = 1, dua = 2, tiga = 3, empat = 4, lima = 5, enam = 6, tujuh = 7, delapan = 8,
    sembilan = 9,
    sepuluh = 10, sebelas = 11,
  },
  number_rules = { teens = "belas", tens = "puluh", hundred = "ratus", point = "koma", half_before = "setengah" },
  prefixed = { [2] = "seratus", [3] = "seribu", [6] = "sejuta", [9] = "semiliar, semilyar", [12] = "setriliun" },
  scales = { [1] = "puluh", [2] = "ratus", [3] = "ribu", [6] = "juta", [9] = "miliar, milyar",
  [12] = "triliun, trilyun" },
  scale_short = { [3] = "rb, k", [6] = "jt", [9] = "M, m", [12] = "T, t" },
  dozen = "lusin", articles = "satu",
  half_number = "setengah", half = "separuh, setengah dari, separuh dari, separo",

  hedge = {
    more_than = "lebih dari, di atas, melebihi, lebih, melampaui, menembus, tembus, lebih besar dari, diatas",
    nearly = "hampir, mendekati, nyaris",
    about = "sekitar, kira-kira, kurang lebih, kisaran, diperkirakan, diperkirakan mencapai, di kisaran, "
      .. "rata-rata sekitar, berkisar, diperkirakan sekitar, ±",
    at_least = "paling sedikit, minimal, sekurang-kurangnya, setidaknya, sedikitnya, tidak kurang dari, "
      .. "paling kurang, setidak-tidaknya",
    at_most = "paling banyak, maksimal, tidak lebih dari, hingga maksimal, sebanyak-banyaknya, "
      .. "setinggi-tingginya, maksimum",
    under = "kurang dari, di bawah, tidak sampai, belum sampai, dibawah",
    exact = "tepat, persis, tepatnya, genap",
  },
  hedge_after = { more_than = "lebih, lebih dari", at_least = "ke atas, atau lebih",
  at_most = "ke bawah, atau kurang" },
  multiple = {
    tens = { [0] = "puluhan", [3] = "puluhan ribu", [6] = "puluhan juta", [9] = "puluhan miliar, puluhan milyar",
    [12] = "puluhan triliun" },
    hundreds = { [0] = "ratusan", [3] = "ratusan ribu", [6] = "ratusan juta", [9] = "ratusan miliar, ratusan milyar",
    [12] = "ratusan triliun" },
    thousands = { [0] = "ribuan", [3] = "jutaan", [6] = "miliaran, milyaran", [9] = "triliunan, ribuan triliun" },
  },
  range_from = "dari, antara, mulai, mulai dari", range_to = "sampai, hingga, sampai dengan, s/d, s.d., dan, s.d",
  dash = "-, –, —",

  percent = "persen, prosen", percentage_point = "poin persentase, persen poin, poin persen, persentase poin",
  currency = { IDR = "Rp, Rp., rupiah, IDR", VND = "VND, VNĐ, dong, đồng",
  USD = "USD, US$, dolar AS, dolar, dolar Amerika, $, dollar AS, dollar", EUR = "EUR, euro, €",
  GBP = "GBP, £, poundsterling", AUD = "AUD, dolar Australia",
  other = "RM, ringgit, yen, yuan, S$, dolar Singapura, SGD, riyal, baht, won" },

  units = {
    organisation = "organisasi, ormas, asosiasi, yayasan, perkumpulan, koperasi, lembaga, perhimpunan, "
      .. "persatuan, federasi, konfederasi, serikat, serikat pekerja, aliansi, klub, perusahaan, LSM, NGO, "
      .. "organisasi massa, organisasi kemasyarakatan, organisasi masyarakat, organisasi anggota, unit usaha, "
      .. "SP, serikat buruh, UMKM, UKM, badan hukum, organisasi nonpemerintah, paguyuban, majelis, ikatan, "
      .. "himpunan, gabungan, lembaga amal, komunitas, OPZ, LAZ, partai, partai politik, OKP, "
      .. "organisasi sosial, LKS, LKSA, BUMDes, bank sampah, koperasi aktif, organisasi sukarela, "
      .. "organisasi kepemudaan, organisasi wanita, Kopdes, Kopdes/Kel, kopdes merah putih, koperasi desa, KUD, "
      .. "KSP, BMT, Kopdes/Kel Merah Putih, badan usaha, usaha mikro, usaha kecil, badan",
    branch = "cabang, kantor cabang, pengurus cabang", sub_branch = "ranting, pengurus ranting",
    group = "kelompok, kelompok tani, tim, regu, kelompok usaha, KUB, poktan, gapoktan",
    unit = "unit, satuan, unit bawahan, unit kerja",
    member = "anggota, orang anggota, anggota resmi, anggota baru, anggota kehormatan, "
      .. "orang anggota serikat pekerja, anggota koperasi, anggota aktif, anggota keluarga, "
      .. "orang anggota rumah tangga, pengurus dan anggota",
    person = "orang, jiwa, warga, relawan, penduduk, peserta, penerima manfaat, penerima, perempuan, laki-laki, "
      .. "anak, siswa, mahasiswa, pekerja, karyawan, petani, pasien, korban, guru, pelajar, "
      .. "penyandang disabilitas, lansia, mustahik, muzaki, muzakki, tenaga kerja, pegawai, pengurus, delegasi, "
      .. "kader, santri, dokter, perawat, tenaga medis, tenaga kesehatan, buruh, pemuda, wanita, pria, ibu, "
      .. "bayi, balita, nelayan, pedagang, pelaku usaha, pendonor, pendonor darah, anak yatim, yatim, dhuafa, "
      .. "tokoh, pejabat, pengungsi, wirausaha, masyarakat, ASN, PNS, TNI, polisi, narapidana, personel, "
      .. "personil, pengunjung, undangan, tamu, donatur, jemaah, jamaah, penumpang, penyuluh, pendamping, "
      .. "kepala desa, fakir miskin, guru ngaji, pemilih, alumni, putra, putri, lulusan, ahli, staf, penderita, "
      .. "atlet, remaja, pelaku UMKM, wajib pajak, janda, WNI, WNA, penduduk miskin, pasang, lainnya orang, "
      .. "mualaf, ketua, warga miskin, anak asuh, keluarga orang, hafiz, imam, marbot, peternak, pengusaha, "
      .. "pengelola, pembina, instruktur, konselor, responden, pengemudi, perajin, difabel, sukarelawan, "
      .. "korban jiwa, pekerja migran, PMI orang, pengasuh, pembimbing, penghuni, anak didik, murid, "
      .. "santriwati, tutor, pelatih, wartawan, advokat, notaris, sopir, satpam, camat, lurah, kepala daerah, "
      .. "calon, saksi, jemaat, penerima beasiswa, penyintas, pengacara, dosen, peneliti, seniman, penulis, "
      .. "akuntan, apoteker, bidan, keluarga miskin orang, penggiat, aktivis",
    turn = "kunjungan, orang-kali, kali kunjungan, kali bantuan",
    household = "rumah tangga, KK, kepala keluarga, RT tangga, rumah tangga miskin",
    family = "keluarga, keluarga penerima manfaat, KPM",
    session = "kegiatan, sesi, seminar, acara, rapat, pertemuan, inspeksi, pengawasan, kampanye, sidang, "
      .. "musyawarah, lokakarya, lomba, pameran, penyuluhan, event, aksi",
    conference = "konferensi, kongres", course = "pelatihan, kelas, kursus, angkatan pelatihan, bimtek",
    document = "dokumen, buku, naskah, publikasi, rancangan, jurnal, artikel, perda, peraturan, raperda, "
      .. "undang-undang, MoU, sertifikat dokumen",
    opinion = "pendapat, masukan, tanggapan, saran",
    petition = "usulan, rekomendasi, petisi, pengaduan, aduan, permohonan",
    decision = "keputusan, penghargaan, sertifikat, izin, SK", filing = "pelaporan",
    case = "kasus, perkara, pelanggaran, kejadian, sengketa",
    gift = "bingkisan, paket, paket sembako, paket bantuan, hadiah, parsel, sembako, paket makanan",
    house = "rumah, unit rumah, rumah layak huni, hunian",
    animal = "ekor, sapi, kambing, ekor sapi, ekor kambing, domba, ekor domba, kerbau",
    blood_unit = "kantong darah, kantong, kantung darah, kantung, labu darah, kantong darah segar",
    scholarship = "beasiswa", year = "tahun", hour = "jam, jam kerja", m2 = "m2, m², meter persegi",
    score = "poin, skor, angka indeks",
    other = "bulan, hari, minggu, pekan, kali, provinsi, kabupaten, kota, kabupaten/kota, kecamatan, desa, "
      .. "kelurahan, distrik, komune, negara, daerah, wilayah, kategori, jenis, titik, lokasi, ton, kilogram, "
      .. "kg, liter, hektar, hektare, ha, pohon, bagian, tahap, sektor, bidang, item, buah, set, lembar, porsi, "
      .. "tempat tidur, kursi roda, kendaraan, sepeda, komputer, butir, poin penting, dusun, kampung, "
      .. "satuan administratif, gelombang, pilar, aspek, kriteria, indikator, produk, sumur, model, tempat, "
      .. "kursi, suara, pos, dapur, dapur umum, jenis bantuan, hal, arah, cara, langkah, detik, menit, suku, "
      .. "bahasa, pulau, jembatan, jalan, ruang, ruang kelas, dosis, botol, karung, dus, truk, mobil, "
      .. "mobil ambulans, ambulans, kios, pasar, stan, laptop, bibit, kolam, program studi, komoditas, "
      .. "transaksi, rekening, golongan, periode, butir soal, tiket, halaman, kandidat, medali, emas, perak, "
      .. "perunggu, nominasi, cabang olahraga, asnaf, pintu, bangunan, gedung, pelabuhan, stasiun, saluran, "
      .. "alat, mesin, kampus, fakultas, klaster, zona, medan, gudang, kantin, tenda, selimut, RT, RW, laporan, "
      .. "program, sekolah, madrasah, rumah sakit, perguruan tinggi, universitas, masjid, pesantren, "
      .. "panti asuhan, gereja, kantor, proyek, penelitian, instansi, OPD, dinas, kementerian, surat, berkas, "
      .. "klinik, posko, kecamatan desa, sekolah tinggi, titik lokasi, kelurahan desa, institut, politeknik, "
      .. "akademi, kab/kota, kab, komunitas adat",
  },
  elder = "tahun usia", age_before = "usia, berusia, umur, berumur, usianya",
  distance = "km, kilometer, meter, m, cm, mm, mil, °C, derajat, derajat Celsius, km/jam, GB, MB, magnitudo, "
    .. "skala richter",

  months = { "Januari, Jan", "Februari, Feb, Pebruari", "Maret, Mar", "April, Apr", "Mei", "Juni, Jun", "Juli, "
    .. "Jul", "Agustus, Agu, Ags, Agt", "September, Sep, Sept", "Oktober, Okt", "November, Nov, "
    .. "Nopember", "Desember, Des" },
  weekday = "Senin, Selasa, Rabu, Kamis, Jumat, Sabtu, Minggu",
  year_word = "tahun, tahun anggaran, tahun ajaran, tahun buku, TA",
  year_sure = "tahun, sejak, sejak tahun", money = "IDR",
  year_before = "tahun, sejak, pada, di, sampai, hingga, per, selama, dari, akhir, awal, dan, periode, "
    .. "masa bakti, tahun ajaran, sepanjang, anggaran, tahun anggaran, TA, ke, untuk, dibanding, dibandingkan, "
    .. "pertengahan, tahun buku, medio, UUD, Undang-Undang Dasar, antara, setelah, sebelum",
  as_of = "per, hingga, sampai, sampai dengan, hingga akhir, per tanggal, per akhir, sampai akhir, pada akhir, "
    .. "terhitung, data per, per tahun, hingga saat ini, saat ini, sampai saat ini, s.d., hingga bulan, "
    .. "per bulan, posisi, kondisi, tercatat per, hingga tanggal",
  end_of = "akhir, hingga akhir, sampai akhir, pada akhir, per akhir, akhir tahun, hingga akhir tahun",
  period_before = "pada, selama, dalam, sepanjang, pada tahun, tahun",
  founded = "didirikan tahun, didirikan pada tahun, berdiri sejak tahun, dibentuk tahun, berdiri pada, "
    .. "didirikan pada, berdiri sejak, dibentuk pada tahun, berdiri tahun",
  quarter = "triwulan, kuartal, TW",
  part_year = { ["01-06"] = "semester I, semester pertama, enam bulan pertama, paruh pertama, semester 1",
  ["07-12"] = "semester II, semester kedua, paruh kedua, semester 2", ["01-09"] = "sembilan bulan pertama",
    ["01-03"] = "triwulan I, triwulan pertama, kuartal I, kuartal pertama, triwulan 1",
    ["04-06"] = "triwulan II, triwulan kedua, kuartal II, kuartal kedua, triwulan 2",
    ["07-09"] = "triwulan III, triwulan ketiga, kuartal III, kuartal ketiga, triwulan 3",
    ["10-12"] = "triwulan IV, triwulan keempat, kuartal IV, kuartal keempat, triwulan 4" },
  part_year_link = "tahun, dari tahun", time_after = "WIB, WITA, WIT, GMT", time_before = "pukul, jam, pkl, pkl.",

  ordinal_always = "ke, pasal, ayat, bab, nomor, no.", blood = "darah, donor darah",
  classifiers = "unit, buah, lembaga",
  unit_word = "satuan, dalam",
  ordinal_before = "ke, nomor, no., no, pasal, ayat, bab, kelas, halaman, tabel, gambar, lampiran, tahap, fase, "
    .. "gelombang, lantai, blok, RT, RW, jalan, jl, jl., gang, kavling, angkatan, seri, edisi, volume, vol., "
    .. "telp, telp., telepon, HP, WA, fax, poin, butir, huruf, urutan, peringkat, ranking, juara, golongan, "
    .. "tipe, level, sila, zona, kamar,kode pos, hotline, Covid, jilid, kompi, kodim, SMA, SMP, SD, SMK, SMAN, "
    .. "SMPN, SDN, SMKN, MAN, MTsN, nomor urut, kecuali nomor, koramil, top, grup, tingkat, minggu, hari, G, "
    .. "BPJS 2, UU, PP, Permendagri, Permenkes, Perpres, Keppres, Perda, Permensos, sesi, wilayah kerja, "
    .. "kloter, bagian ke, komisi, rute, terminal, kolom, surah, surat, juz",
  ordinals = "pertama, kedua, ketiga, keempat, kelima, keenam, ketujuh, kedelapan, kesembilan, kesepuluh, "
    .. "salah satu, satu sama lain, satu-satunya, persatuan, kesatuan, satu per satu, bersatu, satu pintu, "
    .. "satu data, satu atap, satu desa, satu kesatuan, dua arah, dwi, setahun, sebulan, tiap satu, satuan, "
    .. "surat keterangan terdaftar, dua kali lipat",
  ke_prefix = "ke",
  phone = "telp, telp., telepon, HP, WA, WhatsApp, fax, hotline, faks, rekening, nomor rekening, no. rekening, "
    .. "NPWP, NIK, kode pos, call center, ISSN, ISBN, Bank, rek",
  score_words = "skor, menang, kalah, imbang, gol, pertandingan",

  documents = { conclusion = "kesimpulan",
  decision = "keputusan, keputusan presiden, keppres, keputusan menteri, kepmen, SK",
  decree = "peraturan pemerintah, PP, dekret, peraturan presiden, perpres", circular = "surat edaran",
  law = "undang-undang, UU, Perppu, UUD",
    resolution = "resolusi", directive = "instruksi, arahan, inpres, instruksi presiden", guidance = "pedoman",
    plan = "rencana", report = "laporan",
    regulation = "peraturan, peraturan menteri, permendagri, perda, peraturan daerah, permensos, konvensi, "
      .. "peraturan gubernur, pergub, perbup, konvensi ILO, permen, permenkop",
    project = "proyek", notice = "pengumuman, surat" },
  document_number = "nomor, no., no", term_words = "periode, masa bakti", issuer_links = "dari, oleh",
  document_year = "tahun",

  levels = {
    national = "nasional, seluruh Indonesia, tingkat nasional, seluruh negeri, tingkat pusat, pusat, di pusat",
    inter_provincial = "antarprovinsi, lintas provinsi",
    province = "provinsi, tingkat provinsi, seluruh provinsi, di provinsi, di seluruh provinsi, "
      .. "pemerintah provinsi, tingkat wilayah, di tingkat provinsi",
    district = "kabupaten/kota, tingkat kabupaten, distrik, tingkat distrik, tingkat kabupaten/kota, "
      .. "di kabupaten/kota, tingkat daerah, kabupaten, di tingkat distrik, di tingkat kabupaten, "
      .. "kabupaten dan kota, tingkat kota, di kabupaten",
    commune = "kecamatan, tingkat kecamatan, desa, tingkat desa, komune, tingkat komune, kelurahan, "
      .. "di tingkat komune, tingkat kelurahan, desa/kelurahan, di desa, di tingkat desa, bangsal",
  },
  categories = { assigned = "diberi tugas oleh Partai dan Negara, yang diberi tugas, diberi tugas, "
    .. "ditugaskan oleh Partai, ditugaskan, ditugasi",
  voluntary = "sukarela, mengatur diri sendiri", special = "bersifat khusus, berkarakter khusus",
  non_special = "tidak bersifat khusus" },
  org_types = { socio_political = "sosial-politik, politik dan sosial",
  socio_political_professional = "sosial-politik-profesi", socio_professional = "sosial-profesi",
  social = "organisasi sosial", economic = "organisasi ekonomi", humanitarian = "organisasi kemanusiaan" },
  statuses = { active = "aktif, masih aktif", inactive = "tidak aktif, nonaktif",
  suspended = "dibekukan, dihentikan sementara", dissolved = "dibubarkan, bubar", merged = "digabungkan, dilebur" },

  spaced_levels = true, -- a level of one word is one only beside its noun
  joins = "dan, serta, sedangkan, sementara, kemudian, lalu, disusul",
  scope = "cakupan, lingkup, cakupan operasional, lingkup kegiatan, skala",
  extent = "seluruh Indonesia, seluruh negeri",
  ratio = "dari",
  copula = "adalah, ialah", by_whom = "oleh",
  of_which = "dari jumlah tersebut, di antaranya, diantaranya, dari jumlah itu, di mana, dimana, "
    .. "dari total tersebut, dari total itu, dari angka tersebut, antara lain terdiri, dari sejumlah itu, "
    .. "dari jumlah ini",
  again = "dari jumlah tersebut, di antaranya, dari jumlah itu, jumlah tersebut terbagi, jumlah itu terdiri, "
    .. "jumlah tersebut terdiri, jumlah itu, jumlah tersebut, rinciannya, dengan rincian, terdiri atas, "
    .. "terdiri dari, rincian, dari total tersebut, dari angka tersebut, di mana, perinciannya, "
    .. "mereka terdiri dari, mereka terdiri atas, dari total itu, yakni, yaitu, rinciannya yakni, "
    .. "angka tersebut terdiri",
  including = "termasuk, terdiri atas, terdiri dari, terbagi, terbagi atas, terbagi menjadi, dengan rincian, "
    .. "yakni, yaitu, meliputi, mencakup, rinciannya, dengan perincian, masing-masing, rincian, terbagi dalam, "
    .. "dengan komposisi, di antaranya adalah, adalah, perinciannya, berikut rincian, rinciannya yaitu, "
    .. "terdiri, yang terdiri dari, yang terdiri atas, dengan perincian sebagai berikut, sebagai berikut",
  open_words = "antara lain, seperti, misalnya, terutama, khususnya, dan lain-lain, dll, dll., dsb, "
    .. "dan sebagainya, di antaranya, diantaranya, contohnya, umumnya, sebagian besar, mayoritas, "
    .. "termasuk di antaranya",
  total = "total, jumlah, jumlah total, totalnya, seluruhnya, sejumlah total, secara keseluruhan, "
    .. "total sebanyak, jumlah keseluruhan, keseluruhan, total keseluruhan, sehingga total, dengan total, "
    .. "jumlah seluruhnya, semuanya, grand total",
  total_after = "seluruhnya, secara keseluruhan, totalnya",
  rest = "sisanya, sisa, selebihnya, tersisa, sisanya sebanyak, yang tersisa", others = "lainnya, lain",
  average = "rata-rata, secara rata-rata, rerata, rata-ratanya",
  per = { person = "per orang, masing-masing orang, per kapita, /kapita, per jiwa, setiap orang, per anggota, "
    .. "tiap orang",
  organisation = "per organisasi, per lembaga, per koperasi, setiap organisasi",
  year = "per tahun, setiap tahun, /tahun",
  other = "per bulan, /bulan, per hari, per rumah tangga, per keluarga, per paket" },
  up = "naik, meningkat, bertambah, kenaikan, tumbuh, peningkatan, penambahan, pertumbuhan, tambahan, "
    .. "lebih tinggi, lebih banyak, melonjak, naik menjadi, surplus, naik sebesar, naik dari, tambah, meningkat dari",
  down = "turun, menurun, berkurang, penurunan, merosot, lebih rendah, lebih sedikit, pengurangan, menyusut, "
    .. "anjlok, turun menjadi, turun sebesar, turun dari, dikurangi, menurun dari, menurun sebanyak",
  to = "menjadi, ke, hingga", from = "dari", by = "sebesar, sebanyak",
  compared = "dibandingkan, dibanding, terhadap, daripada, dari tahun sebelumnya, "
    .. "dibandingkan periode yang sama, dibandingkan tahun sebelumnya, dari periode yang sama, tahun lalu, "
    .. "dibanding tahun lalu, dibanding periode yang sama, year on year, yoy",
  merged = "digabung menjadi, dilebur menjadi, digabungkan menjadi, digabungkan ke dalam, menjadi satu",
  plan = "target, rencana, dari target, target tahunan, dari rencana, target tahun ini, sasaran, "
    .. "target yang ditetapkan, dari target tahunan, anggaran rencana",
  over_plan = "di atas target, melampaui target, melebihi target, lebih tinggi dari target, di atas rencana, "
    .. "melampaui rencana, melebihi rencana, lebih banyak dari rencana, lebih banyak dari target",
  under_plan = "di bawah target, kurang dari target, di bawah rencana",
  share = "atau, sebesar, setara, mencakup, mencapai, sekitar, merupakan, sama dengan, atau sebesar, "
    .. "atau sekitar, persentase, atau setara, dengan persentase, setara dengan",
  out_of = "dari, dari total, dari seluruh, dari jumlah, dari keseluruhan, dari sebanyak, terhadap total, "
    .. "dari total sebanyak",
  population = "penduduk, jumlah penduduk, populasi, total penduduk, dari penduduk",

  stop = "dan, yang, di, dengan, untuk, dari, dalam, ini, pada, oleh, adalah, tidak, sebagai, akan, telah, ke, "
    .. "tersebut, para, serta, itu, atau, sudah, juga, karena, agar, bagi, antara, hingga, sampai, per, saat, "
    .. "masih, ada, bisa, dapat, hanya, saja, namun, tetapi, sedangkan, sementara, setelah, sebelum, ketika, "
    .. "kepada, terhadap, tentang,mereka, kami, kita, ia, dia, memiliki, menjadi, tercatat, terdaftar, terdiri, "
    .. "termasuk, sebesar, sebanyak, mencapai, turun, naik, meningkat, menurun, maupun, lalu, secara, seluruh, "
    .. "setiap, berupa, senilai, merupakan, mendapat, menerima, mengikuti, berhasil, kata, ujarnya, lebih, "
    .. "kurang, lainnya, telah, yakni, yaitu, bernilai",
  adverbs = "baru, besar, kecil, lain, miskin, aktif, muda",

  places = "provinsi, kabupaten, kota, kecamatan, desa, kelurahan, Kab., Prov., Kec., distrik, komune",
  place_links = "di, se-, dari",
  congress = "kongres, musyawarah, muktamar, musyawarah nasional, munas", name_links = "dan, untuk, atas, bagi",
  forms_front = "Asosiasi, Perhimpunan, Persatuan, Perkumpulan, Ikatan, Himpunan, Serikat, Federasi, "
    .. "Konfederasi, Gabungan, Aliansi, Yayasan, Paguyuban, Lembaga, Forum, Majelis, Dewan, Klub, Komite, "
    .. "Kementerian, Badan, Dinas, Koperasi, Palang, Front, Liga, Komisi, Partai, Dana",
  forms_own = "Palang Merah Indonesia, Palang Merah, PMI, Politbiro, Kemendagri, Kemenkumham, Kemlu, BPS, "
    .. "Baznas, Front Tanah Air, Front Tanah Air Vietnam, Nahdlatul Ulama, Muhammadiyah",
  furniture = "komentar, comment, bagikan, baca juga, baca selengkapnya, lihat juga, berita terkait, terkait, "
    .. "terpopuler, terbaru, iklan, advertisement, menu, beranda, home, cari, masuk, daftar, tag, tags, foto, "
    .. "sumber, editor, penulis, reporter, hak cipta, copyright, kontak, redaksi, dilihat, dibaca, perbesar, "
    .. "scroll, ikuti, langganan, telepon, pewarta, views, pengunjung,silakan tinggalkan komentar, "
    .. "dalam topik yang sama, dalam kategori yang sama, dari penulis yang sama, berita terkini, bacaan, "
    .. "sosmed, copy-link, share, hits, simak juga, artikel terkait, rekomendasi untuk anda, tonton, video",
  furniture_tail = "komentar, berita terkait, artikel terkait, terpopuler, dalam topik yang sama, "
    .. "dalam kategori yang sama, dari penulis yang sama, silakan tinggalkan komentar, berita lainnya, "
    .. "rekomendasi untuk anda, berita terbaru, tinggalkan komentar, terkini, berita populer, "
    .. "statistik pengunjung, baca juga, tulis komentar, tinggalkan balasan, artikel lainnya, berita terkini",
  source_words = "sumber, link",
}

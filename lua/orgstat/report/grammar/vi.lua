--- Vietnamese: words and rules of language for reading reports, as in `orgstat.report.grammar.en`.
-- @module orgstat.report.grammar.vi

return {
  lang = "vi",
  group = ".", decimal = ",",
  common = "và, của, các, có, được, trong, là, cho, với, những, đã, tỉnh, về, người, đến, hội, công, tổ chức, "
    .. "thực hiện, số",
  noun_after = 0,

  numbers = {
    ["không"] = 0, ["một"] = 1, ["mốt"] = 1, ["hai"] = 2, ["ba"] = 3, ["bốn"] = 4, ["tư"] = 4, ["năm"] = 5,
    ["lăm"] = 5,
    ["nhăm"] = 5, ["sáu"] = 6, ["bảy"] = 7, ["bẩy"] = 7, ["tám"] = 8, ["chín"] = 9, ["mười"] = 10,
  },
  -- The words that only follow another numeral.
  bound = "mốt, lăm, nhăm, tư", year_digit = "năm",
  number_rules = { ten = "mười", tens = "mươi", hundred = "trăm", zero_tens = "linh, lẻ", point = "phẩy, phảy",
  half = "rưỡi, rưởi" },
  colloquial = true, -- "một triệu hai" is 1,200,000
  scales = { [1] = "chục", [2] = "trăm", [3] = "nghìn, ngàn", [4] = "vạn", [6] = "triệu", [9] = "tỷ, tỉ" },
  scale_short = { [6] = "tr", [3] = "k" },
  dozen = "tá",
  articles = "một",
  half_number = "nửa", half = "một nửa, nửa số, phân nửa",

  hedge = {
    more_than = "hơn, trên, quá, vượt, vượt mức, đạt trên, đạt hơn, ngoài, nhiều hơn, lớn hơn, cao hơn",
    nearly = "gần, ngót, xấp xỉ gần, suýt soát, non",
    about = "khoảng, chừng, tầm, xấp xỉ, ước, ước đạt, ước tính, ước khoảng, độ, trên dưới, khoảng chừng, "
      .. "ước chừng, vào khoảng",
    at_least = "ít nhất, tối thiểu, không dưới, không ít hơn, từ hơn",
    at_most = "nhiều nhất, tối đa, không quá, lên đến, cao nhất, không vượt quá",
    under = "dưới, chưa đến, chưa tới, chưa đầy, không đến, ít hơn, thấp hơn",
    exact = "đúng, chính xác, vừa đúng",
  },
  hedge_after = { at_least = "trở lên", at_most = "trở xuống", more_than = "có lẻ" },
  multiple = {
    tens = { [0] = "hàng chục", [3] = "hàng chục nghìn, hàng chục ngàn", [4] = "hàng chục vạn",
    [6] = "hàng chục triệu", [9] = "hàng chục tỷ, hàng chục tỉ",
      [12] = "hàng chục nghìn tỷ, hàng chục ngàn tỷ" , },
    hundreds = { [0] = "hàng trăm", [3] = "hàng trăm nghìn, hàng trăm ngàn", [6] = "hàng trăm triệu",
    [9] = "hàng trăm tỷ, hàng trăm tỉ", [12] = "hàng trăm nghìn tỷ" },
    thousands = { [0] = "hàng nghìn, hàng ngàn", [3] = "hàng triệu",
    [9] = "hàng nghìn tỷ, hàng ngàn tỷ, hàng nghìn tỉ", [6] = "hàng tỷ, hàng tỉ" },
    tens_of_3 = "hàng vạn",
  },
  range_from = "từ", range_to = "đến, tới, lên", dash = "-, –, —",

  percent = "phần trăm", percentage_point = "điểm phần trăm, điểm %, % điểm",
  currency = { VND = "đồng, đ, ₫, VND, VNĐ, vnđ, đồng Việt Nam",
  USD = "USD, US$, đô la, đô la Mỹ, đô-la, $, đôla, dollars, dollar, Mỹ kim", IDR = "Rp, rupiah",
    EUR = "EUR, euro, €", GBP = "GBP, £, bảng Anh", AUD = "AUD, đô la Úc, Úc kim",
    other = "yên, JPY, nhân dân tệ, NDT, won, baht, SGD, đô la Singapore, franc, RMB, kíp" },

  units = {
    organisation = "hội, hiệp hội, tổ chức, tổ chức hội, liên hiệp hội, liên hiệp, tổng hội, liên đoàn, "
      .. "liên minh, câu lạc bộ, CLB, quỹ, hợp tác xã, HTX, doanh nghiệp, DN, công ty, hội quần chúng, "
      .. "đoàn thể, hội đặc thù, tổ chức thành viên, tổ chức chính trị - xã hội, tổ chức xã hội, quỹ xã hội, "
      .. "quỹ từ thiện, tổ chức phi chính phủ, liên hiệp hợp tác xã, cơ quan, công đoàn, công đoàn cơ sở, "
      .. "hội thành viên, hội cơ sở, tổ chức tôn giáo, tổ chức cơ sở, cơ sở hội, tổ chức hội cơ sở, "
      .. "hội nghề nghiệp, tổ chức xã hội - nghề nghiệp, hội đoàn, tổ chức quần chúng, hội quần chúng công lập, "
      .. "trung tâm, viện, hội có tính chất đặc thù, tổ chức chính trị, quỹ xã hội từ thiện, cơ sở đoàn, "
      .. "tổ chức công đoàn, ban liên lạc, tổ chức đảng, ngân hàng, hội sở, hội viên tập thể, "
      .. "công đoàn viên chức, doanh nghiệp dân doanh",
    branch = "chi hội, chi đoàn, liên chi hội, chi hội cơ sở, chi hội trực thuộc, chi nhánh", sub_branch = "phân hội",
    group = "tổ hội, tổ, nhóm, tổ hợp tác, tổ liên kết, tổ công đoàn, đội, tổ tự quản, tổ tiết kiệm và vay vốn, "
      .. "tổ nhóm, tổ tiết kiệm",
    unit = "đơn vị, đơn vị trực thuộc, đầu mối, cơ quan đơn vị, cơ quan, đơn vị",
    member = "hội viên, thành viên, đoàn viên, thành viên hợp tác xã, hội viên mới, đoàn viên mới, "
      .. "hội viên danh dự, đoàn viên công đoàn, hội viên cá nhân, hội viên tổ chức",
    person = "người, người dân, cán bộ, đại biểu, phụ nữ, học sinh, sinh viên, trẻ em, nạn nhân, thanh niên, "
      .. "tình nguyện viên, đảng viên, vị, cụ, ủy viên, uỷ viên, em, cháu, đồng chí, công nhân, lao động, "
      .. "người lao động, nông dân, biên chế, nhân dân, dân, bệnh nhân, hộ dân số, công chức, viên chức, "
      .. "nhân sự, nhà báo, luật sư, giáo viên, thầy thuốc, bác sĩ, chuyên gia, nghệ nhân, vận động viên, "
      .. "cựu chiến binh, cộng tác viên, người cao tuổi, người khuyết tật, người mù, đối tượng, trẻ mồ côi, "
      .. "học viên, chỉ tiêu, cá nhân, người có uy tín, thí sinh, hộ nông dân số, nhân khẩu, "
      .. "cựu thanh niên xung phong, nữ, nam, thương binh, tiểu thương, tác giả, nhà khoa học, văn nghệ sĩ, "
      .. "hòa giải viên, báo cáo viên, mẹ, bà mẹ, chủ tịch, phó chủ tịch, CNVCLĐ, CNLĐ, công nhân lao động, "
      .. "nhà tài trợ, mạnh thường quân, cán bộ hội, cán bộ, chiến sĩ, doanh nhân, khách, trường hợp, ứng viên, "
      .. "thanh thiếu nhi, thiếu nhi, thiếu niên, gương, đoàn viên thanh niên, cán bộ hội viên, nghệ sĩ, "
      .. "lãnh đạo, thân nhân, tăng ni, phật tử, tín đồ, chức sắc, du khách, người nghèo, chức việc, dân số, "
      .. "trẻ, đồng hương, trẻ nhỏ, lương y, tăng ni phật tử, học sinh nghèo, nhà hảo tâm, người bệnh, chủ hộ, "
      .. "nhân viên, giảng viên, nghiên cứu sinh, tiến sĩ, thạc sĩ, giáo sư, kỹ sư, nghệ sĩ ưu tú, diễn viên, "
      .. "nhạc sĩ, họa sĩ, phóng viên, nhà văn, nhà thơ, nhà giáo, luật gia, y tá, điều dưỡng, dược sĩ, "
      .. "hộ sinh, tài xế, ngư dân, thợ, bệnh binh, liệt sĩ, người có công, bí thư, phó bí thư, trưởng thôn, "
      .. "tổ trưởng, cộng sự, hội viên phụ nữ, phụ lão, bô lão, thiếu nữ, bé, cụ già, trẻ khuyết tật, "
      .. "trẻ em nghèo, em học sinh, học sinh sinh viên, trẻ em mồ côi, nạn nhân chất độc da cam, "
      .. "người hiến máu, đại biểu chính thức, cán bộ đoàn, hộ sản xuất người, nhà khoa học trẻ, "
      .. "thanh niên xung phong, người hưởng lợi, người thụ hưởng",
    turn = "lượt, lượt người, lượt hội viên, lượt đoàn viên, lượt người dân, lượt cán bộ, lượt truy cập, "
      .. "lượt học sinh, lượt hộ, lượt khách, lượt người tham gia, lượt trẻ em, lượt xem, lượt phụ nữ, "
      .. "lượt đối tượng,lượt cán bộ hội viên, lượt người nghèo, lượt hội viên nông dân, lượt nông dân, "
      .. "lượt người cao tuổi, lượt đại biểu, lượt ý kiến, lượt tình nguyện viên, lượt thanh niên, "
      .. "lượt bệnh nhân, lượt người tham dự, lượt gia đình",
    household = "hộ, hộ gia đình, hộ nghèo, hộ dân, hộ cận nghèo, hộ nông dân, hộ hội viên, hộ vay, nông hộ",
    family = "gia đình, gia đình chính sách",
    session = "cuộc, buổi, hội thảo, chương trình, đợt, hoạt động, cuộc thi, cuộc họp, chuyến, cuộc giám sát, "
      .. "đoàn giám sát, đại hội, phong trào, phiên, buổi tuyên truyền, cuộc kiểm tra, giải, tọa đàm, toạ đàm, "
      .. "sự kiện, lễ, cuộc đối thoại, đoàn kiểm tra, hội thi, buổi nói chuyện, diễn đàn, cuộc vận động, "
      .. "cuộc phản biện, chuyên đề, cuộc tuyên truyền, ca, kỳ họp, lần",
    conference = "hội nghị, hội nghị phản biện, hội nghị tập huấn, hội nghị tuyên truyền, hội nghị phản biện xã hội",
    course = "lớp, lớp tập huấn, khóa, khoá, khóa tập huấn, khóa đào tạo, lớp bồi dưỡng, lớp đào tạo, "
      .. "lớp dạy nghề, khóa học, lớp học",
    document = "văn bản, tài liệu, ấn phẩm, đề tài, bài, bài viết, dự thảo, tin bài, đề án, tin, "
      .. "dự thảo văn bản, tờ rơi, cuốn sách, cuốn, tờ gấp, sách, kế hoạch, văn kiện, tác phẩm, hồ sơ, bản, "
      .. "đầu sách, điều lệ, sáng kiến, quy chế, thỏa thuận",
    opinion = "ý kiến, lượt ý kiến, ý kiến góp ý, ý kiến đóng góp",
    petition = "kiến nghị, đơn thư, đơn, đề xuất, đề nghị, ý kiến kiến nghị",
    decision = "quyết định, giấy khen, bằng khen, giấy phép, giấy chứng nhận, huy chương, huân chương",
    filing = "lượt báo cáo, tờ khai",
    case = "vụ, vụ việc, vụ án, việc, sai phạm",
    gift = "suất quà, phần quà, quà, gói quà, túi quà, món quà, suất quà tết, quà tết, suất",
    house = "căn nhà, ngôi nhà, nhà, căn, nhà tình thương, nhà đại đoàn kết, nhà tình nghĩa, "
      .. "căn nhà tình thương, nhà ở, mái ấm, ngôi nhà tình thương, nhà nhân ái, căn hộ, nhà chữ thập đỏ, "
      .. "mái ấm tình thương, nhà khăn quàng đỏ",
    animal = "con, con bò, con giống, bò giống, con gia súc, con lợn, con trâu, con dê, con gà, con bò giống, đàn",
    blood_unit = "đơn vị máu, đơn vị máu an toàn, đơn vị máu quy đổi", scholarship = "suất học bổng, học bổng",
    year = "năm, năm qua, năm vừa qua, năm tới, năm trước, năm sau, năm liên tục, năm gần đây, năm liền, "
      .. "năm nay, năm học, năm thực hiện",
    hour = "giờ, tiếng, giờ công, giờ tình nguyện", m2 = "m2, m², mét vuông", score = "điểm",
    other = "tháng, ngày, tuần, lần, tỉnh, tỉnh thành, huyện, xã, phường, thị trấn, thành phố, thôn, ấp, bản, "
      .. "khu phố, quận, thị xã, nước, quốc gia, vùng, khu vực, tấn, kg, ha, héc ta, hécta, tạ, lít, mô hình, "
      .. "công trình phần việc, xe, xe lăn, xe đạp, cây, cây xanh, chiếc, bộ, cái, loại, nhóm ngành, lĩnh vực, "
      .. "mặt, chương, nhiệm kỳ, nhiệm vụ, giải pháp, mục tiêu, nội dung, tiêu chí, khâu, phần, phòng, giường, "
      .. "tuyến đường, cầu, bữa ăn, suất ăn, suất cơm, điểm cầu, địa phương, dân tộc, danh hiệu, giải thưởng, "
      .. "cấp, lá cờ, đảng bộ, chi bộ, bước, ngành, ngành nghề, nghề, công, ngày công, công lao động, "
      .. "đơn vị hành chính, đặc khu, máy tính, cơ sở, sản phẩm, máy, tủ sách, giếng, giếng nước, cuốn vở, "
      .. "quyển, quyển vở, chỗ, kênh, hạng mục, điểm nóng, phút, giây, cờ, khối, cụm, địa bàn, địa chỉ, "
      .. "tổ dân phố, nhóm chỉ tiêu, cụm dân cư, cụm thi đua, khu dân cư, trạm, chợ, cửa hàng, thùng, thẻ, "
      .. "thẻ bảo hiểm y tế, thẻ BHYT, tập, tiết mục, giải pháp nhiệm vụ, câu hỏi, vé, phiếu, trang, đường, "
      .. "tuyến, bình, áo, chăn, màn, ghế, đĩa, hòm, quả, quả bóng, trận, đợt thi, nhà máy, khu, hồ, lồng, "
      .. "vườn, phòng học, phòng khám, bể nước, lò, món, gói, gói thầu, hợp đồng, cột, hoạt chất, hàng, chuỗi, "
      .. "mẫu, ống, phong cách, tiêu chuẩn, nhóm giải pháp, công trình, dự án, báo cáo, đoàn xe, đội, đội hình, "
      .. "trường, trường học, bệnh viện, tập thể, đội tình nguyện, đội thanh niên, chuyến xe, xuất, hạt",
  },
  elder = "tuổi, tuổi đời, tuổi đảng", age_before = "tuổi, độ tuổi, từ đủ",
  distance = "km, ki lô mét, mét, m, cm, mm, cây số, °C, độ C, độ, km/h, MB, GB",

  months = { "tháng Giêng, "
    .. "tháng một", "tháng hai", "tháng ba", "tháng tư", "tháng năm", "tháng sáu", "tháng bảy", "tháng tám",
      "tháng chín", "tháng mười",
    "tháng mười một", "tháng mười hai, tháng Chạp" },
  month_word = "tháng, tháng:", day_word = "ngày, mùng, mồng, hôm", daytime = "sáng, chiều, tối, trưa, đêm",
  year_word = "năm, năm học, niên độ",
  year_sure = "năm, năm học", money = "VND",
  year_before = "năm, từ, đến, đầu năm, cuối năm, trong năm, giai đoạn, nhiệm kỳ, nhiệm kì, năm học, hết năm, "
    .. "vào năm, khóa, khoá, đầu, cuối, và, so với, Xuân, Tết, niên khóa, mùa, tới, kể từ, trước",
  as_of = "tính đến, tính đến hết, đến hết, đến, tính đến ngày, tính tới, đến cuối, đến ngày, đến nay, "
    .. "tính đến cuối, cho đến, tính đến thời điểm, đến thời điểm, hiện nay, tính đến thời điểm ngày, "
    .. "tại thời điểm, tính từ, đến tháng, tính đến tháng",
  end_of = "hết, cuối, đến cuối, đến hết, tính đến hết, tính đến cuối, cuối năm, hết năm, hết ngày, hết tháng, "
    .. "cuối tháng",
  period_before = "trong, năm, trong năm, trong tháng, ước",
  founded = "thành lập năm, thành lập từ năm, được thành lập năm, thành lập vào năm, ra đời năm",
  quarter = "quý", part_year = { ["01-06"] = "6 tháng đầu, sáu tháng đầu, nửa đầu",
  ["07-12"] = "6 tháng cuối, sáu tháng cuối, nửa cuối", ["01-09"] = "9 tháng đầu, chín tháng đầu, 9 tháng",
    ["01-03"] = "3 tháng đầu, quý I, quý 1, quý đầu", ["04-06"] = "quý II, quý 2", ["07-09"] = "quý III, quý 3",
    ["10-12"] = "quý IV, quý 4" },
  part_year_link = "năm, của năm, của",
  time_after = "giờ, h, g, phút, giờ sáng, giờ chiều", time_before = "lúc, hồi, vào lúc, lúc:",

  ordinal_always = "thứ, lần thứ, kỳ họp thứ, điều, khoản, nhiệm kỳ thứ, nhiệm kỳ lần thứ", blood = "máu, hiến máu",
  classifiers = "",
  unit_word = "ĐVT, đơn vị tính, đơn vị",
  ordinal_before = "thứ, lần thứ, số, điều, khoản, chương, mục, quận, phường, tổ số, khóa, khoá, kỳ, "
    .. "kỳ họp thứ, đợt, giai đoạn, lớp số, tổ dân phố, khu phố số, trang, bảng, phụ lục, hình, biểu, phòng số, "
    .. "tầng, quốc lộ, QL, tỉnh lộ,hạng, loại, mẫu, tuần, ĐT, số điện thoại, điện thoại, Fax, hotline, lần, "
    .. "thứ:, cấp số, bài số, kỳ thứ, nhiệm kỳ thứ, khối, hẻm, ngõ, số nhà, điểm b, chuyên đề số, ấp số, "
    .. "đội số, nhóm số, nhiệm kỳ lần thứ, trung đoàn, sư đoàn, lữ đoàn, tiểu đoàn, quân khu,chương trình 135, "
    .. "Covid, Quân khu, top, mức độ, cấp độ, thập niên, thế kỷ, thế kỉ, thông báo số, công văn số, hành quân, "
    .. "kỳ:, ca thứ, ATK, vòng, ngày thứ, tết, chỉ số, khu công nghiệp, tổ bầu cử số",
  ordinals = "thứ nhất, thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, thứ bảy, thứ tám, thứ chín, thứ mười, "
    .. "lần thứ hai, lần thứ ba, lần thứ tư, lần thứ năm, lần thứ nhất, chủ nhật, một số, một trong những, "
    .. "một phần, một bộ phận, một cách, một lần, thứ 2, thứ 3, thứ 4, thứ 5, thứ 6, thứ 7, hai bên, ba ngôi, "
    .. "năm nay, năm qua, năm ngoái, năm trước, năm sau, năm tới, hàng năm, hằng năm, mỗi năm, trong năm, "
    .. "cả năm, đầu năm, cuối năm, nhiều năm, những năm, từng năm, các năm, một năm, mấy năm, năm đó, năm học, "
    .. "tết năm, không chỉ, không có, không được, không phải, không còn, không ngừng, ba mẹ, ba lô, tư vấn, "
    .. "tư tưởng, tư pháp, tư cách, tư nhân, đầu tư, thứ, tư liệu, bốn mùa, công tư, riêng tư, vốn đầu tư, "
    .. "nhà đầu tư, vật tư, đầu tư của, kỹ sư, thông tư, tư duy, ba ba, ở không, khoản đóng góp, khoản tiền, "
    .. "số tiền, một mặt, hai mặt, một chiều, hai chiều, ba miền, một cửa, muôn, hàng tháng, hằng tháng, "
    .. "một người, nhất là, số lượng, năm vừa qua, năm mới, năm nào, năm này, kỷ niệm, chín chắn, mười phần, "
    .. "trọng tài, số liệu, điều lệ, điều kiện, điều hành, điều tra, mục tiêu, mục đích, chương trình",
  roman_before = "lần thứ, khóa, khoá, thứ, quý, chương, phần, kỳ, nhiệm kỳ, đại hội",
  phone = "ĐT, Đt, điện thoại, số điện thoại, Fax, hotline, Tel, SĐT, ĐTDĐ, liên hệ, đường dây nóng, tài khoản, "
    .. "số tài khoản, STK, giấy phép, giấy phép số, mã số thuế, MST, CCCD, CMND, biển số, ISSN, ISBN, Zalo, mã số",
  score_words = "tỷ số, tỉ số, thắng, hòa với, hoà với, bàn thắng, trận",

  documents = { conclusion = "kết luận", decision = "quyết định", decree = "nghị định",
  circular = "thông tư, thông tư liên tịch", law = "luật, pháp lệnh, hiến pháp, bộ luật",
  resolution = "nghị quyết, nghị quyết liên tịch",
    directive = "chỉ thị", guidance = "hướng dẫn", plan = "kế hoạch", report = "báo cáo",
    regulation = "quy chế, quy định", project = "đề án",
    notice = "thông báo, công văn, tờ trình, thông tri, công điện" },
  document_number = "số", term_words = "khóa, khoá, nhiệm kỳ, nhiệm kì, giai đoạn", issuer_links = "của, do",

  levels = {
    national = "toàn quốc, cả nước, cấp trung ương, phạm vi cả nước, cấp quốc gia, phạm vi toàn quốc, ở trung ương",
    inter_provincial = "liên tỉnh",
    province = "cấp tỉnh, trong tỉnh, toàn tỉnh, phạm vi toàn tỉnh, tỉnh hội, phạm vi trong tỉnh, phạm vi tỉnh, "
      .. "phạm vi hoạt động trong tỉnh, cấp thành phố, cấp tỉnh và tương đương, phạm vi hoạt động toàn tỉnh, "
      .. "cấp tỉnh~ thành phố, tuyến tỉnh, phạm vi cấp tỉnh, các hội cấp tỉnh, quy mô cấp tỉnh",
    district = "cấp huyện, trong huyện, huyện hội, cấp quận, toàn huyện, phạm vi cấp huyện, phạm vi huyện, "
      .. "phạm vi hoạt động trong huyện, quận huyện, phạm vi trong huyện, tuyến huyện, "
      .. "cấp huyện~ thị xã~ thành phố, cấp quận~ huyện, huyện~ thị xã~ thành phố",
    commune = "cấp xã, trong xã, cấp phường, phạm vi cấp xã, phạm vi xã, phạm vi trong xã, "
      .. "phạm vi hoạt động trong xã, xã phường, cấp xã~ phường~ thị trấn, tuyến xã, xã~ phường~ thị trấn, "
      .. "cấp cơ sở xã, đặc khu cấp xã, phạm vi hoạt động trong cấp xã",
  },
  categories = { assigned = "được Đảng~ Nhà nước giao nhiệm vụ, Đảng~ Nhà nước giao nhiệm vụ, "
    .. "do Đảng~ Nhà nước giao nhiệm vụ, Đảng và Nhà nước giao nhiệm vụ, giao nhiệm vụ, được giao nhiệm vụ",
    voluntary = "tự nguyện, tự quản, tự nguyện tự quản, tự nguyện~ tự quản",
    special = "đặc thù, tính chất đặc thù, hội đặc thù, có tính chất đặc thù",
    non_special = "không đặc thù, không có tính chất đặc thù" },
  org_types = { socio_political = "chính trị - xã hội, tổ chức chính trị - xã hội, chính trị xã hội",
  socio_political_professional = "chính trị - xã hội - nghề nghiệp, chính trị xã hội nghề nghiệp",
    socio_professional = "xã hội - nghề nghiệp, tổ chức xã hội - nghề nghiệp, xã hội nghề nghiệp, hội nghề nghiệp",
    social = "tổ chức xã hội", economic = "tổ chức kinh tế, hội kinh tế",
    humanitarian = "từ thiện nhân đạo, nhân đạo" },
  statuses = { active = "đang hoạt động, hoạt động",
  inactive = "không hoạt động, ngừng hoạt động, dừng hoạt động, tạm ngừng hoạt động",
  suspended = "bị đình chỉ, đình chỉ", dissolved = "giải thể, đã giải thể", merged = "sáp nhập, hợp nhất" },

  joins = "và, cùng, cùng với, với, còn",
  scope = "phạm vi, quy mô, phạm vi hoạt động, hoạt động trong phạm vi",
  extent = "toàn quốc, cả nước, toàn tỉnh, trong tỉnh, trong huyện, trong xã, toàn huyện",
  ratio = "trong số",
  copula = "là", by_whom = "do, bởi",
  of_which = "trong đó, trong số đó, trong tổng số, trong số này, trong số, riêng, số này, trong tổng số này",
  again = "trong đó, trong số đó, trong số này, cụ thể, trong tổng số đó, số đó gồm, gồm có, bao gồm, "
    .. "trong tổng số này",
  including = "gồm, bao gồm, gồm có, cụ thể, cụ thể là, cụ thể như sau, chia ra, gồm:, chia thành, bao gồm cả, "
    .. "như sau, chia theo, phân theo, tính theo, phân ra, gồm các, chi tiết như sau",
  open_words = "trong đó có, như, nhất là, đặc biệt là, chẳng hạn, điển hình, v.v, v.v., vân vân, kể cả, "
    .. "tiêu biểu, trong đó chủ yếu, phần lớn, chủ yếu, trong đó nổi bật, tiêu biểu là, tiêu biểu như, "
    .. "nổi bật là, chủ yếu là, riêng, trong số đó có",
  total = "tổng số, tổng cộng, tổng, cộng, tất cả, toàn bộ, cả thảy, tổng cộng có, nâng tổng số, tổng số hội, "
    .. "tổng kinh phí, tổng trị giá, tổng giá trị, cộng chung, tổng cộng là, tổng số tiền, tổng nguồn, "
    .. "tổng thu, tổng chi, tổng dư nợ",
  total_after = "tất cả, cả thảy", rest = "còn lại, số còn lại, phần còn lại, còn, còn lại là", others = "khác",
  average = "bình quân, trung bình, tính bình quân, bình quân mỗi, trung bình mỗi, mức bình quân",
  per = { person = "mỗi người, đầu người, /người, bình quân đầu người, mỗi hội viên, mỗi em, mỗi cháu",
  organisation = "mỗi hội, mỗi tổ chức, mỗi chi hội, mỗi đơn vị", year = "mỗi năm, hàng năm, /năm, hằng năm",
  other = "mỗi tháng, hàng tháng, mỗi hộ, mỗi suất, mỗi căn, mỗi ngày" },
  up = "tăng, tăng thêm, thêm, nhiều hơn, cao hơn, vượt, tăng trưởng, tăng lên, phát triển mới, "
    .. "phát triển thêm, nâng",
  down = "giảm, giảm được, giảm đi, ít hơn, thấp hơn, giảm bớt, giảm còn, cắt giảm, giảm xuống, giảm mạnh, xuống còn",
  to = "còn, lên, xuống, thành, đến, xuống còn, lên đến, lên thành, nay còn, tới", from = "từ", by = "thêm",
  compared = "so với, so với cùng kỳ, so với năm trước, so với cùng kì, cùng kỳ, so cùng kỳ, so với cuối năm, "
    .. "so với đầu năm, so với đầu nhiệm kỳ, so năm trước",
  merged = "sáp nhập, hợp nhất, sáp nhập thành, hợp nhất thành, sắp xếp thành, sáp nhập còn, hợp nhất còn, "
    .. "sắp xếp lại còn",
  plan = "kế hoạch, chỉ tiêu, so với kế hoạch, kế hoạch năm, chỉ tiêu giao, chỉ tiêu được giao, "
    .. "chỉ tiêu kế hoạch, kế hoạch giao, chỉ tiêu đề ra, chỉ tiêu năm, kế hoạch đề ra, so với chỉ tiêu, "
    .. "dự toán, nghị quyết, kế hoạch cả năm, so kế hoạch",
  over_plan = "vượt kế hoạch, vượt chỉ tiêu, cao hơn kế hoạch, vượt so với kế hoạch, vượt chỉ tiêu giao, "
    .. "tăng so, với kế hoạch, vượt",
  under_plan = "thấp hơn kế hoạch, thấp hơn chỉ tiêu, chưa đạt, hụt so với kế hoạch",
  share = "chiếm, đạt, bằng, tương đương, tỷ lệ, tỉ lệ, đạt tỷ lệ, chiếm tỷ lệ, chiếm tỉ lệ, đạt tỉ lệ, tương ứng",
  out_of = "trong, trên, trên tổng số, trong tổng số, tổng số, của, trên tổng, /, trong số",
  population = "dân số, dân số toàn tỉnh, dân số của tỉnh, số dân",

  stop = "và, của, các, có, được, trong, là, cho, với, những, đã, về, đến, ở, tại, này, đó, do, bị, thì, mà, "
    .. "hay, hoặc, cùng, khi, nếu, vì, nên, để, từ, theo, sau, trước, đang, sẽ, vẫn, cũng, đều, chỉ, lại, ra, "
    .. "vào, lên, xuống, qua, bằng, giữa, trên, dưới, trị giá, trị giá:, đạt, chiếm,tăng, giảm, trở lên, "
    .. "tham gia, tham dự, nhằm, song, nhưng, tuy, còn, gồm, bao gồm, thuộc, so với, mỗi, thông qua, tới, "
    .. "bình quân, hơn, gần, khoảng, so, nay",
  adverbs = "mới, khác, lớn, nhỏ, nghèo, nữ, nam, trẻ",

  places = "tỉnh, thành phố, TP, TP., huyện, quận, thị xã, xã, phường, thị trấn, đặc khu, thôn, ấp",
  place_links = "ở, tại, trên địa bàn, của",
  congress = "đại hội, đại hội đại biểu", name_links = "và, các, vì, cho",
  forms_front = "Hội, Hiệp hội, Liên hiệp các Hội, Liên hiệp, Tổng hội, Liên đoàn, Liên minh, Câu lạc bộ, Quỹ, "
    .. "Đoàn Thanh niên, Mặt trận, Ủy ban, Tổng Liên đoàn, Ban Thường vụ, Sở, Bộ, Hội đồng, Ban Chấp hành, "
    .. "Trung tâm, Viện, Hội Liên hiệp, Đoàn, Ban",
  forms_own = "MTTQ Việt Nam, MTTQ, Bộ Chính trị, Quốc hội, Chính phủ, UBND, HĐND, Mặt trận Tổ quốc, "
    .. "Mặt trận Tổ quốc Việt Nam, Hội Chữ thập đỏ, Hội Khuyến học, Hội Người mù, "
    .. "Hội Nạn nhân chất độc da cam/dioxin, Hội Nạn nhân chất độc da cam, "
    .. "Hội Bảo trợ người khuyết tật và bảo vệ quyền trẻ em, Hội Đông y, Hội Người cao tuổi, "
    .. "Hội Cựu thanh niên xung phong, Câu lạc bộ Hưu trí, Liên hiệp các Hội Khoa học và Kỹ thuật, "
    .. "Hội Luật gia, Liên minh Hợp tác xã, Hội Nhà báo, Liên hiệp các Hội Văn học Nghệ thuật, "
    .. "Liên hiệp các tổ chức hữu nghị, Hiệp hội Doanh nghiệp, Hội Doanh nhân trẻ, Hiệp hội Du lịch, "
    .. "Hiệp hội Thủy sản, Hội Liên hiệp Phụ nữ, Hội Nông dân, Hội Cựu chiến binh, Đoàn Thanh niên, "
    .. "Tổng Liên đoàn Lao động, Hội Người khuyết tật, Hội Sinh viên",
  furniture = "bình luận, chia sẻ, lượt xem, đã xem, tin liên quan, tin khác, các tin khác, xem thêm, đọc thêm, "
    .. "tin mới, trang chủ, đăng nhập, đăng ký, liên hệ, quảng cáo, tìm kiếm, in bài, gửi email, từ khóa, tags, "
    .. "tag, ảnh, nguồn, bản quyền, giấy phép, tổng biên tập, tòa soạn, toà soạn, hotline, lượt truy cập, "
    .. "đang truy cập, cỡ chữ, xem với cỡ chữ, đăng lúc, ngày đăng,người đăng, cập nhật, tin nổi bật, "
    .. "đọc nhiều, xem nhiều, mới nhất, cùng chuyên mục, bài liên quan, điện thoại, email, fax, "
    .. "thống kê truy cập, tổng truy cập, hôm nay, đang online, trực tuyến, copyright, truy cập, ảnh minh họa, "
    .. "thứ tự, trở về, tin đọc nhiều, số lượt, số lượt xem, đánh giá, thích",
  furniture_tail = "bình luận, tin liên quan, tin khác, các tin khác, các tin mới, tin cùng chuyên mục, "
    .. "cùng chuyên mục, bài liên quan, tin mới, đọc nhiều, xem nhiều, ý kiến bạn đọc, tin đọc nhiều, "
    .. "bài viết khác, có thể bạn quan tâm, tin nổi bật, các bài khác, thống kê truy cập, những tin mới hơn, "
    .. "những tin cũ hơn, lượt truy cập, tin cũ hơn, tin mới hơn, cùng chủ đề, cùng tác giả, các tin đã đưa, "
    .. "tin bài khác, tổng số điểm của bài viết",
  source_words = "nguồn, theo, link",
}

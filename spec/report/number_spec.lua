-- Numbers in digits and in words, in each language.
local number = require "orgstat.report.number"
local language = require "orgstat.report.language"
local lexicon = require "orgstat.report.lexicon"
local reading = require "spec.report.reading"
local token = require "orgstat.report.token"

local function digits(lang, written, hints)
  local one = number.digits(written, language.grammar(lang), hints or {})
  if not one then return nil end
  return one.mantissa and number.value(one.mantissa, one.exponent) or one.readings
end

describe("a number in digits", function()
  it("has the marks of its language", function()
    for _, case in ipairs {
      { "en", "1,392", 1392 }, { "en", "440,532", 440532 }, { "en", "1,234,567.25", 1234567.25 }, { "en", "4.7",
        4.7 },
      { "vi", "1.392", 1392 }, { "vi", "1,25", 1.25 }, { "vi", "1.234,5", 1234.5 }, { "vi", "98.400.000", 98400000 },
      { "id", "440.532", 440532 }, { "id", "9,03", 9.03 }, { "id", "1.509.100.000", 1509100000 }, { "vi", "08", 8 },
        { "en", "007", 7 },
      { "vi", "0,4", 0.4 }, { "id", "0.123", 0.123 }, { "en", "5", 5 },
    } do
      assert.equal(case[3], digits(case[1], case[2]), case[2])
    end
  end)

  it("may have foreign marks where they leave no doubt", function()
    assert.equal(1392, digits("en", "1.392", { whole = true }))
    assert.equal(1392, digits("vi", "1,392", { whole = true }))
    assert.equal(12.5, digits("vi", "12.5"))
    assert.equal(1.25, digits("vi", "1,250", { scaled = true }))
    assert.equal(1234567, digits("vi", "1,234,567"))
    assert.equal(12345.678, digits("vi", "12,345.678"))
  end)

  it("that can be read in two ways has both readings", function()
    assert.same({ 1.392, 1392 }, digits("en", "1.392"))
    assert.same({ 1.392, 1392 }, digits("vi", "1,392"))
    assert.equal(1392, digits("en", "1.392", { style = function() return "." end }))
    assert.equal(1.392, digits("en", "1.392", { style = function() return "," end }))
  end)

  it("whose groups are broken has no value", function()
    assert.same({ 992, 9920000 }, digits("en", "992.0000", { whole = true }))
    assert.same({ 992, 9920000 }, digits("vi", "992.0000"))
    assert.same({ 1234567 }, digits("en", "12,34,567"))
    assert.same({ 1.2345, 12345 }, digits("id", "1.2345"))
  end)

  it("is none when it is a version, a date, or has no end", function()
    assert.is_nil(digits("en", "1.2.3"))
    assert.is_nil(digits("en", "10.12.24"))
    assert.is_nil(digits("en", ("7"):rep(19)))
    assert.is_nil(digits("vi", "0252.3822"))
  end)

  it("is exact, with its last place", function()
    local one = number.digits("1.250", language.grammar "vi", { whole = true })
    assert.same({ 1250, 0 }, { one.mantissa, one.exponent })
    one = number.digits("1,250", language.grammar "vi", { scaled = true })
    assert.same({ 1250, -3 }, { one.mantissa, one.exponent })
    assert.equal("integer", math.type(number.value(258706, 6)))
    assert.equal(258706000000, number.value(258706, 6))
    assert.equal(12, number.value(1200, -2))
  end)
end)

-- Writers of number words, which know nothing of the reader.
local VI = { [0] = "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín" }
local function vi_below_1000(n, full)
  local h, t, u = n // 100, n // 10 % 10, n % 10
  local out = {}
  if h > 0 or full then out[#out + 1] = VI[h] .. " trăm" end
  if t == 0 then
    if u > 0 then out[#out + 1] = ((h > 0 or full) and "linh " or "") .. VI[u] end
  else
    out[#out + 1] = t == 1 and "mười" or VI[t] .. " mươi"
    if u > 0 then
      out[#out + 1] = u == 1 and t > 1 and "mốt" or u == 5 and "lăm" or u == 4 and t > 1 and "tư" or VI[u]
    end
  end
  return table.concat(out, " ")
end
local function vi_below_billion(n, full)
  local out = {}
  for _, part in ipairs { { 1000000, " triệu" }, { 1000, " nghìn" }, { 1, "" } } do
    local count = n // part[1] % 1000
    if count > 0 then out[#out + 1] = vi_below_1000(count, full or #out > 0) .. part[2] end
    full = full or count > 0
  end
  return table.concat(out, " ")
end
local function vi(n)
  if n < 1000000000 then return vi_below_billion(n) end
  local rest = n % 1000000000
  return vi_below_billion(n // 1000000000) .. " tỷ" .. (rest > 0 and " " .. vi_below_billion(rest, true) or "")
end

local ID = { "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas" }
local function id(n)
  if n < 12 then return ID[n] or "" end
  if n < 20 then return ID[n - 10] .. " belas" end
  local function with(head, rest) return rest > 0 and head .. " " .. id(rest) or head end
  if n < 100 then return with(ID[n // 10] .. " puluh", n % 10) end
  if n < 200 then return with("seratus", n % 100) end
  if n < 1000 then return with(ID[n // 100] .. " ratus", n % 100) end
  if n < 2000 then return with("seribu", n % 1000) end
  for _, scale in ipairs { { 1000000, 1000, " ribu" }, { 1000000000, 1000000, " juta" }, { 1000000000000, 1000000000,
    " miliar" },
    { 1000000000000000, 1000000000000, " triliun" } } do
    if n < scale[1] then return with(id(n // scale[2]) .. scale[3], n % scale[2]) end
  end
end

local EN = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  "thirteen", "fourteen",
  "fifteen", "sixteen", "seventeen", "eighteen", "nineteen" }
local TENS = { [2] = "twenty", [3] = "thirty", [4] = "forty", [5] = "fifty", [6] = "sixty", [7] = "seventy",
  [8] = "eighty", [9] = "ninety" }
local function en(n)
  if n < 20 then return EN[n] end
  if n < 100 then return TENS[n // 10] .. (n % 10 > 0 and "-" .. EN[n % 10] or "") end
  if n < 1000 then return EN[n // 100] .. " hundred" .. (n % 100 > 0 and " and " .. en(n % 100) or "") end
  for _, scale in ipairs { { 1000000, 1000, " thousand" }, { 1000000000, 1000000, " million" }, { 1000000000000,
    1000000000, " billion" },
    { 1000000000000000, 1000000000000, " trillion" } } do
    if n < scale[1] then return en(n // scale[2]) .. scale[3] .. (n % scale[2] > 0 and " " .. en(n % scale[2])
      or "") end
  end
end

local FR = { "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
  "treize", "quatorze", "quinze",
  "seize", "dix-sept", "dix-huit", "dix-neuf" }
local FR_TENS = { [2] = "vingt", [3] = "trente", [4] = "quarante", [5] = "cinquante", [6] = "soixante",
  [7] = "soixante", [8] = "quatre-vingt", [9] = "quatre-vingt" }
local function fr(n)
  if n < 20 then return FR[n] end
  if n < 100 then
    local rest = n % (n >= 60 and 20 or 10)
    if rest == 0 then return FR_TENS[n // 10] .. (n == 80 and "s" or "") end
    return FR_TENS[n // 10] .. (rest % 10 == 1 and n < 80 and " et " or "-") .. FR[rest]
  end
  if n < 1000 then return (n < 200 and "cent" or FR[n // 100] .. " cent") .. (n % 100 > 0 and " " .. fr(n % 100)
    or "") end
  return (n < 2000 and "mille" or fr(n // 1000) .. " mille") .. (n % 1000 > 0 and " " .. fr(n % 1000) or "")
end

local function read_words(lang, text)
  local grammar = language.grammar(lang)
  local s = token.read(token.sentence(), lexicon.of(grammar), text)
  local behind, mantissa, exponent = number.words(s, 1, grammar)
  return behind == s.n + 1 and number.value(mantissa, exponent) or nil
end

describe("a number in words", function()
  for lang, write in pairs { vi = vi, id = id, en = en, fr = fr } do
    it(("reads back as it was written from 1 to 9999 in %s"):format(lang), function()
      for n = 1, 9999 do
        local text = write(n)
        local value = read_words(lang, text)
        if not (n < 10 and lang == "vi") and value ~= n then error(("%s is %d, read %s"):format(text, n,
          tostring(value))) end
      end
    end)
  end
  for lang, write in pairs { vi = vi, id = id, en = en } do
    it(("reads back up to thousands of billions in %s"):format(lang), function()
      local n = 12345
      for _ = 1, 3000 do
        n = (n * 6364136223846793005 + 1442695040888963407) & 0x7FFFFFFFFFFFFFFF
        local size = 10 ^ (4 + n % 11)
        local value = (n >> 8) % math.tointeger(size) + 10000
        local text = write(value)
        local got = read_words(lang, text)
        if got ~= value then error(("%s is %d, read %s"):format(text, value, tostring(got))) end
      end
    end)
  end

  it("has halves, colloquial tails and decimals", function()
    for _, case in ipairs {
      { "vi", "hai triệu rưỡi", 2500000 }, { "vi", "một trăm rưỡi", 150 }, { "vi", "nửa triệu", 500000 }, { "vi",
        "một triệu hai", 1200000 },
      { "vi", "một nghìn một trăm linh năm", 1105 }, { "vi", "một nghìn một trăm tỷ", 1100000000000 }, { "vi",
        "hai phẩy năm", 2.5 },
      { "vi", "một trăm bốn mươi lăm triệu không trăm linh một nghìn", 145001000 }, { "vi", "hai chục", 20 },
      { "id", "satu setengah juta", 1500000 }, { "id", "setengah juta", 500000 }, { "id", "seratus satu ribu",
        101000 },
      { "id", "dua koma lima juta", 2500000 }, { "id", "semiliar", 1000000000 },
      { "en", "half a million", 500000 }, { "en", "two and a half million", 2500000 }, { "en", "a hundred", 100 },
      { "en", "twelve hundred", 1200 }, { "en", "one thousand and five", 1005 },
    } do
      assert.equal(case[3], read_words(case[1], case[2]), case[2])
    end
  end)

  it("is no numeral where the word is another", function()
    assert.same({ "3 organisation" }, reading.figures("vi",
      "Năm 2024, một số hội đầu tư cho ba hội không có trụ sở."))
    assert.same({ "25 organisation" }, reading.figures("vi", "Trong năm, có hai mươi lăm hội thành lập."))
    assert.same({ "5 year" }, reading.figures("vi", "Sau 5 năm, phong trào phát triển."))
    assert.same({}, reading.figures("en", "One of the aims is to be one with the people."))
    assert.same({}, reading.figures("id", "Salah satu tujuan persatuan itu ialah kesatuan."))
  end)

  it("may be mixed with digits", function()
    assert.same({ "258706000000 VND" }, reading.figures("en", "It was worth 258 billion 706 million VND."))
    assert.same({ "1250000000 VND" }, reading.figures("vi", "Tổng thu 1 tỷ 250 triệu đồng."))
    assert.same({ "2500000000 IDR" }, reading.figures("id", "Nilainya Rp2 miliar 500 juta."))
    assert.same({ "1200000000000 VND" }, reading.figures("vi", "Dư nợ 1,2 nghìn tỷ đồng."))
    assert.same({ "16000000000 IDR" }, reading.figures("id", "Anggaran Rp16 M."))
    assert.same({ "3400000 GBP" }, reading.figures("en", "The charity raised £3.4m."))
  end)
end)

-- Encodings: given or found, what is no text in them, and Unicode normal form C.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

-- Words of registers, in UTF-8.
local TEXTS = {
  vi = { "Hội Người cao tuổi", "Liên đoàn Lao động tỉnh Bình Thuận", "Hội Chữ thập đỏ Hàm Thuận Bắc", "Hội Nông dân",
    "Hội Cựu chiến binh xã Đức Linh", "Hội Khuyến học Phan Thiết", "Đoàn Thanh niên Cộng sản", "Quảng Ngãi" },
  fr = { "Société protectrice des animaux", "Fédération française de judo", "Université d'été", "Théâtre de l'Île",
    "Comité d'établissement", "Garçons et filles à l'école", "Forêt à préserver" },
  de = { "Förderverein Grundschule Köln", "Turn- und Sportverein München", "Schützenverein Füssen", "Großgründlach",
    "Freunde der Küste", "Ärztekammer" },
  pt = { "Associação de Pais", "Fundação São João", "Comissão de Águas", "União das Freguesias", "Câmara Municipal",
    "Coração de Jesus", "Clínica Médica" },
  es = { "Asociación de niños", "Fundación España", "Cámara de Málaga", "Unión", "José García", "Educación Pública" },
  pl = { "Stowarzyszenie Łódź", "Związek Działkowców", "Fundacja Życie", "Koło Gospodyń", "Straż Pożarna", "Kraków",
    "Świętokrzyskie Góry" },
  cs = { "Příliš žluťoučký kůň", "Svaz zahrádkářů", "Nadace dětí", "Český svaz", "Město Plzeň", "Základní škola" },
  ru = { "Союз писателей", "Общество охраны природы", "Фонд мира", "Федерация", "Москва", "Дом культуры" },
  tr = { "Türkiye Öğretmenler Derneği", "Kızılay", "Yeşilay Vakfı", "Işık", "Çağdaş Yaşam", "İstanbul Şişli" },
  hu = { "Magyar Vöröskereszt", "Győri Egyesület", "Tűzoltó", "Művészeti Kör", "Erdő", "Kőszeg", "Időskorúak" },
}

local function csv(language)
  local lines = { "id,name" }
  for i, name in ipairs(TEXTS[language]) do lines[i + 1] = i .. "," .. name end
  return table.concat(lines, "\n") .. "\n"
end

-- The text in another encoding, by iconv(1).
local function recode(text, encoding)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  local output, errors = paths.run(("env -u LD_PRELOAD iconv -f UTF-8 -t %s %s"):format(encoding, paths.quote(path)))
  os.remove(path)
  assert.equal("", errors)
  return output
end

local function names(reg)
  local list = {}
  for i, org in ipairs(reg) do list[i] = org.name end
  return list
end

local function note(reg, code)
  for _, one in ipairs(reg:notes()) do
    if one.code == code then return one end
  end
end

describe("an encoding", function()
  it("that is named is read, and the notes say so", function()
    for encoding, language in pairs { ["windows-1252"] = "fr", latin1 = "de", ["windows-1258"] = "vi", TCVN = "vi",
      ["TCVN5712-1"] = "vi", VISCII = "vi", ["UTF-16"] = "vi", ["UTF-16LE"] = "vi", ["utf-16be"] = "ru",
      ["windows-1250"] = "pl", ["KOI8-R"] = "ru" } do
      local reg = assert(orgstat.parse(recode(csv(language), encoding), { encoding = encoding }))
      assert.same(TEXTS[language], names(reg))
      assert.equal(encoding, note(reg, "encoding").text)
      assert.is_nil(note(reg, "found_encoding"))
    end
  end)

  it("gives all letters, also one at the very end that a mark could follow", function()
    for _, encoding in ipairs { "windows-1258", "TCVN" } do
      assert.equal("ngoe", assert(orgstat.parse("name\nngoe", { encoding = encoding }))[1].name)
    end
  end)

  it("of two ends is told by its mark, or by where its NULs are", function()
    for _, ends in ipairs { "LE", "BE" } do
      local bytes = recode(csv "fr", "UTF-16" .. ends)
      local mark = ends == "LE" and "\xFF\xFE" or "\xFE\xFF"
      for _, text in ipairs { bytes, mark .. bytes } do
        for _, opts in ipairs { {}, { encoding = "UTF-16" }, { encoding = "auto" } } do
          assert.same(TEXTS.fr, names(assert(orgstat.parse(text, opts))))
        end
      end
      local reg = assert(orgstat.parse(bytes))
      assert.equal("UTF-16" .. ends, note(reg, "found_encoding").text)
    end
  end)

  -- text, its encoding, what it is found to be (none: in doubt)
  for _, case in ipairs {
    { "vi", "TCVN", "TCVN" }, { "vi", "VISCII", "VISCII" }, { "vi", "WINDOWS-1258", "windows-1258" },
    { "fr", "WINDOWS-1252", "windows-1252" }, { "de", "ISO-8859-1", "windows-1252" },
    { "pt", "WINDOWS-1252", "windows-1252" }, { "es", "WINDOWS-1252", "windows-1252" },
    { "pl", "WINDOWS-1250" }, { "pl", "ISO-8859-2" }, { "cs", "WINDOWS-1250" }, { "ru", "WINDOWS-1251" },
    { "ru", "KOI8-R" }, { "tr", "WINDOWS-1254" }, { "hu", "WINDOWS-1250" }, { "hu", "ISO-8859-2" },
    { "fr", "MACINTOSH" }, { "fr", "CP850" }, { "de", "CP850" }, { "es", "MACINTOSH" }, { "pt", "CP850" },
  } do
    local language, encoding, found = case[1], case[2], case[3]
    it(("of words in %s, %s, is %s"):format(language, encoding, found and "found" or "not guessed"), function()
      local bytes = recode(csv(language), encoding)
      local reg, message, details = orgstat.parse(bytes)
      if found then
        assert.same(TEXTS[language], names(assert(reg, message)))
        assert.equal(found, note(reg, "found_encoding").text)
        local path = os.tmpname()
        local file = assert(io.open(path, "wb"))
        file:write(bytes)
        file:close()
        assert.equal(#TEXTS[language], assert(orgstat.scan(path)):count())
        assert.equal(found, assert(orgstat.sniff(path)).encoding)
        os.remove(path)
        assert.same(TEXTS[language], names(assert(orgstat.parse(bytes, { bad_rows = "collect" }))))
      else
        assert.is_nil(reg)
        assert.equal("invalid_utf8", details.code)
      end
    end)
  end

  it("in doubt is an error that says how each would read the place", function()
    local _, message, details = orgstat.parse("name\nOrl\xE9ans\n")
    assert.equal("invalid_utf8", details.code)
    assert.same({ 2, 4, 9 }, { details.line, details.column, details.byte })
    assert.same({ encoding = "windows-1252", text = "Orléans" }, details.candidates[1])
    assert.matches("encoding = \"windows-1252\" (--encoding windows-1252) reads 'Orléans'", message, 1, true)
  end)

  it("is not looked for where UTF-8 was asked for", function()
    local _, _, details = orgstat.parse(recode(csv "fr", "WINDOWS-1252"), { encoding = "utf-8" })
    assert.equal("invalid_utf8", details.code)
    assert.is_nil(details.candidates)
  end)

  it("keeps the places of what is wrong in the file as it is", function()
    for _, encoding in ipairs { "UTF-16LE", "UTF-16BE", "windows-1258", "TCVN", "windows-1252" } do
      local before = recode("id,name\n1,é\n", encoding)
      local _, _, details = orgstat.parse(before .. recode("2\n", encoding), { encoding = encoding })
      assert.same({ "ragged_row", 3, #before + 1 }, { details.code, details.line, details.byte })
      local opts = { encoding = encoding, bad_rows = "collect" }
      local reg = assert(orgstat.parse(before .. recode("2\n", encoding), opts))
      assert.equal(#before + 1, reg:rejects()[1].byte)
    end
    local opts = { encoding = "utf-16", types = { id = "integer" } }
    local _, _, details = orgstat.parse(recode("id\nx\n", "UTF-16LE"), opts)
    assert.equal(7, details.byte)
  end)
end)

describe("bytes that are no text", function()
  it("are replaced on request, and counted", function()
    for text, wanted in pairs {
      ["name\nOrl\xE9ans\n"] = { "Orl\u{FFFD}ans", "1" },
      ["name\n\xE1\xBB x\xFF\n"] = { "\u{FFFD}\u{FFFD} x\u{FFFD}", "3" },
      ["name\nx\0y\xE1\xBB"] = { "x\u{FFFD}y\u{FFFD}\u{FFFD}", "3" },
    } do
      local reg = assert(orgstat.parse(text, { invalid = "replace" }))
      assert.equal(wanted[1], reg[1].name)
      assert.equal(wanted[2], note(reg, "replaced").text)
      reg = assert(orgstat.parse(text, { invalid = "replace", encoding = "utf-8" }))
      assert.equal(wanted[1], reg[1].name)
    end
    local reg = assert(orgstat.parse("name\na\x81b\n", { invalid = "replace", encoding = "windows-1252" }))
    assert.same({ "a\u{FFFD}b", "1" }, { reg[1].name, note(reg, "replaced").text })
    reg = assert(orgstat.parse("n\0\n\0a\0\0\xDCb\0\n\0", { invalid = "replace", encoding = "UTF-16LE" }))
    assert.same({ "a\u{FFFD}b", "1" }, { reg[1].n, note(reg, "replaced").text })
  end)

  it("are replaced only where no encoding is found", function()
    local reg = assert(orgstat.parse(recode(csv "fr", "WINDOWS-1252"), { invalid = "replace" }))
    assert.same(TEXTS.fr, names(reg))
    assert.is_nil(note(reg, "replaced"))
  end)

  it("leave a good file alone", function()
    local reg = assert(orgstat.parse(csv "vi", { invalid = "replace" }))
    assert.same(TEXTS.vi, names(reg))
    assert.is_nil(note(reg, "replaced"))
  end)
end)

describe("normal form C", function()
  local NFD = "Ti\u{EA}\u{323}n Xa\u{303}"

  it("is made on request, of names and values, and counted", function()
    local text = "Ma\u{303},kind\n1," .. NFD .. "\n2,Tiện Xã\n3,\"" .. NFD .. " \"\"x\"\"\"\n"
    local reg = assert(orgstat.parse(text, { nfc = true }))
    assert.same({ 1, 2, 3 }, { reg[1]["Mã"], reg[2]["Mã"], reg[3]["Mã"] })
    assert.same({ "Tiện Xã", "Tiện Xã", 'Tiện Xã "x"' }, { reg[1].kind, reg[2].kind, reg[3].kind })
    assert.equal(2, reg:stats("kind").distinct)
    assert.equal(2, note(reg, "composed").count)
    local as_it_is = assert(orgstat.parse(text))
    assert.equal(NFD, as_it_is[1].kind)
    assert.equal(3, as_it_is:stats("kind").distinct)
  end)

  it("is that of utf8proc for what becomes longer, too", function()
    local reg = assert(orgstat.parse("name\n\u{958}\u{958}\u{212B}\u{2126}\n", { nfc = true }))
    assert.equal("\u{915}\u{93C}\u{915}\u{93C}\u{C5}\u{3A9}", reg[1].name)
    local many = {}
    for i = 1, 3000 do many[i] = i .. ("\u{958}"):rep(5) end
    reg = assert(orgstat.parse("name\n" .. table.concat(many, "\n") .. "\n", { nfc = true }))
    assert.equal(3000, reg:stats("name").distinct)
    assert.equal("3000" .. ("\u{915}\u{93C}"):rep(5), reg[3000].name)
  end)

  it("lets words for a missing value and totals be found", function()
    local reg = assert(orgstat.parse("n,kind\n1," .. NFD .. "\n2,x\n", { nfc = true, missing = "Tiện Xã" }))
    assert.is_nil(reg[1].kind)
  end)
end)

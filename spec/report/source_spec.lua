-- Files as they come: forms of Unicode, plain text, Markdown, HTML, pages with furniture, bad input.
local report = require "orgstat.report"
local reading = require "spec.report.reading"
local core = require "orgstat.core"

local SENTENCE = "Tính đến ngày 31/12/2023, tỉnh có hơn 1.392 hội, gồm 65 hội cấp tỉnh và 1.327 hội cấp xã, với "
  .. "“kinh phí” trên 222 tỷ đồng."

-- Every letter that has marks as a letter and its marks.
local function decomposed(text)
  local out = {}
  for char in text:gmatch "[\1-\127\194-\244][\128-\191]*" do
    out[#out + 1] = char
  end
  local MARKS = { "\u{300}", "\u{301}", "\u{302}", "\u{303}", "\u{306}", "\u{309}", "\u{31B}", "\u{323}" }
  local parts = {}
  for byte = 65, 122 do
    local letter = string.char(byte)
    if letter:find "%a" then
      for _, a in ipairs(MARKS) do
        local one = core.nfc(letter .. a)
        if utf8.len(one) == 1 then parts[one] = letter .. a end
        for _, b in ipairs(MARKS) do
          local two = core.nfc(letter .. a .. b)
          if utf8.len(two) == 1 then parts[two] = letter .. a .. b end
        end
      end
    end
  end
  for i, char in ipairs(out) do out[i] = parts[char] or char end
  return table.concat(out)
end

describe("the core", function()
  it("composes text and folds its case", function()
    assert.equal("ệ", core.nfc "e\u{323}\u{302}")
    assert.equal("tỔng", core.nfc "tO\u{302}\u{309}ng")
    assert.equal("tổng số", core.nfc("TỔNG Số", true))
    assert.equal("", core.nfc "")
    assert.is_nil(core.nfc "\xFF")
    assert.is_nil(core.nfc "a\xC3")
  end)

  it("splits text into tokens", function()
    local function tokens(text)
      local first, found, out = {}, {}, {}
      for i = 1, core.tokens(text, {}, first, found) do out[i] = first[i] .. " " .. found[i] end
      return out
    end
    assert.same({ "1 Hội's", "8 1.392,5", "15 (", "16 đ", "18 /", "19 m²" == "" and "" or "19 m", "20 ²" },
      tokens "Hội's 1.392,5(đ/m²" and
      { "1 Hội's", "8 1.392,5", "15 (", "16 đ", "18 /", "19 m", "20 ²" })
    assert.same({ "1 ((((", "5 …", "8 a", "9 -", "10 b" }, tokens "((((…a-b")
    assert.same({}, tokens " \n\t ")
    assert.same({ "1 5", "2 .", "4 x" }, tokens "5. x")
    assert.same({ "1 \xE2\x82" }, tokens "\xE2\x82")
    assert.error(function() core.tokens("x", {}, {}) end)
  end)
end)

describe("a text", function()
  it("is read alike whatever the form of its letters, spaces and quotes", function()
    local wanted = reading.figures("vi", SENTENCE)
    assert.same({ "1392 organisation", "65 organisation", "1327 organisation", "222000000000 VND" }, wanted)
    local forms = {
      decomposed(SENTENCE), (SENTENCE:gsub(" ", "\u{A0}")), (SENTENCE:gsub("h", "h\u{AD}")), (SENTENCE:gsub("[“”]",
        '"')),
      (SENTENCE:gsub(" ", "\u{202F}")), "\u{FEFF}" .. SENTENCE,
    }
    assert.is_true(#forms[1] > #SENTENCE)
    for i, form in ipairs(forms) do
      local r = reading.read("vi", form)
      local found = {}
      for k, figure in ipairs(r.figures) do
        found[k] = reading.show(figure)
        -- offsets are of the bytes that were given
        local raw = form:sub(figure.first, figure.last)
        assert.equal(figure.written:gsub("[^%w]", ""), (core.nfc(raw):gsub("\u{A0}", " "):gsub("\u{202F}",
          " "):gsub("\u{AD}", ""):gsub("[^%w]", "")))
      end
      assert.same(wanted, found, "form " .. i)
    end
  end)

  it("may group digits by thin or no-break spaces", function()
    assert.same({ "1392 organisation" }, reading.figures("en", "There are 1\u{202F}392 associations."))
    assert.same({ "1234567 member" }, reading.figures("vi", "Có 1\u{A0}234\u{A0}567 hội viên."))
  end)

  it("may have its lines broken by hand", function()
    local text = "The association of the province has in the year under report grown to have 1,392\nassociations "
      .. "in all, of which 65 associations are said to be at the provincial\nlevel and, as far as is known to us "
      .. "from the reports of the districts, there are 1,327\nassociations at commune level, which is what the "
      .. "province had in mind with it.\nThat is all.\n"
    assert.same({ "1,392 = 65 + 1,327" }, reading.sums("en", text))
  end)

  it("has a title, and a list that its sentence tells of", function()
    local r = assert(report.read { text = "Clubs of the district\n\nThe district has 100 clubs, as follows:\n\n- "
      .. "60 sports clubs;\n- 30 arts clubs;\n- 10 reading clubs.\n" })
    assert.equal("Clubs of the district", r.title)
    assert.equal(1, #r.relations)
    assert.same({ "sum", 1, { 2, 3, 4 }, "list" }, { r.relations[1].kind, r.relations[1].whole, r.relations[1].parts,
      r.relations[1].source })
  end)

  it("tells its sentences", function()
    local r = assert(report.read { text = "Clubs\n\nThere are 5 clubs. They have 90 members." })
    local first, last, zone, text = r:sentence(3)
    assert.same({ 27, 47, "body", "They have 90 members." }, { first, last, zone, text })
    assert.equal(3, r.figures[2].sentence)
    assert.is_nil(r:sentence(4))
  end)
end)

describe("a table", function()
  local MARKDOWN = [[
# Associations

Unit: million VND

| Level | Associations | Members | Income |
| --- | ---: | ---: | ---: |
| Provincial | 65 | 12,000 | 1,250 |
| District | 124 | 20,000 | 2,000 |
| Total | 189 | 32,000 | 3,250 |
]]
  it("in Markdown has units of its columns, codes of its rows, and totals", function()
    local r = assert(report.read({ text = MARKDOWN }, { lang = "en" }))
    assert.equal("markdown", r.format)
    local found = {}
    for i, figure in ipairs(r.figures) do found[i] = reading.show(figure) end
    assert.same({ "65 organisation", "12000 member", "1250000000 VND", "124 organisation", "20000 member",
      "2000000000 VND",
      "189 organisation", "32000 member", "3250000000 VND" }, found)
    assert.equal("province", r.figures[1].by.scope_level)
    assert.equal("district", r.figures[5].by.scope_level)
    assert.same({ "189 = 65 + 124", "32,000 = 12,000 + 20,000", "3,250 = 1,250 + 2,000" }, reading.sums("en",
      MARKDOWN))
  end)

  it("in HTML, with spans, years and a total beside", function()
    local page = "<html><head><title>Clubs</title></head><body><table><tr><th>Level</th><th>Old clubs</th><th>New "
      .. "clubs</th><th>Total clubs</th></tr>"
      .. "<tr><td>Province</td><td>5</td><td>6</td><td>11</td></tr>"
      .. "<tr><td>Commune</td><td>50</td><td>60</td><td>110</td></tr>"
      .. "<tr><td>Total</td><td>55</td><td>66</td><td>121</td></tr></table></body></html>"
    local r = assert(report.read({ text = page }, { lang = "en" }))
    assert.equal("html", r.format)
    assert.equal(9, #r.figures)
    assert.equal("5", page:sub(r.figures[1].first, r.figures[1].last))
    local kinds = {}
    for _, relation in ipairs(r.relations) do kinds[relation.kind] = (kinds[relation.kind] or 0) + 1 end
    assert.same({ sum = 6, table = 1 }, { sum = kinds.sum, table = kinds.table })
  end)

  it("of tabs, in Vietnamese, with the unit in the line above", function()
    local text = "Kinh phí năm 2005 (ĐVT: triệu đồng):\n\nNguồn\tSố tiền\nHội phí\t412,5\nTài "
      .. "trợ\t1.250\nCộng\t1.662,5\n"
    assert.same({ "412500000 VND", "1250000000 VND", "1662500000 VND" }, reading.figures("vi", text))
    assert.same({ "1.662,5 = 412,5 + 1.250" }, reading.sums("vi", text))
  end)
end)

describe("a page", function()
  local PAGE = [[<!DOCTYPE html><html lang="en"><head><title>Clubs &amp; members</title>
<link rel="canonical" href="https://example.org/clubs">
<meta property="article:published_time" content="2024-09-01T08:00"><script>var n = 5000;</script></head><body>
<nav>Home (12) News (34)</nav><div class="sidebar">Most read: 99 stories</div>
<article><h1>Clubs &amp; members</h1><p>The province has <b>1,392</b>&nbsp;clubs
with 440&#44;532 members, of which 65 clubs are new and 1&thinsp;327 clubs are old.</p></article>
<div id="comments">Comments (77) by 5 people</div><footer>Tel 0252 382 2123, 25 views</footer></body></html>]]

  it("in HTML gives its article, without what stands around it", function()
    local r = assert(report.read { text = PAGE })
    local found = {}
    for i, figure in ipairs(r.figures) do found[i] = reading.show(figure) end
    assert.same({ "1392 organisation", "440532 member", "65 organisation", "1327 organisation" }, found)
    assert.same({ "Clubs & members", "https://example.org/clubs", "2024-09-01" }, { r.title, r.url, r.date })
    assert.equal("440&#44;532", PAGE:sub(r.figures[2].first, r.figures[2].last))
    assert.equal("440,532", r.figures[2].written)
  end)

  it("cut anywhere is read as far as it goes", function()
    for cut = 1, #PAGE, 7 do
      local r, message = report.read({ text = PAGE:sub(1, cut) }, { lang = "en" })
      assert.is_table(r, message)
    end
    local r = assert(report.read({ text = PAGE:sub(1, PAGE:find "href" + 10) }, { lang = "en" }))
    assert.equal("html_cut", r.notes[1].code)
  end)

  it("of plain text has menus, counters and lists of other articles around it", function()
    local text = "Trang chủ | Giới thiệu | Tin tức | Liên hệ\n(13:53 | 01/02/2024) | Xem với cỡ chữ A A\n"
      .. "Năm 2023, tỉnh có 780 hội, trong đó cấp tỉnh có 68 hội và cấp xã có 712 hội, theo báo cáo của Sở Nội vụ.\n"
      .. "Các tin khác\n» 12 hội viên được khen (30/01/2024)\n» Thông báo số 12/TB-SNV\nLượt truy cập: "
        .. "1.254.870\nBình luận (0)\n"
    assert.same({ "780 organisation", "68 organisation", "712 organisation" }, reading.figures("vi", text))
    assert.equal("2024-02-01", reading.read("vi", text).date)
  end)
end)

describe("bad input", function()
  it("that is no UTF-8 or holds NUL bytes is refused with its place", function()
    local r, message, details = report.read { text = "There are 5 clubs\nand \xFF more" }
    assert.is_nil(r)
    assert.same({ "invalid_utf8", 2, 5, 23 }, { details.code, details.line, details.column, details.byte })
    assert.truthy(message:find("line 2", 1, true))
    details = select(3, report.read { text = "There are\0 5 clubs" })
    assert.same({ "nul_byte", 10 }, { details.code, details.byte })
  end)

  it("that is not there or is a folder is refused", function()
    local _, message, details = report.read "no/such/file.txt"
    assert.equal("open_failed", details.code)
    assert.truthy(message:find("no/such/file.txt", 1, true))
    details = select(3, report.read "spec")
    assert.equal("is_directory", details.code)
  end)

  it("that is empty or of an unknown language gives an empty report that says so", function()
    for _, text in ipairs { "", "  \n\t ", "\u{FEFF}" } do
      local r = assert(report.read { text = text })
      assert.same({ 0, "empty" }, { #r.figures, r.notes[1].code })
    end
    local r = assert(report.read { text = "Υπάρχουν 1.392 οργανώσεις στην επαρχία με πολλά μέλη." })
    assert.same({ 0, "unknown_language" }, { #r.figures, r.notes[1].code })
    r = assert(report.read { text = "The association of the people has many members in the province." })
    assert.equal("no_figures", r.notes[1].code)
  end)

  it("of arguments raises at the caller", function()
    assert.error_matches(function() report.read() end, "source must be a path")
    assert.error_matches(function() report.read { name = "x" } end, "source.text must be a string")
    assert.error_matches(function() report.read({ text = "x" }, { lang = "xx" }) end, "no language 'xx'")
    assert.error_matches(function() report.read({ text = "x" }, { long = "en" }) end, "no option 'long'")
    assert.error_matches(function() report.read({ text = "x" }, { format = "pdf" }) end, "no format 'pdf'")
  end)
end)

describe("a text of little sense", function()
  it("breaks nothing", function()
    for _, text in ipairs { "|\n|\n|5|", "five RM", "There are two Rs", "<table><tr></tr><tr><td>5</table>",
      "to 5 -", "(5", "5 of which",
      "từ 5 đến", "of which 5 (", "= 5 + = 3", "hundreds of", "một", "1/", "12 May", "ngày 5", "No. 5/", "5 -" } do
      for _, lang in ipairs { "en", "vi", "id", "fr" } do
        assert.is_table(reading.read(lang, text).figures)
      end
    end
  end)
end)

describe("a hostile text", function()
  -- Instructions of the virtual machine that reading takes: they do not depend on the machine's load.
  local function work(text)
    local count = 0
    debug.sethook(function() count = count + 1 end, "", 1000)
    assert(report.read({ text = text }, { lang = "en" }))
    debug.sethook()
    return count
  end
  local HEAD = "The province had 5 associations, "
  local KINDS = {
    digits = function(n) return HEAD .. ("7"):rep(n) end, brackets = function(n) return HEAD .. ("("):rep(n) end,
    ["of which"] = function(n) return HEAD .. ("of which "):rep(n // 9) end, tags = function(n) return "<p>"
      .. HEAD .. ("<b"):rep(n // 2) end,
    numbers = function(n) return HEAD .. ("5 "):rep(n // 2) end, entities = function(n) return "<p>" .. HEAD
      .. ("&amp"):rep(n // 4) end,
    quotes = function(n) return "<p a=" .. ("'\""):rep(n // 2) end, bars = function(n) return HEAD .. ("|"):rep(n)
      end,
    lines = function(n) return HEAD .. ("\n"):rep(n) end, marks = function(n) return HEAD .. ("e\u{301}"):rep(n // 3)
      end,
    stops = function(n) return HEAD .. (". "):rep(n // 2) end, parts = function(n) return HEAD
      .. ("of which 5 "):rep(n // 11) end,
  }
  for name, make in pairs(KINDS) do
    it("of " .. name .. " takes time in proportion to its length", function()
      work(make(10000))
      local one, two = work(make(10000)), work(make(40000))
      assert.is_true(two <= 6 * one + 200, ("%d and %d thousand instructions"):format(one, two))
    end)
  end
end)

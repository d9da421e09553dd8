local cjson = require "cjson"
local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local support = require "spec.register.support"
local raised = support.raised

local function parse(text)
  return (assert(orgstat.parse(text)))
end

local function changes(diff)
  local list = {}
  for i, c in ipairs(diff.changed) do
    list[i] = ("%s.%s %s>%s %s%s"):format(c.key, c.field, tostring(c.old), tostring(c.new), c.kind,
      c.only and " " .. c.only or "")
  end
  return list
end

describe("the keys of names", function()
  local key = orgstat.key

  it("are the same where tone marks, and i or y, are written otherwise", function()
    for _, pair in ipairs { { "Khánh Hòa", "Khánh Hoà" }, { "Thanh Hóa", "Thanh Hoá" }, { "tỷ", "tỉ" }, { "kỹ", "kĩ" },
      { "Thủy", "Thuỷ" }, { "khỏe", "khoẻ" }, { "Quy", "Qui" }, { "Quý", "Qúy" },
      { "Chân Mây-Lăng Cô", "Chân Mây - Lăng Cô" }, { "mỹ thuật", "mĩ thuật" }, { "Y tế", "i tế" },
      { "CLB/Hội", "clb hội" }, { "(Hòa)", "(Hoà)" }, { "toàn", "tòan" }, { "quả", "qủa" }, { "già", "gìa" },
      { "mùa", "muà" }, { "Quỳnh", "Qùynh" }, { "khuỷu", "khủyu" }, { "ngoéo", "ngóeo" }, { "giỏi", "gỉoi" },
      { "quốc", "qúôc" }, { "Thuận", "Thụân" }, { "Nghĩa", "Nghiã" }, { "HUỲNH", "Hùynh" }, { "rượu", "rựơu" },
      { "uỷ ban", "Ủy ban" }, { "giếng", "gíêng" }, { "khuya hoài", "khuya hòai" } } do
      assert.equal(key(pair[1], "tone"), key(pair[2], "tone"), pair[1])
      assert.equal(key(pair[1], "fold"), key(pair[2], "fold"))
      assert.are_not.equal(key(pair[1], "exact"), key(pair[2], "exact"))
    end
  end)

  it("differ where the words do", function()
    for _, pair in ipairs { { "tay", "tai" }, { "thúy", "thúi" }, { "hội", "hời" }, { "hoa", "hòa" }, { "hay", "hai" },
      { "río", "rió" }, { "đình", "dình" }, { "Phố", "Phó" } } do
      assert.are_not.equal(key(pair[1], "tone"), key(pair[2], "tone"), pair[1])
    end
    assert.equal("hoi dong y", key("Hội Đông Y", "fold"):gsub("i$", "y"))
    assert.equal("dang", key("ĐẮNG", "fold"))
  end)

  it("ignore case, spaces and the Unicode form alike", function()
    assert.equal("hội người cao tuổi", key("  HỘI\u{A0}Người \t cao tuổi ", "exact"))
    assert.equal(key("Hội", "exact"), key("Ho\u{302}\u{323}i", "exact"))
    assert.equal("hội", key("Hội", "exact"))
    assert.equal("strasse", key("Straße", "exact"))
    assert.equal("", key(" \n", "tone"))
    for _, kind in ipairs { "exact", "tone", "fold" } do
      for _, text in ipairs { "Liên hiệp các Hội KH&KT – Quý Mỹ", "Łódź ŒUVRE İstanbul ﬁ", "日本 한국" } do
        assert.equal(key(text, kind), key(key(text, kind), kind))
      end
    end
  end)

  it("are refused for what is no text, and other kinds", function()
    assert.matches("^key: text is expected, got a number", (raised(key, 5, "tone")))
    assert.matches('^key: kind must be "exact" or "tone" or "fold", got \'tune\'', (raised(key, "a", "tune")))
    assert.matches("^key: .* is not UTF%-8", (raised(key, "Orl\xE9ans", "exact")))
  end)
end)

describe("diff", function()
  local old = parse(table.concat({
    "id,name,members,fee,left", "1,Hội Hòa,10,1.50,a", "2,Hội B,20,2,b", "3,Hội C,,3,c", "7,gone,1,1,d", "4,x,1,1,e",
  }, "\n"))
  local new = parse(table.concat({
    "id,members,fee,name,more", "5,5,3,Hội E,", "2,21,2,hội b,", "1,10,1.5,Hoi Hoà,", "3,7,3.25,Hội C,", "4,1,1,x,",
  }, "\n"))

  it("tells what was added, removed and changed, field by field", function()
    local diff = orgstat.diff(old, new)
    assert.same({ 5 }, diff.added)
    assert.same({ 7 }, diff.removed)
    assert.equal(1, diff.unchanged)
    assert.same({}, diff.duplicates)
    assert.same({
      "1.name Hội Hòa>Hoi Hoà fold", "2.name Hội B>hội b exact case", "2.members 20>21 exact", "3.members nil>7 exact",
      "3.fee 3.0>3.25 exact",
    }, changes(diff))
    assert.same({ "left" }, diff.fields_removed)
    assert.same({ "more" }, diff.fields_added)
    assert.same({ old = 5, new = 5 }, diff.rows)
  end)

  it("compares some fields, by keys if asked", function()
    assert.same({}, orgstat.diff(old, new, { fields = {} }).changed)
    assert.equal(3, #orgstat.diff(old, new, { fields = { "members", "fee" } }).changed)
    local function names(compare) return changes(orgstat.diff(old, new, { fields = "name", compare = compare })) end
    assert.same({ "1.name Hội Hòa>Hoi Hoà fold" }, names "exact")
    assert.same({ "1.name Hội Hòa>Hoi Hoà fold" }, names { name = "tone" })
    assert.same({}, names "fold")
    assert.equal(3, #changes(orgstat.diff(old, new, { compare = "fold" })))
    assert.same({}, orgstat.diff(old, new, { fields = "name" }).fields_added)
  end)

  it("reports keys that are none, and compares nothing that has one", function()
    local a = parse "k,x\n1,a\n2,b\n2,c\n,d\n3,e\n5,f\n5,g\n"
    local b = parse "k,x\n1,A\n2,b\n3,E\n3,F\n,d\n,e\n4,n\n"
    local diff = orgstat.diff(a, b, { key = "k" })
    assert.same({ 2, 3, 5 }, diff.duplicates)
    assert.same({ old = 1, new = 2 }, diff.without_key)
    assert.same({ "1.x a>A exact case" }, changes(diff))
    assert.same({ { 4 }, {} }, { diff.added, diff.removed })
    assert.matches("3 keys occur more than once", tostring(diff), 1, true)
    assert.matches("2 records of the new register without a key", tostring(diff), 1, true)
  end)

  it("takes keys of several fields", function()
    local a, b = parse "p,d,x\nA,1,a\nA,2,b\nB,,c\n", parse "d,p,x\n1,A,a\n2,A,c\n3,A,d\n"
    local diff = orgstat.diff(a, b, { key = { "p", "d" } })
    assert.same({ { "A", 3 } }, diff.added)
    assert.same({ key = { "A", 2 }, field = "x", old = "b", new = "c", kind = "exact" }, diff.changed[1])
    assert.same({ old = 1, new = 0 }, diff.without_key)
  end)

  it("compares fields whose types do not go together as they are written", function()
    local a, b = parse "id,x\n1,5\n2,6\n3,7\n", parse "id,x\n1,5\n2,6a\nB,7\n"
    local diff = orgstat.diff(a, b)
    assert.same({ "2.x 6>6a exact" }, changes(diff))
    assert.same({ { "B" }, { "3" }, 1 }, { diff.added, diff.removed, diff.unchanged })
    local none = orgstat.diff(parse "id,x\n1,\n2,5\n", parse "id,x\n1,\n2,\n")
    assert.same({ "2.x 5>nil exact" }, changes(none))
  end)

  it("takes a number for the same number, and a boolean for the same, whatever else is in the fields", function()
    local function keys_of_changes(before, after)
      local list = {}
      for i, change in ipairs(orgstat.diff(parse("id,a\n" .. before), parse("id,a\n" .. after)).changed) do
        list[i] = change.key
      end
      return list
    end
    assert.same({}, keys_of_changes("1,1.25\n2,3\n3,4.5\n", "1,1.25\n2,3\n3,4.50\n4,n/a\n"))
    assert.same({}, keys_of_changes("1,TRUE\n2,False\n", "1,TRUE\n2,False\n3,x\n"))
    assert.same({}, keys_of_changes("1,1e3\n2,5\n3,1.50\n4,0.1\n", "1,1e3\n2,5\n3,1.50\n4,1e-1\n5,x\n"))
    assert.same({}, keys_of_changes("1,5\n2,7\n", "1,5.0\n2,7\n3,x\n"))
    assert.same({}, keys_of_changes("1,1000.0\n2,-0.50\n", "1,1e3\n2,-5e-1\n"))
    assert.same({}, keys_of_changes("1,2024\n", "1,2024\n2,2024-05\n"))
    assert.same({ 1, 2, 3, 4 }, keys_of_changes("1,7\n2,7\n3,10\n4,-7\n", "1,007\n2,+7\n3,1\n4,7\n5,x\n"))
    assert.same({ 1 }, keys_of_changes("1,9007199254740993\n", "1,9007199254740992e0\n"))
    assert.same({ 1 }, keys_of_changes("1,0.100000000000000001\n", "1,0.1\n2,x\n"))
    local function keys(before, after)
      local d = orgstat.diff(parse("id,a\n" .. before), parse("id,a\n" .. after))
      return { #d.changed, d.unchanged, #d.added, #d.removed }
    end
    assert.same({ 0, 2, 1, 0 }, keys("1,x\n2.5,y\n", "1,x\n2.50,y\nB,q\n"))
    assert.same({ 0, 2, 0, 0 }, keys("1,x\n2,y\n", "1e0,x\n2,y\n"))
    assert.same({ 0, 1, 1, 1 }, keys("1,x\n2,y\n", "1,x\n02,y\n"))
  end)

  it("keeps the digits of decimals", function()
    local diff = orgstat.diff(parse "id,x\n1,90071992547409.93\n", parse "id,x\n1,90071992547409.94\n")
    assert.equal("90071992547409.93", diff.changed[1].old_text)
    local json = require("orgstat.present.json").encode(diff)
    assert.matches('"old": 90071992547409.93, "new": 90071992547409.94', json, 1, true)
    assert.equal(1, orgstat.diff(parse "id,x\n1,1.50\n", parse "id,x\n1,1.5\n").unchanged)
    assert.equal(1, orgstat.diff(parse "id,x\n1,1.00\n", parse "id,x\n1,1\n").unchanged)
  end)

  it("is written as the contract says", function()
    local json = require("orgstat.present.json").encode(orgstat.diff(old, new, { fields = { "members" } }))
    assert.equal([[
{
  "added": [5],
  "removed": [7],
  "changed": [
    {"key": 2, "field": "members", "old": 20, "new": 21, "kind": "exact"},
    {"key": 3, "field": "members", "new": 7, "kind": "exact"}
  ],
  "unchanged": 2,
  "duplicates": []
}]], json)
    local pieces = {}
    require("orgstat.present.csv").write(orgstat.diff(old, new, { fields = { "name" } }),
      function(piece) pieces[#pieces + 1] = piece end)
    assert.equal("change,id,field,old,new,kind,only\nadded,5,,,,,\nremoved,7,,,,,\n"
      .. "changed,1,name,Hội Hòa,Hoi Hoà,fold,\n" .. "changed,2,name,Hội B,hội b,exact,case\n", table.concat(pieces))
  end)

  it("prints a page", function()
    assert.equal([[
5 records before, 5 after: 1 added, 1 removed, 2 changed, 2 unchanged

field  changes  exact  tone  fold
-----  -------  -----  ----  ----
name         2      1           1
exact, but case only: 1

id  field  old      new      kind
--  -----  -------  -------  ------------
1   name   Hội Hòa  Hoi Hoà  fold
2   name   Hội B    hội b    exact (case)

added (1)
  5

removed (1)
  7]], tostring(orgstat.diff(old, new, { fields = { "name" } })))
    assert.equal("5 records before, 5 after: 0 added, 0 removed, 0 changed, 5 unchanged",
      tostring(orgstat.diff(old, old)))
  end)

  it("leaves its registers as they are, and reads scanned ones", function()
    local path = "data/binh-thuan-2024.csv"
    local loaded, scanned = assert(orgstat.read(path)), assert(orgstat.scan(path))
    local diff = orgstat.diff(scanned, loaded:where { scope_level = "commune" }:sort("-id"))
    assert.equal(1203, diff.unchanged)
    assert.equal(189, #diff.removed)
    assert.equal(1392, #scanned)
    assert.equal(1392, #loaded)
  end)

  it("refuses what it does not know", function()
    assert.equal("diff: argument 2 must be a register, got nil", raised(orgstat.diff, old))
    assert.matches("^diff: key: no field 'nme' in the old register; did you mean 'name'%?",
      (raised(orgstat.diff, old, new, { key = "nme" })))
    assert.matches("^diff: fields: no field 'left' in the new register", (raised(orgstat.diff, old, new,
      { fields = "left" })))
    assert.matches('^diff: option \'compare\', field \'name\' must be "exact"', (raised(orgstat.diff, old, new,
      { compare = { name = "toned" } })))
    assert.matches("^diff: compare: no field 'x' in the old register", (raised(orgstat.diff, old, new,
      { compare = { x = "tone" } })))
    assert.matches("^diff: key: no field is named", (raised(orgstat.diff, old, new, { key = {} })))
    assert.matches("^diff: no option 'keys'; did you mean 'key'%?", (raised(orgstat.diff, old, new, { keys = "id" })))
  end)

  it("refuses to compare what is not compared, and a key field twice", function()
    local reg = parse "id,a,b\n1,2,3\n"
    local function refused(opts) return (raised(orgstat.diff, reg, reg, opts)) end
    assert.equal("diff: key: field 'id' is in it twice", refused { key = { "id", "id" } })
    assert.matches("^diff: compare: field 'id' is in the key", refused { compare = { id = "tone" } })
    assert.matches("^diff: compare: field 'b' is not among", refused { fields = "a", compare = { b = "tone" } })
  end)

  it("says how little a change is", function()
    local d = orgstat.diff(parse "id,n\n1,Same  Name\n2,Same Name\n3,Same-Name\n",
      parse "id,n\n1,same name\n2,same name\n3,Same Name\n")
    assert.same({ "case and spacing", "case", "spacing" }, { d.changed[1].only, d.changed[2].only, d.changed[3].only })
  end)

  it("has in its table what was not compared", function()
    local d = orgstat.diff(parse "id,a,b\n1,2,3\n,2,3\n", parse "id,a,c\n1,2,3\n")
    local pieces = {}
    require("orgstat.present.csv").write(d, function(piece) pieces[#pieces + 1] = piece end)
    assert.equal("change,id,field,old,new,kind,only\nfield added,,c,,,,\nfield removed,,b,,,,\nwithout key,,,1,0,,\n",
      table.concat(pieces))
  end)

  it("counts records by their keys, also where these have commas", function()
    local d = orgstat.diff(parse 'k,l,a,b\n"a, b",c,1,1\na,"b, c",1,1\n', parse 'k,l,a,b\n"a, b",c,2,2\na,"b, c",2,2\n',
      { key = { "k", "l" } })
    assert.matches("2 changed, 0 unchanged\n", tostring(d))
  end)

  it("of random registers is that of plain loops", function()
    math.randomseed(77)
    for _ = 1, 80 do
      local function snapshot()
        local list = {}
        for i = 1, math.random(0, 25) do
          list[i] = { k = math.random(8) > 1 and math.random(30) or nil, b = math.random(2) / 2,
            a = math.random(3) > 1 and "v" .. math.random(2) or nil }
        end
        return list, orgstat.register(list, { { "k", "integer" }, { "a", "text" }, { "b", "number" } })
      end
      local a, reg_a = snapshot()
      local b, reg_b = snapshot()
      local seen, double = { {}, {} }, {}
      for side, list in ipairs { a, b } do
        for _, record in ipairs(list) do
          if record.k then
            if seen[side][record.k] then double[record.k] = true end
            seen[side][record.k] = record
          end
        end
      end
      local expected = { added = 0, removed = 0, changed = 0, unchanged = 0, duplicates = 0 }
      for k, record in pairs(seen[1]) do
        local other = seen[2][k]
        if double[k] then goto continue end
        if not other then
          expected.removed = expected.removed + 1
        else
          local n = (record.a ~= other.a and 1 or 0) + (record.b ~= other.b and 1 or 0)
          expected.changed = expected.changed + n
          expected.unchanged = expected.unchanged + (n == 0 and 1 or 0)
        end
        ::continue::
      end
      for k in pairs(seen[2]) do expected.added = expected.added + (not seen[1][k] and not double[k] and 1 or 0) end
      for _ in pairs(double) do expected.duplicates = expected.duplicates + 1 end
      local diff = orgstat.diff(reg_a, reg_b, { key = "k" })
      assert.same(expected, { added = #diff.added, removed = #diff.removed, changed = #diff.changed,
        unchanged = diff.unchanged, duplicates = #diff.duplicates })
    end
  end)
end)

describe("two snapshots of Vietnam's communes", function()
  local folder = paths.shared "vn-admin-snapshots/2025-07-20.json" and "vn-admin-snapshots/"

  local function wards(name)
    local list = {}
    for _, province in ipairs(cjson.decode(paths.bytes(paths.shared(folder .. name)))) do
      for _, ward in ipairs(province.Wards ~= cjson.null and province.Wards or {}) do list[#list + 1] = ward end
    end
    return orgstat.register(list, { "Code", "FullName", "ProvinceCode" })
  end

  it("differ in 210 names: 190 in tone marks only, 2 in case only", function()
    if not folder then return pending(select(2, paths.shared "vn-admin-snapshots/2025-07-20.json")) end
    local old, new = wards "2025-07-20.json", wards "2026-06-21.json"
    local diff = orgstat.diff(old, new, { key = "Code" })
    local count = { FullName = 0, ProvinceCode = 0, tone = 0, fold = 0, exact = 0, case = 0, spacing = 0 }
    for _, change in ipairs(diff.changed) do
      count[change.field] = count[change.field] + 1
      if change.field == "FullName" then
        count[change.kind] = count[change.kind] + 1
        if change.only then count[change.only] = count[change.only] + 1 end
      end
    end
    assert.same({ FullName = 210, ProvinceCode = 135, tone = 190, fold = 5, exact = 15, case = 2, spacing = 1 }, count)
    assert.same({ 3321, 3321, 0, 0, 0 }, { diff.rows.old, diff.rows.new, #diff.added, #diff.removed, #diff.duplicates })
    local function names(kind)
      return #orgstat.diff(old, new, { key = "Code", fields = "FullName", compare = { FullName = kind } }).changed
    end
    assert.same({ 208, 17, 12 }, { names "exact", names "tone", names "fold" })
  end)
end)

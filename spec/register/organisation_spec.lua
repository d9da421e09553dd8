-- The rules for records of organisations, R01 to R15.
local orgstat = require "orgstat"
local support = require "spec.register.support"

-- What a rule finds in a CSV text: "row field" of each violation, and the messages.
local function rule(name, text, opts)
  local list, messages = {}, {}
  for v in assert(orgstat.parse(text)):validate(nil, opts):each() do
    if v.rule == name then
      list[#list + 1] = ("%s %s"):format(v.row or "-", v.field)
      messages[#messages + 1] = v.message
    end
  end
  return list, messages
end

describe("rules for organisations", function()
  it("R01: what is required, by jurisdiction", function()
    assert.same({ "2 id", "2 name", "3 id" }, (rule("R01", "id,name\n1,a\n,\n1,b\n")))
    assert.same({ "- id", "- name" }, rule("R01", "x\n1\n"))
    local list, messages = rule("R01", "id,name,status,seat,founded_on,field_main,area_code\n1,a,active,b,2001,c,60\n",
      { jurisdiction = "vn" })
    assert.same({ "- scope_level" }, list)
    assert.matches("the register has no field 'scope_level'", messages[1], 1, true)
    local reg = orgstat.parse "id\n1\n"
    assert.matches("validate: option 'jurisdiction': none 'fra'; did you mean 'fr'",
      support.raised(reg.validate, reg, nil, { jurisdiction = "fra" }), 1, true)
  end)

  it("R02: dates are in order, as far as their precision goes", function()
    assert.same({ "1 dissolved_on", "5 dissolved_on" },
      rule("R02", "founded_on,dissolved_on\n2001-05,2001-04\n2001-05,2001\n2001,2001-05\n2001,\n2002,2001-12-31\n"))
    assert.same({ "2 term_to", "3 term_to" }, rule("R02", "term_from,term_to\n2019,2024\n2024,2024\n2024,2019\n"))
    assert.same({ "2 charter_on" },
      rule("R02", "founded_on,charter_on,first_congress_on\n2001-01,2001-02,2001-03\n2001-03,2001-02,2001-03\n"))
  end)

  it("R03: the status fits the dates", function()
    local list, messages = rule("R03",
      "status,founded_on,dissolved_on\nactive,2001,2005\ndissolved,2001,2005\npreparing,2001,\nactive,2001,\n")
    assert.same({ "1 status", "3 status" }, list)
    assert.equal("it has an end date, but its status says that it exists", messages[1])
  end)

  it("R04: identifiers have the shape and the check digits of their scheme", function()
    local good = {
      ["AU-ABN"] = { "51 824 753 556", "53004085616" }, ["US-EIN"] = { "010631747", "83-0212345" },
      ["VN-TIN"] = { "0100109106", "0100109106-001", "0100109106001" }, ["FR-SIREN"] = { "732829320" },
      ["FR-SIRET"] = { "73282932000074", "35600000000048" }, ["ROR"] = { "https://ror.org/0001j6c19" },
      ["GB-CHC"] = { "1000328", "202918" }, ["GB-COH"] = { "02324869", "SC123457" }, ["FR-RNA"] = { "W751000001" },
    }
    local bad = {
      ["AU-ABN"] = { "51824753557", "5182475355" }, ["US-EIN"] = { "10631747", "000000000" },
      ["VN-TIN"] = { "010010910", "01001091060" }, ["FR-SIREN"] = { "732829321" }, ["FR-SIRET"] = { "73282932000075" },
      ["ROR"] = { "https://ror.org/0001j6c18", "0001j6c19" }, ["GB-CHC"] = { "12" },
      ["GB-COH"] = { "0", "12345678", "2324869.0" }, ["FR-RNA"] = { "751000001" },
    }
    local reg, wanted = { "scheme,identifier" }, {}
    for scheme, list in pairs(good) do
      for _, value in ipairs(list) do reg[#reg + 1] = scheme .. "," .. value end
    end
    for scheme, list in pairs(bad) do
      for _, value in ipairs(list) do
        reg[#reg + 1] = scheme .. "," .. value
        wanted[#wanted + 1] = (#reg - 1) .. " identifier"
      end
    end
    assert.same(wanted, rule("R04", table.concat(reg, "\n") .. "\n"))
    assert.same({ "1 ein" }, rule("R04", "ein\n12345\n010631747\n"))
    assert.same({ "2 identifier.AU-ABN" }, rule("R04", "identifier.AU-ABN\n51824753556\n51824753557\n"))
    local _, messages = rule("R04", "scheme,identifier\nGB-REV,X1\nwhatever,1\n")
    assert.same({ "the scheme 'GB-REV' was replaced by GB-CHC, GB-SC or GB-NIC",
      "'whatever' is no scheme of identifiers, such as US-EIN" }, messages)
  end)

  it("R05: the code of an area fits the level", function()
    local rows = "scope_level,area_code\nprovince,60\ndistrict,593\ncommune,22915\ncommune,22918\n"
    assert.same({ "5 area_code" }, rule("R05", rows .. "province,593\n"))
    assert.same({ "1 area_code", "2 area_code" }, rule("R05", "scope_level,area_code\nprovince,US\ncommune,FR\n",
      { jurisdiction = "vn" }))
    assert.same({}, (rule("R05", "scope_level,area_code\nprovince,US\ncommune,FR\n")))
  end)

  it("R06: numbers of decisions have their shape, and who signs fits the level", function()
    local list, messages = rule("R06", "decision,scope_level\n127/QĐ-BNV,national\n2195/QĐ-UBND,province\n"
      .. "127/QĐ-BNV,commune\n45/2010/NĐ-CP,national\n102-KL/TW,national\nso 5,province\n")
    assert.same({ "3 decision", "6 decision" }, list)
    assert.matches("Ministry of Home Affairs, but its scope is commune", messages[1], 1, true)
  end)

  it("R07 to R09: parts are not above the whole", function()
    assert.same({ "2 unit_members", "3 members" },
      rule("R07", "members,unit_members\n5,5\n5,6\n-1,\n"))
    assert.same({ "2 staff_filled", "2 staff_quota" },
      rule("R08", "staff_filled,staff_quota,category\n3,3,assigned\n4,3,voluntary\n0,0,voluntary\n"))
    assert.same({ "1 executive_committee_size", "1 standing_committee_size", "1 delegates_present" }, (rule("R09",
      "members,executive_committee_size,standing_committee_size,delegates_called,delegates_present\n10,11,12,5,6\n"
      .. "30,11,5,6,6\n")))
  end)

  it("R10: names clash within one scope and area", function()
    local list, messages = rule("R10",
      "name,scope_level,area_code\nHội Khánh Hòa,province,60\nHội  khánh hoà,province,60\n"
      .. "Hội Khánh Hòa,commune,60\nHoi Khanh Hoa,province,60\nHội Đông y,province,60\n")
    assert.same({ "2 name", "4 name" }, list)
    assert.same({ "the same name as in row 1, and the same scope_level, area_code",
      "the same name but for its diacritics as in row 1, and the same scope_level, area_code" }, messages)
  end)

  it("R11: identifiers of one name that slipped", function()
    local list, messages = rule("R11",
      "id,name\nBT-0001,Hội A\nBT-0007,Hội  a\nBT-0042,Hội A\nBT-0001x,Hội A\nBT-0002,Hội B\n")
    assert.same({ "2 id", "4 id" }, list)
    assert.equal("'BT-0001' of the same name has nearly the same: did one slip?", messages[1])
  end)

  it("R12: lineages end, and what has ended has a date", function()
    local list, messages = rule("R12", "id,name,parent_id\na,A,b\nb,B,c\nc,C,a\nd,D,a\ne,E,e\nf,F,zz\ng,G,\n")
    assert.same({ "1 parent_id", "2 parent_id", "3 parent_id", "5 parent_id", "6 parent_id" }, list)
    assert.equal("'b' leads back to 'a': a lineage must have an end", messages[1])
    assert.equal("no record has 'zz' in id", messages[5])
    assert.same({ "2 dissolved_on" },
      rule("R12", "status,dissolved_on\ndissolved,2001\nmerged,\nactive,\n"))
  end)

  it("R13: seats are there, and rented ones have a contract", function()
    assert.same({ "2 seat" }, rule("R13", "id,seat\n1,Hà Nội\n2,\n"))
    assert.same({ "1 contract" }, rule("R13", "tenure,contract\nrented,\nowned,\nrented,5\n"))
  end)

  it("R14: no personal data in public texts", function()
    local list, messages = rule("R14", 'name,purpose\nA,"write to chair.a@example.org, please"\nB,call 0912 345 678\n'
      .. 'C,"+84 28 3829 5678 or by post"\nD,"CCCD 001203004567"\nE,"gave 1.250.000.000 in 2024-08-31, 127/QĐ-UBND"\n'
      .. 'F,"0,5 percent of 1392, 1900-2000"\nG,"member 12,345,678,901"\n')
    assert.same({ "1 purpose", "2 purpose", "3 purpose", "4 purpose" }, list)
    assert.equal("an e-mail address stands in a text that everybody may read: 'chair.a@example.org'", messages[1])
    assert.matches("^a telephone number .*'0912 345 678'$", messages[2])
    assert.matches("^the number of a person", messages[4])
  end)

  it("R15: texts say something", function()
    local list, messages = rule("R15",
      'id,name,purpose,email\n1,Hội A,hội a,x\n2,B,,\n3,C,real,Không có\n4,D,real,n/a\n'
      .. '5,Tidak  Ada,real,-\n6,Namibia,NA,NO\n')
    assert.same({ "1 purpose", "1 email", "2 purpose", "3 email", "4 email", "5 name", "5 email" }, list)
    assert.equal("purpose says no more than the name", messages[1])
    assert.equal("it has no purpose", messages[3])
    assert.equal("'Không có' stands for a value: leave it empty", messages[4])
  end)

  it("hold for what a query gave, too", function()
    local reg = assert(orgstat.read "data/binh-thuan-2024.csv"):where({ scope_level = "commune" }):sort("-name")
    assert.equal(1203, reg:validate().rows)
    local twice = orgstat.parse("id,name,scope_level\nx1,A,province\nx2,B,commune\nx3,a,province\n")
      :where { scope_level = "province" }
    assert.same({ R10 = 1, R11 = 1 }, twice:validate().by_rule)
    assert.same({ 2, 2 }, { twice:validate().violations[1].row, twice:validate().violations[2].row })
  end)

  it("find nothing wrong with the sample but seats that are not there", function()
    local result = assert(orgstat.read "data/binh-thuan-2024.csv"):validate(nil, { jurisdiction = "vn" })
    assert.same({ R01 = 160, R13 = 103 }, result.by_rule) -- of 57 nobody knows when they were founded
    assert.same({ R13 = 103 }, assert(orgstat.read "data/binh-thuan-2024.csv"):validate().by_rule)
    assert.same({ 34, 35 }, { result:page(0, 1000)[1].row, result:page(0, 1000)[1].line })
  end)
end)

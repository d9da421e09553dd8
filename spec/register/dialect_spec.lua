-- Dialects: quotes, what stands above the header and between the rows, headers of several rows, totals.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local support = require "spec.register.support"
local raised = support.raised

local function rows(reg)
  local list = {}
  for i, record in ipairs(reg) do
    list[i] = {}
    for c, field in ipairs(reg:fields()) do
      local value = record[field.name]
      list[i][c] = value == nil and "-" or value
    end
  end
  return list
end

local function names(reg)
  local list = {}
  for i, field in ipairs(reg:fields()) do list[i] = field.name end
  return list
end

local function note(reg, code)
  for _, one in ipairs(reg:notes()) do
    if one.code == code then return one end
  end
end

-- The text read in small blocks, on several threads, pushed and scanned gives the same.
local function read(text, opts)
  local reg, message, details = orgstat.parse(text, opts)
  for _, block in ipairs { 64, 150 } do
    local small = { block = block, threads = 3 }
    for key, value in pairs(opts or {}) do small[key] = value end
    local other, why = orgstat.parse(text, small)
    assert.equal(message, why)
    if reg then assert.same(rows(reg), rows(other)) end
  end
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  local scan = orgstat.scan(path, opts)
  if reg then
    local list = {}
    for record in assert(scan):records() do list[#list + 1] = record end
    for i, record in ipairs(list) do assert.same(reg[i], record) end
    assert.equal(#reg, #list)
    scan:close()
  end
  os.remove(path)
  return reg, message, details
end

describe("quotes", function()
  it("may be other characters", function()
    local reg = assert(read("id,name\n1,'A, B'\n2,'it''s'\n3,\"x\"\n4,'a\nb'\n", { quote = "'" }))
    assert.same({ { 1, "A, B" }, { 2, "it's" }, { 3, '"x"' }, { 4, "a\nb" } }, rows(reg))
  end)

  it("may be none", function()
    local reg = assert(read('id,name\n1,"A\n2,B" x\n3,""\n', { quote = "" }))
    assert.same({ { 1, '"A' }, { 2, 'B" x' }, { 3, '""' } }, rows(reg))
  end)

  it("are counted over many blocks", function()
    local lines = { "id,name" }
    for i = 1, 2000 do lines[i + 1] = ("%d,'x, \"%d\ny'"):format(i, i) end
    local reg = assert(orgstat.parse(table.concat(lines, "\n"), { quote = "'", block = 100, threads = 4 }))
    assert.equal(2000, #reg)
    assert.equal('x, "1999\ny', reg[1999].name)
  end)

  it("are no separators", function()
    local message = raised(orgstat.parse, "a\n", { quote = ";", separator = ";" })
    assert.matches("the separator and the quote are both", message)
  end)
end)

describe("title lines", function()
  -- text, titles, names of the fields
  for _, case in ipairs {
    { "Register of associations\nid,name,members\n1,A,5\n2,B,6\n", 1, { "id", "name", "members" } },
    { "Register\n\nid,name\nx,A\ny,B\n", 1, { "id", "name" } },
    { "Register of associations\nSource: ministry, 2024\n\nid,name,members\n1,A,5\n", 2, { "id", "name", "members" } },
    { "Register;;\nid;name;members\n1;A;5\n2;B;6\n", 1, { "id", "name", "members" } },
    { "Register, 2024\r\nOffice\r\n\r\nid;name;members\r\n1;A;5\r\n", 2, { "id", "name", "members" } },
    { "Members of unions\n\nname\t2023\t2024\nA\t5\t6\n", 1, { "name", "2023", "2024" } },
  } do
    it(("are found and left out, and the notes say so: %q"):format(case[1]), function()
      local reg = assert(read(case[1]))
      assert.same(case[3], names(reg))
      assert.equal(tostring(case[2]), note(reg, "titles").text)
      local strict = orgstat.parse(case[1], { skip = 0 })
      assert.is_true(not strict or names(strict)[1] ~= case[3][1])
    end)
  end

  for _, text in ipairs {
    "name\nSmith, John\nDoe, Jane\n", -- a column of names without quotes
    "id,name\n1,A,5\n2,B,6\n",        -- a header that lacks a name
    "id,name\nx,A,f\ny,B,g\n",
    "id;name\n1;a\n2;b;c\n",
    "Title\n1,2\n3,4\n",              -- no names
    "Title\na,a,n\nb,c,1\n",
  } do
    it(("are not seen where something else may be wrong: %q"):format(text), function()
      local _, _, details = read(text)
      assert.equal("ragged_row", details.code)
    end)
  end

  it("are not looked for in a good table", function()
    for _, text in ipairs { "a,b\n\n1,2\n", "a\nb\n\nc\n", "a;b\n\nc;d\n", "id,,\n1,2,3\n4,5,6\n" } do
      assert.is_nil(note(assert(read(text)), "titles"))
    end
  end)

  it("may be skipped by their number, whatever is in them", function()
    local reg = assert(read('x "y\nz\r\nid,name\n1,A\n', { skip = 2 }))
    assert.same({ "id", "name" }, names(reg))
    assert.equal("2", note(reg, "skipped").text)
    local _, _, details = orgstat.parse("a\nb\n", { skip = 5 })
    assert.equal("empty_file", details.code)
  end)
end)

describe("comments", function()
  local TEXT = '# it\'s "odd\n#\nid,name\n1,A\n# mid, "dle\n2,"#x\n# y"\n"#3",C\n#end'

  it("are left out wherever they stand, but not inside quotes", function()
    local reg = assert(read(TEXT, { comment = "#" }))
    assert.same({ { "1", "A" }, { "2", "#x\n# y" }, { "#3", "C" } }, rows(reg))
    assert.equal("4", note(reg, "comments").text)
    reg = assert(read("//a\nid\n1\n//b\n2\n", { comment = "//" }))
    assert.same({ { 1 }, { 2 } }, rows(reg))
  end)

  it("are text unless they were asked for", function()
    assert.equal("#x", assert(orgstat.parse("id\n#x\n"))[1].id)
  end)

  it("do not hide what is wrong", function()
    local _, _, details = read("# a\nid,name\n# b\n1\n", { comment = "#" })
    assert.same({ "ragged_row", 4 }, { details.code, details.line })
    local reg = assert(orgstat.parse("id,name\n#\n1\n2,x\n#\n", { comment = "#", bad_rows = "collect" }))
    assert.same({ 1, 1, 3 }, { #reg, #reg:rejects(), reg:rejects()[1].line })
  end)
end)

describe("a header", function()
  it("of several rows is joined, and what was merged is spread", function()
    local reg = assert(read("id,Members,,Budget,,note\n,men,women,2023,2024,\n1,2,3,4,5,x\n", { header_rows = 2 }))
    assert.same({ "id", "Members men", "Members women", "Budget 2023", "Budget 2024", "note" }, names(reg))
    assert.same({ { 1, 2, 3, 4, 5, "x" } }, rows(reg))
    reg = assert(read("A,,,B\n2023,,2024,\nx,y,x,x\n1,2,3,4\n", { header_rows = 3 }))
    assert.same({ "A 2023 x", "A 2023 y", "A 2024 x", "B x" }, names(reg))
    reg = assert(read("Name,Name\nName,n\nA,1\n", { header_rows = 2 }))
    assert.same({ "Name", "Name n" }, names(reg))
  end)

  it("may be followed by rows that all end in a separator", function()
    local reg = assert(read("id,name\n1,A,\n2,B,\n"))
    assert.same({ { 1, "A" }, { 2, "B" } }, rows(reg))
    assert.is_truthy(note(reg, "trailing"))
    assert.same({ "id", "name", "column_3" }, names(assert(read("id,name,\n1,A,\n2,B,\n"))))
    local _, _, details = orgstat.parse("id,name\n1,A,\n2,B,\n" .. ("3,C,\n"):rep(200) .. "4,D,x\n")
    assert.same({ "ragged_row", 2, 3, 2 }, { details.code, details.line, details.found, details.wanted })
  end)

  it("and header = false do not go together", function()
    assert.matches("header_rows", (raised(orgstat.parse, "a\n", { header = false, header_rows = 2 })))
  end)
end)

describe("totals", function()
  local TEXT = "commune,n\nA,1\nB,2\nTotal,3\nC,4\n\" Sum \",7\n"

  it("stand apart when the caller says how they are marked", function()
    local reg = assert(read(TEXT, { totals = { field = "commune", value = { "Total", "Sum" } } }))
    assert.same({ { "A", 1 }, { "B", 2 }, { "C", 4 } }, rows(reg))
    assert.equal(7, reg:stats("n").sum)
    assert.same({ { "Total", 3 }, { " Sum ", 7 } }, rows(reg:totals()))
    assert.same({}, reg:rejects())
    assert.equal("2", note(reg, "totals").text)
    assert.same({ { "Total", 3 }, { " Sum ", 7 } }, rows(reg:where({ commune = "A" }):totals()))
  end)

  it("do not decide the types of the others", function()
    local reg = assert(read("id,n\n1,1\nTotal,3\n2,x\n", { totals = { field = "id", value = "Total" } }))
    assert.equal("integer", reg:fields()[1].type)
  end)

  it("are rows too: those in are those out", function()
    local opts = { bad_rows = "collect", totals = { field = "commune", value = "Total" }, types = { n = "integer" } }
    local reg = assert(orgstat.parse("commune,n\nA,1\nB\nTotal,3\nC,x\nTotal\nD,5\n", opts))
    assert.same({ 2, 3, 1 }, { #reg, #reg:rejects(), #reg:totals() })
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write "commune,n\nA,1\nB\nTotal,3\nC,x\nTotal\nD,5\n"
    file:close()
    local scan = assert(orgstat.scan(path, opts))
    assert.same({ 2, 3, 1 }, { scan:count(), #scan:rejects(), #scan:totals() })
    scan:close()
    os.remove(path)
  end)

  it("are none without the option, and an empty register where there are none", function()
    local reg = assert(orgstat.parse(TEXT))
    assert.same({ 5, 0 }, { #reg, #reg:totals() })
    assert.same({ "commune", "n" }, names(reg:totals()))
    local message = raised(orgstat.parse, TEXT, { totals = { field = "x", value = "y" } })
    assert.matches("option 'totals': no field 'x'", message)
  end)
end)

describe("a text that is cut", function()
  local function check(text, opts)
    local whole = rows(assert(orgstat.parse(text, opts)))
    for cut = 0, #text - 1 do
      local reg, message = orgstat.parse(text:sub(1, cut), opts)
      if reg then -- all rows but the last, whose last field may be cut
        local part = rows(reg)
        assert.is_true(#part <= #whole)
        for i = 1, #part - 1 do
          assert.same(whole[i], part[i])
        end
      else
        assert.is_truthy(message)
      end
    end
  end

  it("at any byte is an error, or all that was before", function()
    check('Title\n\nid,name,kind\na,"x\n""y",k\nb,ộ,l\nc,z,m\n', { skip = 2 })
    check("id;n;d\r\na;1.234,5;31/12/2024\r\nb;2,5;01/02/2023\r\n", { locale = "vi", types = "text" })
    check("# x\nid,name\na,'y'\n# z\nb,'w'\nc,q\n", { comment = "#", quote = "'" })
  end)

  it("of other encodings, too", function()
    for _, encoding in ipairs { "UTF-16LE", "UTF-16BE", "windows-1258" } do
      local path = os.tmpname()
      local file = assert(io.open(path, "wb"))
      file:write("id,name,kind\na,Hội Nông dân,k\nb,Đoàn Thanh niên,l\nc,z,m\n")
      file:close()
      local bytes = paths.run(("env -u LD_PRELOAD iconv -f UTF-8 -t %s %s"):format(encoding, path))
      os.remove(path)
      check(bytes, { encoding = encoding })
    end
  end)
end)

-- Several files as one register.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local raised = require("spec.register.support").raised

describe("several files", function()
  local folder

  before_each(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
  end)
  after_each(function() assert(os.execute("rm -rf " .. folder)) end)

  local function file(name, text)
    local path = folder .. "/" .. name
    local out = assert(io.open(path, "wb"))
    out:write(text)
    out:close()
    return path
  end

  local function types(reg)
    local list = {}
    for i, field in ipairs(reg:fields()) do list[i] = field.name .. " " .. field.type end
    return table.concat(list, ", ")
  end

  it("are joined by the names of their fields, and their types meet on the ladder", function()
    local a = file("a.csv", "id,name,fee\n1,Red Cross,1.50\n2,,2\n")
    local b = file("b.tsv", "name\tid\tfounded\nBlind\tx3\t1996\n\"\"\t4\t1996-03-01\n")
    local reg = assert(orgstat.read({ a, b }, { source = "file" }))
    assert.equal("id text, name text, fee decimal, founded date, file text", types(reg))
    local list = {}
    for record in reg:records() do list[#list + 1] = record end
    assert.same({
      { id = "1", name = "Red Cross", fee = 1.5, file = a },
      { id = "2", fee = 2.0, file = a },
      { id = "x3", name = "Blind", founded = "1996", file = b },
      { id = "4", name = "", founded = "1996-03-01", file = b },
    }, list)
    assert.equal("text", assert(orgstat.read { a, b }):fields()[1].type)
    assert.equal(4, #reg)
  end)

  it("keep values as they are written where their field is text in the end", function()
    local a, b = file("a.csv", "code,on\n007,TRUE\n1.50,\n"), file("b.csv", "code,on\n8,x\n")
    local reg = assert(orgstat.read { a, b })
    assert.same({ { "007", "TRUE" }, { "1.50" }, { "8", "x" } },
      { { reg[1].code, reg[1].on }, { reg[2].code, reg[2].on }, { reg[3].code, reg[3].on } })
  end)

  it("may be of several formats, compressed or not; rows in are rows out", function()
    local sample = assert(orgstat.read "data/binh-thuan-2024.csv")
    local xlsx, gz = folder .. "/x.xlsx", folder .. "/x.csv.gz"
    assert(sample:write(xlsx))
    assert(sample:write(gz))
    local reg = assert(orgstat.read({ "data/binh-thuan-2024.csv", xlsx, gz }, { source = "from" }))
    assert.equal(3 * 1392, #reg)
    assert.equal(3 * 440532, reg:stats("members").sum)
    assert.same({ 1392, 1392, 1392 }, { reg:count("from")[xlsx], reg:count("from")[gz],
      reg:count("from")["data/binh-thuan-2024.csv"] })
  end)

  it("keep a text of digits, which a workbook tells from a number", function()
    local a = folder .. "/a.xlsx"
    assert(orgstat.register({ { code = "12" } }, { { "code", "text" } }):write(a))
    local reg = assert(orgstat.read { a, file("b.csv", "code\n13\n") })
    assert.same({ "12", "13" }, { reg[1].code, reg[2].code })
  end)

  it("have missing words, rejects and notes of their own", function()
    local a = file("a.csv", "id,n\n1,NA\n2\n3,5\n")
    local b = file("b.csv", "id;n\n4;6\n5;6;7\n")
    local reg = assert(orgstat.read({ a, b }, { missing = "NA", bad_rows = "collect" }))
    assert.equal("id integer, n integer", types(reg))
    local rejects = reg:rejects()
    assert.same({ 3, 2, { a, 3 }, { b, 3 } },
      { #reg, #rejects, { rejects[1].file, rejects[1].line }, { rejects[2].file, rejects[2].line } })
    assert.equal(5, #reg + #rejects)
    local of = {}
    for _, note in ipairs(reg:notes()) do of[#of + 1] = note.file and note.code .. note.file:sub(-5) end
    assert.equal("separatora.csv separatorb.csv", table.concat(of, " "))
  end)

  it("are an error that names the file and its row", function()
    local a, b = file("a.csv", "id,n\n1,2\n"), file("b.csv", "id,n\n1,3\n2,x\n")
    local reg, message, details = orgstat.read({ a, b }, { types = { n = "integer" } })
    assert.is_nil(reg)
    assert.same({ "wrong_type", b, 2 }, { details.code, details.file, details.row })
    assert.matches("b%.csv: field 'n': 'x' is not an integer", message)
    reg, message, details = orgstat.read { a, folder .. "/none.csv" }
    assert.same({ nil, "open_failed" }, { reg, details.code })
    assert.matches("none%.csv: cannot be opened", message)
  end)

  it("are a list of at least one path, and leave the name of the source free", function()
    local a = file("a.csv", "id,n\n1,2\n")
    assert.equal("orgstat.read: a path, or a list of paths, is expected; the list is empty", (raised(orgstat.read, {})))
    assert.equal("orgstat.read: path must be a string, got a number", (raised(orgstat.read, { 7 })))
    assert.equal("orgstat.read: option 'source': the files have a field 'n' already; choose another name",
      (raised(orgstat.read, { a }, { source = "n" })))
    assert.equal(a, assert(orgstat.read(a, { source = "file" }))[1].file)
  end)

  it("are joined by the command", function()
    local a, b = file("a.csv", "id\n1\n"), file("b.csv", "id,x\n2,y\n")
    local output, errors, status = paths.orgstat("convert", a, b, "--source", "from")
    assert.same({ ("id,x,from\n1,,%s\n2,y,%s\n"):format(a, b), "", 0 }, { output, errors, status })
  end)
end)

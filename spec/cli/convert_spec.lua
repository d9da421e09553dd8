local paths = require "spec.support.paths"

describe("orgstat convert", function()
  local folder
  local SAMPLE = "data/binh-thuan-2024.csv"

  before_each(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
  end)
  after_each(function() assert(os.execute("rm -rf " .. folder)) end)

  it("goes from each format that is written to each other, and nothing is lost", function()
    local chain = { SAMPLE }
    for _, ending in ipairs { "xlsx", "csv.gz", "tsv", "csv.zst", "xlsx.gz", "csv" } do
      local to = folder .. "/" .. #chain .. "." .. ending
      assert.same({ "", "", 0 }, { paths.orgstat("convert", chain[#chain], "-o", to) })
      chain[#chain + 1] = to
    end
    assert.equal(paths.bytes(SAMPLE), paths.bytes(chain[#chain]))
  end)

  it("goes over JSON, where a field stands where a record first has it, if one has it", function()
    local orgstat = require "orgstat"
    local from = assert(orgstat.read(SAMPLE))
    local names = {}
    for _, field in ipairs(from:fields()) do
      if field.missing < #from then names[#names + 1] = field.name end
    end
    local wanted = folder .. "/wanted.csv"
    assert(from:select(table.unpack(names)):write(wanted))
    for _, ending in ipairs { "json", "jsonl", "json.gz", "jsonl.zst" } do
      local there, back = folder .. "/there." .. ending, folder .. "/back.csv"
      assert.same({ "", "", 0 }, { paths.orgstat("convert", SAMPLE, "-o", there) })
      assert(assert(orgstat.read(there)):select(table.unpack(names)):write(back))
      assert.equal(paths.bytes(wanted), paths.bytes(back))
    end
  end)

  it("explodes lists of JSON", function()
    local output, errors, status = paths.run([[printf '{"id": 1, "w": [{"c": "07"}, {"c": "8"}]}\n' |
      ./bin/orgstat convert - --explode w]])
    assert.same({ "id,w.c\n1,07\n1,8\n", "", 0 }, { output, errors, status })
    output, errors, status = paths.run([[printf '[{"id": 1}]' | ./bin/orgstat convert - --explode w]])
    assert.same({ "", 2 }, { output, status })
    assert.matches("^orgstat: %-%-explode: no list 'w' in pushed bytes\n", errors)
  end)

  it("reads standard input and writes standard output, CSV unless --to says otherwise", function()
    local output, errors, status = paths.run("./bin/orgstat convert - <" .. SAMPLE)
    assert.same({ paths.bytes(SAMPLE), "", 0 }, { output, errors, status })
    output, errors, status = paths.run("printf 'a;b\\n1;x\\n' | ./bin/orgstat convert - --to jsonl -o -")
    assert.same({ '{"a": 1, "b": "x"}\n', "", 0 }, { output, errors, status })
    output = paths.run("./bin/orgstat convert " .. SAMPLE .. " --to xlsx | ./bin/orgstat convert - --to csv")
    assert.equal(paths.bytes(SAMPLE), output)
  end)

  it("takes the reading options", function()
    local path = folder .. "/in.csv"
    local file = assert(io.open(path, "wb"))
    file:write("n,v\n1,NA\n2\n3,\233\n")
    file:close()
    local output, errors, status = paths.orgstat("convert", path, "--encoding", "windows-1252", "--missing", "NA",
      "--bad-rows", "collect", "--types", "n=text", "--to", "json")
    assert.equal('[\n  {"n": "1"},\n  {"n": "3", "v": "é"}\n]\n', output)
    assert.equal(1, status)
    assert.matches("in%.csv: line 3 rejected: the row has 1 field, 2 fields expected\n$", errors)
  end)

  it("makes CSV safe for spreadsheets", function()
    local output = paths.run "printf 'a\\n=1+1\\n' | ./bin/orgstat convert - --safe"
    assert.equal("a\n'=1+1\n", output)
    local _, errors, status = paths.orgstat("convert", SAMPLE, "--safe", "-o", folder .. "/x.xlsx")
    assert.same({ 2, "orgstat: --safe: it is for CSV; in xlsx text stays text anyway\n"
      .. "orgstat: try 'orgstat convert --help'\n" }, { status, errors })
  end)

  it("says what is wrong with its usage", function()
    local function fails(words, ...)
      local output, errors, status = paths.orgstat("convert", ...)
      assert.same({ "", 2 }, { output, status })
      assert.matches(words, errors, 1, true)
    end
    fails("-o: the name 'out.pdf' does not say the format; give --to FORMAT (formats: csv, json, jsonl, tsv, xlsx)",
      SAMPLE, "-o", "out.pdf")
    fails("FILE 2: standard input cannot be one of several files", SAMPLE, "-", "-o", "out.csv")
    assert.same({ "", "", 0 }, { paths.orgstat("convert", SAMPLE, "-o", folder .. "/book.xlsx") })
    fails("--sheet: no sheet 'x' (sheets: register)", folder .. "/book.xlsx", "--sheet", "x")
    fails("--sheet: this is delimited text, which has none; leave it out", SAMPLE, "--sheet", "x")
    fails("--separator: this is an XLSX workbook, which has none", folder .. "/book.xlsx", "--separator", ";")
    fails("--source: the files have a field 'id' already", SAMPLE, "--source", "id")
    fails("no-such.csv: cannot be opened", "no-such.csv")
    fails("spec/cases/packed/cut.csv.gz: the gzip data end too early", "spec/cases/packed/cut.csv.gz")
    fails("/no/such/out.csv: cannot be written: No such file or directory", SAMPLE, "-o", "/no/such/out.csv")
    fails("--max-bytes: expected a whole number that is at least 1, found 'many'", SAMPLE, "--max-bytes", "many")
    fails("it unpacks to more than 100 bytes, the limit", "spec/cases/packed/small.csv.gz", "--max-bytes", "100")
  end)

  it("may write over what it reads", function()
    local path = folder .. "/same.csv"
    assert(os.execute("cp " .. SAMPLE .. " " .. path))
    assert.same({ "", "", 0 }, { paths.orgstat("convert", path, "-o", path) })
    assert.equal(paths.bytes(SAMPLE), paths.bytes(path))
  end)

  it("ends quietly when nobody reads on", function()
    local output, errors = paths.run("./bin/orgstat convert " .. SAMPLE .. " --to json | head -1")
    assert.same({ "[\n", "" }, { output, errors })
  end)

  it("has examples in its help", function()
    local output = paths.orgstat("convert", "--help")
    assert.matches("orgstat convert register%.xlsx %-o register%.csv", output)
    for line in output:gmatch "[^\n]+" do assert.is_true(#line <= 80, line) end
  end)
end)

-- What the README and the pages of doc/ show is what happens: their commands and their programs are run,
-- and give the output that stands below them.
local paths = require "spec.support.paths"

local function examples(page)
  local text = paths.bytes(page)
  -- "    $ command" and the indented lines that follow it
  for command, output in text:gmatch "\n    %$ ([^\n]+)\n(.-)\n%f[^ \n]" do
    it(command, function()
      local wanted = (output .. "\n"):gsub("\n    ", "\n"):gsub("^    ", ""):gsub("%s+$", "")
      local got, errors, status = paths.run(command)
      assert.same({ "", 0 }, { errors, status })
      assert.equal(wanted, (got:gsub(" +\n", "\n"):gsub("%s+$", "")))
    end)
  end

  -- a block of Lua and the block of its output
  for program, output in text:gmatch "\n```lua\n(.-)```.-\n```\n(.-)```" do
    it("the program that begins with " .. program:match "[^\n]+", function()
      local name = os.tmpname()
      local file = assert(io.open(name, "w"))
      file:write('package.path, package.cpath = "lua/?.lua;lua/?/init.lua;" .. package.path, ',
        '"build/?.so;" .. package.cpath\nlocal orgstat = require "orgstat"\n', program)
      file:close()
      local got, errors, status = paths.run("lua5.4 " .. name)
      os.remove(name)
      assert.same({ "", 0 }, { errors, status })
      assert.equal(output, (got:gsub(" +\n", "\n")))
    end)
  end
end

for _, page in ipairs { "README.md", "doc/reading.md" } do
  describe(page .. ":", function() examples(page) end)
end

-- The table of formats: for each row, what shows that its cells are true; a cell that is empty has none.
describe("README.md: the table of formats:", function()
  local orgstat = require "orgstat"
  local SAMPLE = "data/binh-thuan-2024.csv"
  local folder

  setup(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
  end)
  teardown(function() assert(os.execute("rm -rf " .. folder)) end)

  local function whole(reg)
    assert.equal(1392, #reg)
    assert.equal(440532, reg:stats("members").sum)
    reg:close()
  end

  -- Writes the sample under a name, as the magic bytes say, and reads it again.
  local function written(name, magic)
    return function()
      local path = folder .. "/" .. name
      assert.equal(true, assert(orgstat.read(SAMPLE)):write(path))
      assert.matches(magic, paths.bytes(path))
    end
  end
  local function read(name)
    return function()
      local path = folder .. "/" .. name
      assert.equal(true, assert(orgstat.read(SAMPLE)):write(path))
      whole(assert(orgstat.read(path)))
      os.rename(path, folder .. "/nameless")
      whole(assert(orgstat.read(folder .. "/nameless")))
    end
  end
  local function each(...)
    local checks = { ... }
    return function()
      for _, check in ipairs(checks) do check() end
    end
  end
  local function shown(format, words)
    return function() assert.matches(words, (paths.orgstat("summary", SAMPLE, "--format", format))) end
  end

  local function reported(format, words)
    return function()
      local report = "data/reports/binh-thuan-2024.en.txt"
      assert.matches(words, (paths.orgstat("check", report, "--format", format)))
      assert.matches("1,392", (paths.orgstat("figures", report, "--format", format)))
      assert.matches("1,392", (paths.orgstat("compare", report, report, "--format", format)))
    end
  end

  local SHOWS = {
    ["CSV"] = { function()
      for _, separator in ipairs { ",", ";", "\t", "|" } do
        for _, line_end in ipairs { "\n", "\r\n", "\r" } do
          local lines = { "a", "b" .. line_end .. '"x' .. separator .. '""y""\n"', "2" .. line_end }
          local reg = assert(orgstat.parse(table.concat(lines, separator)))
          assert.same({ a = "x" .. separator .. '"y"\n', b = 2 }, reg[1])
        end
      end
    end, function()
      local path = folder .. "/out.csv"
      assert(assert(orgstat.read(SAMPLE)):write(path))
      assert.equal(paths.bytes(SAMPLE), paths.bytes(path))
      assert(assert(orgstat.parse "a\n=1\n"):write(path, { safe = true }))
      assert.equal("a\n'=1\n", paths.bytes(path))
    end },
    ["TSV"] = { read "s.tsv", written("w.tsv", "^id\tname\t") },
    ["JSON"] = { each(read "s.json", function()
      assert.same({ key = "k", ["a.b"] = 1, l = "[1]" }, assert(orgstat.parse '{"k": {"a": {"b": 1}, "l": [1]}}')[1])
      assert.equal(2, #assert(orgstat.parse('[{"l": [1, 2]}]', { explode = "l" })))
    end), written("w.json", '^%[\n  {"id": "BT%-0001", ') },
    ["JSON Lines"] = { read "s.jsonl", written("w.jsonl", '^{"id": "BT%-0001", [^\n]+}\n{"id": "BT%-0002"') },
    ["XLSX"] = { read "s.xlsx", written("w.xlsx", "^PK\3\4") },
    ["gzip"] = { each(read "s.csv.gz", read "s.json.gz", read "s.xlsx.gz"), written("w.jsonl.gz", "^\31\139") },
    ["zstd"] = { each(read "s.csv.zst", read "s.tsv.zst", read "s.xlsx.zst"), written("w.csv.zst", "^%(\181/\253") },
    ["standard input, standard output"] = { function()
      assert.matches("1,392 rows", (paths.run("./bin/orgstat summary - <" .. SAMPLE)))
    end, function()
      assert.equal(paths.bytes(SAMPLE), (paths.run("./bin/orgstat convert - -o - <" .. SAMPLE)))
    end },
    ["several files"] = { function()
      assert.equal(2 * 1392, #assert(orgstat.read({ SAMPLE, SAMPLE }, { source = "file" })))
    end },
    ["encodings"] = { function()
      assert.equal("é", assert(orgstat.parse("a\n\233\n", { encoding = "windows-1252" }))[1].a)
      assert.equal("é", assert(orgstat.parse("\255\254a\0\n\0\233\0\n\0", { encoding = "utf-16" }))[1].a)
    end, written("w.csv", "Liên hiệp") },
    ["dialects"] = { function()
      assert.same({ a = "x;y" }, assert(orgstat.parse("Title\n\n#\na;b\n'x;y';1\n", { quote = "'", comment = "#" }))
        :select("a")[1])
      assert.same({ ["A x"] = 1, ["A y"] = 2 }, assert(orgstat.parse("A,\nx,y\n1,2\n", { header_rows = 2 }))[1])
      assert.equal(1, #assert(orgstat.parse("a\n1\nT\n", { totals = { field = "a", value = "T" } })):totals())
      assert.equal(2, #assert(orgstat.parse "a,b\n1,2,\n3,4,\n"))
    end },
    ["numbers and dates"] = { function()
      assert.equal(1234.5, assert(orgstat.parse("a\n1234.5\n"))[1].a)
      for locale, text in pairs { en = "1,234.5", vi = "1.234,5", fr = "1 234,5" } do
        assert.equal(1234.5, assert(orgstat.parse("a;b\n" .. text .. ";1\n", { locale = locale }))[1].a)
      end
      assert.equal("2024-12-31", assert(orgstat.parse("a\n31/12/2024\n", { locale = "vi" }))[1].a)
    end, written("w.csv", "2024%-08%-31") },
    ["reports"] = { function()
      for name, text in pairs {
        ["r.txt"] = "The province has 5 clubs with 70 members.",
        ["r.md"] = "# Clubs\n\nThe province has **5** clubs with 70 members.",
        ["r.html"] = "<html><body><p>The province has <b>5</b>&nbsp;clubs with 70 members.</p></body></html>",
      } do
        local report = assert(orgstat.report.read({ text = text, name = name }, { lang = "en" }))
        assert.same({ 5, 70 }, { report.figures[1].value, report.figures[2].value }, name)
      end
    end },
    ["text"] = { nil, each(shown("text", "1,392 rows"), reported("text", "ok        F01  65 %+ 124")) },
    ["Markdown"] = { nil, each(shown("markdown", "| members | integer |"), reported("markdown", "%- %*%*ok%*%* F01")) },
  }

  local rows = paths.bytes("README.md"):match "\n| format | read | write |\n|[ |-]+\n(.-)\n\n"
  local seen = 0
  for line in (rows .. "\n"):gmatch "(.-)\n" do
    local cells = {}
    for cell in line:gsub("\\|", "\0"):gmatch "|([^|]*)%f[|]" do cells[#cells + 1] = cell:match "^%s*(.-)%s*$" end
    seen = seen + 1
    it(cells[1], function()
      local shows = assert(SHOWS[cells[1]], "nothing shows that this row is true")
      assert.equal(3, #cells)
      for i = 1, 2 do
        assert.equal(cells[i + 1] ~= "", shows[i] ~= nil)
        if shows[i] then shows[i]() end
      end
    end)
  end

  it("has all its rows", function()
    local wanted = 0
    for _ in pairs(SHOWS) do wanted = wanted + 1 end
    assert.equal(wanted, seen)
  end)
end)

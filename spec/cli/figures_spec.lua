-- `orgstat figures` from the shell: what is printed, to a reader and to a program.
local cjson = require "cjson"
local paths = require "spec.support.paths"

local orgstat, run = paths.orgstat, paths.run
local ENGLISH, INDONESIAN = "data/reports/binh-thuan-2024.en.txt", "data/reports/binh-thuan-2024.id.txt"

local function good(...)
  local output, errors, status = orgstat("figures", ...)
  assert.same({ "", 0 }, { errors, status })
  return output
end

describe("orgstat figures", function()
  it("shows each figure with its value, unit, noun, labels and date", function()
    local output = good(ENGLISH)
    assert.matches("^" .. ENGLISH:gsub("%p", "%%%0") .. "\nMass organisations in Binh Thuan", output)
    assert.matches("\nEnglish, 9 figures", output)
    assert.matches("\n +1,392 +1,392 +organisation +mass organisations +2024%-08", output)
    assert.matches("\n +440,532 +440,532 +member +members", output)
    assert.matches("100,000,000,000 ≤ x < 1,000,000,000,000 +VND", output)
  end)

  it("as JSON is one array for all files, with the keys of the contract in their order", function()
    local output = good("--format", "json", ENGLISH, INDONESIAN)
    local list = cjson.decode(output)
    assert.equal(18, #list)
    assert.same({ 1392, 1392, 1392, "1,392", "organisation", "exact", ENGLISH, "en" }, { list[1].value, list[1].lo,
      list[1].hi, list[1].written, list[1].unit, list[1].hedge, list[1].file, list[1].lang })
    assert.equal("integer", math.type(cjson.decode("[1392]")[1] // 1 | 0))
    assert.is_nil(output:find('"value": 1392.0', 1, true))
    assert.equal(INDONESIAN, list[18].file)
    local order = {
      value = 1, lo = 2, hi = 3, lo_open = 4, hi_open = 5, readings = 6, written = 7, unit = 8, hedge = 9, by = 10,
      label = 11, noun = 12, place = 13, as_of = 14, from = 15, to = 16, first = 17, last = 18, sentence = 19,
        lang = 20,
      file = 21,
    }
    for object in output:gmatch '\n  (%b{})' do
      local last = 0
      for key in object:gmatch '"([%w_]+)": ' do
        if order[key] then -- labels in `by` have names of their own
          assert.is_true(order[key] > last, key .. " in " .. object)
          last = order[key]
        end
      end
      assert.is_truthy(object:find('"by": {', 1, true))
      assert.is_nil(object:find("null", 1, true))
    end
    local bytes = paths.bytes(ENGLISH)
    for i = 1, 9 do assert.equal(list[i].written, bytes:sub(list[i].first, list[i].last)) end
  end)

  it("as CSV is one table, which orgstat reads again", function()
    local output = good("--format", "csv", ENGLISH, INDONESIAN)
    local reg = assert(require("orgstat").parse(output))
    assert.equal(18, #reg)
    assert.same({ 1392, "organisation", "1,392" }, { reg[1].value, reg[1].unit, reg[1].written })
    assert.equal(INDONESIAN, reg[18].file)
  end)

  it("as Markdown is a table for each file", function()
    local output = good("--format", "markdown", ENGLISH, INDONESIAN)
    assert.matches("## " .. ENGLISH, output, 1, true)
    assert.matches("| 1,392 | 1,392 | organisation |", output, 1, true)
    assert.matches("## " .. INDONESIAN, output, 1, true)
  end)

  it("reads standard input, in the language that is named", function()
    local output, errors, status = run("./bin/orgstat figures - --lang id --format json <" .. INDONESIAN)
    assert.same({ "", 0 }, { errors, status })
    local list = cjson.decode(output)
    assert.same({ 1392, "id", "standard input" }, { list[1].value, list[1].lang, list[1].file })
  end)

  it("writes to a file", function()
    local path = os.tmpname()
    assert.equal("", good("-o", path, "--format", "json", ENGLISH))
    assert.equal(9, #cjson.decode(paths.bytes(path)))
    os.remove(path)
  end)

  it("says when there are none", function()
    local output, errors, status = run("printf 'No number stands here, only words.\\n' | ./bin/orgstat figures -")
    assert.same({ "", 0 }, { errors, status })
    assert.matches("0 figures", output)
    assert.equal("[]\n", (run("printf 'No number stands here.\\n' | ./bin/orgstat figures - --format json")))
  end)

  it("says which file cannot be read, and goes on with the others", function()
    local output, errors, status = orgstat("figures", "--format", "json", "no-such-file.txt", ENGLISH)
    assert.equal(2, status)
    assert.matches("no-such-file.txt", errors, 1, true)
    assert.equal(9, #cjson.decode(output))
  end)

  it("refuses what is no text in UTF-8, and says what to do", function()
    local output, errors, status = run("printf 'Sở Nội vụ \\377 có 5 hội' | ./bin/orgstat figures -")
    assert.same({ "", 2 }, { output, status })
    assert.matches("standard input:1:%d+: byte %d+ of the file is not UTF%-8", errors)
    assert.matches("save the file so (iconv -f ENCODING -t UTF-8)", errors, 1, true)
  end)

  it("refuses a language that it does not know", function()
    local output, errors, status = orgstat("figures", "--lang", "tlh", ENGLISH)
    assert.same({ "", 2 }, { output, status })
    assert.equal("orgstat: --lang: no language 'tlh' (languages: en, vi, id, fr)\n"
      .. "orgstat: try 'orgstat figures --help'\n", errors)
  end)

  it("has a help with examples", function()
    local output = good "--help"
    assert.matches("Examples:\n   orgstat figures report.txt\n", output, 1, true)
    for line in output:gmatch "[^\n]+" do assert.is_true(#line <= 80, line) end
  end)
end)

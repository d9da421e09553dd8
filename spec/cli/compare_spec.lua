-- `orgstat compare` from the shell.
local cjson = require "cjson"
local paths = require "spec.support.paths"

local orgstat, run = paths.orgstat, paths.run
local function report(lang) return "data/reports/binh-thuan-2024." .. lang .. ".txt" end
local COPY = "data/reports/ormas-2019-07.id.txt"

-- The report with a text replaced, as standard input.
local function against(path, from, to, ...)
  local bytes = paths.bytes(path)
  local first, last = bytes:find(from, 1, true)
  assert(first, from)
  local name = os.tmpname()
  local file = assert(io.open(name, "wb"))
  file:write(bytes:sub(1, first - 1), to, bytes:sub(last + 1))
  file:close()
  local output, errors, status = run("./bin/orgstat compare " .. paths.quote(path, "-", ...) .. " <" .. name)
  os.remove(name)
  assert.equal("", errors)
  return output, status
end

describe("orgstat compare", function()
  it("finds that the translations agree", function()
    for _, lang in ipairs { "vi", "id" } do
      local output, errors, status = orgstat("compare", report "en", report(lang))
      assert.same({ "", 0 }, { errors, status }, output)
      assert.matches("\nagree: 9 figures the same\n$", output)
      assert.matches("\nsame +1,392 +1%.392 +organisation\n", output)
    end
  end)

  it("as JSON has the contract's keys", function()
    local output = orgstat("compare", "--format", "json", report "en", report "id")
    local answer = cjson.decode(output)
    assert.is_true(answer.agree)
    assert.equal(18, #answer.figures)
    assert.same({ a = 1, b = 10 }, answer.pairs[1])
    assert.matches('"missing": %[%],\n  "extra": %[%],\n  "changed": %[%],\n  "figures": %[', output)
    for i, pair in ipairs(answer.pairs) do
      assert.equal(i, pair.a)
      assert.equal(answer.figures[pair.a].value, answer.figures[pair.b].value)
    end
  end)

  it("names the digit that a copy has lost, and exits with 1", function()
    local output, status = against(COPY, "230.084", "30.084")
    assert.equal(1, status)
    assert.matches("\nchanged +230%.084 +30%.084 +organisation +value: a digit is lost\n", output)
    assert.matches("\ndiffer: 10 figures the same, 1 changed\n$", output)
    output = against(COPY, "230.084", "30.084", "--format", "json")
    assert.same({ { a = 11, b = 22, what = "value", slip = "digit_lost" } }, cjson.decode(output).changed)
  end)

  it("names what is missing", function()
    local output, status = against(COPY, ", dan 72 ormas asing", "")
    assert.equal(1, status)
    assert.matches("\nmissing +72 +organisation\n", output)
    assert.matches("differ: 10 figures the same, 1 missing\n$", output)
    output = against(COPY, ", dan 72 ormas asing", "", "--format", "csv")
    assert.matches("\nmissing,72,,organisation,", output, 1, true)
  end)

  it("as Markdown is a table", function()
    local output = orgstat("compare", "--format", "markdown", report "en", report "vi")
    assert.matches("| same | 1,392 | 1.392 | organisation |", output, 1, true)
  end)

  it("refuses standard input for both, and what it cannot read", function()
    local output, errors, status = orgstat("compare", "-", "-")
    assert.same({ "", 2 }, { output, status })
    assert.matches("only one of the two can be standard input", errors, 1, true)
    output, errors, status = orgstat("compare", report "en", "no-such-file.txt")
    assert.same({ "", 2 }, { output, status })
    assert.matches("no-such-file.txt", errors, 1, true)
  end)

  it("has a help with examples", function()
    local output = orgstat("compare", "--help")
    assert.matches("Examples:\n   orgstat compare report.vi.txt report.en.txt\n", output, 1, true)
    for line in output:gmatch "[^\n]+" do assert.is_true(#line <= 80, line) end
  end)
end)

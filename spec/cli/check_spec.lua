-- `orgstat check` from the shell: the page, the formats, the exit status.
local cjson = require "cjson"
local paths = require "spec.support.paths"

local orgstat, run = paths.orgstat, paths.run
local GOOD, BAD = "data/reports/binh-thuan-2024.id.txt", "data/reports/ormas-2019-07.id.txt"
local DOUBTFUL = "data/reports/ho-tro-2023.vi.txt"

-- What `check` prints for these files: it must say nothing on standard error.
local function checked(wanted, ...)
  local output, errors, status = orgstat("check", ...)
  assert.same({ "", wanted }, { errors, status })
  return output
end

describe("orgstat check", function()
  it("shows the sentences with figures marked, the equations and the verdicts", function()
    assert.equal(GOOD .. [[

Organisasi massa di Binh Thuan: susunan dan kegiatannya
Indonesian, 9 figures, 3 documents cited

  Menurut Komite Tetap Partai Provinsi, hingga akhir Agustus 2024 terdapat [1.392] organisasi massa
  dengan [440.532] anggota di provinsi Binh Thuan.

  Dari jumlah tersebut, [65] organisasi bekerja di seluruh provinsi, terdiri atas [14] organisasi
  yang diberi tugas oleh Partai dan Negara serta [51] organisasi sukarela yang mengatur diri
  sendiri; [124] organisasi bekerja di tingkat distrik dan [1.203] organisasi di tingkat komune.

    ok        F01  65 + 124 + 1.203 = 1.392: the parts make the total
    ok        F02  65 (14 + 51) + 124 + 1.203 = 1.392: every level adds up
    ok        F01  14 + 51 = 65: the parts make the total

  note  T05  no date or period is stated for ratusan miliar VND

9 figures: 3 ok, 1 note
]], checked(0, GOOD))
  end)

  it("shows pages without tags and entities, and tables as rows", function()
    local page = [[<html><head><title>Clubs &amp; members</title></head><body><nav>12 pictures</nav>
<h1>Clubs of the province</h1><p>In 2024 the&nbsp;province has <b>11</b> clubs with 51 members.</p>
<table><tr><th>Area</th><th>Clubs</th><th>Members</th></tr><tr><td>North &amp; west</td><td>5</td><td>20</td></tr>
<tr><td>South</td><td>6</td><td>30</td></tr><tr><td>Total</td><td>11</td><td>51</td></tr></table></body></html>]]
    local output, errors, status = run("printf '%s' " .. paths.quote(page) .. " | ./bin/orgstat check --lang en -")
    assert.same({ "", 1 }, { errors, status })
    assert.matches([[
  North & west | [5] | [20]
  South | [6] | [30]
  Total | [11] | [51]

    ok        F01  5 + 6 = 11: the parts make the total
    violated  F01  20 + 30 = 51 does not hold: 50 computed, 51 stated, difference −1 (2 %)
]], output, 1, true)
    assert.is_nil(output:find("[12]", 1, true))
  end)

  it("exits with 1 when something is violated, and says by how much", function()
    local output = checked(1, BAD)
    assert.matches("violated  F01  25.812 + 393.497 + 72 = 420.381 does not hold: 419.381 computed, 420.381 stated,\n"
      .. "                   difference −1.000 (0,2 %)\n", output, 1, true)
    assert.matches("violated  F01  1.688 + 8.170 + 16.954 = 25.812 does not hold", output, 1, true)
    assert.matches("ok        F01  163.413 + 230.084 = 393.497", output, 1, true)
  end)

  it("exits with 0 when something is only doubtful", function()
    local output = checked(0, DOUBTFUL)
    assert.matches("doubtful  F04  258 tỷ 706 triệu đồng ≤ more than 222 tỷ đồng is doubtful", output, 1, true)
    assert.matches("(16,5 %)", output, 1, true)
  end)

  it("as JSON has findings and the figures of all files, indexes counted through", function()
    local output = checked(1, "--format", "json", GOOD, BAD)
    local answer = cjson.decode(output)
    assert.equal(20, #answer.figures)
    local seen = {}
    for _, one in ipairs(answer.findings) do
      for _, i in ipairs(one.figures) do assert.is_truthy(answer.figures[i]) end
      assert.equal("boolean", type(one.inferred))
      if one.check == "F01" then
        seen[#seen + 1] = { one.verdict, one.importance, answer.figures[one.figures[1]].file, one.difference }
      end
    end
    assert.same({ { "ok", "error", GOOD, 0 }, { "ok", "error", GOOD, 0 }, { "violated", "error", BAD, -1000 },
      { "violated", "error", BAD, 1000 }, { "ok", "error", BAD, 0 } }, seen)
    assert.equal([[
{
  "findings": [
    {
      "check": "F01",
      "verdict": "ok",
      "importance": "error",
      "inferred": false,
      "message": "65 + 124 + 1.203 = 1.392: the parts make the total",
      "figures": [1, 3, 6, 7],
      "difference": 0
    },
]], output:match "^.-\n    },\n")
    assert.is_nil(output:find("proposals", 1, true))
  end)

  it("as CSV has a row for each finding", function()
    local reg = assert(require("orgstat").parse(checked(1, "--format", "csv", BAD)))
    assert.equal(2, #reg:where { check = "F01", verdict = "violated" })
    assert.equal("420.381; 25.812; 393.497; 72", reg:where({ check = "F01" })[1].figures)
  end)

  it("as Markdown quotes the sentences", function()
    local output = checked(1, "--format", "markdown", BAD)
    assert.matches("> Per 31 Juli 2019 tercatat **420.381** organisasi", output, 1, true)
    assert.matches("- **violated** F01: 25.812 + 393.497 + 72 = 420.381 does not hold", output, 1, true)
  end)

  it("reads standard input and several files, and sums up", function()
    local output, errors, status = run("cat " .. GOOD .. " | ./bin/orgstat check - " .. BAD)
    assert.same({ "", 1 }, { errors, status })
    assert.matches("^standard input\n", output)
    assert.matches("\n2 files, 20 figures: %d+ ok, %d+ violated, 2 notes\n$", output)
  end)

  it("says when there is nothing to check", function()
    local output, _, status = run("printf 'No number stands here, only words.\\n' | ./bin/orgstat check -")
    assert.equal(0, status)
    assert.matches("\n0 figures: nothing to check\n$", output)
  end)

  it("exits with 2 when a file cannot be read, whatever the others say", function()
    local output, errors, status = orgstat("check", "no-such-file.txt", BAD)
    assert.equal(2, status)
    assert.matches("no-such-file.txt", errors, 1, true)
    assert.matches("violated", output)
  end)

  it("has no colours but on a terminal, and none there with NO_COLOR", function()
    assert.is_nil(checked(1, BAD):find("\27", 1, true))
    local output = run("script -qec './bin/orgstat check " .. GOOD .. "' /dev/null")
    assert.matches("\27[32mok      \27[0m  F01", output, 1, true)
    assert.matches("\27[1;4m1.392\27[0m", output, 1, true)
    assert.is_nil(run("NO_COLOR=1 script -qec './bin/orgstat check " .. GOOD .. "' /dev/null"):find("\27[", 1, true))
  end)

  it("has a help with examples", function()
    local output = checked(0, "--help")
    assert.matches("Examples:\n   orgstat check report.txt\n", output, 1, true)
    for line in output:gmatch "[^\n]+" do assert.is_true(#line <= 80, line) end
  end)
end)

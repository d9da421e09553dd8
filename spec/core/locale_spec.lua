-- Decimals in a file with decimal commas: 1.250 may be a thousand there.

local core = require "orgstat.core"
local orgstat = require "orgstat"

local function types(text, opts)
  return table.concat(core.types(assert(core.load({ text = text }, opts or {}))), " ")
end

describe("a file with decimal commas", function()
  it("makes text of decimals that may be thousands, and says so", function()
    local reg = assert(orgstat.parse "n;x;d\n1.250;2,5;0.125\n;;\n2.500;-1.003,25;7.500\n")
    assert.same({ "text", "text", "decimal" }, core.types(reg))
    assert.same({ n = "1.250", x = "2,5", d = 0.125 }, reg[1])
    local note = reg:notes()[2]
    assert.same({ "n", "comma_locale", "1.250" }, { note.field, note.code, note.text })
    assert.matches([[types = { ['n'] = "decimal" }]], note.why, 1, true)
  end)

  it("leaves other decimals alone", function()
    for _, n in ipairs { "1.25", "0.250", "1.2500", "1234.500", "7", "-0.500" } do
      assert.equal("decimal text", types("n;x\n1.250;2,5\n" .. n .. ";3,25\n"), n)
    end
    assert.equal("decimal text", types("n;x\n1.250;2,5\n", { types = { n = "decimal" } }))
  end)

  it("is none when a comma may group thousands, or stands in other text", function()
    for _, x in ipairs { "1,250", "2.5", "2,5 m", ",5", "2,", "1.25,0", "1,2,3", "-,5", "x" } do
      assert.equal("decimal", types("n;x\n1.250;" .. x .. "\n1.250;1,250\n"):match "%a+", x)
    end
    assert.equal("decimal text", types "n;x\n1.250;\"\"\n1.250;x\n")
  end)

  it("is the same in any blocks", function()
    local rows = {}
    for i = 1, 400 do rows[i] = ("%d.%03d;%d,%d"):format(i % 999 + 1, i, i, i % 90) end
    local sure = "n;x\n" .. table.concat(rows, "\n") .. "\n"
    rows[399] = "1.25;0,5"
    local other = "n;x\n" .. table.concat(rows, "\n") .. "\n"
    for _, opts in ipairs { {}, { block = 64, threads = 1 }, { block = 64, threads = 3 }, { block = 500 } } do
      local reg = assert(core.load({ text = sure }, opts))
      assert.same({ "text", "text" }, core.types(reg))
      assert.equal("401.400", reg[400].n)
      assert.equal("decimal text", types(other, opts))
    end
  end)
end)

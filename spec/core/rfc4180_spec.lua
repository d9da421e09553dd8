-- Strict reading gives what the rules of RFC 4180 say, by a reader of their own.
local core = require "orgstat.core"
local rfc4180 = require "spec.support.rfc4180"
local texts = require "spec.support.texts"

local function compare(case, text, separator, opts)
  local names, rows, empty = rfc4180.read(text, separator)
  opts.types, opts.separator = "text", separator
  opts.skip, opts.trailing = 0, false -- no looking for titles, and for separators at row ends
  local reg, details = core.load({ text = text }, opts)
  if not names then
    assert.is_nil(reg, case)
    assert.same({ case, rows.code, rows.byte, rows.found, rows.wanted },
      { case, details.code, details.byte, details.found, details.wanted }, ("%q"):format(text))
    return rows.code
  end
  assert(reg, details and ("case %d: %s\n%q"):format(case, details.code, text))
  assert.same({ case, #rows, empty }, { case, #reg, core.state(reg).empty_lines }, ("%q"):format(text))
  local found = core.names(reg)
  assert.equal(#names, #found)
  for c in ipairs(names) do
    for r, value in core.texts(reg, c) do
      local cell = rows[r][c]
      local wanted = (cell[1] ~= "" or cell[2]) and cell[1] or nil
      if wanted ~= value then
        error(("case %d, row %d, field %d: %q, not %q\n%q"):format(case, r, c, tostring(value), tostring(wanted), text))
      end
    end
  end
  return "read"
end

local BLOCKS = { 64, 77, 1000, 1 << 20 }

describe("strict reading", function()
  it("of good texts is that of RFC 4180", function()
    for case = 1, 250 do
      local text, separator = texts.delimited(case, { good = true })
      local opts = { threads = texts.pick { 1, 3 }, block = texts.pick(BLOCKS) }
      assert.equal("read", compare(case, text, separator, opts))
    end
  end)

  it("refuses what RFC 4180 does not allow, at the byte where it stands", function()
    local outcomes = {}
    for case = 5001, 5500 do
      local text, separator = texts.delimited(case)
      local outcome = compare(case, text, separator, { threads = texts.pick { 1, 3 }, block = texts.pick(BLOCKS) })
      outcomes[outcome] = (outcomes[outcome] or 0) + 1
    end
    for _, code in ipairs { "ragged_row", "stray_quote", "unclosed_quote", "nul_byte", "invalid_utf8", "read" } do
      assert.is_true((outcomes[code] or 0) > 1, code)
    end
  end)

  it("of short texts of the bytes that matter is that of RFC 4180", function()
    local bytes = { '"', ",", "\n", "\r", "x", "\xC3", "\xA9", "\0" }
    local frequent = { '"', '"', ",", "\n", "\r\n", "\r", "x", "y" }
    for case = 1, 6000 do
      math.randomseed(case)
      local parts = {}
      for i = 1, math.random(14) do parts[i] = texts.pick(math.random(12) == 1 and bytes or frequent) end
      compare(case, table.concat(parts), ",", { threads = 1 })
    end
  end)
end)

-- The same text gives the same register, or the same error, however it is read.
local core = require "orgstat.core"
local texts = require "spec.support.texts"

local VARIANTS = texts.variants()
local MIB = 1 << 20

-- A path at which every case is written in turn.
local path

local function write(text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

local function with(opts, variant, threads, block)
  local copy = { variant = variant, threads = threads, block = block }
  for key, value in pairs(opts) do copy[key] = value end
  return copy
end

local function same(case, how, wanted, got, text)
  if wanted ~= got then
    error(("case %d, %s:\n%q\n---- wanted\n%s\n---- got\n%s"):format(case, how, text, wanted, got), 0)
  end
end

local function first_of(result)
  return result:match "^error.-code=string:([%w_]+)" or "read"
end

describe("a load", function()
  setup(function() path = os.tmpname() end)
  teardown(function() os.remove(path) end)

  it("knows at least the plain scanner", function()
    assert.equal("plain", VARIANTS[1])
    for _, variant in ipairs { "avx2", "neon" } do -- no machine has both
      local ok, message = pcall(core.load, { text = "a\n" }, { variant = variant })
      assert.is_true(ok or message == "no " .. variant .. " on this machine", message)
    end
  end)

  it("is the same by every scanner, number of threads and size of block, from memory and from a file", function()
    local outcomes = {}
    for case = 1, 25 do
      local text = texts.delimited(case)
      local opts = texts.options()
      local small = math.random(65, 700)
      local wanted = texts.result(core.load({ text = text }, with(opts, "plain", 1, MIB)))
      local outcome = first_of(wanted)
      outcomes[outcome] = (outcomes[outcome] or 0) + 1
      write(text)
      for _, variant in ipairs(VARIANTS) do
        for _, threads in ipairs { 1, 3 } do
          for _, block in ipairs { 64, small, MIB } do
            local how = ("%s, %d threads, block %d"):format(variant, threads, block)
            local o = with(opts, variant, threads, block)
            same(case, how .. ", memory", wanted, texts.result(core.load({ text = text }, o)), text)
            same(case, how .. ", file", wanted, texts.result(core.load({ path = path }, o)), text)
          end
        end
      end
    end
    for _, outcome in ipairs { "read", "ragged_row", "wrong_type" } do
      assert.is_truthy(outcomes[outcome], outcome)
    end
  end)

  it("is the same by some of them, for many texts, pushed in pieces too", function()
    local outcomes = {}
    for case = 1001, 1400 do
      local text = texts.delimited(case)
      local opts = texts.options()
      local wanted = texts.result(core.load({ text = text }, with(opts, "plain", 1, MIB)))
      local outcome = first_of(wanted)
      outcomes[outcome] = (outcomes[outcome] or 0) + 1
      write(text)
      for _ = 1, 3 do
        local variant, threads = texts.pick(VARIANTS), texts.pick { 1, 1, 3 }
        local block = texts.pick { 64, 64, math.random(65, 2000), MIB }
        local how, o = ("%s, %d threads, block %d"):format(variant, threads, block), with(opts, variant, threads, block)
        same(case, how .. ", memory", wanted, texts.result(core.load({ text = text }, o)), text)
        same(case, how .. ", file", wanted, texts.result(core.load({ path = path }, o)), text)
      end
      same(case, "pushed", wanted, texts.result(texts.push(text, opts, texts.pick { 1, 7, 70, 5000 })), text)
      same(case, "pushed, block 64", wanted,
        texts.result(texts.push(text, with(opts, texts.pick(VARIANTS), texts.pick { 1, 3 }, 64), 70)), text)
    end
    for _, outcome in ipairs { "read", "ragged_row", "stray_quote", "unclosed_quote", "nul_byte", "invalid_utf8",
      "wrong_type" } do
      assert.is_truthy(outcomes[outcome], outcome)
    end
  end)

  it("gives as many rows as there are, good and bad together", function()
    for case = 2001, 2200 do
      local text = texts.delimited(case, { named = true, separator = ",", good = true })
      local rows = #assert(core.load({ text = text }, { separator = "," }))
      local reg = assert(core.load({ text = text }, {
        types = { c1 = texts.pick { "integer", "date" } }, separator = ",", bad_rows = "collect",
      }))
      local state = core.state(reg)
      assert.equal(rows, #reg + #state.rejects, case)
      assert.equal(rows, state.read, case)
      local before = 0
      for _, reject in ipairs(state.rejects) do
        assert.is_true(reject.row > before and reject.row <= rows, case)
        before = reject.row
        assert.equal(reject.text, text:sub(reject.byte, reject.byte + #reject.text - 1))
      end
    end
  end)
end)

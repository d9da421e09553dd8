-- The type of a column, and its values, are those of the ladder: whatever the order of the values is,
-- and wherever blocks begin.
local core = require "orgstat.core"
local ladder = require "spec.support.ladder"
local texts = require "spec.support.texts"

local pick, random = texts.pick, math.random

local BORDERS = {
  "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-9223372036854775809",
  "18446744073709551616", "999999999999999999", "1000000000000000000", "-999999999999999999",
  "123456789012345678", "1234567890123456789", "12345678901234567.8", "123456789012345678.9",
  "0.123456789012345678", "0.1234567890123456789", "-0.999999999999999999", "0.000000000000000001",
  "1.000000000000000000", "0.000000000000000000", ".123456789012345678", "922337203685477580.7",
  "99999999999999999.9", "1e308", "1.7976931348623157e308", "1.8e308", "1e309", "-1e400", "4.9e-324", "1e-400",
  "2.2250738585072014e-308", "0.1e1", "0e0", "-0e0", "-0", "-0.0", "0", "0.0", "00", "01", "-01", "0.", ".", "-", "-.",
  ".5", "-.5", "5.", "1.2.3", "1e", "1e+", "e5", "1e5", "1E+5", "1.5e-3", "01e5", "00.5", "+1", "1 ", " 1", "1_0",
  "0x10", "inf", "nan", "--1", "1-", "127", "128", "-128", "-129", "32767", "32768", "-32769", "2147483647",
  "2147483648", "-2147483649", "255", "65536", "0.1", "0.10", "1.23456789", "12345678", "123456789", "1234567.8",
  "12345678.9", "123456789012345.6", "1234567890123456", "12345678901234567",
  "9007199254740992", "9007199254740993", "-9007199254740993", "9007199254740994", "4611686018427387904",
}
local DATES = {
  "2024", "1000", "0999", "9999", "0001-01", "0000-01", "0001-01-01", "2024-08", "2024-13", "2024-00", "2024-8",
  "2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2100-02-28", "2024-04-31", "2024-12-31", "2024-01-00",
  "2024-1-1", "20240831", "2024/08/31", "31-08-2024", "2024-08-31T00:00", "-2024", "9999-12-31", "1969-12-31",
}
local WORDS = { "true", "FALSE", "True", "fAlSe", "truE", "tru", "falsey", "yes", "t", "text", "đ", "", "tRu3" }

local POOLS = {
  { "integer", function() return tostring(random(-5, 300)) end },
  { "integers", function() return tostring(random(0) >> random(1, 63)) end },
  { "decimal", function() return ("%d.%0" .. random(9) .. "d"):format(random(-999, 999), random(0, 9)) end },
  { "number", function() return ("%.17g"):format((random() - 0.5) * 10 ^ random(-30, 30)) end },
  { "year", function() return tostring(random(1000, 9999)) end },
  { "date", function() return ("%04d-%02d"):format(random(1, 9999), random(12)) end },
  { "day", function() return ("%04d-%02d-%02d"):format(random(1, 9999), random(12), random(28)) end },
  { "boolean", function() return pick { "true", "false", "TRUE" } end },
  { "text", function() return "word " .. random(9) end },
  { "border", function() return pick(BORDERS) end },
  { "form", function() return pick(DATES) end },
}

local function load(values, opts)
  local lines = { "x,y" }
  for _, value in ipairs(values) do
    lines[#lines + 1] = (value and (value == "" and '""' or value) or "") .. ",z"
  end
  return assert(core.load({ text = table.concat(lines, "\n") .. "\n" }, opts or { threads = 1 }))
end

local function check(values, opts, label)
  local reg, type = load(values, opts), ladder.type(values)
  local wanted = ladder.texts(values, type)
  assert.equal(type, core.types(reg)[1], label)
  for i, text in core.texts(reg, 1) do
    if (text or false) ~= wanted[i] then
      error(("%s, row %d: %s, not %s"):format(label, i, tostring(text), tostring(wanted[i])))
    end
  end
  if type == "integer" or type == "number" or type == "decimal" then
    for i, value in core.values(reg, 1) do
      local number = wanted[i] and (type == "integer" and math.tointeger(wanted[i]) or tonumber(wanted[i]) * 1.0)
      if (number or nil) ~= value or math.type(value) ~= math.type(number or nil) then
        error(("%s, row %d: %s for %s"):format(label, i, tostring(value), tostring(wanted[i])))
      end
    end
  end
  return type
end

local function shuffle(list)
  for i = #list, 2, -1 do
    local k = random(i)
    list[i], list[k] = list[k], list[i]
  end
end

local function options()
  return { threads = pick { 1, 1, 1, 3 }, block = pick { 64, random(64, 500), 1 << 20 } }
end

describe("the ladder of types", function()
  it("has a place for every form of value", function()
    for _, pool in ipairs { BORDERS, DATES, WORDS } do
      for _, value in ipairs(pool) do check({ value }, nil, ("%q"):format(value)) end
    end
  end)

  it("gives every pair of values the first type that fits both, in either order", function()
    local all = {}
    for _, pool in ipairs { BORDERS, DATES, WORDS } do
      for _, value in ipairs(pool) do all[#all + 1] = value end
    end
    math.randomseed(1)
    for i, one in ipairs(all) do
      for _ = 1, 12 do
        local other = pick(all)
        local label = ("%d: %q and %q"):format(i, one, other)
        assert.equal(check({ one, other }, nil, label), check({ other, one }, nil, label))
      end
    end
  end)

  it("does not depend on the order of the values, or on blocks", function()
    local seen = {}
    for case = 1, 250 do
      math.randomseed(case)
      local values, main, other = {}, pick(POOLS)[2], pick(POOLS)[2]
      local share = pick { 0, 0, 0.02, 0.3 }
      for i = 1, random(60) do
        values[i] = random() < share and other() or random(8) == 1 and pick { false, false, "" } or main()
      end
      local type = check(values, { threads = 1 }, "case " .. case)
      seen[type] = (seen[type] or 0) + 1
      for order = 1, 3 do
        shuffle(values)
        assert.equal(type, check(values, options(), ("case %d, order %d"):format(case, order)))
      end
    end
    for _, type in ipairs(ladder.TYPES) do assert.is_truthy(seen[type], type) end
  end)

  it("holds decimals of any scales beside 64-bit integers exactly", function()
    local values = { "9223372036854775807", "0.000000000000000001", "-9223372036854775808", "-0.5", "12.25" }
    for case = 1, 20 do
      math.randomseed(case)
      shuffle(values)
      local spread = {} -- over several blocks
      for i = 1, 40 do spread[i] = values[(i - 1) // 8 + 1] end
      assert.equal("decimal", check(spread, { block = 64, threads = pick { 1, 3 } }, "case " .. case))
      local reg = load(values)
      assert.equal("10.750000000000000001", core.stats(reg, 1).sum_text)
    end
  end)

  it("has no number for an integer that a float rounds", function()
    for _, opts in ipairs { { threads = 1 }, { threads = 3, block = 64 } } do
      local values = {}
      for i = 1, 30 do values[i] = i .. "e-1" end
      values[17] = "9007199254740992"
      assert.equal("number", check(values, opts))
      values[17] = "9007199254740993"
      assert.equal("text", check(values, opts))
      for i = 1, 30 do values[i] = i ~= 17 and i < 25 and i .. ".5" or values[i] end
      assert.equal("text", check(values, opts))
    end
  end)

  it("says which value in which row made a field climb", function()
    local function turns(values, opts)
      local list = {}
      for _, note in ipairs(core.state(load(values, opts)).notes) do
        if note.field == "x" then list[#list + 1] = { note.why, note.row, note.text } end
      end
      return list
    end
    for _, opts in ipairs { { threads = 1 }, { threads = 3, block = 64 }, { threads = 1, block = 64 } } do
      local values = {}
      for i = 1, 30 do values[i] = tostring(i) end
      assert.same({}, turns(values, opts))
      values[20], values[25] = "2.5", "3.5"
      assert.same({ { "not_integer", 20, "2.5" } }, turns(values, opts))
      values[28] = "x"
      assert.same({ { "not_decimal", 28, "x" } }, turns(values, opts))
      assert.same({ { "not_integer", 2, "2024-02" } }, turns({ "2024", "2024-02", "2023" }, opts))
    end
  end)

  it("keeps to the type that was asked for", function()
    for _, type in ipairs(ladder.TYPES) do
      for _, pool in ipairs { BORDERS, DATES, WORDS } do
        for _, value in ipairs(pool) do
          local reg, details = core.load({ text = "x,y\n" .. (value == "" and '""' or value) .. ",z\n" },
            { types = { x = type }, threads = 1 })
          if value == "" or ladder.fits(value, type) then
            assert.same({ type, value }, { reg and core.types(reg)[1], value })
            local _, text = core.texts(reg, 1)()
            assert.equal(ladder.texts({ value }, type)[1], text or false)
          else
            assert.same({ "wrong_type", value, "x", type, 1, 2, 1 }, { details.code, details.text, details.field,
              details.type, details.row, details.line, details.column })
          end
        end
      end
      local none = assert(core.load({ text = "x,y\n" }, { types = { x = type } }))
      assert.equal(type, core.types(none)[1], "of no rows")
      local missing = assert(core.load({ text = "x,y\n,1\n,2\n" }, { types = { x = type } }))
      assert.equal(type, core.types(missing)[1], "of missing values")
    end
  end)
end)

-- Integers and fractions that keep all their digits.
local exact = require "orgstat.report.exact"

local function text(x) return type(x) == "table" and x[1] .. "/" .. x[2] or tostring(x) end

describe("exact numbers", function()
  it("read a float as the decimal it stands for", function()
    for wanted, x in pairs {
      ["1/10"] = 0.1, ["3219/10"] = 321.9, ["77/2"] = 38.5, ["-1/20"] = -0.05, ["1250000000"] = 1.25e9, ["0"] = 0.0,
      ["7"] = 7, ["24691357802469/200"] = 123456789012.345, ["3/10"] = 0.3, ["1/1000000000"] = 1e-9,
    } do
      assert.equal(wanted, text(exact.of(x)))
    end
    -- what 0.1 + 0.2 gives is another number, and stays one
    assert.equal(0.1 + 0.2, exact.number(exact.of(0.1 + 0.2)))
    assert.is_true(exact.compare(exact.of(0.1 + 0.2), exact.of(0.3)) > 0)
  end)

  it("add, subtract, multiply and divide without noise", function()
    assert.equal("3/10", text(exact.add(exact.of(0.1), exact.of(0.2))))
    assert.equal("0", text(exact.sub(exact.of(0.3), exact.add(exact.of(0.1), exact.of(0.2)))))
    assert.equal("1", text(exact.mul({ 2, 3 }, { 3, 2 })))
    assert.equal("-2/3", text(exact.div(4, -6)))
    assert.equal("6", text(exact.div(4, { 2, 3 })))
    assert.is_nil(exact.div(1, 0))
    assert.equal("1000000000000000001", text(exact.add(10 ^ 18 // 1 | 0, 1)))
    assert.equal("999999999999999999/2", text(exact.mul(999999999999999999, { 1, 2 })))
    assert.equal("100000000000000000", text(exact.mul({ 100000000000000000, 3 }, 3)))
  end)

  it("become floats only beyond 64 bits", function()
    assert.equal(9e18 + 9e18, exact.add(9000000000000000000, 9000000000000000000))
    assert.equal(1e36, exact.mul(1000000000000000000, 1000000000000000000))
    assert.equal(-1e36, exact.mul(-1000000000000000000, 1000000000000000000))
    assert.equal(1e18 + 1e36, exact.add(1000000000000000000, 1e36))
  end)

  it("compare exactly where floats would say equal", function()
    assert.equal(1, exact.compare({ 9007199254740993, 2 }, { 9007199254740992, 2 }))
    assert.equal(-1, exact.compare({ 1000000000000000000, 3 }, { 1000000000000000001, 3 }))
    assert.equal(-1, exact.compare({ 999999999999999998, 999999999999999999 }, 1))
    assert.equal(1, exact.compare({ -1, 3 }, { -1, 2 }))
    assert.equal(0, exact.compare({ 1, 2 }, 0.5))
    assert.equal(-1, exact.compare(1000000000000000000, 1000000000000000001))
  end)

  it("round half up and half even", function()
    assert.equal("63/2", text(exact.round({ 629, 20 }, 1)))
    assert.equal("157/5", text(exact.round({ 627, 20 }, 1)))
    assert.equal("3", text(exact.round({ 5, 2 }, 0)))
    assert.equal("2", text(exact.round({ 5, 2 }, 0, true)))
    assert.equal("-3", text(exact.round({ -5, 2 }, 0)))
    assert.equal("4", text(exact.round({ 7, 2 }, 0, true)))
  end)

  it("know their decimals, floors and ceilings", function()
    assert.same({ 0, 1, 3, nil }, { exact.decimals(7), exact.decimals { 1, 2 }, exact.decimals { 1, 8 },
      exact.decimals { 1, 3 } })
    assert.same({ 2, 3, -3, -2, 7 }, { exact.floor { 5, 2 }, exact.ceil { 5, 2 }, exact.floor { -5, 2 },
      exact.ceil { -5, 2 }, exact.ceil(7) })
  end)
end)

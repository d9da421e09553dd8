-- Registers that orgstat.core builds from Lua tables.

local core = require "orgstat.core"
local support = require "spec.core.support"

local one, list, texts = support.one, support.list, support.texts

describe("orgstat.core", function()
  describe("build", function()
    local function type_of(values, given, n)
      return core.types(one(values, given, n))[1]
    end

    it("finds types", function()
      assert.equal("boolean", type_of { true, false })
      assert.equal("integer", type_of { 1, math.mininteger })
      assert.equal("number", type_of { 1, 1.5 })
      assert.equal("number", type_of { 2.0 })
      assert.equal("text", type_of { "1" })
      assert.equal("text", type_of({}, false, 3))
      assert.same({ "integer", "text" }, core.types(core.build({ "a", "b" }, { [2] = "text" }, { { 1 }, {} }, 1)))
      assert.same({ "boolean" }, core.types(core.build({ "a" }, nil, { { true } }, 1)))
    end)

    it("takes the types it is given", function()
      assert.same({ "1.50", "2.00", "-" }, texts(one({ "1.5", "2.00" }, "decimal", 3)))
      assert.same({ "1.25", "3.00" }, texts(one({ 1.25, 3 }, "decimal")))
      assert.same({ 12, -3, 4 }, list(one({ "12", "-3", 4.0 }, "integer")))
      assert.same({ 1.0, 2.5 }, list(one({ 1, "2.5" }, "number")))
      assert.same({ true, false }, list(one({ "true", false }, "boolean")))
      assert.same({ "2024", "2024-02" }, list(one({ 2024, "2024-02" }, "date")))
      assert.same({ "9223372036854775807.000000000000000000", "0.000000000000000001" },
        texts(one({ math.maxinteger, "0.000000000000000001" }, "decimal")))
    end)

    it("names what does not fit", function()
      local cases = {
        { { "a", "b", true }, false, "field 'x': row 3 is a boolean, the rows before are text" },
        { { 1, "b" }, false, "field 'x': row 2 is text, the rows before are numbers" },
        { { true, 0.5 }, false, "field 'x': row 2 is a number, the rows before are booleans" },
        { { 1, {} }, false, "field 'x': row 2 is a table, which no field holds" },
        { { print }, false, "field 'x': row 1 is a function, which no field holds" },
        { { "1", "ten" }, "integer", "field 'x': row 2 is 'ten', not an integer" },
        { { 1.5 }, "integer", "field 'x': row 1 is 1.5, not an integer" },
        { { "2024-02-30" }, "date", "field 'x': row 1 is '2024-02-30', not a date" },
        { { true }, "date", "field 'x': row 1 is a boolean, not a date" },
        { { "1e5" }, "decimal", "field 'x': row 1 is '1e5', not a decimal" },
        { { {} }, "decimal", "field 'x': row 1 is a table, not a decimal" },
        { { 5 }, "text", "field 'x': row 1 is 5, not text" },
        { { 1, 1 / 0 }, false, "field 'x': row 2 is inf, not a finite number" },
        { { 1 }, "money", "field 'x': there is no type 'money'" },
      }
      for _, case in ipairs(cases) do
        assert.has_error(function() one(case[1], case[2]) end, case[3])
      end
      assert.has_error(function() core.build({ "x" }, {}, {}, 1) end, "field 'x' has no table of values")
      assert.has_error(function() core.build({ 1 }, {}, { {} }, 1) end, "element 1 of the names is no string")
      assert.has_error(function() core.build({}, {}, {}, -1) end)
      assert.has_error(function() core.build({}, {}, {}, 2 ^ 40) end)
    end)

    it("rounds no integer among floats", function()
      local message = "field 'x': row 2 is 9007199254740993, which is no float; "
        .. 'as "decimal" the field keeps all digits'
      assert.has_error(function() one { 0.5, 9007199254740993 } end, message)
      assert.has_error(function() one({ 1, 9007199254740993 }, "number") end, message)
      assert.has_error(function() one({ "9007199254740993" }, "number") end)
      assert.same({ 0.5, 2.0 ^ 53, 2.0 ^ 62, -2.0 ^ 63 }, list(one { 0.5, 1 << 53, 1 << 62, math.mininteger }))
      assert.same({ "0.5", "9007199254740993.0" }, texts(one({ 0.5, 9007199254740993 }, "decimal")))
    end)

    it("drops what it made before the error", function()
      for _ = 1, 50 do
        local values = {}
        for i = 1, 1000 do
          values[i] = "value " .. i
        end
        assert.has_error(function() core.build({ "a", "b" }, nil, { values, { 1, true } }, 1000) end)
      end
      collectgarbage()
    end)

    it("makes registers of nothing", function()
      local reg = core.build({}, {}, {}, 0)
      assert.equal(0, #reg)
      assert.is_nil(core.records(reg)())
      assert.equal(3, #core.build({}, {}, {}, 3))
      assert.same({}, core.build({}, {}, {}, 3)[3])
    end)
  end)
end)

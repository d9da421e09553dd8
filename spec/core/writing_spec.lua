-- What orgstat.core says about text on a screen: how a number is written, how wide a text is.

local core = require "orgstat.core"

describe("orgstat.core", function()
  describe("write_float", function()
    it("is the shortest that reads back", function()
      local cases = { ["0.1"] = 0.1, ["3.0"] = 3, ["1e100"] = 1e100, ["-0.5"] = -0.5, ["inf"] = math.huge }
      for text, value in pairs(cases) do
        assert.equal(text, core.write_float(value))
      end
      assert.has_error(function() core.write_float("x") end)
    end)
  end)

  describe("width", function()
    it("counts columns of a terminal", function()
      assert.equal(0, core.width(""))
      assert.equal(12, core.width("Hội Nông dân"))
      assert.equal(1, core.width("e\u{301}"))
      assert.equal(4, core.width("協会"))
      assert.equal(3, core.width("a\xFFb"))
      assert.equal(2, core.width("a\xE1"))
      assert.equal(2, core.width("\xED\xA0\x80a") - 2)
    end)
  end)
end)

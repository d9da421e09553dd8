local markdown = require "orgstat.present.markdown"
local orgstat = require "orgstat"

local function written(value)
  local pieces = {}
  markdown.write(value, function(piece) pieces[#pieces + 1] = piece end)
  return table.concat(pieces)
end

describe("the Markdown writer", function()
  it("writes a pipe table with numbers to the right", function()
    local reg = orgstat.register({ { name = "Hội A", members = 1392 }, { name = "B" } }, { "name", "members" })
    assert.equal("| name | members |\n| --- | ---: |\n| Hội A | 1392 |\n| B |  |\n", written(reg))
  end)

  it("shows every character as it is", function()
    assert.equal("a\\|b\\\\c\\`d\\*e\\<f<br>g h_i", markdown.cell "a|b\\c`d*e<f\ng\0h_i")
    for text, cell in pairs {
      ["[a](b)"] = "\\[a](b)", ["![^1]"] = "!\\[^1]", ["a_b_c"] = "a_b_c", ["_a_ b"] = "\\_a\\_ b",
      ["a__b"] = "a\\_\\_b",
      ["_"] = "\\_", ["~5"] = "~5", ["~~a~~"] = "\\~\\~a\\~\\~", ["A&B; c & d"] = "A\\&B; c & d",
      ["&amp; &#38;"] = "\\&amp; \\&#38;", ["R&D"] = "R&D",
    } do
      assert.equal(cell, markdown.cell(text))
    end
  end)
end)

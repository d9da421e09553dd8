-- The two articles of the founding case: exactly their figures, and nothing else.
local report = require "orgstat.report"

local function seed(pattern)
  local folder = (os.getenv "ORGSTAT_DATA" or "../shared") .. "/seeds/"
  local list = io.popen(("ls %s"):format(folder))
  for name in list:lines() do
    if name:find(pattern) then
      list:close()
      return folder .. name
    end
  end
  list:close()
end

local WANTED = {
  { 10, "year", "" }, { 1392, "organisation", "" }, { 440532, "member", "" }, { 65, "organisation",
    "scope_level=province" },
  { 14, "organisation", "category=assigned,scope_level=province" }, { 51, "organisation",
    "category=voluntary,scope_level=province" },
  { 124, "organisation", "scope_level=district" }, { 1203, "organisation", "scope_level=commune" },
}

describe("the seed text", function()
  for name, lang in pairs { ["^000"] = "en", ["^001"] = "id" } do
    local path = seed(name)
    it("has exactly these figures in " .. lang, function()
      local r = assert(report.read(path))
      assert.equal(lang, r.lang)
      assert.equal(9, #r.figures)
      for i, wanted in ipairs(WANTED) do
        local figure, by = r.figures[i], {}
        for key, code in pairs(figure.by) do by[#by + 1] = key .. "=" .. code end
        table.sort(by)
        assert.same(wanted, { figure.value, figure.unit, table.concat(by, ",") })
        assert.equal("exact", figure.hedge)
        assert.equal(figure.written, r.text:sub(figure.first, figure.last))
        if i > 1 then assert.equal("2024-08-31", figure.as_of) end
      end
      local money = r.figures[9]
      assert.is_nil(money.value)
      assert.same({ 1e11, 1e12, true, "VND", "hundreds" }, { money.lo, money.hi, money.hi_open, money.unit,
        money.hedge })
    end)

    it("has the two sums, closed, in " .. lang, function()
      local r = assert(report.read(path))
      assert.equal(2, #r.relations)
      assert.same({ "sum", 2, { 4, 7, 8 }, true, false }, { r.relations[1].kind, r.relations[1].whole,
        r.relations[1].parts, r.relations[1].closed, r.relations[1].inferred })
      assert.same({ "sum", 4, { 5, 6 }, true, false }, { r.relations[2].kind, r.relations[2].whole,
        r.relations[2].parts, r.relations[2].closed, r.relations[2].inferred })
    end)

    it("names its documents and where it is from in " .. lang, function()
      local r = assert(report.read(path))
      local found = {}
      for i, document in ipairs(r.documents) do found[i] = document.kind .. " " .. document.number .. " "
        .. (document.issuer and document.term or "") end
      assert.same({ "conclusion 102 11", "conclusion 102 ", "conclusion 102 ", "decision 217 11",
        "decision 218 11" }, found)
      assert.truthy(r.url:find "127462%.html$")
      assert.is_true(#r.organisations > 20)
    end)
  end
end)

local orgstat = require "orgstat"
local cjson = require "cjson"
local support = require "spec.register.support"
local raised = support.raised

local tables = require "spec.support.crosstabs"
local of_counts, random_counts, csv = tables.of_counts, tables.random_counts, tables.csv

describe("shares in a crosstab", function()
  it("make exactly 100 in each row", function()
    local t = of_counts({ { 1, 1, 1 }, { 65, 124, 1203 }, { 0, 2, 0 } }):crosstab("r", "c", { share = "row" })
    assert.equal(table.concat({
      "r \\ c   c01    c02   c03  total", "-----  ----  -----  ----  -----", "r01    33.4   33.3  33.3  100.0",
      "r02     4.7    8.9  86.4  100.0", "r03          100.0        100.0", "-----  ----  -----  ----  -----",
      "total   4.7    9.1  86.2  100.0",
    }, "\n"), tostring(t))
    assert.equal(33.4, t.cells.r01.c01)
    assert.is_nil(t.cells.r03.c01)
    assert.equal("row", t.share)
  end)

  it("are of sums, of columns and of the whole as well, with as many decimals as one wants", function()
    local reg = of_counts { { 1, 2 }, { 3, 0 } }
    assert.equal("r,c01,c02,total\nr01,25,100,50\nr02,75,,50\ntotal,100,100,100\n",
      csv(reg:crosstab("r", "c", { share = "column", decimals = 0 })))
    assert.equal("r,c01,c02,total\nr01,16.67,33.33,50.00\nr02,50.00,,50.00\ntotal,66.67,33.33,100.00\n",
      csv(reg:crosstab("r", "c", { share = "all", decimals = 2 })))
    local t = reg:crosstab("r", "c", { share = "all", value = "sum(m)" }) -- 2, 3 + 4, 3 + 5 + 7
    assert.same({ r01 = { c01 = 8.3, c02 = 29.2 }, r02 = { c01 = 62.5 } }, t.cells)
    local json = require("orgstat.present.json").encode(reg:crosstab("r", "c", { share = "row" }))
    assert.matches('"c": "c01", "value": 100.0}', json, 1, true)
  end)

  it("add up in random tables", function()
    math.randomseed(4)
    local function tenths(text) return math.tointeger(tonumber((text:gsub("%.", "")))) end
    for _ = 1, 60 do
      local reg = of_counts(random_counts(math.random(5), math.random(5), 30))
      for _, kind in ipairs { "row", "column", "all" } do
        local grid = {}
        for line in csv(reg:crosstab("r", "c", { share = kind })):gmatch "[^\n]+" do
          grid[#grid + 1] = {}
          for cell in (line .. ","):gmatch "([^,]*)," do table.insert(grid[#grid], cell) end
        end
        local height, width = #grid, #grid[1]
        local columns, whole = {}, 0
        for i = 2, height do
          local sum = 0
          for j = 2, width - 1 do
            local n = grid[i][j] == "" and 0 or tenths(grid[i][j])
            sum = sum + n
            columns[j] = (columns[j] or 0) + (i < height and n or 0)
            whole = whole + (i < height and n or 0)
          end
          if kind ~= "column" and grid[i][width] ~= "" then assert.equal(tenths(grid[i][width]), sum) end
          if kind == "row" and sum > 0 then assert.equal(1000, sum) end
        end
        for j = 2, width - 1 do
          if kind == "column" then assert.equal(1000, columns[j]) end
          if kind == "all" then assert.equal(tenths(grid[height][j]), columns[j]) end
        end
        if kind == "all" and width > 2 then assert.equal(1000, whole) end
      end
    end
  end)

  it("are exact for large integers, and of nothing are absent", function()
    local share = require "orgstat.register.share"
    assert.same({ 500, 500 }, share.of({ math.maxinteger, math.maxinteger }, 1))
    assert.same({ 334, 333, 333 }, share.of({ 1.5, 1.5, 1.5 }, 1))
    assert.is_nil(share.of({ 0, 0 }, 1))
    assert.equal("0.05", share.text(5, 2))
    local none = of_counts({ { 1 } }):head(0):crosstab("r", "c", { share = "row" })
    assert.is_nil(none.total)
  end)

  it("break ties by order exactly, for decimals and integers of any size", function()
    local function row(values)
      local t = orgstat.parse("r,c,m\nA,p," .. table.concat(values, "\nA,") .. "\n")
        :crosstab("r", "c", { value = "sum(m)", share = "row", decimals = 0 })
      local cells = t.cells.A
      return { cells.p, cells.q, cells.r, cells.s }
    end
    local expected = { 38, 12, 45, 5 } -- 37 1/3, 12, 45 1/3, 5 1/3: the first of three
    assert.same(expected, row { "2.8", "q,0.9", "r,3.4", "s,0.4" })
    assert.same(expected, row { "28", "q,9", "r,34", "s,4" })
    local zeros = ("0"):rep(16)
    assert.same(expected, row { "28" .. zeros, "q,9" .. zeros, "r,34" .. zeros, "s,4" .. zeros })
    assert.same(expected, row { "280.000000000000000", "q,90", "r,340", "s,40" })
    local share = require "orgstat.register.share"
    math.randomseed(11)
    for _ = 1, 500 do
      local values, texts, larger = {}, {}, {}
      for i = 1, math.random(2, 5) do
        values[i] = math.random(0, 40)
        texts[i], larger[i] = ("%d.%d"):format(values[i] // 10, values[i] % 10), values[i] .. ("0"):rep(30)
      end
      local decimals = math.random(0, 3)
      local plain = share.of(values, decimals)
      assert.same(plain, share.of(values, decimals, texts))
      assert.same(plain, share.of(values, decimals, larger))
    end
  end)

  it("are refused for what does not add up", function()
    local reg = of_counts { { 1, 2 }, { 3, 0 } }
    assert.matches("^crosstab: 'median%(m%)' does not add up, and has no shares",
      (raised(reg.crosstab, reg, "r", "c", { share = "row", value = "median(m)" })))
    local debts = orgstat.register { { r = 1, c = 1, m = -5 }, { r = 1, c = 2, m = 9 } }
    assert.matches("none of which is negative, got %-5",
      (raised(debts.crosstab, debts, "r", "c", { share = "row", value = "sum(m)" })))
    assert.matches("whole number from 0 to 9", (raised(reg.crosstab, reg, "r", "c", { share = "row", decimals = 10 })))
    assert.matches('^crosstab: share%(%) is of groups in a row, .* for shares, say share = "row", "column" or "all"$',
      (raised(reg.crosstab, reg, "r", "c", { value = "share()" })))
    assert.matches("share is not given", (raised(reg.crosstab, reg, "r", "c", { decimals = 1 })))
  end)
end)

describe("crosstabs of several fields", function()
  it("have a level of tables for each", function()
    local reg = orgstat.register {
      { a = "x", b = 1, c = "p", d = true }, { a = "x", b = 2, c = "p", d = true }, { a = "y", c = "q", d = false },
      { a = "x", b = 1, c = "p", d = true },
    }
    local t = reg:crosstab({ "a", "b" }, { "c", "d" })
    assert.equal(2, t.cells.x[1].p[true])
    assert.equal(1, t.cells.y[orgstat.missing].q[false])
    assert.is_nil(t.cells.x[1].q)
    assert.equal(2, t.row_totals.x[1])
    assert.equal(3, t.column_totals.p[true])
    assert.same({ { "x", 1 }, { "x", 2 }, { "y", orgstat.missing } }, t.rows)
    assert.equal("a,b,p / true,q / false,total\nx,1,2,,2\nx,2,1,,1\ny,,,1,1\ntotal,,3,1,4\n", csv(t))
    assert.matches("^a      b \\ c / d  p / true  q / false  total\n", tostring(t))
    assert.equal("a, b", t.row_field)
    local json = cjson.decode(require("orgstat.present.json").encode(t))
    assert.same({ a = "x", b = 1, c = "p", d = true, value = 2 }, json.cells[1])
    assert.same({ c = "p", d = true, value = 3 }, json.column_totals[1])
    assert.same({ "x", "y" }, reg:crosstab({ "a" }, "c").rows)
  end)

  it("respect the kinds of fields", function()
    local reg = of_counts({ { 1, 2 } }):kinds { m = "ratio" }
    assert.matches("^crosstab: 'sum%(m%)': 'm' is a ratio",
      (raised(reg.crosstab, reg, "r", "c", { value = "sum(m)" })))
    assert.matches("^pivot: 'sum%(m%)': 'm' is a ratio",
      (raised(reg.pivot, reg:distinct(), { columns = "c", value = "sum(m)" })))
    assert.equal(9, reg:crosstab("r", "c", { value = "sum(m)", force = true }).total)
  end)

  it("refuse a field on both sides, and none", function()
    local reg = of_counts { { 1 } }
    assert.equal("crosstab: two different fields are needed, got 'r' twice",
      raised(reg.crosstab, reg, { "c", "r" }, "r"))
    assert.equal("crosstab: at least one field is needed on each side", raised(reg.crosstab, reg, {}, "r"))
  end)
end)

describe("a crosstab of a scanned register", function()
  it("takes one pass over the file", function()
    local core = require "orgstat.core"
    local query, load, passes = core.scan_query, core.scan_load, nil
    finally(function() core.scan_query, core.scan_load = query, load end)
    core.scan_query = function(...)
      local result, why = query(...)
      passes = passes + (result and 1 or 0) -- else it says that it cannot, and reads nothing
      return result, why
    end
    core.scan_load = function(...)
      passes = passes + 1
      return load(...)
    end
    for _, value in ipairs { "count()", "sum(members)", "max(members)", "median(members)", "mean(members)" } do
      local reg = assert(orgstat.scan "data/binh-thuan-2024.csv")
      passes = 0
      reg:crosstab("scope_level", "category", { value = value, suppress = true })
      assert.equal(1, passes, value)
    end
  end)

  it("is that of a loaded one", function()
    local path = "data/binh-thuan-2024.csv"
    for _, value in ipairs { "count()", "sum(members)", "min(founded_on)", "median(members)", "mean(members)",
      "count_distinct(name)", "missing(district)" } do
      local function of(open)
        return tostring(assert(open(path)):crosstab({ "scope_level", "status" }, "category", { value = value }))
      end
      assert.equal(of(orgstat.read), of(orgstat.scan))
    end
  end)

  it("has all digits of money", function()
    local reg = assert(orgstat.parse("r,c,m\na,b,90071992547409.93\na,b,0.01\na,d,0.05\n"))
    local t = reg:crosstab("r", "c", { value = "sum(m)" })
    local line = "90071992547409.94,0.05,90071992547409.99\n"
    assert.equal("r,b,d,total\na," .. line .. "total," .. line, csv(t))
    assert.matches('"total": 90071992547409.99\n', require("orgstat.present.json").encode(t), 1, true)
  end)
end)

local orgstat = require "orgstat"
local cjson = require "cjson"
local support = require "spec.register.support"
local raised = support.raised

-- A register with so many records for each cell, and `m` members in each of them.
local function of_counts(counts)
  local records = {}
  for i, row in ipairs(counts) do
    for j, n in ipairs(row) do
      for k = 1, n do records[#records + 1] = { r = ("r%02d"):format(i), c = ("c%02d"):format(j), m = k * i + j } end
    end
  end
  return orgstat.register(records, { { "r", "text" }, { "c", "text" }, { "m", "integer" } })
end

local function random_counts(height, width, most)
  local counts = {}
  for i = 1, height do
    counts[i] = {}
    for j = 1, width do counts[i][j] = math.random(3) == 1 and 0 or math.random(0, most) end
  end
  return counts
end

local function csv(result)
  local pieces = {}
  require("orgstat.present.csv").write(result, function(piece) pieces[#pieces + 1] = piece end)
  return table.concat(pieces)
end

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

-- What a reader of a table with totals can tell. The published table is the grid of a crosstab of counts.
local function grid_of(t)
  local grid = {}
  for i = 1, #t.rows + 1 do
    grid[i] = {}
    for j = 1, #t.columns + 1 do
      local row, column = t.rows[i], t.columns[j]
      local value, hidden
      if row and column then
        value, hidden = t.cells[row][column], t.hidden.cells[row][column]
      elseif row then
        value, hidden = t.row_totals[row], t.hidden.row_totals[row]
      elseif column then
        value, hidden = t.column_totals[column], t.hidden.column_totals[column]
      else
        value, hidden = t.total, t.hidden.total
      end
      assert(not (value and hidden))
      grid[i][j] = { value = not hidden and (value or 0) or nil, hidden = hidden }
    end
  end
  return grid, #t.rows + 1, #t.columns + 1
end

-- The hidden cells that linear algebra gives away: rows of the reduced system with one unknown. The
-- coefficients are small, so that floats are exact enough.
local function solve(grid, height, width)
  local index, count, equations = {}, 0, {}
  for i = 1, height do
    for j = 1, width do
      if grid[i][j].hidden then
        count = count + 1
        index[i * 1000 + j] = count
      end
    end
  end
  local function add(cells)
    local row = {}
    for k = 1, count do row[k] = 0 end
    for _, cell in ipairs(cells) do
      local k = index[cell[1] * 1000 + cell[2]]
      if k then row[k] = row[k] + cell[3] end
    end
    equations[#equations + 1] = row
  end
  for i = 1, height do
    local cells = {}
    for j = 1, width do cells[j] = { i, j, j == width and -1 or 1 } end
    add(cells)
  end
  for j = 1, width do
    local cells = {}
    for i = 1, height do cells[i] = { i, j, i == height and -1 or 1 } end
    add(cells)
  end
  local rank = 0
  for k = 1, count do
    local pivot
    for e = rank + 1, #equations do
      if math.abs(equations[e][k]) > 1e-9 then pivot = e end
    end
    if pivot then
      rank = rank + 1
      equations[rank], equations[pivot] = equations[pivot], equations[rank]
      local by = equations[rank][k]
      for c = 1, count do equations[rank][c] = equations[rank][c] / by end
      for e, row in ipairs(equations) do
        local times = row[k]
        if e ~= rank and times ~= 0 then
          for c = 1, count do row[c] = row[c] - times * equations[rank][c] end
        end
      end
    end
  end
  local told = 0
  for e = 1, rank do
    local unknowns = 0
    for k = 1, count do unknowns = unknowns + (math.abs(equations[e][k]) > 1e-9 and 1 or 0) end
    if unknowns == 1 then told = told + 1 end
  end
  return told, count
end

-- Whether each hidden cell has two values among whole tables where hidden cells have one record at least.
local function has_alternatives(grid, height, width, truth)
  local cells, found, left = {}, {}, 0
  for i = 1, height do
    for j = 1, width do
      if grid[i][j].hidden then
        if i < height and j < width then cells[#cells + 1] = { i, j } end
        found[i * 1000 + j], left = false, left + 1
      end
    end
  end
  local guess = {}
  for i = 1, height do
    guess[i] = {}
    for j = 1, width do guess[i][j] = truth[i] and truth[i][j] or 0 end
  end
  local function check()
    for j = 1, width do guess[height][j] = 0 end
    for i = 1, height - 1 do
      local sum = 0
      for j = 1, width - 1 do
        sum = sum + guess[i][j]
        guess[height][j] = guess[height][j] + guess[i][j]
      end
      guess[i][width] = sum
      guess[height][width] = guess[height][width] + sum
    end
    for i = 1, height do
      for j = 1, width do
        local known = grid[i][j].value
        if (i == height or j == width) and (known and guess[i][j] ~= known or not known and guess[i][j] < 1) then
          return
        end
      end
    end
    for place in pairs(found) do
      local i, j = place // 1000, place % 1000
      local true_value = 0
      for r = 1, #truth do
        for c = 1, #truth[1] do
          if (i == height or i == r) and (j == width or j == c) then true_value = true_value + truth[r][c] end
        end
      end
      if not found[place] and guess[i][j] ~= true_value then found[place], left = true, left - 1 end
    end
  end
  local function try(k)
    if left == 0 then return end
    if k > #cells then return check() end
    local i, j = cells[k][1], cells[k][2]
    for change = -1, 1 do
      if truth[i][j] + change >= 1 then
        guess[i][j] = truth[i][j] + change
        try(k + 1)
      end
    end
    guess[i][j] = truth[i][j]
  end
  try(1)
  return left == 0
end

-- Counts without the rows and columns that have no record, as the table shows them.
local function without_empty(counts)
  local columns, result = {}, {}
  for j = 1, #counts[1] do
    for i = 1, #counts do columns[j] = columns[j] or counts[i][j] > 0 end
  end
  for _, row in ipairs(counts) do
    local kept, any = {}, false
    for j, n in ipairs(row) do
      if columns[j] then kept[#kept + 1] = n end
      any = any or n > 0
    end
    if any then result[#result + 1] = kept end
  end
  return result
end

describe("suppression in a crosstab", function()
  it("hides small cells, and the smallest further ones that would tell of them", function()
    local t = of_counts({ { 3, 20, 30 }, { 10, 12, 40 }, { 9, 50, 60 } }):crosstab("r", "c", { suppress = true })
    assert.equal(table.concat({
      "r \\ c  c01  c02  c03  total", "-----  ---  ---  ---  -----", "r01      *    *   30     53",
      "r02      *    *   40     62", "r03      *    *   60    119", "-----  ---  ---  ---  -----",
      "total   22   82  130    234", "* hidden: fewer than 5 records, or what would tell of those",
    }, "\n"), tostring(t))
    assert.is_nil(t.cells.r01.c01)
    assert.is_true(t.hidden.cells.r01.c01)
    assert.is_nil(t.hidden.cells.r02.c03)
    assert.equal("r,c01,c02,c03,total\nr01,*,*,30,53\nr02,*,*,40,62\nr03,*,*,60,119\ntotal,22,82,130,234\n", csv(t))
    local json = cjson.decode(require("orgstat.present.json").encode(t))
    assert.same({ r = "r01", c = "c01", hidden = true }, json.cells[1])
    local markdown = {}
    require("orgstat.present.markdown").write(t, function(piece) markdown[#markdown + 1] = piece end)
    assert.matches("| r01 | \\* | \\* | 30 | 53 |", table.concat(markdown), 1, true)
  end)

  it("hides nothing where no cell is small", function()
    local t = of_counts({ { 5, 20 }, { 10, 12 } }):crosstab("r", "c", { suppress = true })
    assert.same({ cells = { r01 = {}, r02 = {} }, row_totals = {}, column_totals = {} }, t.hidden)
    assert.is_nil(tostring(t):find "hidden")
    t = of_counts({ { 5, 20 }, { 10, 12 } }):crosstab("r", "c", { suppress = 6 })
    assert.is_true(t.hidden.cells.r01.c01)
  end)

  it("hides totals of few records, too", function()
    local t = of_counts({ { 1, 1 }, { 10, 12 } }):crosstab("r", "c", { suppress = true })
    assert.is_true(t.hidden.row_totals.r01)
    assert.is_nil(t.row_totals.r01)
  end)

  it("hides by the number of records, whatever is shown", function()
    local reg = of_counts { { 3, 20, 30 }, { 10, 12, 40 }, { 9, 50, 60 } }
    for _, value in ipairs { "sum(m)", "median(m)", "count_distinct(m)" } do
      local t = reg:crosstab("r", "c", { suppress = true, value = value })
      assert.is_nil(t.cells.r01.c01)
      assert.is_not_nil(t.cells.r02.c03)
    end
  end)

  it("leaves no hidden cell that the sums give away, in random tables", function()
    math.randomseed(20240831)
    local hidden_cells, small = 0, 0
    for round = 1, 150 do
      local most = ({ 4, 9, 25 })[round % 3 + 1]
      local counts = without_empty(random_counts(math.random(1, 6), math.random(1, 6), most))
      local t = of_counts(counts):crosstab("r", "c", { suppress = true })
      local grid, height, width = grid_of(t)
      for i, row in ipairs(counts) do
        for j, n in ipairs(row) do
          if n > 0 and n < 5 then
            small = small + 1
            assert.is_true(grid[i][j].hidden)
          end
        end
      end
      local told, hidden = solve(grid, height, width)
      assert.equal(0, told, tostring(t))
      hidden_cells = hidden_cells + hidden
    end
    assert.is_true(hidden_cells > 500 and small > 300)
  end)

  it("leaves another whole table possible for each hidden cell", function()
    math.randomseed(31)
    for _ = 1, 60 do
      local counts = without_empty(random_counts(math.random(1, 3), math.random(1, 3), 7))
      if #counts > 0 then
        local t = of_counts(counts):crosstab("r", "c", { suppress = true })
        local grid, height, width = grid_of(t)
        assert.is_true(has_alternatives(grid, height, width, counts), tostring(t))
      end
    end
  end)

  it("leaves no share alone in a line that makes 100", function()
    math.randomseed(8)
    for _ = 1, 60 do
      local counts = random_counts(math.random(2, 5), math.random(2, 5), 12)
      local t = of_counts(counts):crosstab("r", "c", { suppress = true, share = "row" })
      for _, row in ipairs(t.rows) do
        local hidden = 0
        for _ in pairs(t.hidden.cells[row]) do hidden = hidden + 1 end
        assert.is_true(hidden ~= 1 or #t.columns == 1, tostring(t))
      end
    end
  end)
end)

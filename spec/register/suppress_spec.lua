local orgstat = require "orgstat"
local cjson = require "cjson"

local tables = require "spec.support.crosstabs"
local of_counts, random_counts, csv = tables.of_counts, tables.random_counts, tables.csv

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

  it("leaves no total that may be a hidden value", function()
    local records = {}
    local function add(r, c, n, value)
      for i = 1, n do records[#records + 1] = { r = r, c = c, m = value + i } end
    end
    add("A", "x", 2, 900) add("A", "y", 20, 10) add("A", "z", 30, 5)
    add("B", "x", 25, 40) add("B", "y", 26, 50) add("B", "z", 27, 7)
    local reg = orgstat.register(records, { "r", "c", { "m", "integer" } })
    for _, value in ipairs {
      "max(m)", "min(m)", "first(m)", "last(m)", "mode(m)", "median(m)", "quantile(m, 0.9, 1)",
    } do
      local t = reg:crosstab("r", "c", { value = value, suppress = true })
      assert.is_true(t.hidden.row_totals.A, value)
      assert.is_true(t.hidden.column_totals.x, value)
      assert.is_true(t.hidden.total, value)
      assert.is_nil(t.total, value)
      assert.is_not_nil(t.column_totals.z, value)
    end
    assert.is_nil(reg:crosstab("r", "c", { value = "sum(m)", suppress = true }).hidden.total)
  end)

  it("leaves no line in which all hidden cells are as large as small ones can be", function()
    local t = of_counts({ { 5, 4, 4 }, { 50, 40, 40 } }):crosstab("r", "c", { suppress = true })
    assert.is_true(t.hidden.cells.r01.c01)
  end)

  -- The hidden shares that follow from those that are shown, for readers who know nothing else: each shown
  -- share is an equation, and a shown 0 says that each cell behind it is 0.
  local function told_shares(t, counts, by_row)
    local grid, height, width = grid_of(t)
    local h, w = height - 1, width - 1
    local function equation(i, j) -- cell minus share of the line's whole
      local row, cell, whole = {}, 0, 0
      for r = 1, h do
        for c = 1, w do
          local in_cell = (i == height or i == r) and (j == width or j == c)
          local in_whole = by_row and (i == height or i == r) or not by_row and (j == width or j == c)
          cell, whole = cell + (in_cell and counts[r][c] or 0), whole + (in_whole and counts[r][c] or 0)
          row[#row + 1] = { in_cell and 1 or 0, in_whole and 1 or 0 }
        end
      end
      for k, one in ipairs(row) do row[k] = one[1] - cell / whole * one[2] end
      return row, cell
    end
    local basis = {}
    local function reduce(row)
      for _, one in ipairs(basis) do
        local times = row[one.at]
        if times ~= 0 then
          for k = 1, h * w do row[k] = row[k] - times * one.row[k] end
        end
      end
      local at
      for k = 1, h * w do
        if math.abs(row[k]) > 1e-9 and (not at or math.abs(row[k]) > math.abs(row[at])) then at = k end
      end
      return at
    end
    local function learn(row)
      local at = reduce(row)
      if at then
        local by = row[at]
        for k = 1, h * w do row[k] = row[k] / by end
        basis[#basis + 1] = { at = at, row = row }
      end
    end
    for i = 1, height do
      for j = 1, width do
        if not grid[i][j].hidden then
          local row, cell = equation(i, j)
          learn(row)
          for k = 1, cell == 0 and h * w or 0 do
            local r, c = (k - 1) // w + 1, (k - 1) % w + 1
            if (i == height or i == r) and (j == width or j == c) then
              local one = {}
              for n = 1, h * w do one[n] = n == k and 1 or 0 end
              learn(one)
            end
          end
        end
      end
    end
    local told, hidden = 0, 0
    for i = 1, height do
      for j = 1, width do
        local whole = by_row and j == width or not by_row and i == height
        if grid[i][j].hidden and not whole then
          hidden = hidden + 1
          if not reduce((equation(i, j))) then told = told + 1 end
        end
      end
    end
    return told, hidden
  end

  it("leaves no hidden share that the other shares give away, in random tables", function()
    math.randomseed(44)
    local all = 0
    for round = 1, 120 do
      local most = ({ 6, 12, 25 })[round % 3 + 1]
      local counts = without_empty(random_counts(math.random(2, 4), math.random(2, 4), most))
      if #counts > 1 and #counts[1] > 1 then
        for _, share in ipairs { "row", "column" } do
          local t = of_counts(counts):crosstab("r", "c", { suppress = true, share = share })
          local told, hidden = told_shares(t, counts, share == "row")
          assert.equal(0, told, tostring(t))
          all = all + hidden
        end
      end
    end
    assert.is_true(all > 500)
  end)

  it("does not tell a share by wholes of few records, or by lines that are nothing", function()
    local counts = { { 0, 0, 2 }, { 7, 12, 0 }, { 0, 0, 7 } }
    local t = of_counts(counts):crosstab("r", "c", { suppress = true, share = "row" })
    assert.is_true(t.hidden.cells.r01.c03)
    assert.is_true(t.hidden.row_totals.r01)
    assert.equal(0, (told_shares(t, counts, true)))
    local records = {}
    for _, one in ipairs { { "A", "x", 4, 33 }, { "A", "y", 14, 32 }, { "B", "y", 5, 0 }, { "C", "y", 9, 0 } } do
      for i = 1, one[3] do records[#records + 1] = { r = one[1], c = one[2], m = i == 1 and one[4] or 0 } end
    end
    t = orgstat.register(records, { "r", "c", { "m", "integer" } })
      :crosstab("r", "c", { value = "sum(m)", share = "column", suppress = true })
    assert.is_nil(t.cells.A.x)
    assert.is_true(t.hidden.row_totals.B or t.hidden.row_totals.C) -- both 0 would leave 100 for the hidden one
  end)
end)

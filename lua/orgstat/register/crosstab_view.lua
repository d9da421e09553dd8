--- How a crosstab looks: its metatable, and what the writers ask of it.
-- @module orgstat.register.crosstab_view

local missing = require "orgstat.register.missing"
local names = require "orgstat.register.names"
local show = require "orgstat.register.show"

local view = { __name = "orgstat.crosstab" }

--- What stands where a cell is hidden.
view.MARK = "*"

-- crosstab -> its grid: `height` and `width` with the totals; `rows` and `columns`, lists of keys;
-- `values[i][j]`; `texts[i][j]` where the value's digits are more than its float; `hidden[i][j]`; `k`
local GRID = setmetatable({}, { __mode = "k" })

--- Makes a table a crosstab.
-- @tparam table self
-- @tparam table grid
-- @treturn crosstab self
function view.make(self, grid)
  GRID[self] = grid
  return setmetatable(self, view)
end

-- The text of cell i, j: nil when it is empty.
local function cell(grid, i, j, text)
  if grid.hidden and grid.hidden[i][j] then
    return view.MARK
  end
  local value = grid.values[i][j]
  return grid.texts and grid.texts[i][j] or value ~= nil and text(value) or nil
end

local function joined(keys, text)
  local parts = {}
  for i, key in ipairs(keys) do
    parts[i] = text(key)
  end
  return table.concat(parts, " / ")
end

local function line(grid, i, heads, text)
  local texts = table.move(heads, 1, grid.depth, 1, {})
  for j = 1, grid.width do
    texts[grid.depth + j] = cell(grid, i, j, text)
  end
  return texts
end

function view.__tostring(self)
  local grid, headers, align, rows = GRID[self], {}, {}, {}
  local depth = grid.depth
  for c, name in ipairs(self.row_fields) do
    headers[c], align[c] = show.value(name), "left"
  end
  headers[depth] = ("%s \\ %s"):format(headers[depth], joined(self.column_fields, show.value))
  for j = 1, grid.width do
    headers[depth + j] = j == grid.width and "total" or joined(grid.columns[j], show.value)
    align[depth + j] = "right"
  end
  for i = 1, grid.height do
    local heads = { "total" }
    for c = 1, i < grid.height and depth or 0 do
      heads[c] = show.value(grid.rows[i][c])
    end
    rows[i] = line(grid, i, heads, show.value)
  end
  local total = table.remove(rows)
  local text = show.table(headers, rows, { align = align, total = total })
  if grid.any_hidden then
    text = text .. ("\n%s hidden: fewer than %d records, or what would tell of those"):format(view.MARK, grid.k)
  end
  return text
end

--- For the writers of tables: the same lines, the columns named by their values.
-- @tparam crosstab self
-- @treturn table { names, types, rows }
function view.shape(self)
  local grid, headers, types, taken = GRID[self], {}, {}, {}
  local depth = grid.depth
  for c, name in ipairs(self.row_fields) do
    headers[c], types[c] = names.free(name, taken), "text"
  end
  for j = 1, grid.width do
    headers[depth + j] = names.free(j == grid.width and "total" or joined(grid.columns[j], show.exact), taken)
    types[depth + j] = "number"
  end
  return {
    names = headers,
    types = types,
    rows = function()
      local i = 0
      return function()
        i = i + 1
        local heads = { "total" }
        for c = 1, i < grid.height and depth or 0 do
          local key = grid.rows[i][c]
          heads[c] = key ~= missing and show.exact(key) or nil
        end
        return i <= grid.height and line(grid, i, heads, show.exact) or nil
      end
    end,
  }
end

--- Goes through what is in a crosstab: cells, then the totals of rows and of columns, then the total.
-- @tparam crosstab self
-- @treturn function gives the keys of the row (nil: the total of a column), those of the column, the value,
-- its text if a float has not all digits, and whether it is hidden; cells that do not occur are left out
function view.each(self)
  local grid, order, at = GRID[self], {}, 0
  local height, width = grid.height, grid.width
  local function add(i, j)
    if grid.values[i][j] ~= nil or grid.hidden and grid.hidden[i][j] then
      order[#order + 1] = { i, j }
    end
  end
  for i = 1, height - 1 do
    for j = 1, width - 1 do
      add(i, j)
    end
  end
  for i = 1, height - 1 do
    add(i, width)
  end
  for j = 1, width do
    add(height, j)
  end
  return function()
    at = at + 1
    local place = order[at]
    if place then
      local i, j = place[1], place[2]
      local hidden = grid.hidden and grid.hidden[i][j] or false
      return true, grid.rows[i], grid.columns[j], grid.values[i][j], grid.texts and grid.texts[i][j], hidden
    end
  end
end

return view

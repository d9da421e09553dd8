--- Which cells of a table are hidden so that small groups of records cannot be told from it.
--
-- The table is a grid of counts with totals: rows 1 to R and columns 1 to C, then row R + 1 and column
-- C + 1 for the totals. Whoever reads it knows every sum along a line. First all cells of 1 to k - 1
-- records are hidden, totals as well. Where a line has one hidden cell only, subtraction gives it away:
-- the smallest further cell of that line is hidden. Last, no hidden cell may follow from several lines
-- together, even for readers who know that hidden cells have at least one record, and small ones at most
-- k - 1: as long as one does, the smallest further cell of its row or column is hidden.
--
-- Shares tell more: each line makes 100, and who knows what the lines are shares of has the counts. So cells
-- are hidden as if the wholes were shown. A line is hidden with its whole where the whole is of few records,
-- or is nothing, which would tell that its cells are nothing.
--
-- Hidden cells are edges between the lines that they lie in, and what one more record in a cell takes is
-- a way around through other edges: one cell more, the next less, and so on, totals the other way
-- round. A cell with no such way has one possible value. (The system is that of a network: where a
-- fraction may flow, a whole record may.)
-- @module orgstat.register.suppress

local suppress = {}

-- A table being worked on: `counts` and `hidden` by row and column, `height` and `width` with the totals,
-- `slack[i][j]` whether the cell can have one less, `full[i][j]` whether it cannot have one more,
-- `known(i, j)` whether everyone knows the cell anyway (100 percent), `wholes` whether there are such cells.
-- Lines are the rows, 1 to height, then the columns; `cells[line]` lists its hidden cells that are not known.

local function is_margin(job, i, j)
  return (i == job.height) ~= (j == job.width)
end

local function add_edge(job, i, j)
  local row, column = job.cells[i], job.cells[job.height + j]
  row[#row + 1], column[#column + 1] = { i, j, job.height + j }, { i, j, i }
end

-- Lays out the network anew, for what is known now.
local function connect(job)
  job.cells = {}
  for line = 1, job.height + job.width do
    job.cells[line] = {}
  end
  for i = 1, job.height do
    for j = 1, job.width do
      if job.hidden[i][j] and not job.known(i, j) then
        add_edge(job, i, j)
      end
    end
  end
end

-- Whether flow may pass an edge from row to column (the cell grows, if it is no margin) or back.
local function passes(job, i, j, from_row)
  if from_row ~= is_margin(job, i, j) then
    return not job.full[i][j]
  end
  return job.slack[i][j]
end

-- Whether a hidden edge leads from a line straight to another (a row and a column), and is not the one to
-- go around.
local function is_step(job, line, to, around_i, around_j)
  local from_row = line <= job.height
  if from_row == (to <= job.height) then
    return false
  end
  local i, j = from_row and line or to, (from_row and to or line) - job.height
  return job.hidden[i][j] and not job.known(i, j) and not (i == around_i and j == around_j)
    and passes(job, i, j, from_row)
end

-- Whether there is a way from one line to another around a cell: depth first, since there are many.
local function is_way(job, from, to, around_i, around_j)
  local seen, stack, at, n = { [from] = true }, { from }, { 1 }, 1
  while n > 0 do
    local line = stack[n]
    local edge = job.cells[line][at[n]]
    if at[n] == 1 and is_step(job, line, to, around_i, around_j) then
      return true
    end
    at[n] = at[n] + 1
    if not edge then
      n = n - 1
    else
      local i, j, other = edge[1], edge[2], edge[3]
      local around = i == around_i and j == around_j
      if not around and not seen[other] and passes(job, i, j, line <= job.height) then
        seen[other], n = true, n + 1
        stack[n], at[n] = other, 1
      end
    end
  end
  return false
end

-- Whether a hidden cell has but one possible value.
local function is_told(job, i, j)
  local row, column = i, job.height + j
  return not (passes(job, i, j, true) and is_way(job, column, row, i, j)
    or passes(job, i, j, false) and is_way(job, row, column, i, j))
end

-- The smaller of the best cell so far and another, if that is shown: inner cells before totals, then in
-- order. Cells without records come into question only when `empty` is true.
local function better(job, best, i, j, empty)
  local n = job.counts[i][j]
  if job.hidden[i][j] or job.known(i, j) or n == 0 and not empty then
    return best
  end
  local weight = is_margin(job, i, j) and 1 or i == job.height and 2 or 0
  if not best or n < best.n or n == best.n and weight < best.weight then
    return { n = n, weight = weight, i, j }
  end
  return best
end

-- Hides the smallest cell of some lines (nil: of all); whether there was one.
local function hide_one(job, lines, empty)
  local best
  for line = 1, lines and #lines or job.height do
    line = lines and lines[line] or line
    if line <= job.height then
      for j = 1, job.width do
        best = better(job, best, line, j, empty)
      end
    else
      for i = 1, job.height do
        best = better(job, best, i, line - job.height, empty)
      end
    end
  end
  if best then
    job.hidden[best[1]][best[2]] = true
    add_edge(job, best[1], best[2])
  end
  return best
end

-- Sees to it that no line has just one hidden cell, beginning with some lines.
local function complete(job, lines)
  local at = 1
  while lines[at] do
    local line = lines[at]
    at = at + 1
    if #job.cells[line] == 1 then
      local hidden = hide_one(job, { line }, false) or hide_one(job, { line }, true)
      if hidden then
        lines[#lines + 1], lines[#lines + 2] = hidden[1], job.height + hidden[2]
      end
    end
  end
end

local function all_lines(job)
  local list = {}
  for line = 1, job.height + job.width do
    list[line] = line
  end
  return list
end

-- Hides more until no hidden cell follows from the sums. Cells without records are hidden only where no
-- other is left: among known wholes in the line, else in the table. What was free stays so when more is
-- hidden.
local function protect(job)
  connect(job)
  complete(job, all_lines(job))
  for i = 1, job.height do
    for j = 1, job.width do
      while job.hidden[i][j] and not job.known(i, j) and is_told(job, i, j) do
        local own = { i, job.height + j }
        local hidden = hide_one(job, own, false) or job.wholes and hide_one(job, own, true)
          or hide_one(job, nil, false) or hide_one(job, nil, true)
        if not hidden then
          return -- nothing is shown
        end
        complete(job, { hidden[1], job.height + hidden[2] })
      end
    end
  end
end

local function fill(height, width, value)
  local grid = {}
  for i = 1, height do
    grid[i] = {}
    for j = 1, width do
      grid[i][j] = value(i, j)
    end
  end
  return grid
end

local function nobody()
  return false
end

-- Hides the lines of shares whose whole must not be known; says which ones these are.
local function darken(job, shares, k, values)
  local by_row, dark = shares == "row", {}
  local lines, length = by_row and job.height or job.width, by_row and job.width or job.height
  local function at(line, place)
    if by_row then
      return line, place
    end
    return place, line
  end
  for line = 1, lines do
    local i, j = at(line, length)
    local any = false
    for place = 1, length - 1 do
      local r, c = at(line, place)
      any = any or job.hidden[r][c]
    end
    dark[line] = job.counts[i][j] < k or any and values and values[i][j] == 0
    for place = 1, dark[line] and length or 0 do
      local r, c = at(line, place)
      job.hidden[r][c] = true
    end
  end
  return dark
end

--- Decides which cells are hidden.
-- @tparam {{integer,...},...} counts records of each cell: rows of inner cells, each with its total behind
-- it, then the row of totals; 0 where there is no record
-- @tparam integer k cells of 1 to k - 1 records are hidden
-- @tparam ?{{number,...},...} values likewise what the cells show, if that adds up, too, and is never
-- negative: it must not be told either
-- @tparam ?string shares "row", "column" or "all" when the table shows shares, of which everyone knows that
-- the whole is 100
-- @treturn {{boolean,...},...} true for hidden cells
function suppress.cells(counts, k, values, shares)
  local height, width = #counts, #counts[1]
  local function where(test)
    return fill(height, width, function(i, j)
      return test(counts[i][j], values and values[i][j])
    end)
  end
  local never = where(nobody)
  local job = {
    counts = counts, height = height, width = width, known = nobody,
    hidden = where(function(n) return n > 0 and n < k end),
  }
  local function protect_values()
    if values then
      job.slack, job.full = where(function(_, value) return value > 0 end), never
      protect(job)
    end
  end
  job.slack = where(function(n) return n > 1 end)
  job.full = k > 2 and where(function(n) return n == k - 1 end) or never -- k = 2: small ones are 1 all
  protect(job)
  protect_values()
  if shares then
    local by_row = shares == "row"
    local dark = shares ~= "all" and darken(job, shares, k, values)
    job.wholes = true
    job.known = function(i, j)
      if not dark then
        return i == height and j == width
      end
      return not dark[by_row and i or j] and (by_row and j == width or not by_row and i == height)
    end
    job.slack, job.full = where(function(n) return n > 0 end), never
    protect(job)
    protect_values()
  end
  for i = 1, height do
    for j = 1, width do
      job.hidden[i][j] = job.hidden[i][j] and not job.known(i, j)
    end
  end
  return job.hidden
end

return suppress

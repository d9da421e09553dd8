-- Random registers for specs of cross tables, and what a cross table is as CSV.
local orgstat = require "orgstat"

local tables = {}

-- A register with so many records for each cell, and `m` members in each of them.
function tables.of_counts(counts)
  local records = {}
  for i, row in ipairs(counts) do
    for j, n in ipairs(row) do
      for k = 1, n do records[#records + 1] = { r = ("r%02d"):format(i), c = ("c%02d"):format(j), m = k * i + j } end
    end
  end
  return orgstat.register(records, { { "r", "text" }, { "c", "text" }, { "m", "integer" } })
end

function tables.random_counts(height, width, most)
  local counts = {}
  for i = 1, height do
    counts[i] = {}
    for j = 1, width do counts[i][j] = math.random(3) == 1 and 0 or math.random(0, most) end
  end
  return counts
end

function tables.csv(result)
  local pieces = {}
  require("orgstat.present.csv").write(result, function(piece) pieces[#pieces + 1] = piece end)
  return table.concat(pieces)
end

return tables

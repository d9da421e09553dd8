--- Statistics of one field: `reg:stats("members").median`.
-- @module orgstat.register.stats

local schema = require "orgstat.register.schema"
local show = require "orgstat.register.show"
local stream = require "orgstat.register.stream"

local ORDER = {
  "n", "missing", "distinct", "sum", "sum_text", "exact", "mean", "sd", "min", "q1", "median", "q3", "max",
}

local function ordered_pairs(stats)
  local i = 0
  return function()
    repeat
      i = i + 1
      local key = ORDER[i]
      if key and stats[key] ~= nil then
        return key, stats[key]
      end
    until not key
  end
end

local META = { __name = "orgstat.stats", __pairs = ordered_pairs }

function META.__tostring(stats)
  local rows = {}
  for key, value in ordered_pairs(stats) do
    rows[#rows + 1] = { key, show.value(value) }
  end
  return show.table({ "statistic", "value" }, rows, { align = { "left", "right" } })
end

--- Statistics of a field's present values.
--
-- All types: `n` (present values), `missing`, `distinct`: integers. Boolean: `sum`, the number of
-- true. Integer, decimal and number: `sum`, `mean`, `sd` (n - 1), `min`, `q1`, `median`, `q3` (R type
-- 7), `max`; sum, min and max of integers are integers, a decimal is the nearest float and
-- `sum_text` has the sum's digits, and an integer sum beyond 64 bits is a float with `exact` =
-- false. Date and text: `min`, `max`. Of no values the sum is 0 and the others are nil; sd of one
-- value is nil.
-- @function register:stats
-- @tparam string field
-- @treturn table with a metatable that orders `pairs` and prints as a table
-- @raise on an unknown field
return function(reg, field)
  schema.check(reg, "stats")
  return setmetatable(stream.stats(reg, schema.column(reg, field, "stats")), META)
end

--- Statistics of one field: `reg:stats("members").median`.
-- @module orgstat.register.stats

local kinds = require "orgstat.register.kinds"
local options = require "orgstat.register.options"
local schema = require "orgstat.register.schema"
local show = require "orgstat.register.show"
local stream = require "orgstat.register.stream"

local ORDER = {
  "n", "missing", "distinct", "sum", "sum_text", "exact", "mean", "sd", "var", "min", "q1", "median", "q3", "max",
  "iqr", "mad", "mode", "gini", "hhi",
}

-- What goes when the kind of the field forbids one of these.
local RESTS_ON = { sum = { "sum", "sum_text", "exact", "hhi" }, mean = { "mean" } }

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

--- Statistics of a field's present values. `doc/statistics.md` defines each of them.
--
-- All types: `n` (present values), `missing`, `distinct`: integers; `mode`. Boolean: `sum`, the number
-- of true. Integer, decimal and number: `sum`, `mean`, `sd` and `var` (n - 1), `min`, `q1`, `median`,
-- `q3` (R type 7), `max`, `iqr`, `mad` (not scaled), `gini` and `hhi` (0 to 1; nil where a value is
-- negative or all are 0); sum, min, max and mode of integers are integers, a decimal is the nearest
-- float and `sum_text` has the sum's digits, and an integer sum beyond 64 bits is a float with `exact`
-- = false. Date and text: `min`, `max`. Of no values the sum is 0 and the others are nil; sd and var
-- of one value are nil.
--
-- Of a field that is declared a ratio, or a stock whose records are of several times, the sum and
-- what rests on it are left out; see `orgstat.register.kinds`.
-- @function register:stats
-- @tparam string field
-- @tparam[opt] table opts `force`: true leaves nothing out
-- @treturn table with a metatable that orders `pairs` and prints as a table
-- @raise on an unknown field
return function(reg, field, opts)
  schema.check(reg, "stats")
  local stats = stream.stats(reg, schema.column(reg, field, "stats"))
  if not options.force(opts, "stats") and kinds.of(reg, field) then
    for _, what in ipairs { "sum", "mean" } do
      if stats[what] ~= nil and kinds.refusal(reg, { field = field, what = what }, {}) then
        for _, key in ipairs(RESTS_ON[what]) do
          stats[key] = nil
        end
      end
    end
  end
  return setmetatable(stats, META)
end

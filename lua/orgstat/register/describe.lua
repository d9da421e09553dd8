--- Every field at once: `reg:describe()`.
-- @module orgstat.register.describe

local core = require "orgstat.core"
local kinds = require "orgstat.register.kinds"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

-- The columns of the result: name, type, the aggregate behind it (name and p), and whether only numbers
-- have it. What has the field's own type is text here, as it would be written in a file.
local COLUMNS = {
  { name = "field", type = "text" },
  { name = "type", type = "text" },
  { name = "kind", type = "text" },
  { name = "n", type = "integer", what = "count" },
  { name = "missing", type = "integer", what = "missing" },
  { name = "distinct", type = "integer", what = "distinct" },
  { name = "min", type = "text", what = "min" },
  { name = "q1", type = "number", what = "quantile", p = 0.25, numeric = true },
  { name = "median", type = "number", what = "quantile", p = 0.5, numeric = true },
  { name = "q3", type = "number", what = "quantile", p = 0.75, numeric = true },
  { name = "max", type = "text", what = "max" },
  { name = "mean", type = "number", what = "mean", numeric = true },
  { name = "sd", type = "number", what = "sd", numeric = true },
  { name = "mode", type = "text", what = "mode" },
}

local ROWS = 100 -- fields that tostring shows
local CELL = 14 -- columns of one value there

local NUMERIC = { integer = true, decimal = true, number = true }

-- Fills in row i of the result, from a register that has the field as its only column, or as column c.
local function describe_field(reg, part, c, i, values)
  local kind = core.types(part)[c]
  local measures, shown = {}, {}
  for k, column in ipairs(COLUMNS) do
    local wanted = column.what and (not column.numeric or NUMERIC[kind])
    if wanted and not (column.what == "mean" and kinds.of(reg, values[1][i]) == "ratio") then
      measures[#measures + 1] = { name = column.name, what = column.what, c = c, p = column.p }
      shown[#measures] = k
    end
  end
  local groups = core.summarise(part, {}, measures)
  for m, k in ipairs(shown) do
    if COLUMNS[k].type == "text" then
      local _, text = core.texts(groups, m)()
      values[k][i] = text
    else
      values[k][i] = core.column(groups, m)[1]
    end
  end
  core.close(groups)
  values[2][i], values[3][i] = kind, kinds.of(reg, values[1][i])
end

--- A register with a record for each field: its name (`field`), `type`, `kind` (where kinds are
-- declared), `n` (present values), `missing`, `distinct`, `min`, `max` and `mode` as they are written in
-- a file, and of numbers `q1`, `median`, `q3`, `mean` and `sd`. A scanned register is read once for each
-- field.
-- @function register:describe
-- @treturn register
-- @usage print(reg:describe())
return function(reg)
  schema.check(reg, "describe")
  local values = {}
  for k = 1, #COLUMNS do
    values[k] = {}
  end
  local fields = schema.names(reg)
  for i, name in ipairs(fields) do
    values[1][i] = name
    local part = stream.loaded(reg, { i })
    describe_field(reg, part, part == reg and i or 1, i, values)
    if part ~= reg then
      core.close(part)
    end
  end
  local names, types, columns = {}, {}, {}
  for k, column in ipairs(COLUMNS) do
    if column.name ~= "kind" or next(values[k]) then
      names[#names + 1], types[#types + 1], columns[#columns + 1] = column.name, column.type, values[k]
    end
  end
  local result = core.build(names, types, columns, #fields)
  local state = core.state(result)
  state.name = ("%s, described"):format(core.state(reg).name or "register")
  state.look = { rows = ROWS, cell = CELL }
  return result
end

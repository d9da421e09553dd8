--- Tables of two fields with totals: `reg:crosstab("scope_level", "category", { value = "sum(members)" })`.
-- @module orgstat.register.crosstab

local aggregate = require "orgstat.register.aggregate"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local kinds = require "orgstat.register.kinds"
local missing = require "orgstat.register.missing"
local names = require "orgstat.register.names"
local schema = require "orgstat.register.schema"
local show = require "orgstat.register.show"
local stream = require "orgstat.register.stream"

--- What `register:crosstab` gives: a plain table.
-- @table crosstab
-- @field row_field name of the field that the rows are values of
-- @field column_field name of the field that the columns are values of
-- @field value the aggregate as given, for instance "count()"
-- @field rows list of the row field's values, ascending; `orgstat.missing` last if it occurs
-- @field columns list of the column field's values, likewise
-- @field cells cells[row value][column value]; a combination that does not occur is absent
-- @field row_totals row_totals[row value]: the aggregate of all the row's records
-- @field column_totals column_totals[column value]
-- @field total the aggregate of all records
local Crosstab = { __name = "orgstat.crosstab" }

-- The texts of one line: nil where a key is missing or a combination does not occur.
local function line(self, head, cells, total, text)
  local texts = { head }
  for c, column in ipairs(self.columns) do
    local value = cells[column]
    texts[c + 1] = value ~= nil and text(value) or nil
  end
  texts[#self.columns + 2] = total ~= nil and text(total) or nil
  return texts
end

function Crosstab:__tostring()
  local headers, align, rows = { ("%s \\ %s"):format(self.row_field, self.column_field) }, { "left" }, {}
  for _, column in ipairs(self.columns) do
    headers[#headers + 1] = show.value(column)
  end
  headers[#headers + 1] = "total"
  for c = 2, #headers do
    align[c] = "right"
  end
  for i, row in ipairs(self.rows) do
    rows[i] = line(self, show.value(row), self.cells[row], self.row_totals[row], show.value)
  end
  local total = line(self, "total", self.column_totals, self.total, show.value)
  return show.table(headers, rows, { align = align, total = total })
end

-- For the writers: the same lines, the columns named by their values.
function Crosstab.shape(self)
  local headers, types = { self.row_field }, { "text" }
  for _, column in ipairs(self.columns) do
    headers[#headers + 1] = show.exact(column)
  end
  headers[#headers + 1] = "total"
  for c = 2, #headers do
    types[c] = "number"
  end
  return {
    names = headers,
    types = types,
    rows = function()
      local i = 0
      return function()
        i = i + 1
        local row = self.rows[i]
        if row ~= nil then
          return line(self, row ~= missing and show.exact(row) or nil, self.cells[row], self.row_totals[row],
            show.exact)
        elseif i == #self.rows + 1 then
          return line(self, "total", self.column_totals, self.total, show.exact)
        end
      end
    end,
  }
end

-- The aggregate by one field: the field's values in order, and value -> aggregate.
local function by_one(reg, c, field, what)
  local groups = stream.summarise(reg, { c }, { what })
  local order, totals, seen = {}, {}, {}
  for _, value, total in core.values(groups, 1, 2) do
    local key = value
    if key == nil then
      key = missing
    end
    if seen[key] then
      errors.raise("crosstab: field '%s' has two values that are one Lua number (%s); read it as text with types",
        field, show.value(key))
    end
    seen[key], order[#order + 1], totals[key] = true, key, total
  end
  core.close(groups)
  return order, totals
end

--- A table of two fields. Every total is computed from the records, not by adding cells, so that
-- totals of means, medians and distinct counts are right.
-- @function register:crosstab
-- @tparam string row_field
-- @tparam string column_field
-- @tparam[opt] table opts value: the aggregate of each cell, default "count()"; force: true computes also
-- what the kinds of the fields forbid (see `orgstat.register.kinds`)
-- @treturn crosstab
-- @raise on unknown fields, options and aggregates
return function(reg, row_field, column_field, opts)
  schema.check(reg, "crosstab")
  local row = schema.column(reg, row_field, "crosstab")
  local column = schema.column(reg, column_field, "crosstab")
  if row == column then
    errors.raise("crosstab: two different fields are needed, got '%s' twice", row_field)
  elseif opts ~= nil and type(opts) ~= "table" then
    errors.raise('crosstab: options are a table such as { value = "sum(members)" }, got %s', errors.kind(opts))
  end
  for key in pairs(opts or {}) do
    if key ~= "value" and key ~= "force" then
      errors.raise("crosstab: no option '%s'%s", tostring(key),
        names.hint(tostring(key), { "force", "value" }, "options"))
    end
  end
  local value = opts and opts.value or "count()"
  local a = aggregate.read(reg, value, "crosstab")
  if a.of_groups then
    errors.raise("crosstab: %s is of groups in a row, as summarise has them; a table of two fields has none", value)
  end
  if not (opts and opts.force) then
    kinds.check(reg, a, {}) -- the totals are of all records
  end
  local what = aggregate.measure(reg, a, "value")
  local result = { row_field = row_field, column_field = column_field, value = value, cells = {} }
  result.rows, result.row_totals = by_one(reg, row, row_field, what)
  result.columns, result.column_totals = by_one(reg, column, column_field, what)
  for _, key in ipairs(result.rows) do
    result.cells[key] = {}
  end
  local groups = stream.summarise(reg, { row, column }, { what })
  for _, r, c, cell in core.values(groups, 1, 2, 3) do
    if r == nil then
      r = missing
    end
    if c == nil then
      c = missing
    end
    result.cells[r][c] = cell
  end
  core.close(groups)
  groups = stream.summarise(reg, {}, { what })
  result.total = core.column(groups, 1)[1]
  core.close(groups)
  return setmetatable(result, Crosstab)
end

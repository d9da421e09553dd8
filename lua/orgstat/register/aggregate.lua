--- Aggregates, read from text: "count()", "sum(members)", "mean(`Code postal`)", "quantile(members, 0.9)".
--
-- `count()` counts records and `count(x)` present values; `missing(x)` and `count_distinct(x)` give
-- integers too; `sum`, `min` and `max` of integers are integers; `mean`, `var`, `sd` (n - 1),
-- `median` and `quantile` (R type 7) are floats. Missing values are left out. Of no values, `sum` is
-- 0 and the others are missing, also where a field is text because it has no value at all.
-- @module orgstat.register.aggregate

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local names = require "orgstat.register.names"
local scanned = require "orgstat.register.scanned"
local schema = require "orgstat.register.schema"

local aggregate = {}

-- name -> the core's name, whether the field must be numeric (or boolean: true counts 1), p of a quantile
local KNOWN = {
  count = { what = "count" },
  count_distinct = { what = "distinct" },
  first = { what = "first" },
  last = { what = "last" },
  max = { what = "max" },
  mean = { what = "mean", numeric = true, boolean = true },
  median = { what = "quantile", numeric = true, p = 0.5 },
  min = { what = "min" },
  missing = { what = "missing" },
  quantile = { what = "quantile", numeric = true },
  sd = { what = "sd", numeric = true },
  sum = { what = "sum", numeric = true, boolean = true },
  var = { what = "var", numeric = true },
}

local NUMERIC = { integer = true, decimal = true, number = true }

-- The parts of "name(field, p)": name; field or nil; the rest of the arguments or nil.
local function split(text, method)
  local name, inside = text:match("^%s*([%a_][%w_]*)%s*%(%s*(.-)%s*%)%s*$")
  if not name then
    errors.raise('%s: %s is no aggregate; write it as "count()", "sum(members)" or "mean(`Code postal`)"', method,
      errors.quote(text))
  end
  if inside == "" then
    return name
  end
  local field, rest
  if inside:sub(1, 1) == "`" then
    local stop = 1
    repeat -- a backtick in a name is written twice
      stop = inside:find("`", stop + 1, true)
      local doubled = stop and inside:sub(stop + 1, stop + 1) == "`"
      if doubled then
        stop = stop + 1
      end
    until not doubled
    if not stop then
      errors.raise("%s: %s: the backtick is not closed", method, errors.quote(text))
    end
    field, rest = inside:sub(2, stop - 1):gsub("``", "`"), inside:sub(stop + 1)
  else
    field, rest = inside:match("^([%a_\128-\255][%w_\128-\255]*)(.*)$")
  end
  local argument = rest and rest:match("^%s*,%s*(.+)$")
  if not field or (rest:find("%S") and not argument) then
    errors.raise("%s: %s: a field name that is no identifier stands in backticks, as in sum(`Code postal`)", method,
      errors.quote(text))
  end
  return name, field, argument
end

local function numeric_fields(reg)
  local list, types = {}, schema.types(reg)
  for c, name in ipairs(schema.names(reg)) do
    if NUMERIC[types[c]] then
      list[#list + 1] = name
    end
  end
  return list
end

local function fits(known, kind)
  return not known.numeric or NUMERIC[kind] or known.boolean and kind == "boolean"
end

-- Whether a field is text for want of any value: then it adds up to 0.
local function is_empty(reg, c)
  local view = scanned.of(reg)
  local data = view and scanned.load(view, { c }) or reg
  local empty = core.profile(data, view and 1 or c) == core.rows(data)
  if view then
    core.close(data)
  end
  return empty
end

--- Whether a field adds up: numbers do, true counts 1, and no value at all makes 0.
-- @tparam register reg
-- @tparam integer c
-- @treturn boolean
function aggregate.adds_up(reg, c)
  if not fits(KNOWN.sum, schema.types(reg)[c]) then
    schema.settle(reg, { c })
  end
  local kind = schema.types(reg)[c]
  return fits(KNOWN.sum, kind) or kind == "text" and is_empty(reg, c)
end

--- Checks that a field is of a type that its aggregate takes.
-- @tparam register reg
-- @tparam table asked { name =, text =, method =, field = } as `read` leaves it in its result
-- @raise when it is not
function aggregate.check(reg, asked)
  local known, c = KNOWN[asked.name], schema.index(reg)[asked.field]
  local kind = schema.types(reg)[c]
  if not fits(known, kind) and not (kind == "text" and is_empty(reg, c)) then
    errors.raise("%s: %s: field '%s' is of type %s, and %s needs numbers (numeric fields: %s)", asked.method,
      errors.quote(asked.text), asked.field, kind, asked.name, names.list(numeric_fields(reg)))
  end
end

--- Reads and checks an aggregate.
-- @tparam register reg
-- @tparam string text
-- @tparam string method the method that was called, for messages
-- @treturn table { what =, field =, p =, asked = } as in a `summarise` node; asked is for `check`
-- @raise on anything that is no aggregate of this register
function aggregate.read(reg, text, method)
  if type(text) ~= "string" then
    errors.raise('%s: an aggregate is text such as "sum(members)", got %s', method, errors.kind(text))
  end
  local name, field, argument = split(text, method)
  local known = KNOWN[name]
  if not known then
    errors.raise("%s: no aggregate '%s'%s", method, name, names.hint(name, names.keys(KNOWN), "aggregates"))
  end
  if not field then
    if name ~= "count" then
      errors.raise("%s: %s() needs a field: %s(members)", method, name, name)
    end
    return { what = "rows" }
  end
  local c = schema.column(reg, field, method)
  local p = known.p
  if name == "quantile" then
    p = argument and argument:match("^[%d.eE+-]+$") and tonumber(argument)
    if not p or not (p >= 0 and p <= 1) then
      errors.raise("%s: %s: a quantile needs a number from 0 to 1, as in quantile(%s, 0.9)", method,
        errors.quote(text), field)
    end
  elseif argument then
    errors.raise("%s: %s: %s takes one field and nothing else", method, errors.quote(text), name)
  end
  local asked = { name = name, text = text, method = method, field = field }
  if known.numeric and not fits(known, schema.types(reg)[c]) then
    schema.settle(reg, { c })
    aggregate.check(reg, asked)
  end
  return { what = known.what, field = field, p = p, asked = asked }
end

return aggregate

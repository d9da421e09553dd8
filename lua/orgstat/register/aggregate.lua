--- Aggregates, read from text: "count()", "sum(members)", "mean(`Code postal`)", "quantile(members, 0.9, 6)".
--
-- `doc/statistics.md` defines each of them. An aggregate is a name and arguments in parentheses: first a
-- field (in backticks where its name is no identifier, a backtick in it written twice), then numbers,
-- or a field of weights. Missing values are left out. Of no values, `sum` is 0 and what has no value is
-- missing, also where a field is text because it has no value at all.
--
-- Whoever computes aggregates (`summarise`, `crosstab`, the command) goes three steps: `aggregate.read`
-- parses and checks, `aggregate.measure` makes of that what `stream.summarise` takes, and `asked` in it
-- lets `aggregate.check` look again once the types of a scanned register are known.
-- @module orgstat.register.aggregate

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local fault = require "orgstat.register.expression.fault"
local names = require "orgstat.register.names"
local scanned = require "orgstat.register.scanned"
local schema = require "orgstat.register.schema"

local aggregate = {}

local NUMERIC = { integer = true, decimal = true, number = true }

-- What may stand in the parentheses, in order; from `least` arguments on the others can be left out.
local NONE_OR_FIELD = { least = 0, "field" }
local FIELD = { least = 1, "field" }
local WEIGHTED = { least = 2, "field", "weight" }

-- name -> the core's name (`what`), the arguments (`takes`), whether the field must be numeric (or may be
-- boolean besides: true counts 1), and what is fixed; `of_groups`: computed from the groups' results.
local KNOWN = {
  count = { what = "count", takes = NONE_OR_FIELD },
  count_distinct = { what = "distinct", takes = FIELD },
  cumulative = { what = "sum", takes = NONE_OR_FIELD, numeric = true, boolean = true, of_groups = "cumulative" },
  first = { what = "first", takes = FIELD },
  gini = { what = "gini", takes = FIELD, numeric = true },
  hhi = { what = "hhi", takes = FIELD, numeric = true },
  iqr = { what = "iqr", takes = FIELD, numeric = true },
  last = { what = "last", takes = FIELD },
  mad = { what = "mad", takes = FIELD, numeric = true },
  max = { what = "max", takes = FIELD },
  mean = { what = "mean", takes = FIELD, numeric = true, boolean = true },
  median = { what = "quantile", takes = FIELD, numeric = true, p = 0.5 },
  min = { what = "min", takes = FIELD },
  missing = { what = "missing", takes = FIELD },
  mode = { what = "mode", takes = FIELD },
  quantile = { what = "quantile", takes = { least = 2, "field", "p", "type" }, numeric = true },
  rank = { what = "sum", takes = NONE_OR_FIELD, numeric = true, boolean = true, of_groups = "rank" },
  sd = { what = "sd", takes = FIELD, numeric = true },
  share = { what = "sum", takes = NONE_OR_FIELD, numeric = true, boolean = true, of_groups = "share" },
  sum = { what = "sum", takes = FIELD, numeric = true, boolean = true },
  top = { what = "top", takes = { least = 2, "field", "k" }, numeric = true },
  var = { what = "var", takes = FIELD, numeric = true },
  weighted_mean = { what = "weighted_mean", takes = WEIGHTED, numeric = true },
  weighted_median = { what = "weighted_quantile", takes = WEIGHTED, numeric = true, p = 0.5 },
  weighted_quantile = { what = "weighted_quantile", takes = { least = 3, "field", "weight", "p" }, numeric = true },
}

--- The names of all aggregates, sorted.
aggregate.NAMES = names.keys(KNOWN)

-- How an aggregate is written, for messages.
local EXAMPLE = { field = "members", weight = "branches", p = "0.9", type = "7", k = "5" }
local function usage(name)
  local list = {}
  for i = 1, math.max(KNOWN[name].takes.least, 1) do
    list[i] = EXAMPLE[KNOWN[name].takes[i]]
  end
  return ("%s(%s)"):format(name, table.concat(list, ", "))
end

-- Raises what is wrong with an aggregate, and at which of its characters.
local function refuse(read, at, message, ...)
  errors.raise("%s: %s: %s (character %d)", read.method, errors.quote(read.text), message:format(...),
    fault.character(read.text, at))
end

local NAME = "^[%a_\128-\255][%w_\128-\255]*"

-- Where the backticks that open at `at` close; nil when they do not. Two of them inside are one.
local function close_of(text, at)
  repeat
    at = text:find("`", at + 1, true)
    local doubled = at and text:sub(at + 1, at + 1) == "`"
    at = doubled and at + 1 or at
  until not doubled
  return at
end

local CLOSES = { ["("] = ")", ["{"] = "}" }

-- Where the quote that opens at `at` closes; a backslash takes the next character with it.
local function quote_close(text, at)
  local quote = text:sub(at, at)
  repeat
    at = text:find("[\\" .. quote .. "]", at + 1)
    local mark = at and text:sub(at, at)
    at = mark == "\\" and at + 1 or at
  until mark ~= "\\"
  return at
end

-- Where the comma or parenthesis stands that ends the argument from `at` on.
local function argument_end(read, at)
  local text, open = read.text, {}
  while true do
    at = text:find("[`\"'(){},]", at)
    local mark = at and text:sub(at, at)
    if not at then
      local last = open[#open]
      refuse(read, last and last.at or #text + 1, last and "the '%s' is not closed"
        or "a comma or a closing parenthesis was expected", last and last.mark)
    elseif mark == "`" or mark == '"' or mark == "'" then
      local stop = mark == "`" and close_of(text, at) or mark ~= "`" and quote_close(text, at)
      if not stop then
        refuse(read, at, mark == "`" and "the backtick is not closed" or "the quote is not closed")
      end
      at = stop
    elseif CLOSES[mark] then
      open[#open + 1] = { at = at, mark = mark }
    elseif #open == 0 and mark ~= "}" then
      return at
    elseif mark ~= "," then
      if not open[#open] or CLOSES[open[#open].mark] ~= mark then
        refuse(read, at, "nothing opens this '%s'", mark)
      end
      open[#open] = nil
    end
    at = at + 1
  end
end

-- What an argument is, by its text: a field, a number, or else an expression. Where a field is taken, a
-- number is an expression, too.
local function argument(read, at, raw, what)
  if raw == "" then
    refuse(read, at, "a field or a number was expected")
  elseif raw:sub(1, 1) == "`" and close_of(raw, 1) == #raw then
    return { at = at, field = (raw:sub(2, -2):gsub("``", "`")) }
  elseif raw:match(NAME) == raw and raw ~= "true" and raw ~= "false" then
    return { at = at, field = raw }
  elseif raw:find "^[+-]?[%d.][%w.+-]*$" and tonumber(raw) then
    local constant = what == "field" or what == "weight"
    return { at = at, number = not constant and tonumber(raw) or nil, expression = constant and raw or nil }
  elseif raw:find(NAME .. "%s+" .. NAME:sub(2) .. "$") and not raw:find "^not%s" then
    refuse(read, at + #raw:match(NAME .. "%s+"), "a field name that is no identifier stands in backticks, as in "
      .. "%s(`Code postal`)", read.name)
  end
  return { at = at, expression = raw }
end

-- Aggregates that are parsed already.
local PARSED = { __name = "orgstat.aggregate" }

--- Parses an aggregate; whether it makes sense for a register is for `read`.
-- @param text a string, or what this gave
-- @tparam string method the method that was called, for messages
-- @treturn table { text, method, name, arguments = { { at, field | number | expression }, ... } }; an
-- expression for which there is a field has both. `whole` is the register whose fields the user sees,
-- where that is another
-- @raise when it is not written as one, and when there is none of that name
function aggregate.parse(text, method)
  if getmetatable(text) == PARSED then
    return setmetatable({
      text = text.text, method = method, name = text.name, arguments = text.arguments, whole = text.whole,
    }, PARSED)
  end
  if type(text) ~= "string" then
    errors.raise('%s: an aggregate is text such as "sum(members)", got %s', method, errors.kind(text))
  end
  local name, at = text:match("^%s*([%a_][%w_]*)%s*%(%s*()")
  if not name then
    errors.raise('%s: %s is no aggregate; write it as "count()", "sum(members)" or "mean(`Code postal`)"', method,
      errors.quote(text))
  end
  local read = setmetatable({ text = text, method = method, name = name, arguments = {} }, PARSED)
  if not KNOWN[name] then
    errors.raise("%s: no aggregate %s%s", method, errors.quote(name), names.hint(name, aggregate.NAMES, "aggregates"))
  end
  if text:sub(at, at) ~= ")" then
    repeat
      local stop = argument_end(read, at)
      local raw = text:sub(at, stop - 1):match "^(.-)%s*$"
      local i = #read.arguments + 1
      read.arguments[i] = argument(read, at, raw, KNOWN[name].takes[i])
      local mark = text:sub(stop, stop)
      at = mark == "," and text:match("^%s*()", stop + 1) or stop
    until mark == ")"
  end
  if text:find("%S", at + 1) then
    refuse(read, text:find("%S", at + 1), "nothing more was expected")
  end
  return read
end

local function numeric_fields(reg)
  schema.settle(reg)
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

--- Checks that the fields of an aggregate are of a type that it takes.
-- @tparam register reg
-- @tparam table a of `read`
-- @raise when one is not
function aggregate.check(reg, a)
  local known = KNOWN[a.name]
  for _, field in ipairs { a.field, a.weight } do
    local c = schema.index(reg)[field]
    local kind = schema.types(reg)[c]
    local right = field == a.field and fits(known, kind) or NUMERIC[kind]
    if not right and not (kind == "text" and is_empty(reg, c)) then
      local what = a.written[field] and a.written[field] .. " is" or ("field '%s' is"):format(field)
      errors.raise("%s: %s: %s of type %s, and %s needs numbers (numeric fields: %s)", a.method, errors.quote(a.text),
        what, kind, a.name, names.list(numeric_fields(a.whole or reg)))
    end
  end
end

-- What each argument must be; puts it into the result.
local accept = {}

local function field_of(reg, read, one, what)
  if one.expression and not one.field then
    refuse(read, one.at, "an expression has no place here; make a field of it with mutate")
  elseif not one.field then
    refuse(read, one.at, "%s needs a field%s here, as in %s", read.name, what, usage(read.name))
  end
  schema.column(reg, one.field, read.method)
  read.written[one.field] = one.expression
    and ("the expression at character %d"):format(fault.character(read.text, one.at))
  return one.field
end

function accept.field(reg, read, one)
  read.field = field_of(reg, read, one, "")
end

function accept.weight(reg, read, one)
  read.weight = field_of(reg, read, one, " of weights")
end

function accept.p(_, read, one)
  if not one.number or not (one.number >= 0 and one.number <= 1) then
    refuse(read, one.at, "a quantile needs a number from 0 to 1 here, as in %s", usage(read.name))
  end
  read.p = one.number
end

function accept.type(_, read, one)
  local kind = one.number and math.tointeger(one.number)
  if not kind or kind < 1 or kind > 9 then
    refuse(read, one.at, "the type of a quantile is a whole number from 1 to 9, as in R")
  end
  read.type = kind
end

function accept.k(_, read, one)
  local k = one.number and math.tointeger(one.number)
  if not k or k < 1 then
    refuse(read, one.at, "a whole number from 1 is needed here, as in %s", usage(read.name))
  end
  read.k = k
end

--- Reads and checks an aggregate.
-- @tparam register reg
-- @param text a string, or what `parse` gave
-- @tparam string method the method that was called, for messages
-- @treturn table name, text, method; what the core computes (`what`), of which `field`, by which `weight`
-- (a field), `p`, `type`, `k`; `of_groups`: "share", "rank" or "cumulative" of that, among all groups
-- @raise on anything that is no aggregate of this register
function aggregate.read(reg, text, method)
  local read = aggregate.parse(text, method)
  read.written = {} -- of the fields that stand for expressions
  local known = KNOWN[read.name]
  local takes, given = known.takes, read.arguments
  for i = 1, math.min(#given, #takes) do
    accept[takes[i]](reg, read, given[i])
  end
  if #given > #takes then
    refuse(read, given[#takes + 1].at, "%s takes %s and nothing else", read.name,
      #takes == 1 and "one field" or ("%d arguments"):format(#takes))
  elseif #given < takes.least then
    if #given == 0 then
      errors.raise("%s: %s() needs a field: %s", method, read.name, usage(read.name))
    elseif takes[#given + 1] == "p" then
      refuse(read, #text, "a quantile needs a number from 0 to 1, as in %s", usage(read.name))
    end
    refuse(read, #text, "%s needs %s, as in %s", read.name,
      takes[#given + 1] == "weight" and "a field of weights" or "a whole number", usage(read.name))
  end
  read.arguments = nil
  read.what = read.field and known.what or "rows"
  read.p = read.p or known.p
  read.of_groups = known.of_groups
  local unsure = {}
  for _, field in ipairs { read.field, read.weight } do
    local c = schema.index(reg)[field]
    local kind = schema.types(reg)[c]
    if not (NUMERIC[kind] or field == read.field and fits(known, kind)) then
      unsure[#unsure + 1] = c
    end
  end
  if #unsure > 0 then
    schema.settle(reg, unsure)
    aggregate.check(reg, read)
  end
  return read
end

--- An aggregate as `stream.summarise` takes it.
-- @tparam register reg
-- @tparam table a of `read`
-- @tparam string name of the column that it makes
-- @treturn table
function aggregate.measure(reg, a, name)
  local index = schema.index(reg)
  return {
    name = name, what = a.what, c = a.field and index[a.field], w = a.weight and index[a.weight],
    p = a.p, type = a.type, k = a.k, asked = a.field and a,
  }
end

return aggregate

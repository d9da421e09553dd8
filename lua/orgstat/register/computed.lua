--- Aggregates of expressions, such as "sum(members * 2)" or "mean(members / branches)": the expressions
-- become fields of a register, and the aggregates take these.
-- @module orgstat.register.computed

local aggregate = require "orgstat.register.aggregate"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local fault = require "orgstat.register.expression.fault"
local plan = require "orgstat.register.plan"
local schema = require "orgstat.register.schema"

-- A field name that no field has: the expression itself, with blanks behind it if need be.
local function free_name(index, taken, text)
  local name = text
  while index[name] or taken[name] and taken[name] ~= text do
    name = name .. " "
  end
  taken[name] = text
  return name
end

-- Reads an expression. Places in it are told as those of the whole aggregate.
local function expression_of(reg, read, one)
  local ok, tree, kind = pcall(schema.expression, reg, one.expression, read.method)
  if not ok and errors.is(tree) and tree.code == "bad_expression" then
    fault.move(tree, read.text, one.at - 1)
  end
  if not ok then
    error(tree, 0)
  end
  return tree, kind
end

-- Only the fields that are needed, since what is computed of a scanned register loads what that shows.
local function narrow(reg, needed)
  local list, types, all = {}, {}, schema.types(reg)
  for c, name in ipairs(schema.names(reg)) do
    if needed[name] then
      list[#list + 1], types[#types + 1] = name, all[c]
    end
  end
  return plan.derive({ op = "select", source = reg, fields = list }, list, types)
end

--- Makes fields of the expressions in aggregates.
-- @tparam register reg
-- @tparam table texts aggregates: strings, or parsed ones
-- @tparam {string,...} fields that are needed besides
-- @tparam string method the method that was called, for messages
-- @treturn register reg, or one that has these fields as well
-- @treturn table the aggregates, as `aggregate.read` takes them, without expressions
-- @raise on what is no aggregate, and on a bad expression (details, code "bad_expression")
return function(reg, texts, fields, method)
  local index, taken, needed = schema.index(reg), {}, {}
  local result, computed = {}, {}
  for _, field in ipairs(fields) do
    needed[field] = true
  end
  for i, text in ipairs(texts) do
    local read = aggregate.parse(text, method)
    for _, one in ipairs(read.arguments) do
      if one.expression and not one.field then
        local tree, kind = expression_of(reg, read, one)
        one.field = free_name(index, taken, one.expression)
        computed[one.field] = { name = one.field, expression = tree, kind = kind }
        for _, field in ipairs(tree.fields) do
          needed[field] = true
        end
      elseif one.field then
        needed[one.field] = true
      end
    end
    read.whole = read.whole or reg
    result[i] = read
  end
  if not next(computed) then
    return reg, texts
  end
  local time = core.state(reg).time
  if time then
    needed[time] = true -- by which stocks are not added up
  end
  local source = core.state(reg).scanned and narrow(reg, needed) or reg
  local node, names, types = { op = "mutate", source = source, fields = {} }, {}, {}
  for c, name in ipairs(schema.names(source)) do
    names[c], types[c] = name, schema.types(source)[c]
  end
  for name, one in pairs(computed) do
    node.fields[#node.fields + 1] = one
    names[#names + 1], types[#types + 1] = name, one.kind
  end
  return plan.derive(node, names, not core.state(source).scanned and types or nil), result
end

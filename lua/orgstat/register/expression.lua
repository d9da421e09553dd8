--- Expressions: `members >= 1000 and not (status == "dissolved")`. doc/expressions.md describes the
-- language. Text is parsed once, into a tree that knows no register; it is checked against the types
-- of a register, and made into a program of the core for each register that it runs on.
-- @module orgstat.register.expression

local check = require "orgstat.register.expression.check"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local fault = require "orgstat.register.expression.fault"
local names = require "orgstat.register.names"
local parse = require "orgstat.register.expression.parser"
local program = require "orgstat.register.expression.program"

local expression = {}

local function index_of(all)
  local index = {}
  for c, name in ipairs(all) do
    index[name] = c
  end
  return index
end

local function is_bad(raised)
  return errors.is(raised) and raised.code == "bad_expression"
end

-- Where the types do not fit, fields without any value are of the type that does.
local function checked(tree, index, types, all, condition, blank)
  local unknown, wanted = {}, condition and "boolean" or nil
  local function type_of(node)
    local c = index[node.name]
    if not c then
      fault.raise(tree.text, node.at, ("no field '%s'%s"):format(node.name, names.hint(node.name, all, "fields")),
        "a field")
    end
    return not unknown[c] and types[c] or nil
  end
  local function attempt()
    local result = check(tree, type_of, wanted)
    if wanted and result.type ~= wanted then
      fault.raise(tree.text, 1, ("a condition, true or false, is expected, found a value of type %s"):format(
        result.type), "a condition")
    end
    return result
  end
  local ok, result = pcall(attempt)
  if ok then
    return result
  end
  for _, name in ipairs(blank and is_bad(result) and tree.fields or {}) do
    local c = index[name]
    unknown[c or 0] = c and types[c] == "text" and blank(c) or nil
  end
  if next(unknown) then
    return attempt()
  end
  error(result, 0)
end

--- The type of an expression, and its program, for columns of these types.
-- @tparam table tree
-- @tparam table index name -> column
-- @tparam {string,...} types of the columns
-- @tparam {string,...} all the names, for messages
-- @tparam ?boolean condition whether it must be true or false
-- @tparam ?function blank tells of a column whether it has no value at all; it goes with any type then
-- @treturn string
-- @treturn table
-- @raise details, code "bad_expression"
function expression.compile(tree, index, types, all, condition, blank)
  local result = checked(tree, index, types, all, condition, blank)
  return result.type, program(tree, result, index)
end

-- Calls f; a bad expression is the caller's mistake, and says so.
local function blame(who, f, ...)
  local results = table.pack(pcall(f, ...))
  if results[1] then
    return table.unpack(results, 2, results.n)
  end
  local raised = results[2]
  if is_bad(raised) then
    raised.who = who
    raised.caller = errors.caller()
  end
  error(raised, 0)
end

--- Reads an expression and checks it against fields.
-- @tparam string text
-- @tparam string who what was called, for the message
-- @tparam ?boolean condition whether it must be true or false
-- @tparam {string,...} all the names of the fields
-- @tparam function types gives the list of their types
-- @tparam function settle is called with columns when their types make the expression a bad one: they
-- may only have been believed
-- @tparam function blank tells of a column whether it has no value at all
-- @treturn table the tree
-- @treturn string its type
-- @raise details, code "bad_expression"
function expression.read(text, who, condition, all, types, settle, blank)
  local index = index_of(all)
  local function kind_of(tree, sure)
    return checked(tree, index, types(), all, condition, sure and blank).type
  end
  local tree = blame(who, parse, text)
  local ok, kind = pcall(kind_of, tree)
  if not ok then
    local columns = {}
    for _, name in ipairs(tree.fields) do
      columns[#columns + 1] = index[name]
    end
    settle(columns)
    kind = blame(who, kind_of, tree, true)
  end
  return tree, kind
end

-- A result that goes beyond its type.
local function overflow(tree, row, file, before)
  error(errors.details {
    code = "overflow", file = file, row = row and row + (before or 0) or nil, text = tree.text:sub(1, 160),
  }, 0)
end

-- The program of an expression for a ready register.
local function program_for(reg, tree, condition)
  local all = core.names(reg)
  local _, code = expression.compile(tree, index_of(all), core.types(reg), all, condition, function(c)
    return core.blank(reg, c)
  end)
  return code
end

--- The records for which a condition is true.
-- @tparam register reg ready
-- @tparam table tree
-- @tparam ?string file that the records are of, and
-- @tparam ?integer before how many of its records come before these; both for messages
-- @treturn register ready
-- @raise details, code "overflow" or "bad_expression"
function expression.choose(reg, tree, file, before)
  local result, row = core.choose(reg, program_for(reg, tree, true))
  return result or overflow(tree, row, file, before)
end

--- The values of an expression.
-- @tparam register reg ready
-- @tparam table tree
-- @treturn register ready, of one column without a name, which sees the records of reg
-- @raise details, code "overflow" or "bad_expression"
function expression.compute(reg, tree)
  local result, row = core.compute(reg, program_for(reg, tree))
  return result or overflow(tree, row)
end

return expression

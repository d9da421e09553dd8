--- From the text of an expression to its tree, by Lua's own precedence.
--
-- The tree is a list of nodes in which the operands of a node stand before it: `tree.nodes[i]` has `op`,
-- `args` (numbers of nodes), `first` (where its own part of the list begins) and `at` (the byte of
-- the text that is to blame). Whoever goes through a tree needs no recursion, however long a chain
-- of operators is. `tree.fields` is the list of the names that occur.
--
-- Ops: `field` (name), `constant` (type, value), `nothing` (a missing value), the operators of Lua,
-- `in` (list: numbers of constants), `like`, and the names of functions.
-- @module orgstat.register.expression.parser

local errors = require "orgstat.register.errors"
local fault = require "orgstat.register.expression.fault"
local functions = require "orgstat.register.expression.functions"
local core = require "orgstat.core"
local lexer = require "orgstat.register.expression.lexer"
local names = require "orgstat.register.names"

local MOST_BYTES = 262144 -- of an expression
local MOST_DEPTH = 200 -- of parentheses, calls and signs in one another

-- operator -> how tightly it binds to what is left and right of it
local BINARY = {
  ["or"] = { 1, 1 }, ["and"] = { 2, 2 },
  ["<"] = { 3, 3 }, [">"] = { 3, 3 }, ["<="] = { 3, 3 }, [">="] = { 3, 3 }, ["~="] = { 3, 3 }, ["=="] = { 3, 3 },
  ["in"] = { 3, 3 }, like = { 3, 3 }, ["not"] = { 3, 3 }, -- not in, not like
  [".."] = { 9, 9 }, ["+"] = { 10, 10 }, ["-"] = { 10, 10 },
  ["*"] = { 11, 11 }, ["/"] = { 11, 11 }, ["//"] = { 11, 11 }, ["%"] = { 11, 11 },
}
local UNARY = 12

local RESERVED = { ["and"] = true, ["or"] = true, ["not"] = true, ["in"] = true, like = true, ["nil"] = true }

local NUMERIC = { integer = true, decimal = true, number = true }

local Parser = {}
Parser.__index = Parser

function Parser:advance()
  local token = self.token
  self.token = lexer.next(self.text, token.stop)
  return token
end

function Parser:written(token)
  return self.text:sub(token.at, token.stop - 1)
end

function Parser:expected(what, advice)
  fault.expected(self.text, self.token.at, what, self:written(self.token), advice)
end

function Parser:is(value)
  local token = self.token
  return token.value == value and (token.kind == "symbol" or token.kind == "name")
end

-- Takes a symbol that must be there.
function Parser:take(symbol, advice)
  if not self:is(symbol) then
    self:expected(("'%s'"):format(symbol), advice)
  end
  return self:advance()
end

-- Takes the parenthesis that closes the one at a byte.
function Parser:close(at)
  if not self:is ")" then
    self:expected("')'", ("to close the one at character %d"):format(fault.character(self.text, at)))
  end
  return self:advance()
end

function Parser:enter(at)
  self.depth = self.depth + 1
  if self.depth > MOST_DEPTH then
    fault.raise(self.text, at, ("more than %d parentheses, calls or signs in one another"):format(MOST_DEPTH),
      "fewer of them")
  end
end

function Parser:leave()
  self.depth = self.depth - 1
end

-- Adds a node, whose arguments are the last that were made, and gives its number.
function Parser:add(node, ...)
  local nodes = self.nodes
  node.args = { ... }
  node.first = node.args[1] and nodes[node.args[1]].first or #nodes + 1
  nodes[#nodes + 1] = node
  return #nodes
end

function Parser:constant(token, kind, value)
  return self:add { op = "constant", type = kind, value = value, at = token.at, stop = token.stop }
end

function Parser:field(token)
  if not self.seen[token.value] then
    self.seen[token.value] = true
    self.fields[#self.fields + 1] = token.value
  end
  return self:add { op = "field", name = token.value, at = token.at, stop = token.stop }
end

-- A date literal.
function Parser:date(token)
  if not core.is_date(token.value) then
    fault.expected(self.text, token.at, "a date (YYYY, YYYY-MM or YYYY-MM-DD)", token.value)
  end
  return self:constant(token, "date", token.value)
end

-- What a sign makes of a number that follows it.
local function negative(kind, value)
  if kind ~= "decimal" then
    return kind, -value
  end
  local text = value:sub(1, 1) == "-" and value:sub(2) or "-" .. value
  local whole = math.tointeger(tonumber(text)) -- only the least integer is none without its sign
  if whole == math.mininteger and text:gsub("^%-0+", "-") == tostring(whole) then
    return "integer", whole
  end
  return kind, text
end

-- One of the constants between braces.
function Parser:element()
  local sign = self:is "-" and self:advance()
  local token = self.token
  if token.kind == "number" then
    self:advance()
    local kind, value = token.type, token.value
    if sign then
      kind, value = negative(kind, value)
    end
    return { type = kind, value = value, at = token.at, stop = token.stop }
  elseif not sign and token.kind == "text" then
    self:advance()
    return { type = "text", value = token.value, at = token.at, stop = token.stop }
  elseif not sign and (self:is "true" or self:is "false") then
    self:advance()
    return { type = "boolean", value = token.value == "true", at = token.at, stop = token.stop }
  elseif not sign and self:is "date" then
    self:advance()
    local bracket = self:is "(" and self:advance()
    token = self.token
    if token.kind ~= "text" then
      self:expected 'a date such as date "2024-08-31"'
    end
    self:date(token)
    self.nodes[#self.nodes] = nil -- it was for the check
    self:advance()
    if bracket then
      self:take ")"
    end
    return { type = "date", value = token.value, at = token.at, stop = token.stop }
  end
  self:expected("a constant", "between braces stand texts, numbers, dates, true and false")
end

function Parser:braces()
  local list = {}
  self:take("{", "write x in { a, b }")
  while not self:is "}" do
    list[#list + 1] = self:element()
    if not self:is "}" then
      self:take(",", "or '}' at the end of the list")
    end
  end
  self:advance()
  return list
end

-- The arguments of a function: their nodes and how many there are. Those of a chain become one node,
-- f(f(a, b), c).
function Parser:arguments(token, chain)
  local list, count = {}, 0
  if self.token.kind == "text" then -- f "text", as in Lua
    local text = self:advance()
    return { self:constant(text, "text", text.value) }, 1
  end
  self:take "("
  self:enter(token.at)
  while not self:is ")" do
    if count > 0 then
      self:take(",", "or ')' after the last argument")
    end
    local node = self:expression(0)
    count = count + 1
    if chain and count > 1 then
      list[1] = self:add({ op = token.value, at = token.at, stop = token.stop }, list[1], node)
    else
      list[count] = node
    end
  end
  self:leave()
  self:advance()
  return list, count
end

function Parser:call(token)
  local name = token.value
  local known = functions[name]
  if not known then
    fault.raise(self.text, token.at, ("no function %s%s"):format(errors.quote(name),
      names.hint(name, names.keys(functions), "functions")), "a function")
  end
  if name == "date" and self.token.kind == "text" then
    return self:date(self:advance())
  end
  local args, count = self:arguments(token, known.chain)
  local least = #known - (known.optional or 0)
  if count < least or count > #known and not known.chain then
    local wanted = least == #known and tostring(least) or ("%d or %d"):format(least, #known)
    fault.raise(self.text, token.at, ("%s takes %s%s argument%s, got %d"):format(name, wanted,
      known.chain and " or more" or "", wanted == "1" and "" or "s", count), wanted .. " arguments")
  elseif known.chain then
    return args[1]
  end
  if name == "if" and not args[3] then
    args[3] = self:add { op = "nothing", at = token.at, stop = token.stop }
  elseif name == "round" and args[2] then
    local places = self.nodes[args[2]]
    if args[2] ~= #self.nodes or places.type ~= "integer" or places.value < 0 or places.value > 15 then
      fault.raise(self.text, places.at, "the places to round to are a number from 0 to 15", "a number from 0 to 15")
    end
    self.nodes[args[2]] = nil
    return self:add({ op = "round", at = token.at, stop = token.stop, places = places.value }, args[1])
  end
  return self:add({ op = name, at = token.at, stop = token.stop }, table.unpack(args))
end

function Parser:primary()
  local token = self.token
  if token.kind == "number" or token.kind == "text" then
    self:advance()
    return self:constant(token, token.type or "text", token.value)
  elseif token.kind == "field" then
    self:advance()
    return self:field(token)
  elseif self:is "(" then
    self:advance()
    self:enter(token.at)
    local inside = self:expression(0)
    self:leave()
    self:close(token.at)
    return inside
  elseif self:is "true" or self:is "false" then
    self:advance()
    return self:constant(token, "boolean", token.value == "true")
  elseif token.kind == "name" and not RESERVED[token.value] then
    self:advance()
    if self:is "(" or self.token.kind == "text" and functions[token.value] then
      return self:call(token)
    end
    return self:field(token)
  end
  self:expected("an expression", self:is "nil" and "write missing(x) to ask for missing values" or nil)
end

function Parser:unary()
  local token = self.token
  local op = self:is "not" and "not" or self:is "-" and "-"
  if not op then
    return self:primary()
  end
  self:advance()
  self:enter(token.at)
  local operand = self:expression(UNARY)
  self:leave()
  local node = self.nodes[operand]
  if op == "-" and node.op == "constant" and NUMERIC[node.type] and node.value ~= math.mininteger then
    node.type, node.value = negative(node.type, node.value)
    node.at = token.at
    return operand
  end
  return self:add({ op = op == "-" and "negate" or op, at = token.at, stop = token.stop }, operand)
end

-- A chain of texts that are joined, behind its first "..". They are joined two and two and these again,
-- since one after the other would copy a long text as often as it has parts.
function Parser:joined(left, token)
  local parts, sizes, n = { left }, { 1 }, 1
  local function join()
    n = n - 1
    parts[n] = self:add({ op = "..", at = token.at, stop = token.stop }, parts[n], parts[n + 1])
    sizes[n] = sizes[n] + sizes[n + 1]
  end
  repeat
    n = n + 1
    parts[n], sizes[n] = self:expression(BINARY[".."][2]), 1
    while n > 1 and sizes[n - 1] == sizes[n] do
      join()
    end
    local more = self:is ".."
    token = more and self:advance() or token
  until not more
  while n > 1 do
    join()
  end
  return parts[1]
end

-- An operator that binds more tightly than the limit, and its right side.
function Parser:operator(left, op)
  local token = self:advance()
  local negated = op == "not"
  if negated then
    op = self.token.value
    if not (self:is "in" or self:is "like") then
      self:expected("'in' or 'like' after 'not'")
    end
    self:advance()
  end
  local node = { op = op, at = token.at, stop = token.stop }
  local result
  if op == "in" then
    node.list = self:braces()
    result = self:add(node, left)
  elseif op == ".." then
    return self:joined(left, token)
  else
    result = self:add(node, left, self:expression(BINARY[op][2]))
  end
  return negated and self:add({ op = "not", at = token.at, stop = token.stop }, result) or result
end

function Parser:expression(limit)
  local left = self:unary()
  while true do
    local token = self.token
    local op = (token.kind == "symbol" or token.kind == "name") and token.value
    if not op or not BINARY[op] or BINARY[op][1] <= limit then
      return left
    end
    left = self:operator(left, op)
  end
end

--- Reads an expression.
-- @tparam string text
-- @treturn table the tree, with its `text`
-- @raise details, code "bad_expression"
return function(text)
  if #text > MOST_BYTES then
    fault.raise(text, MOST_BYTES + 1, ("an expression has at most %d bytes"):format(MOST_BYTES), "a shorter expression")
  end
  local parser = setmetatable({ text = text, nodes = {}, fields = {}, seen = {}, depth = 0 }, Parser)
  parser.token = lexer.next(text, 1)
  parser:expression(0)
  if parser.token.kind ~= "end" then
    parser:expected "an operator or the end"
  end
  return { text = text, nodes = parser.nodes, fields = parser.fields }
end

--- From a checked tree to a program of the core (csrc/core/expr.h says what its instructions are).
-- @module orgstat.register.expression.program

local functions = require "orgstat.register.expression.functions"

local ARITHMETIC = { ["+"] = "add", ["-"] = "sub", ["*"] = "mul", ["/"] = "div", ["//"] = "idiv", ["%"] = "mod" }
local COMPARES = { ["=="] = "==", ["~="] = "~=", ["<"] = ">", ["<="] = ">=", [">"] = "<", [">="] = "<=" } -- turned
local RANGED = { integer = true, decimal = true, date = true }

local Program = {}
Program.__index = Program

function Program:emit(instruction)
  self.code[#self.code + 1] = instruction
  return instruction
end

-- A constant as the type that it is used as.
function Program:constant(kind, value, becomes)
  if becomes == "decimal" then
    value = tostring(value)
  elseif becomes == "number" then
    value = tonumber(value) + 0.0
  end
  self.constants[#self.constants + 1] = { type = becomes or kind, value = value }
  return #self.constants
end

function Program:constant_of(i)
  local node, becomes = self.nodes[i], self.becomes[i]
  if becomes == "text" then
    becomes = nil -- the core writes it
  end
  return self:constant(node.type, node.value, becomes), self.becomes[i] ~= becomes and self.becomes[i]
end

-- A comparison of a field with a constant, which the core does at once: the field, the constant and
-- the comparison as seen from the field.
function Program:range(node)
  local a, b = node.args[1], node.args[2]
  local cmp = node.op
  if self.nodes[a].op == "constant" then
    a, b, cmp = b, a, COMPARES[cmp]
  end
  local constant = self.nodes[b]
  local kind = constant.type ~= "text" and constant.type or self.becomes[b]
  if self.is_field[a] and constant.op == "constant" and RANGED[self.types[a]] and RANGED[kind] then
    return a, b, cmp
  end
end

-- What is known of each node before the code is made: the one field it sees (nil: none, false:
-- several), whether it is cheap and cannot fail, and whether another node does its work.
function Program:survey()
  self.sees, self.eager, self.done = {}, {}, {}
  for i, node in ipairs(self.nodes) do
    local sees = self.is_field[i] and node.name or nil
    local eager = node.op == "field" or node.op == "constant" or node.op == "and" or node.op == "or"
      or node.op == "not" or node.op == "missing" or node.op == "in" or COMPARES[node.op] ~= nil
    for _, a in ipairs(node.args) do
      local other = self.sees[a]
      if other == false or sees and other and sees ~= other then
        sees = false
      elseif sees == nil then
        sees = other
      end
      eager = eager and self.eager[a]
    end
    self.sees[i], self.eager[i] = sees, eager
    if COMPARES[node.op] and self:range(node) then
      self.done[node.args[1]], self.done[node.args[2]] = true, true
    end
  end
end

-- Marks where something comes before the code of a node: `before[i]` is a list of instructions, the
-- outer ones first.
function Program:plan(index)
  local before, memo = {}, {}
  local function put(i, instruction)
    before[i] = before[i] or {}
    table.insert(before[i], 1, instruction) -- nodes come from the inner to the outer ones
    return instruction
  end
  local nodes, parent = self.nodes, {}
  for i, node in ipairs(nodes) do
    for _, a in ipairs(node.args) do
      parent[a] = i
    end
  end
  for i, node in ipairs(nodes) do
    local op, args = node.op, node.args
    local sees = self.sees[i]
    local field = sees and index[sees]
    local above = parent[i]
    if field and self.kinds[sees] == "text" and op ~= "field" and not (above and self.sees[above] == sees) then
      memo[i] = put(node.first, { op = "memo", at = field })
    end
    if (op == "and" or op == "or") and not self.eager[args[2]] then
      put(nodes[args[2]].first, { op = op == "and" and "and_then" or "or_else" })
    elseif op == "coalesce" then
      put(nodes[args[2]].first, { op = "coalesce_else" })
    elseif op == "if" then
      put(nodes[args[2]].first, { op = "if_then" })
      put(nodes[args[3]].first, { op = "if_else" })
    end
  end
  return before, memo
end

function Program:node(i, node, index)
  local op = node.op
  if self.is_field[i] then
    self:emit { op = "field", at = index[node.name] }
  elseif op == "constant" then
    local at, more = self:constant_of(i)
    self:emit { op = "constant", at = at }
    return more or nil, true
  elseif op == "nothing" or op == "field" then
    self:emit { op = "constant", at = self:constant(self.types[i]) }
  elseif op == "in" then
    local kind, first = self.types[node.args[1]], #self.constants + 1
    for _, element in ipairs(node.list) do
      self:constant(element.type, element.value, kind == "date" and "date" or nil)
    end
    self:emit { op = "in", at = first, count = #node.list }
  elseif COMPARES[op] then
    local a, b, cmp = self:range(node)
    if a then
      self:emit { op = "range", at = index[self.nodes[a].name], cmp = cmp, count = (self:constant_of(b)) }
    else
      self:emit { op = "compare", cmp = op }
    end
  elseif op == "and" or op == "or" then
    self:emit { op = op, at = self.eager[node.args[2]] and 0 or 1 }
  elseif op == "round" then
    self:emit { op = "round", at = node.places or 0 }
  elseif op == ".." then
    self:emit { op = "concat" }
  else
    self:emit { op = ARITHMETIC[op] or functions[op] and functions[op].op or op }
  end
end

--- Makes the program of a tree.
-- @tparam table tree of `orgstat.register.expression.parser`
-- @tparam table checked of `orgstat.register.expression.check`
-- @tparam table index field name -> column number
-- @treturn table `code` and `constants`, for `core.choose` and `core.compute`
return function(tree, checked, index)
  local self = setmetatable({
    nodes = tree.nodes, types = checked.types, becomes = checked.becomes, code = {}, constants = {}, kinds = {},
    is_field = {}, -- and has values
  }, Program)
  for i, node in ipairs(tree.nodes) do
    if node.op == "field" and not checked.nothing[i] then
      self.kinds[node.name], self.is_field[i] = checked.types[i], true
    end
  end
  self:survey()
  local before, memo = self:plan(index)
  local starts = {}
  for i, node in ipairs(tree.nodes) do
    for _, instruction in ipairs(before[i] or {}) do
      self:emit(instruction)
      starts[instruction] = #self.code
    end
    if not self.done[i] then
      local more, converted = self:node(i, node, index)
      local becomes = converted and more or not converted and self.becomes[i]
      if becomes then
        self:emit { op = "to_" .. becomes }
      end
    end
    if memo[i] then
      memo[i].count = #self.code - starts[memo[i]]
    end
  end
  return { code = self.code, constants = self.constants }
end

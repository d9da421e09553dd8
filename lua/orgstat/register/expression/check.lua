--- Which type each part of an expression has, and what has to be converted; or what does not fit.
--
-- What is missing whatever the record (a field without any value, `if` without its last argument) has no
-- type of its own, nil in `types`: it takes the one that its place asks for.
--
-- The tree is left as it is, since the types of a register in a file may turn out to be others.
-- @module orgstat.register.expression.check

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local fault = require "orgstat.register.expression.fault"
local functions = require "orgstat.register.expression.functions"

local RANK = { integer = 1, decimal = 2, number = 3 } -- numeric types, and what holds what
local COMPARES = { ["=="] = true, ["~="] = true, ["<"] = true, ["<="] = true, [">"] = true, [">="] = true }

local KINDS = {
  boolean = "true or false", date = "a date", decimal = "a number", integer = "a number", number = "a number",
  numeric = "a number", text = "a text",
}

local Check = {}
Check.__index = Check

-- A part of the expression for a message.
function Check:describe(i)
  local node, kind = self.nodes[i], self.types[i]
  if self.nothing[i] then
    return ("field '%s', which has no value"):format(node.name)
  elseif node.op == "field" then
    return ("field '%s' of type %s"):format(node.name, kind)
  elseif node.op == "constant" then
    local written = self.text:sub(node.at, node.stop - 1)
    return ("%s (%s)"):format(#written <= 60 and written or errors.quote(written), kind)
  end
  return ("a value of type %s"):format(kind)
end

-- Raises that a part is none of what is expected in its place.
function Check:clash(i, expected, place, advice)
  local node = self.nodes[i]
  local what = ("%s is expected%s, found %s%s"):format(expected, place and " " .. place or "", self:describe(i),
    advice and "; " .. advice or "")
  fault.raise(self.text, self.nodes[node.first].at, what, expected)
end

-- Notes that a part becomes another type where it is used.
function Check:convert(i, kind)
  if self.types[i] ~= kind then
    self.becomes[i] = kind
  end
end

-- Gives a part one type if it has none, and with it the parts whose value it may have.
function Check:settle(i, kind)
  if self.types[i] then
    return
  elseif self.ordered[i] and not RANK[kind] then
    kind = kind == "date" and kind or "integer"
  end
  local rest = { i }
  while #rest > 0 do
    local k = table.remove(rest)
    self.types[k] = kind
    for _, a in ipairs(self.nodes[k].args) do
      if not self.types[a] then
        rest[#rest + 1] = a
      end
    end
  end
end

-- The types of two parts after both are brought to one, or nil. A text that is written as a date
-- becomes one beside a date.
function Check:common(a, b)
  local x, y = self.types[a], self.types[b]
  if not x and not y then
    return nil
  end
  self:settle(a, y)
  self:settle(b, x)
  x, y = self.types[a], self.types[b]
  if x == y then
    return x
  elseif RANK[x] and RANK[y] then
    local kind = RANK[x] > RANK[y] and x or y
    self:convert(a, kind)
    self:convert(b, kind)
    return kind
  end
  for i, other in pairs { [a] = y, [b] = x } do
    local node = self.nodes[i]
    if other == "date" and node.op == "constant" and self.types[i] == "text" then
      if not core.is_date(node.value) then
        self:clash(i, "a date (YYYY, YYYY-MM or YYYY-MM-DD)")
      end
      self:convert(i, "date")
      return "date"
    end
  end
end

-- What to do about two parts of types that do not go together.
local function advice_for(x, y)
  if x == "date" and y == "text" or x == "text" and y == "date" then
    return 'a text becomes a date with date(x), a date a text with text(x)'
  elseif x == "text" and RANK[y] then
    return "a text is written in quotes"
  elseif x == "boolean" then
    return "a condition stands alone, or after not"
  end
end

function Check:comparison(node)
  local a, b = node.args[1], node.args[2]
  if not self.types[b] then
    self:settle(a, self.ordered[b] and "integer" or "text")
  end
  local x, y = self.types[a], self.types[b]
  if RANK[x] and RANK[y] and x ~= y then -- exactly, also with numbers
    self:convert(a, x == "integer" and "decimal" or x)
    self:convert(b, y == "integer" and "decimal" or y)
  elseif not self:common(a, b) then
    self:clash(b, KINDS[self.types[a]], ("beside %s"):format(self:describe(a)), advice_for(x, y))
  elseif self.types[a] == "boolean" and node.op ~= "==" and node.op ~= "~=" then
    self:clash(a, "something with an order", ("before %s"):format(node.op),
      "true and false have none: write == or ~=")
  end
  return "boolean"
end

function Check:wants(i, kind, whom, advice)
  self:settle(i, kind == "numeric" and "integer" or kind)
  local found = self.types[i]
  if kind == "numeric" and not RANK[found] or kind ~= "numeric" and found ~= kind then
    self:clash(i, KINDS[kind], whom, advice)
  end
end

function Check:arithmetic(node)
  local whom = ("beside %s"):format(node.op)
  for _, i in ipairs(node.args) do
    self:wants(i, "numeric", whom, self.types[i] == "text" and node.op == "+" and "texts are joined with .." or nil)
  end
  if node.op == "/" then
    self:convert(node.args[1], "number")
    self:convert(node.args[2], "number")
    return "number"
  end
  return self:common(node.args[1], node.args[2])
end

function Check:concatenation(node)
  for _, i in ipairs(node.args) do
    if self.types[i] == "boolean" then
      self:clash(i, "a text, a number or a date", "beside ..", "text(x) makes a text of it")
    end
    self:settle(i, "text")
    self:convert(i, "text")
  end
  return "text"
end

-- The type of what is looked for in a list.
local function type_of_list(list)
  local kind = list[1] and list[1].type or "text"
  for _, element in ipairs(list) do
    kind = element.type == "date" and "date" or kind
  end
  return kind
end

function Check:membership(node)
  local a = node.args[1]
  self:settle(a, type_of_list(node.list))
  local kind = self.types[a]
  for _, element in ipairs(node.list) do
    local fits = element.type == kind or RANK[element.type] and RANK[kind]
    if kind == "date" and element.type == "text" then
      fits = core.is_date(element.value)
    end
    if not fits then
      local written = self.text:sub(element.at, element.stop - 1)
      local what = ("%s is expected in a list for %s, found %s"):format(KINDS[kind], self:describe(a),
        errors.quote(written))
      fault.raise(self.text, element.at, what, KINDS[kind])
    end
  end
  return "boolean"
end

function Check:logic(node)
  for _, i in ipairs(node.args) do
    local advice
    if self.types[i] ~= "boolean" and node.op == "not" then
      for _, other in ipairs(self.nodes) do
        if COMPARES[other.op] and self.nodes[other.args[1]] == node then
          advice = "not binds more tightly than a comparison: write not (a == b)"
        end
      end
    elseif self.nodes[i].op == "constant" then
      advice = "write a whole comparison on both sides, as in a == 1 or a == 2"
    end
    self:wants(i, "boolean", ("beside %s"):format(node.op), advice)
  end
  return "boolean"
end

function Check:call(at, node, known)
  local first = self.types[node.args[1]]
  for k, i in ipairs(node.args) do
    local kind = known[k]
    if kind == "ordered" then
      if self.types[i] and not RANK[self.types[i]] and self.types[i] ~= "date" then
        self:clash(i, "a number or a date", ("in %s"):format(node.op))
      end
    elseif kind == "any" then
      if known.gives ~= "same" then
        self:settle(i, "text")
      end
    elseif kind ~= "places" and not (node.op == "date" and self.types[i] == "date") then
      local advice = kind == "text" and first ~= "boolean" and "text(x) makes a text of it" or nil
      self:wants(i, kind, ("in %s"):format(node.op), advice)
    end
  end
  if known.gives ~= "same" then
    return known.gives
  end
  local a, b = node.args[#node.args - 1], node.args[#node.args]
  if not a then
    return self.types[b]
  end
  local kind = self:common(a, b)
  if not kind and not self.types[a] then
    self.ordered[at] = known[1] == "ordered" or self.ordered[a] or self.ordered[b]
  elseif not kind then
    self:clash(b, KINDS[self.types[a]], ("as the other value of %s"):format(node.op))
  end
  return kind
end

function Check:one(i, node)
  local op = node.op
  if op == "field" then
    local kind = self.type_of(node)
    self.nothing[i] = not kind
    return kind
  elseif op == "constant" then
    return node.type
  elseif op == "nothing" then
    return nil
  elseif COMPARES[op] then
    return self:comparison(node)
  elseif op == "and" or op == "or" or op == "not" then
    return self:logic(node)
  elseif op == ".." then
    return self:concatenation(node)
  elseif op == "in" then
    return self:membership(node)
  elseif op == "like" then
    for _, arg in ipairs(node.args) do
      self:wants(arg, "text", "beside like", "text(x) makes a text of it")
    end
    return "boolean"
  elseif op == "negate" then
    self:wants(node.args[1], "numeric", "behind -")
    return self.types[node.args[1]]
  end
  local known = functions[op]
  if known then
    return self:call(i, node, known)
  end
  return self:arithmetic(node)
end

--- Checks a tree.
-- @tparam table tree of `orgstat.register.expression.parser`
-- @tparam function type_of takes a `field` node and gives the name of its type, nil if it has no value
-- in any record; may raise
-- @tparam ?string wanted the type of the whole when nothing in it has one; without it, text
-- @treturn table `types` of the nodes, what each `becomes` for the node that uses it, which of them are
-- fields with `nothing` in them, and `type`
-- @raise details, code "bad_expression"
return function(tree, type_of, wanted)
  local self = setmetatable({
    text = tree.text, nodes = tree.nodes, types = {}, becomes = {}, nothing = {}, type_of = type_of,
    ordered = {}, -- parts without a type that are no text: min and max of such
  }, Check)
  for i, node in ipairs(tree.nodes) do
    self.types[i] = self:one(i, node)
  end
  self:settle(#tree.nodes, wanted or "text")
  self.type = self.types[#tree.nodes]
  return self
end

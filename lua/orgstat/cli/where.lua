--- Conditions of `--where` that a register's table form can express: equality and `and`.
-- @module orgstat.cli.where

local problem = require "orgstat.cli.problem"

local ESCAPES = { n = "\n", t = "\t", r = "\r" }
local WORDS = { ["true"] = true, ["false"] = false }

local function refuse(source, at, expected)
  local found = source:match("^%S+", at)
  local before = utf8.len(source:sub(1, at - 1)) or at - 1
  problem.usage('--where: expected %s at character %d, found %s\n  %s\n  %s^\n'
    .. '--where takes conditions field == value joined by "and"; value is "text", a number, true or false',
    expected, before + 1, found and "'" .. found .. "'" or "the end", source, (" "):rep(before))
end

local function field(source, at)
  local name, after = source:match("^`([^`]+)`()", at)
  if not name then name, after = source:match("^([%a_\128-\255][%w_\128-\255]*)()", at) end
  if not name or name == "not" or name == "and" or name == "or" then refuse(source, at, "a field name") end
  return name, after
end

local function text(source, at)
  local mark, from = source:sub(at, at), at + 1
  local pieces = {}
  while true do
    local piece, after = source:match("^([^\\" .. mark .. "]*)()", from)
    pieces[#pieces + 1] = piece
    local c = source:sub(after, after)
    if c == mark then return table.concat(pieces), after + 1 end
    if c == "" then refuse(source, at, "a closing " .. mark .. " for the text that starts") end
    local escaped = source:sub(after + 1, after + 1)
    pieces[#pieces + 1] = ESCAPES[escaped] or escaped
    from = after + 2
  end
end

local function value(source, at)
  local c = source:sub(at, at)
  if c == '"' or c == "'" then return text(source, at) end
  local word, after = source:match("^(%a+)()", at)
  if WORDS[word] ~= nil then return WORDS[word], after end
  word, after = source:match("^(%-?[%d.]+[eE][+-]?%w*)()", at)
  if not word then word, after = source:match("^(%-?[%d.][%w.]*)()", at) end
  local n = word and tonumber(word)
  if not n then refuse(source, at, 'a value ("text", number, true or false)') end
  return n, after
end

--- Reads conditions.
-- @string source such as `scope_level == "province" and members == 5`
-- @treturn {table,...} `{ field = name, value = value }`, all of which must hold
local function parse(source)
  local conditions, at = {}, source:match("^%s*()")
  while true do
    local condition = {}
    condition.field, at = field(source, at)
    at = source:match("^%s*()", at)
    if source:sub(at, at + 1) ~= "==" then refuse(source, at, "==") end
    condition.value, at = value(source, source:match("^==%s*()", at))
    conditions[#conditions + 1] = condition
    at = source:match("^%s*()", at)
    if at > #source then return conditions end
    local next_one = source:match("^and%f[^%w_]%s*()", at)
    if not next_one then refuse(source, at, '"and" or the end') end
    at = next_one
  end
end

return parse

--- Lists in one argument: `a,b` and `` `a,b`,c ``.
-- @module orgstat.cli.list

local problem = require "orgstat.cli.problem"

local list = {}

--- Splits an argument at its commas; what stands between backticks is one item, and two backticks
-- in it are one.
-- @string argument
-- @string option for the message
-- @treturn {string,...}
function list.split(argument, option)
  local items, at = {}, 1
  repeat
    local item, after
    if argument:sub(at, at) == "`" then
      item, after = "", at
      repeat
        local piece, close = argument:match("^`([^`]*)`()", after)
        if not piece then problem.usage("%s: no closing backtick in %s", option, argument) end
        item, after = item .. (after > at and "`" or "") .. piece, close
      until argument:sub(after, after) ~= "`"
      if not argument:find("^,", after) and after <= #argument then
        problem.usage("%s: a comma must follow the closing backtick in %s", option, argument)
      end
    else
      item, after = argument:match("^([^,]*)()", at)
    end
    items[#items + 1] = item
    at = after + 1
  until after > #argument
  return items
end

--- Splits the arguments of an option that may stand several times, as one list.
-- @tparam {string,...} arguments
-- @string option for the message
-- @treturn ?{string,...} nil when the option does not stand there
function list.all(arguments, option)
  local items = {}
  for _, argument in ipairs(arguments) do
    for _, item in ipairs(list.split(argument, option)) do items[#items + 1] = item end
  end
  return arguments[1] and items
end

-- The end of an item that may have commas inside parentheses and backticks.
local function item_end(argument, at)
  local depth = 0
  while at <= #argument do
    local c = argument:sub(at, at)
    if c == "`" then
      at = argument:find("`", at + 1, true) or #argument
    elseif c == "(" then
      depth = depth + 1
    elseif c == ")" then
      depth = depth - 1
    elseif c == "," and depth <= 0 then
      return at - 1
    end
    at = at + 1
  end
  return #argument
end

--- Splits arguments of fields and aggregates, such as `` members,quantile(`a,b`, 0.9) ``.
-- @tparam {string,...} arguments
-- @string option for the message
-- @treturn {table,...} each { text, plain }: `text` as it stands, or what stands between backticks; then
--   it is a field, and `plain` is false
function list.aggregates(arguments, option)
  local items = {}
  for _, argument in ipairs(arguments) do
    local at = 1
    repeat
      local last = item_end(argument, at)
      local text = argument:sub(at, last):match "^%s*(.-)%s*$"
      local quoted = text:find "^`" ~= nil
      items[#items + 1] = { text = quoted and list.split(text, option)[1] or text, plain = not quoted }
      at = last + 2
    until at > #argument + 1
  end
  return items
end

return list

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

return list

--- Where records stand in their file.
-- @module orgstat.register.validate.places

local core = require "orgstat.core"
local stream = require "orgstat.register.stream"

local places = {}

-- Of a list of rows, ascending, those that they are in the file: rejected ones stand between them.
local function in_file(rows, rejects)
  local list, k = {}, 1
  for i, row in ipairs(rows) do
    while rejects[k] and rejects[k].row <= row + k - 1 do
      k = k + 1
    end
    list[i] = row + k - 1
  end
  return list
end

--- The lines of a register's records.
-- @tparam register reg
-- @treturn ?function from a list of rows, ascending, to the list of lines where they begin, or nil when the
-- file has changed; there is no such function when the records stand in no file of lines
function places.lines(reg)
  local state = core.state(reg)
  local place = state.place
  if not place then
    return nil
  end
  local rejects = stream.rejects(state)
  return function(rows)
    return (core.row_lines({ path = place.path }, place.opts, in_file(rows, rejects)))
  end
end

return places

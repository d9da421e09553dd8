--- Lua values on their way into a register.
-- @module orgstat.register.cell

local errors = require "orgstat.register.errors"

local cell = {}

--- Checks a Lua value that is to be one of a register.
-- @param value not nil and not `orgstat.missing`
-- @tparam string who the function called
-- @tparam integer row
-- @tparam string name of the field
-- @raise when it cannot be
function cell.check(value, who, row, name)
  local kind, fault = type(value), nil
  if kind == "string" then
    if value:find("\0", 1, true) then
      fault = "text with a NUL byte"
    elseif not utf8.len(value) then
      fault = "text that is not UTF-8 (" .. errors.quote(value) .. ")"
    end
  elseif kind == "number" then
    fault = (value ~= value or value == math.huge or value == -math.huge) and tostring(value) or nil
  elseif kind ~= "boolean" then
    fault = errors.kind(value)
  end
  if fault then
    errors.raise("%s: record %d, field '%s': %s cannot be a value; a boolean, a finite number, text or "
      .. "orgstat.missing is expected", who, row, name, fault)
  end
end

return cell

--- Lua functions that are called with one record after the other.
-- @module orgstat.register.byrow

local cell = require "orgstat.register.cell"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local missing = require "orgstat.register.missing"
local stream = require "orgstat.register.stream"

local byrow = {}

-- The records of a ready register for which a function gives a true value.
local function choose(reg, test)
  local list, i = {}, 0
  for record in core.records(reg) do
    i = i + 1
    if test(record) then
      list[#list + 1] = i
    end
  end
  return core.at(reg, list)
end

--- The records for which a function gives a true value, in memory.
-- @tparam register reg loaded or scanned; a scanned one is gone through part by part
-- @tparam function test takes a record
-- @treturn register ready
function byrow.choose(reg, test)
  local kept = {}
  for part in stream.parts(reg) do
    local chosen = choose(part, test)
    if part == reg then
      return chosen
    end
    if core.rows(chosen) > 0 or #kept == 0 then
      kept[#kept + 1] = core.stack { chosen }
    end
    core.close(chosen)
  end
  return #kept > 0 and core.stack(kept) or stream.head(reg, 0)
end

--- What a function gives for each record, as a column.
-- @tparam register reg ready
-- @tparam function compute takes a record
-- @tparam string name of the field, for messages
-- @treturn register ready, with that one column
-- @raise when a value can be none of a register, or they are of mixed types
function byrow.compute(reg, compute, name)
  local values, i = {}, 0
  for record in core.records(reg) do
    i = i + 1
    local value = compute(record)
    if value ~= nil and value ~= missing then
      cell.check(value, "mutate", i, name)
      values[i] = value
    end
  end
  return errors.call("mutate", core.build, { name }, { false }, { values }, i)
end

return byrow

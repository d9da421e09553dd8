--- Registers below one another: `y2023:append(y2024)`.
-- @module orgstat.register.append

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local plan = require "orgstat.register.plan"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

-- The fields of all registers, in the order in which they first come.
local function all_fields(regs)
  local list, seen = {}, {}
  for _, reg in ipairs(regs) do
    for _, name in ipairs(schema.names(reg)) do
      if not seen[name] then
        seen[name], list[#list + 1] = true, name
      end
    end
  end
  return list
end

-- Where values became text because their types did not go together.
local function notes_of(parts, fields, result)
  local notes, types = {}, core.types(result)
  for c, name in ipairs(fields) do
    if types[c] == "text" then
      local seen, found = {}, {}
      for _, part in ipairs(parts) do
        local own = schema.index(part)[name]
        local kind = own and core.types(part)[own]
        if kind and not seen[kind] and core.profile(part, own) < core.rows(part) then
          seen[kind], found[#found + 1] = true, kind
        end
      end
      if found[2] or found[1] and found[1] ~= "text" then
        notes[#notes + 1] = { why = "clashing_types", field = name, text = table.concat(found, ", ") }
      end
    end
  end
  return notes
end

function plan.run.append(source, node)
  local parts, own, maps = {}, {}, {}
  for i = 1, #node.others + 1 do
    local part, mine = stream.whole(i == 1 and source or node.others[i - 1])
    parts[i], own[#own + 1] = part, mine and part or nil
    local index, map = schema.index(part), {}
    for c, name in ipairs(node.fields) do
      map[c] = index[name] or 0
    end
    maps[i] = map
  end
  local result = core.stack(parts, node.fields, maps)
  local notes = notes_of(parts, node.fields, result)
  for _, part in ipairs(own) do
    core.close(part)
  end
  return result, notes
end

--- The records of this register and then those of others. Fields go together by name; one that a
-- register does not have is missing in its records. Types go together as in a file: integers become
-- decimals, and those numbers, where others are; types that do not go together (a date and an
-- integer, text and anything, a number and an integer that no float is) become text, as written in a
-- file, and `notes` says so. A field without any value has no say.
-- @function register:append
-- @tparam register ... others
-- @treturn register
-- @raise on what is no open register
return function(reg, ...)
  schema.check(reg, "append")
  local regs, n = { reg, ... }, select("#", ...)
  if n == 0 then
    errors.raise "append: another register is expected: reg:append(other)"
  end
  local others = {}
  for i = 1, n do
    if not core.check(regs[i + 1]) then
      errors.raise("append: argument %d must be a register, got %s", i, errors.kind(regs[i + 1]))
    end
    schema.check(regs[i + 1], "append")
    others[i] = plan.handle(regs[i + 1])
  end
  local fields = all_fields(regs)
  return plan.derive({ op = "append", source = reg, others = others, fields = fields }, fields)
end

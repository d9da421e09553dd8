--- What must be unique, and what must be found elsewhere.
-- @module orgstat.register.validate.keys

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local stream = require "orgstat.register.stream"

local keys = {}

local function shown(cells, fields)
  local parts = {}
  for i, name in ipairs(fields) do
    parts[i] = cells[name] and errors.quote(cells[name]) or "nothing"
  end
  return table.concat(parts, ", ")
end

--- Calls f with the texts, and the number of rows, of each different combination of fields.
-- @tparam table analysis
-- @tparam {string,...} fields
-- @tparam function f takes the texts by field name, good until the next call, and the number
function keys.each(analysis, fields, f)
  analysis:grouped(fields, function(groups, counts)
    local next_count = core.values(groups, counts)
    analysis:rows(groups, fields, function(_, cells)
      local _, n = next_count()
      f(cells, n)
    end)
  end)
end

--- The groups of a register that have more than one row.
-- @tparam register groups whose last column says how many
-- @tparam integer counts that column
-- @treturn register ready, to be closed
function keys.several(groups, counts)
  local rows = {}
  for row, n in core.values(groups, counts) do
    if n > 1 then
      rows[#rows + 1] = row
    end
  end
  return core.at(groups, rows)
end

local function repeated(analysis, fields, gaps, f)
  analysis:grouped(fields, function(groups, counts)
    local several = keys.several(groups, counts)
    local next_count = core.values(several, counts)
    analysis:rows(several, fields, function(_, cells)
      local _, n = next_count()
      local key, gap = analysis.key(cells, fields)
      if gaps or not gap then
        f(key, n)
      end
    end)
    core.close(several)
  end)
end

--- Adds a check of what several fields of a record say together.
-- @tparam table analysis
-- @tparam {string,...} fields
-- @tparam table check `rule`, `importance` and `field`
-- @tparam function test takes the texts by field name and gives a message or nil
function keys.pairs(analysis, fields, check, test)
  check.count, check.needs = 0, fields
  keys.each(analysis, fields, function(cells, n)
    if test(cells) then
      check.count = check.count + n
    end
  end)
  function check.begin()
    return function(_, cells)
      return test(cells)
    end
  end
  analysis:add(check)
end

--- Adds a check that no two rows agree in some fields. Each row but the first of its kind violates it.
-- @tparam table analysis
-- @tparam {string,...} fields
-- @tparam table check `rule` and `importance`; `gaps`: whether rows agree where values are missing; `say`:
-- a function from the texts of a row and the number of the first to a message
function keys.unique(analysis, fields, check)
  local twice, count = {}, 0
  repeated(analysis, fields, check.gaps, function(key, n)
    twice[key] = true
    count = count + n - 1
  end)
  check.count, check.needs = count, fields
  check.field = check.field or #fields == 1 and fields[1] or nil
  check.say = check.say or function(cells, first)
    return ("%s stands in row %d already"):format(shown(cells, fields), first)
  end
  function check.open()
    local first = {}
    return function()
      return function(row, cells)
        local key = analysis.key(cells, fields)
        if not twice[key] then
          return nil
        elseif not first[key] then
          first[key] = row
          return nil
        end
        return check.say(cells, first[key])
      end
    end
  end
  analysis:add(check)
end

-- All that a reference may say.
local function targets(analysis, reg, fields)
  local known, index = {}, {}
  for c, name in ipairs(core.names(reg)) do
    index[name] = c
  end
  local columns = {}
  for i, name in ipairs(fields) do
    columns[i] = index[name]
  end
  local groups = stream.summarise(reg, columns, { { name = "n", what = "rows" } })
  analysis:rows(groups, fields, function(_, cells)
    local key, gap = analysis.key(cells, fields)
    if not gap then
      known[key] = true
    end
  end)
  core.close(groups)
  return known
end

--- Adds a check that the values of some fields are found in others.
-- @tparam table analysis
-- @tparam {string,...} fields
-- @tparam register reg
-- @tparam {string,...} to its fields
-- @tparam table check `rule` and `importance`; `some`: when none at all is found, they refer to another
-- register, and nothing is wrong
function keys.reference(analysis, fields, reg, to, check)
  local known, count = targets(analysis, reg, to), 0
  local function lost(cells)
    local key, gap = analysis.key(cells, fields)
    return not gap and not known[key]
  end
  local met = false
  keys.each(analysis, fields, function(cells, n)
    count = count + (lost(cells) and n or 0)
    met = met or not lost(cells) and analysis.key(cells, fields) ~= "\1"
  end)
  if check.some and not met then
    return
  end
  check.count, check.needs, check.field = count, fields, #fields == 1 and fields[1] or nil
  function check.begin()
    return function(_, cells)
      if lost(cells) then
        return ("no record has %s in %s"):format(shown(cells, fields), table.concat(to, ", "))
      end
    end
  end
  analysis:add(check)
end

return keys

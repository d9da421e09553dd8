--- What came from what: parents and successors must lead to an end.
-- @module orgstat.register.validate.lineage

local errors = require "orgstat.register.errors"

-- The ids that are on a circle of references.
local function circles(parent)
  local state, on = {}, {} -- state: 1 on the way, 2 done
  for start in pairs(parent) do
    local path, id = {}, start
    while id and parent[id] and not state[id] do
      state[id] = 1
      path[#path + 1] = id
      id = parent[id]
    end
    if id and state[id] == 1 then
      local i = #path
      repeat
        on[path[i]] = true
        i = i - 1
      until i == 0 or path[i + 1] == id
    end
    for _, one in ipairs(path) do
      state[one] = 2
    end
  end
  return on
end

--- Adds to an analysis the check that no record comes from itself, R12.
-- @tparam table analysis
-- @string id the field of identifiers
-- @string parent the field that refers to them
return function(analysis, id, parent)
  local refers = {}
  local fields = { id, parent }
  analysis:grouped(fields, function(groups)
    analysis:rows(groups, fields, function(_, cells)
      if cells[id] and cells[parent] then
        refers[cells[id]] = cells[parent]
      end
    end)
  end)
  local on, count = circles(refers), 0
  local function caught(cells)
    return cells[id] and cells[parent] and on[cells[id]] and refers[cells[id]] == cells[parent]
  end
  if next(on) then
    analysis:parts(fields, function(part)
      analysis:rows(part, fields, function(_, cells)
        count = count + (caught(cells) and 1 or 0)
      end)
    end)
  end
  analysis:add {
    rule = "R12", importance = "error", field = parent, needs = fields, count = count,
    begin = function()
      return function(_, cells)
        if caught(cells) then
          return ("%s leads back to %s: a lineage must have an end"):format(errors.quote(cells[parent]),
            errors.quote(cells[id]))
        end
      end
    end,
  }
end

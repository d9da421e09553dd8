-- What the specs of registers in the core share: a sample, and ways to look at registers.

local core = require "orgstat.core"

local support = {}

support.NAMES = { "id", "name", "paid", "members", "dues", "rate", "founded" }
local TYPES = { false, false, false, false, "decimal", false, "date" }
support.ROWS = {
  { 1, "Hội Nông dân", true, 120, "12.50", 0.5, "1945-10-14" },
  { 2, "Red Cross", false, -7, "3", 1e100, "1946" },
  { 3, nil, nil, nil, nil, nil, nil },
  { 4, "", true, 9007199254740993, "0.125", 3.0, "1998-02" },
  { 5, "Red Cross", false, 0, "-1", -0.1, "2024-02-29" },
}

-- The rows as columns, for core.build.
local function columns(rows, width)
  local list = {}
  for c = 1, width do
    list[c] = {}
    for i = 1, #rows do
      list[c][i] = rows[i][c]
    end
  end
  return list
end

function support.sample()
  return core.build(support.NAMES, TYPES, columns(support.ROWS, #support.NAMES), #support.ROWS)
end

function support.one(values, type, n)
  return core.build({ "x" }, { type or false }, { values }, n or #values)
end

function support.list(reg, c)
  local column = core.column(reg, c or 1)
  for i = 1, column.n do
    if column[i] == nil then
      column[i] = "-"
    end
  end
  column.n = nil
  return column
end

function support.texts(reg, c)
  local result = {}
  for i, text in core.texts(reg, c or 1) do
    result[i] = text or "-"
  end
  return result
end

function support.record(i)
  local r = support.ROWS[i]
  local dues = r[5] and tonumber(r[5]) + 0.0
  return { id = r[1], name = r[2], paid = r[3], members = r[4], dues = dues, rate = r[6], founded = r[7] }
end

-- A lazy register here has a function in its state that gives the register to be filled with.
local function run(reg)
  core.fill(reg, core.state(reg).run(reg))
end

function support.lazy(f)
  return core.lazy { run = f }
end

-- Keeps what whoever shares this state has made of registers; gives a function that puts it back.
function support.keep_state()
  local index, on_force = core.metatable().__index, debug.getregistry()["orgstat.on_force"]
  return function()
    core.metatable().__index = index
    core.on_force(on_force)
  end
end

function support.run_lazy()
  core.on_force(run)
end

return support

--- Queries as data. A derived register holds a node: what to do (`op`), with which register
-- (`source`), by field names and plain values only. Nodes are checked when they are made and run
-- when the register is first needed. Nothing in a node knows that the core runs it.
--
-- Nodes: `where` (conditions: list of { field, values, missing }; or expression: a tree; or test: a
-- function), `mutate` (fields: list of { name, expression or compute }), `select` (fields), `sort` (by:
-- list of { field, descending }), `head` (n), `tail` (n), `summarise` (by: fields; aggregates: list
-- of what `orgstat.register.aggregate` reads, each with the name of its column, `as`). `distinct`,
-- `join`, `append` and `unpivot` are in files of their own, which add to `plan.run`. A node that needs
-- more registers than its source has them as `others`.
-- @module orgstat.register.plan

local aggregate = require "orgstat.register.aggregate"
local core = require "orgstat.core"
local kinds = require "orgstat.register.kinds"
local expression = require "orgstat.register.expression"
local byrow = require "orgstat.register.byrow"
local leaves = require "orgstat.register.leaf"
local scanned = require "orgstat.register.scanned"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

local plan = {}

-- What these give is more than a selection of their source's records, with notes of its own.
local FRESH = { append = true, join = true, summarise = true, unpivot = true }

local WEAK = { __mode = "k" }

-- The lazy registers that will read this one. Whoever closes it must leave them something to read.
local function readers(state)
  if not state.readers then
    state.readers = setmetatable({}, WEAK)
  end
  return state.readers
end

--- A register that is what a node says, once it is needed. `where` and `select` of a scanned register
-- are scanned registers.
-- @tparam table node with `op`, `source` and what the operation takes; checked by the caller
-- @tparam {string,...} names the field names of the result
-- @tparam ?{string,...} types its types; nil when only running it can tell
-- @tparam ?{table,...} notes as the core gives them
-- @treturn register
function plan.derive(node, names, types, notes)
  local above = core.state(node.source)
  local state = { names = names, types = types, name = above.name, notes = notes }
  kinds.hand_on(above, node, state)
  local view = above.scanned and scanned.derive(above.scanned, node)
  if view then
    state.scanned = view
  else
    state.plan = node
  end
  if not FRESH[node.op] and not view then
    state.origin = above.origin or above -- the notes of the reading are those of its selections too
  end
  local reg = core.lazy(state)
  if not view then
    readers(above)[reg] = true
    view = state.origin and state.origin.scanned
  end
  if view then
    leaves.hold(view.leaf, reg)
  end
  return reg
end

--- A register of what another shows, for a node to hold: whoever closes the other does not close it.
-- @tparam register reg
-- @treturn register
function plan.handle(reg)
  local fields = schema.names(reg)
  return plan.derive({ op = "select", source = reg, fields = fields }, fields, core.state(reg).types)
end

local function columns(reg, fields)
  local index, list = schema.index(reg), {}
  for i, name in ipairs(fields) do
    list[i] = index[name]
  end
  return list
end

--- How nodes run: op -> function that takes the source, ready unless it is scanned, and the node. It
-- gives a ready register that nobody else has, and perhaps notes as the core gives them.
plan.run = {}

local run = plan.run

function run.where(source, node)
  if node.expression then
    return expression.choose(source, node.expression)
  elseif node.test then
    return byrow.choose(source, node.test)
  end
  local index, conditions = schema.index(source), {}
  for i, condition in ipairs(node.conditions) do
    if #condition.values == 0 and not condition.missing then
      return core.take(source, 1, 0)
    end
    conditions[i] = { c = index[condition.field], values = condition.values, missing = condition.missing }
  end
  return core.filter(source, conditions)
end

function run.select(source, node)
  return core.select(source, columns(source, node.fields), node.fields)
end

-- A computed column sees the records that the register sees; values of functions are a column of their
-- own, beside which the others have to be one row after the other, too.
function run.mutate(source, node)
  local names, index = schema.names(source), schema.index(source)
  local places = {}
  for c in ipairs(names) do
    places[c] = c
  end
  local ready = stream.loaded(source, places)
  for _, one in ipairs(node.fields) do
    if one.compute then
      ready = core.stack { ready }
      break
    end
  end
  local regs, all = {}, table.move(names, 1, #names, 1, {})
  for c in ipairs(names) do
    regs[c] = ready
  end
  for _, one in ipairs(node.fields) do
    local c = index[one.name] or #all + 1
    all[c], places[c] = one.name, 1
    regs[c] = one.expression and expression.compute(ready, one.expression)
      or byrow.compute(ready, one.compute, one.name)
  end
  return core.combine(regs, places, all)
end

function run.sort(source, node)
  local index, by, descending = schema.index(source), {}, {}
  for i, key in ipairs(node.by) do
    by[i], descending[i] = index[key.field], key.descending
  end
  return core.sort(source, by, descending)
end

function run.head(source, node)
  return stream.head(source, node.n)
end

function run.tail(source, node)
  local rows = core.rows(source)
  return core.take(source, math.max(rows - node.n, 0) + 1, rows)
end

-- The groups' results, with those put in that are computed from all of them.
local function among_groups(groups, node)
  local of, hows, list = {}, {}, {}
  for i, name in ipairs(node.by) do
    of[i], hows[i], list[i] = i, "value", name
  end
  for i, a in ipairs(node.aggregates) do
    local c = #node.by + i
    of[c], hows[c], list[c] = c, a.of_groups or "value", a.as
  end
  local result = core.window(groups, of, hows, list)
  core.close(groups)
  return result
end

function run.summarise(source, node)
  local measures, any = {}, false
  for i, a in ipairs(node.aggregates) do
    measures[i] = aggregate.measure(source, a, a.as)
    any = any or a.of_groups
  end
  local groups = stream.summarise(source, columns(source, node.by), measures)
  return any and among_groups(groups, node) or groups
end

-- Closes what a node alone holds.
local function release(node)
  for _, other in ipairs(node.others or {}) do
    plan.close(other)
  end
end

-- Runs one node, whose source is ready.
local function fill(reg)
  local state = core.state(reg)
  local node = state.plan
  local result, notes = run[node.op](node.source, node)
  if core.status(reg) == "lazy" then -- a hook may have run or closed it meanwhile
    core.fill(reg, result)
    readers(core.state(node.source))[reg] = nil
    state.plan = nil
    state.notes = notes or state.notes
    release(node)
  end
  core.close(result)
end

-- The first register that must run before a node can, nil when there is none.
local function first_lazy(node)
  local function waits(reg)
    return core.status(reg) == "lazy" and not core.state(reg).scanned
  end
  if waits(node.source) then
    return node.source
  end
  for _, other in ipairs(node.others or {}) do
    if waits(other) then
      return other
    end
  end
end

--- Runs a lazy register, and first those that it rests on, one after the other: a chain may be of
-- any length. They all become ready.
-- @tparam register reg
-- @raise when reg is scanned; and what running it comes to
function plan.force(reg)
  if core.state(reg).scanned then
    stream.refuse "[i]"
  end
  local chain, n = { reg }, 1
  while n > 0 do
    local top = chain[n]
    local node = core.status(top) == "lazy" and core.state(top).plan
    local before = node and first_lazy(node)
    if before then
      n = n + 1
      chain[n] = before
    else
      if node then
        fill(top)
      end
      chain[n] = nil -- what nobody else holds can go now
      n = n - 1
    end
  end
end

--- Closes a register: its memory is freed at once unless another register shares it. Registers
-- derived from it that have not run yet go on through a handle of their own. Closing a closed
-- register does nothing.
-- @tparam register reg
function plan.close(reg)
  local status = core.status(reg)
  if status == "closed" then
    return
  end
  local state = core.state(reg)
  if state.readers and next(state.readers) then
    local heir_state = {
      names = state.names, types = state.types, plan = state.plan, readers = state.readers,
      scanned = state.scanned,
    }
    local heir = core.lazy(heir_state)
    state.heir = true -- it goes on with the plan
    if status == "ready" then
      core.fill(heir, reg)
    elseif state.scanned then
      leaves.hold(state.scanned.leaf, heir)
    else
      local above = readers(core.state(state.plan.source))
      above[heir] = true
    end
    for reader in pairs(state.readers) do
      local node = core.state(reader).plan
      if node then
        node.source = heir
      end
    end
  end
  if state.plan then
    readers(core.state(state.plan.source))[reg] = nil
    if not state.heir then
      release(state.plan)
    end
  end
  state.plan, state.readers = nil, nil
  stream.close(reg, state)
  core.close(reg)
end

core.on_force(plan.force)

return plan

--- What scanned registers rest on: a file that keeps its records, and what is known of it so far.
--
-- All registers that come from one `orgstat.scan` by `where` and `select` share a *leaf*: the open
-- file, the types of its fields (believed after a sample, `sure` once all values were seen), and
-- what the passes over it found. Each of them has a *view* in its state (`state.scanned`): the leaf,
-- the file's columns that it shows, and the conditions that its records fulfil.
--
-- Here columns of a view are numbered as the register's, columns of a leaf as the file's. What goes
-- wrong with the data raises the details table of `orgstat.register.errors`.
-- @module orgstat.register.scanned

local condition = require "orgstat.register.condition"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"

local scanned = {}

--- The view of a register with all of a file, and its leaf.
-- @param scan what `core.scan` gave
-- @tparam {string,...} names
-- @tparam {string,...} types as believed
-- @tparam boolean sure whether they are known to be right
-- @tparam table opts reading options, checked
-- @tparam string path
-- @treturn table
function scanned.new(scan, names, types, sure, opts, path)
  local leaf = {
    scan = scan, names = names, types = types, sure = {}, opts = opts, path = path, index = {},
    users = setmetatable({}, { __mode = "k" }), turns = {},
  }
  local columns = {}
  for c, name in ipairs(names) do
    local given = opts.types == "text" or type(opts.types) == "table" and opts.types[name]
    leaf.sure[c] = sure or given and true or false
    leaf.turns[c] = given and {} or nil
    leaf.index[name] = c
    columns[c] = c
  end
  return { leaf = leaf, columns = columns, conditions = {} }
end

--- The view of a register that stays in the file.
-- @tparam register reg any
-- @treturn ?table nil when the register is something else
function scanned.of(reg)
  return core.status(reg) == "lazy" and core.state(reg).scanned or nil
end

--- The view of what a plan node makes of a scanned register.
-- @tparam table view
-- @tparam table node
-- @treturn ?table nil when that does not stay in the file
function scanned.derive(view, node)
  local leaf = view.leaf
  if node.op == "select" then
    local columns = {}
    for i, name in ipairs(node.fields) do
      columns[i] = leaf.index[name]
    end
    return { leaf = leaf, columns = columns, conditions = view.conditions }
  elseif node.op == "where" then
    local conditions = table.move(view.conditions, 1, #view.conditions, 1, {})
    for _, one in ipairs(node.conditions) do
      conditions[#conditions + 1] = {
        field = one.field, c = leaf.index[one.field], values = one.values, missing = one.missing,
      }
    end
    return { leaf = leaf, columns = view.columns, conditions = conditions }
  end
end

--- Keeps the file open for a register.
-- @tparam table view
-- @tparam register reg
function scanned.hold(view, reg)
  view.leaf.users[reg] = true
end

--- Closes the file when no other register needs it.
-- @tparam table view
-- @tparam register reg the one that is closed
function scanned.release(view, reg)
  local leaf = view.leaf
  leaf.users[reg] = nil
  leaf.closing = next(leaf.users) == nil
  if leaf.closing and not leaf.busy then
    core.scan_close(leaf.scan)
  end
end

-- One call of the core. A callback or a hook must not begin another one meanwhile.
local function call(leaf, f, ...)
  if leaf.busy then
    errors.raise "the file of this register is being read at the moment"
  end
  leaf.busy = true
  local ok, result, more = pcall(f, leaf.scan, ...)
  leaf.busy = false
  if leaf.closing then
    core.scan_close(leaf.scan)
  end
  if not ok then
    error(result, 0)
  end
  return result, more
end

local function fail(leaf, details)
  details.file = leaf.path
  error(errors.details(details), 0)
end

-- A pass over the whole file: its result and outcome, or nil and a word of the core.
local function pass(leaf, f, ...)
  local result, more = call(leaf, f, ...)
  if result then
    leaf.outcome = more
  elseif type(more) == "table" then
    fail(leaf, more)
  end
  return result, more
end

-- The types of some of the file's columns, from all their values.
local function settle(leaf, columns)
  local list = {}
  for _, c in ipairs(columns) do
    if not leaf.sure[c] then
      list[#list + 1] = c
    end
  end
  if #list > 0 then
    local types = pass(leaf, core.scan_types, list, leaf.opts.progress)
    for _, c in ipairs(list) do
      leaf.types[c], leaf.sure[c] = types[c], true
    end
  end
end

local function file_columns(view, columns)
  local list = {}
  for i, c in ipairs(columns) do
    list[i] = view.columns[c]
  end
  return list
end

--- The types of a view's columns, as far as they are known.
-- @tparam table view
-- @treturn {string,...} a fresh list
function scanned.types(view)
  local list = {}
  for i, c in ipairs(view.columns) do
    list[i] = view.leaf.types[c]
  end
  return list
end

--- Whether the type of a column is known and not only believed.
-- @tparam table view
-- @tparam integer c
-- @treturn boolean
function scanned.sure(view, c)
  return view.leaf.sure[view.columns[c]]
end

--- Reads the file for the types of columns that are only believed.
-- @tparam table view
-- @tparam ?{integer,...} columns nil for all
function scanned.settle(view, columns)
  settle(view.leaf, columns and file_columns(view, columns) or view.columns)
end

-- Conditions whose values do not fit a type that is only believed may still fit.
local function check_conditions(view)
  local leaf, unsure = view.leaf, {}
  for _, one in ipairs(view.conditions) do
    if not leaf.sure[one.c] and condition.check(one, leaf.types[one.c]) then
      unsure[#unsure + 1] = one.c
    end
  end
  settle(leaf, unsure)
  for _, one in ipairs(view.conditions) do
    local fault = condition.check(one, leaf.types[one.c])
    if fault then
      errors.raise("%s", fault)
    end
  end
end

-- The file's columns that a query needs, ascending, and the place of each in that list.
local function needs(view, columns)
  local wanted, list, place = {}, {}, {}
  for _, c in ipairs(columns) do
    wanted[c] = true
  end
  for _, one in ipairs(view.conditions) do
    wanted[one.c] = true
  end
  for c = 1, #view.leaf.names do
    if wanted[c] then
      list[#list + 1] = c
      place[c] = #list
    end
  end
  return list, place
end

--- The same for all that a query of these columns needs.
-- @tparam table view
-- @tparam {integer,...} columns
function scanned.settle_all(view, columns)
  settle(view.leaf, (needs(view, file_columns(view, columns))))
end

-- The records of a part of the file that fulfil the conditions; the part is closed.
local function filter(view, part, place)
  if #view.conditions == 0 then
    return part
  end
  local conditions = {}
  for i, one in ipairs(view.conditions) do
    conditions[i] = { c = place[one.c], values = one.values, missing = one.missing }
  end
  local result = core.filter(part, conditions)
  core.close(part)
  return result
end

--- Loads some columns.
-- @tparam table view
-- @tparam {integer,...} columns each at most once
-- @treturn register ready, with these columns in this order and the records that fulfil the conditions
function scanned.load(view, columns)
  local leaf, wanted = view.leaf, file_columns(view, columns)
  local list, place = needs(view, wanted)
  local part = pass(leaf, core.scan_load, list, leaf.opts.progress)
  for i, kind in ipairs(core.types(part)) do
    leaf.types[list[i]], leaf.sure[list[i]] = kind, true
    leaf.turns[list[i]] = {}
  end
  for _, note in ipairs(leaf.outcome.notes) do
    if note.row then
      leaf.turns[leaf.index[note.field]] = { note }
    end
  end
  check_conditions(view)
  part = filter(view, part, place)
  local names = {}
  for i, c in ipairs(wanted) do
    wanted[i], names[i] = place[c], leaf.names[c]
  end
  local result = core.select(part, wanted, names)
  core.close(part)
  return result
end

--- Groups and aggregates in one pass over the file, if they can be had without keeping values.
-- @tparam table view
-- @tparam {integer,...} keys columns
-- @tparam {table,...} aggregates as `core.summarise` takes them
-- @tparam function check called when types have turned out to be others than believed
-- @treturn ?register ready; nil when the columns must be loaded
function scanned.query(view, keys, aggregates, check)
  local leaf = view.leaf
  local by, measures, used = file_columns(view, keys), {}, {}
  for i, a in ipairs(aggregates) do
    measures[i] = { name = a.name, what = a.what, c = a.c and view.columns[a.c] }
    used[#used + 1] = measures[i].c
  end
  local list = needs(view, table.move(by, 1, #by, #used + 1, used))
  for _ = 1, 2 do
    check_conditions(view)
    local result, why = pass(leaf, core.scan_query, by, measures, view.conditions, leaf.types, leaf.opts.progress)
    if result then
      for _, c in ipairs(list) do
        leaf.sure[c] = true
      end
      return result
    elseif why == "load" then
      return nil
    end
    settle(leaf, list)
    check()
  end
end

--- Goes through the file part by part.
-- @tparam table view
-- @tparam {integer,...} columns whose types are known, or believed if a misfit is to be told
-- @treturn function that gives the next part as a ready register with these columns in this order and
-- the records that fulfil the conditions; nil at the end; or nil and details
function scanned.windows(view, columns)
  local leaf, wanted = view.leaf, file_columns(view, columns)
  check_conditions(view)
  local list, place = needs(view, wanted)
  local names, position = {}, {}
  for i, c in ipairs(wanted) do
    wanted[i], names[i] = place[c], leaf.names[c]
  end
  return function()
    local part, details = call(leaf, core.scan_window, list, leaf.types, position, 1)
    if not part then
      return nil, details
    end
    part = filter(view, part, place)
    local result = core.select(part, wanted, names)
    core.close(part)
    return result
  end
end

--- Raises what reading the file came to.
-- @tparam table view
-- @tparam table details
function scanned.fail(view, details)
  fail(view.leaf, details)
end

--- How many records the file has, if a pass has counted them.
-- @tparam table view
-- @treturn ?integer
function scanned.counted(view)
  local outcome = view.leaf.outcome
  return outcome and outcome.read - #outcome.rejects
end

--- What was detected in the file and decided about it, as in the state of a register that was read.
-- Reads one column after the other for the values that decided their types.
-- @tparam table view
-- @treturn {table,...}
function scanned.notes(view)
  local leaf, list = view.leaf, {}
  local whole = { leaf = leaf, columns = {}, conditions = {} }
  for c = 1, #leaf.names do
    whole.columns[c] = c
  end
  for c = 1, #leaf.names do
    if not leaf.turns[c] then
      core.close(scanned.load(whole, { c }))
    end
  end
  if not leaf.outcome then
    core.close(scanned.load(whole, {}))
  end
  for _, note in ipairs(leaf.outcome.notes) do
    if not note.row then
      list[#list + 1] = note
    end
  end
  for c = 1, #leaf.names do
    list[#list + 1] = leaf.turns[c][1]
  end
  return list
end

--- The rows that were left out, as in the state of a register that was read.
-- @tparam table view
-- @treturn {table,...}
function scanned.rejects(view)
  local leaf = view.leaf
  if leaf.opts.bad_rows ~= "collect" or leaf.outcome and #leaf.outcome.rejects == 0 then
    return {}
  elseif not leaf.rejects then -- with their lines, which other passes do not count
    core.close(pass(leaf, core.scan_load, {}, leaf.opts.progress))
    leaf.rejects = leaf.outcome.rejects
  end
  return leaf.rejects
end

return scanned

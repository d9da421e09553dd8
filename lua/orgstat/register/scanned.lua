--- Views of a file that keeps its records: what a scanned register shows of its leaf (see
-- `orgstat.register.leaf`). The view in its state (`state.scanned`) has the `leaf`, the file's
-- `columns` that it shows, and the `conditions` and `expressions` (trees) that its records fulfil.
--
-- Columns of a view are numbered as the register's, those of a leaf as the file's. What goes wrong
-- with the data raises the details table of `orgstat.register.errors`.
-- @module orgstat.register.scanned

local condition = require "orgstat.register.condition"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local expression = require "orgstat.register.expression"
local leaves = require "orgstat.register.leaf"

local scanned = {}

--- The view of all that a file has.
-- @tparam table leaf
-- @treturn table
function scanned.new(leaf)
  local columns = {}
  for c = 1, #leaf.names do
    columns[c] = c
  end
  return { leaf = leaf, columns = columns, conditions = {}, expressions = {} }
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
    return { leaf = leaf, columns = columns, conditions = view.conditions, expressions = view.expressions }
  elseif node.op == "where" and not node.test then
    local expressions = table.move(view.expressions, 1, #view.expressions, 1, {})
    expressions[#expressions + 1] = node.expression
    local conditions = table.move(view.conditions, 1, #view.conditions, 1, {})
    for _, one in ipairs(node.conditions or {}) do
      conditions[#conditions + 1] = {
        field = one.field, c = leaf.index[one.field], values = one.values, missing = one.missing,
      }
    end
    return { leaf = leaf, columns = view.columns, conditions = conditions, expressions = expressions }
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
  leaves.settle(view.leaf, columns and file_columns(view, columns) or view.columns)
end

--- Whether a field has no value in the whole file. Reads no further than to the first.
-- @tparam table view
-- @tparam integer c
-- @treturn boolean
function scanned.blank(view, c)
  local leaf, own = view.leaf, view.columns[c]
  if leaf.blank[own] == nil then
    leaves.settle(leaf, { own })
    local next_window = scanned.windows(scanned.new(leaf), { own })
    local blank = true
    local part
    repeat
      local details
      part, details = next_window()
      if details then
        leaves.fail(leaf, details)
      elseif part then
        blank = core.blank(part, 1)
        core.close(part)
      end
    until not (part and blank)
    leaf.blank[own] = blank
  end
  return leaf.blank[own]
end

-- An expression for the types of a file; `believed`: these may not be what they seem.
local function compile(view, tree, believed)
  local leaf = view.leaf
  return expression.compile(tree, leaf.index, leaf.types, leaf.names, true, not believed and function(c)
    return scanned.blank(scanned.new(leaf), c)
  end)
end

-- Conditions whose values do not fit a type that is only believed may still fit.
local function check_conditions(view)
  local leaf, unsure = view.leaf, {}
  for _, one in ipairs(view.conditions) do
    if not leaf.sure[one.c] and condition.check(one, leaf.types[one.c]) then
      unsure[#unsure + 1] = one.c
    end
  end
  for _, tree in ipairs(view.expressions) do
    if not pcall(compile, view, tree, true) then
      for _, name in ipairs(tree.fields) do
        unsure[#unsure + 1] = leaf.index[name]
      end
    end
  end
  leaves.settle(leaf, unsure)
  for _, tree in ipairs(view.expressions) do
    compile(view, tree) -- raises what is wrong for certain
  end
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
  for _, tree in ipairs(view.expressions) do
    for _, name in ipairs(tree.fields) do
      wanted[view.leaf.index[name]] = true
    end
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
  leaves.settle(view.leaf, (needs(view, file_columns(view, columns))))
end

-- Whether a view leaves records out.
local function selects(view)
  return #view.conditions > 0 or #view.expressions > 0
end

-- The records of a part of the file that fulfil the conditions; the part is closed, and begins behind
-- so many records of the file.
local function filter(view, part, place, before)
  if #view.conditions > 0 then
    local conditions = {}
    for i, one in ipairs(view.conditions) do
      conditions[i] = { c = place[one.c], values = one.values, missing = one.missing }
    end
    local all = part
    part = core.filter(all, conditions)
    core.close(all)
  end
  for _, tree in ipairs(view.expressions) do
    local all = part
    part = expression.choose(all, tree, view.leaf.path, before)
    core.close(all)
  end
  return part
end

--- Loads some columns.
-- @tparam table view
-- @tparam {integer,...} columns each at most once
-- @treturn register ready, with these columns in this order and the records that fulfil the conditions
function scanned.load(view, columns)
  local leaf, wanted = view.leaf, file_columns(view, columns)
  local list, place = needs(view, wanted)
  local part = leaves.pass(leaf, core.scan_load, list)
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
    local programs = {}
    for i, tree in ipairs(view.expressions) do
      programs[i] = select(2, compile(view, tree))
    end
    local result, why = leaves.pass(leaf, core.scan_query, by, measures, view.conditions, leaf.types, programs)
    if result then
      for _, c in ipairs(list) do
        leaf.sure[c] = true
      end
      return result
    elseif why == "load" then
      return nil
    end
    leaves.settle(leaf, list)
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
    local before = position.rows
    local part, details = leaves.call(leaf, core.scan_window, list, leaf.types, position, 1)
    if not part then
      return nil, details
    end
    part = filter(view, part, place, before)
    local result = core.select(part, wanted, names)
    core.close(part)
    return result
  end
end

-- The decimal fields of a view whose digits are not known yet, and whether it has decimals at all.
local function unknown_digits(view, columns)
  local leaf, list, any = view.leaf, {}, false
  for _, i in ipairs(columns) do
    local c = view.columns[i]
    if leaf.types[c] == "decimal" then
      any = true
      list[#list + 1] = not leaf.digits[c] and c or nil
    end
  end
  return list, any
end

-- Finds for each decimal field of a view a zero with as many digits after the point as the field has
-- anywhere in the file; whether there is such a field.
local function widest(view, columns)
  local leaf = view.leaf
  local wanted, any = unknown_digits(view, columns)
  for i, c in ipairs(wanted) do
    wanted[i] = { name = leaf.names[c], what = "min", c = c }
  end
  if #wanted > 0 then
    local groups = leaves.pass(leaf, core.scan_query, {}, wanted, {}, leaf.types, {})
    for i, one in ipairs(wanted) do
      local _, text = core.texts(groups, i)()
      local behind = text and text:match "%.(%d+)$"
      leaf.digits[one.c] = "0" .. (behind and "." .. ("0"):rep(#behind) or "")
    end
    core.close(groups)
  end
  return any
end

--- Gives the parts of a file the digits that its decimals are written with, which are as many as in
-- the one value of the file that has most.
-- @tparam table view
-- @tparam {integer,...} columns of the parts; their types are known
-- @treturn function that takes a part, closes it, and gives it as it would be in the whole
function scanned.digits(view, columns)
  if not widest(view, columns) then
    return function(part)
      return part
    end
  end
  local names, types, values = {}, {}, {}
  for i, c in ipairs(columns) do
    local own = view.columns[c]
    names[i], types[i], values[i] = view.leaf.names[own], view.leaf.types[own], { view.leaf.digits[own] }
  end
  local one = core.build(names, types, values, 1)
  return function(part)
    local rows = core.rows(part)
    local both = core.stack { part, one }
    local result = core.take(both, 1, rows)
    core.close(both)
    core.close(part)
    return result
  end
end

-- The first records that windows give, or nil and details.
local function gather(view, columns, n)
  local next_window = scanned.windows(view, columns)
  local parts, rows = {}, 0
  while rows < n do
    local part, details = next_window()
    if details then
      return nil, details
    elseif not part then
      break
    end
    local count = core.rows(part)
    if selects(view) or count > n - rows then -- what it does not show must not stay in memory
      local first = core.take(part, 1, n - rows)
      core.close(part)
      part = count > 0 and core.stack { first }
      core.close(first)
    end
    if part then
      parts[#parts + 1] = part
      rows = rows + core.rows(part)
    end
  end
  return parts
end

--- The first records, read no further than that takes. Where types are only believed, those are the
-- types of the result unless a value of the part that is read says otherwise.
-- @tparam table view
-- @tparam {integer,...} columns
-- @tparam integer n
-- @tparam ?boolean exact whether the types and digits must be those of the whole file
-- @treturn ?register ready; nil when there are none
function scanned.head(view, columns, n, exact)
  local collects = view.leaf.opts.bad_rows == "collect"
  if exact or collects then -- a misfit of a believed type would look like a bad row
    scanned.settle_all(view, columns)
  end
  local parts, details = gather(view, columns, n)
  if details and details.code == "wrong_type" and not collects then
    scanned.settle_all(view, columns)
    parts, details = gather(view, columns, n)
  end
  if not parts then
    leaves.fail(view.leaf, details)
  elseif not parts[1] then
    return nil
  end
  local result = parts[2] and core.stack(parts) or parts[1]
  for _, part in ipairs(parts) do
    if part ~= result then
      core.close(part)
    end
  end
  if exact or #unknown_digits(view, columns) == 0 then
    result = scanned.digits(view, columns)(result)
  end
  return result
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
  local whole = scanned.new(leaf)
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
  local some = leaf.opts.bad_rows == "collect" or leaf.opts.totals
  if not some or leaf.outcome and #leaf.outcome.rejects == 0 then
    return {}
  elseif not leaf.rejects then -- with their lines, which other passes do not count
    core.close(leaves.pass(leaf, core.scan_load, {}))
    leaf.rejects = leaf.outcome.rejects
  end
  return leaf.rejects
end

return scanned

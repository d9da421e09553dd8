--- The one way from registers to their data, be they loaded or scanned. The functions here are
-- called like those of `orgstat.core`; a register in memory goes straight there, a scanned one is
-- read from its file, each time.
-- @module orgstat.register.stream

local aggregate = require "orgstat.register.aggregate"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local leaves = require "orgstat.register.leaf"
local scanned = require "orgstat.register.scanned"
local schema = require "orgstat.register.schema"

local stream = {}

--- Raises that something needs the records in memory.
-- @tparam string what the method, for the message
function stream.refuse(what)
  errors.raise("%s: a scanned register leaves its records in the file; use orgstat.read(path) instead of orgstat.scan",
    what)
end

--- @tparam register reg
-- @treturn integer how many records it has
function stream.rows(reg)
  local view = scanned.of(reg)
  if not view then
    return core.rows(reg)
  end
  local groups = stream.summarise(reg, {}, { { name = "n", what = "rows" } })
  local rows = core.column(groups, 1)[1]
  core.close(groups)
  return rows
end

--- How many records there are, whatever the conditions, as the last pass over the file counted them.
-- @tparam register reg
-- @treturn integer
function stream.counted(reg)
  local view = scanned.of(reg)
  return view and scanned.counted(view) or stream.rows(reg)
end

--- Whether the type of a column is only believed, after a sample.
-- @tparam register reg
-- @tparam integer c
-- @treturn boolean
function stream.believed(reg, c)
  local view = scanned.of(reg)
  return view ~= nil and not scanned.sure(view, c)
end

--- Groups and aggregates, as `core.summarise`.
-- @tparam register reg
-- @tparam {integer,...} keys
-- @tparam {table,...} aggregates each { name, what, c } with w, p, type and k where it has them, and perhaps
-- `asked`, for `aggregate.check`
-- @treturn register ready
function stream.summarise(reg, keys, aggregates)
  local view = scanned.of(reg)
  if not view then
    return core.summarise(reg, keys, aggregates)
  end
  local function check()
    for _, a in ipairs(aggregates) do
      if a.asked then
        aggregate.check(reg, a.asked)
      end
    end
  end
  local result = scanned.query(view, keys, aggregates, check)
  if result then
    return result
  end
  local columns, place = {}, {}
  local function put(c)
    if c and not place[c] then
      columns[#columns + 1] = c
      place[c] = #columns
    end
    return c and place[c]
  end
  local by, measures = {}, {}
  for i, c in ipairs(keys) do
    by[i] = put(c)
  end
  for i, a in ipairs(aggregates) do
    measures[i] = { name = a.name, what = a.what, c = put(a.c), w = put(a.w), p = a.p, type = a.type, k = a.k }
  end
  local part = scanned.load(view, columns)
  check()
  result = core.summarise(part, by, measures)
  core.close(part)
  return result
end

--- Columns in memory, for several queries that need them there.
-- @tparam register reg
-- @tparam {integer,...} columns
-- @treturn register of a scanned register, a ready one with these columns; else reg itself
function stream.loaded(reg, columns)
  local view = scanned.of(reg)
  if not view then
    return reg
  end
  local part = scanned.load(view, columns)
  local state, above = core.state(part), core.state(reg)
  state.kinds, state.time = above.kinds, above.time
  return part
end

-- What a function of the core says of one column.
local function of_column(reg, c, f)
  local view = scanned.of(reg)
  if not view then
    return f(reg, c)
  end
  local part = scanned.load(view, { c })
  local results = table.pack(f(part, 1))
  core.close(part)
  return table.unpack(results, 1, results.n)
end

--- @tparam register reg
-- @tparam integer c
-- @treturn table as `core.stats`
function stream.stats(reg, c)
  return of_column(reg, c, core.stats)
end

--- @tparam register reg
-- @tparam integer c
-- @treturn integer missing
-- @treturn integer distinct
-- @return the smallest value
-- @return the largest value
function stream.profile(reg, c)
  return of_column(reg, c, core.profile)
end

--- @tparam register reg
-- @tparam integer c
-- @treturn table as `core.column`
function stream.column(reg, c)
  return of_column(reg, c, core.column)
end

local function all_columns(reg)
  local list = {}
  for c = 1, #schema.names(reg) do
    list[c] = c
  end
  return list
end

--- All of a register in memory, for what needs it there.
-- @tparam register reg
-- @treturn register ready; reg itself unless it is scanned
-- @treturn boolean whether it is another, which the caller is to close
function stream.whole(reg)
  local view = scanned.of(reg)
  if not view then
    core.rows(reg)
    return reg, false
  end
  return scanned.load(view, all_columns(reg)), true
end

-- Part after part of some columns of a scanned register, whose types are settled first. A part is
-- closed when the next is asked for.
local function parts_of(reg, view, columns)
  local state, last = core.state(reg), nil
  scanned.settle_all(view, columns)
  local next_window = scanned.windows(view, columns)
  return function()
    if last then
      core.close(last)
    end
    if state.closed then
      errors.raise "the register is closed"
    end
    local part, details = next_window()
    if details then
      leaves.fail(view.leaf, details)
    end
    last = reg and part -- and the file stays open as long as this function is there
    return part
  end, state
end

--- The fields of a register, as they are whatever was believed of their types before.
-- @tparam register reg
-- @treturn {string,...} names
-- @treturn {string,...} types
function stream.header(reg)
  if core.status(reg) == "closed" then
    errors.raise "the register is closed"
  end
  schema.settle(reg)
  return schema.names(reg), schema.types(reg)
end

--- A register as ready registers one after the other: itself if it is loaded, else the parts of its
-- file, of which only one is in memory.
-- @tparam register reg
-- @treturn function gives the next one, good until the call after; nil at the end
function stream.parts(reg)
  local view = scanned.of(reg)
  if view then
    local columns = all_columns(reg)
    local next_part = parts_of(reg, view, columns)
    local whole, last = scanned.digits(view, columns), nil
    return function()
      local part = next_part()
      if last then
        core.close(last)
      end
      last = part and whole(part)
      return last
    end
  end
  local rest = reg
  return function()
    local part = rest
    rest = nil
    return part
  end
end

-- Strings the iterators of all parts together; each gives a row number, which goes on, and values.
local function through(next_part, state, iterate)
  local rows, before, step, advance = 0, 0, nil, nil
  local function numbered(i, ...)
    if i then
      rows = before + i
      return rows, ...
    end
    return advance()
  end
  function advance()
    local part = next_part()
    if part then
      before, step = rows, iterate(part)
      return numbered(step())
    end
    step = nil
  end
  return function()
    if state.closed then
      errors.raise "the register is closed"
    elseif step then
      return numbered(step())
    end
    return advance()
  end
end

--- @tparam register reg
-- @tparam integer ... columns
-- @treturn function as `core.values`
function stream.values(reg, ...)
  local view = scanned.of(reg)
  if not view then
    return core.values(reg, ...)
  end
  local columns, place, n = {}, {}, 0
  local asked = { ... }
  for i, c in ipairs(asked) do -- a column may be asked for twice
    if not place[c] then
      n = n + 1
      columns[n], place[c] = c, n
    end
    asked[i] = place[c]
  end
  local next_part, state = parts_of(reg, view, columns)
  return through(next_part, state, function(part)
    return core.values(part, table.unpack(asked))
  end)
end

local function numbered_records(reg, view)
  local next_part, state = parts_of(reg, view, all_columns(reg))
  return through(next_part, state, function(part)
    local next_record, i = core.records(part), 0
    return function()
      local record = next_record()
      if record then
        i = i + 1
        return i, record
      end
    end
  end)
end

--- @tparam register reg
-- @treturn function as `core.records`
function stream.records(reg)
  local view = scanned.of(reg)
  if not view then
    return core.records(reg)
  end
  local step = numbered_records(reg, view)
  return function()
    local _, record = step()
    return record
  end
end

local function next_record(reg, i)
  i = i + 1
  local record = reg[i]
  if record then
    return i, record
  end
end

--- What `pairs` takes: row number and record.
-- @tparam register reg
-- @treturn function
-- @treturn register
-- @treturn integer
function stream.pairs(reg)
  local view = scanned.of(reg)
  if view then
    return numbered_records(reg, view)
  end
  return next_record, reg, 0
end

--- The first records, read no further than that takes. Where types are only believed, those are the
-- types of the result unless a value of the part that is read says otherwise.
-- @tparam register reg
-- @tparam integer n
-- @tparam ?boolean exact whether the types and digits must be those of the whole file
-- @treturn register ready
function stream.head(reg, n, exact)
  local view = scanned.of(reg)
  if not view then
    return core.take(reg, 1, n)
  end
  local result = scanned.head(view, all_columns(reg), n, exact)
  if not result then
    local none = {}
    for c in ipairs(view.columns) do
      none[c] = {}
    end
    result = core.build(schema.names(reg), scanned.types(view), none, 0)
  end
  return result
end

--- Closes what a register in a file shares with others.
-- @tparam register reg
-- @tparam table state its state
function stream.close(reg, state)
  state.closed = true
  local view = state.scanned or state.origin and state.origin.scanned
  if view then
    leaves.release(view.leaf, reg)
  end
end

--- The notes of reading, as the core gives them.
-- @tparam table state of the register that was read
-- @treturn {table,...}
function stream.notes(state)
  return state.scanned and scanned.notes(state.scanned) or state.notes or {}
end

--- The rejected rows, as the core gives them.
-- @tparam table state of the register that was read
-- @treturn {table,...}
function stream.rejects(state)
  return state.scanned and scanned.rejects(state.scanned) or state.rejects or {}
end

return stream

--- What may be added up: stocks, flows and ratios.
--
-- A stock is what there is at a time (members, staff); a flow is what came together over a time (income,
-- new members); a ratio is one quantity over another (members per branch). Flows add up over time and
-- over units. Stocks add up over units, but not over time: the members of 2023 and those of 2024 are
-- mostly the same people. Ratios do not add up and have no mean; they are computed again from their
-- parts. Where fields are declared, `summarise` and `crosstab` refuse what makes no sense, unless
-- `force` is said, and `stats` and `describe` leave it out.
--
-- Kinds are declared when a file is read (`orgstat.read(path, { kinds = { members = "stock" }, time =
-- "year" })`) or later (`reg:kinds`). They hold for all that `where`, `select`, `sort`, `head`, `tail`,
-- `distinct`, `append` and `join` make of the registers; `summarise` hands on the kinds of its grouping
-- fields, and of what a sum, `min`, `max`, `first`, `last`, `median` and `quantile` were made of. A number
-- computed by an expression is a stock where one is in it, else a flow or a ratio where all declared fields
-- in it are; of a Lua function's values nothing is known. `unpivot` keeps a kind that all its fields have.
-- Without the time field (`select` dropped it) nothing is known of times. Whether a stock would be added up over
-- time is known where `time` names the field that says when: then no group may have two values of it.
-- @module orgstat.register.kinds

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local names = require "orgstat.register.names"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

local kinds = {}

local KINDS = { "flow", "ratio", "stock" }
local IS_KIND = { flow = true, ratio = true, stock = true }

--- Checks what a caller declares.
-- @param given what should be { field = kind }
-- @tparam string where the function and argument, for messages
-- @raise on anything else
function kinds.check_table(given, where)
  if type(given) ~= "table" then
    errors.raise('%s must be a table such as { members = "stock" }, got %s', where, errors.kind(given))
  end
  for field, kind in pairs(given) do
    if type(field) ~= "string" then
      errors.raise("%s: a field name must be a string, got %s", where, errors.kind(field))
    elseif not IS_KIND[kind] then
      local said = type(kind) == "string" and kind or errors.kind(kind)
      errors.raise("%s, field '%s': no kind '%s'%s", where, field, said, names.hint(said, KINDS, "kinds"))
    end
  end
end

--- Declares kinds for a register that nobody else has yet.
-- @tparam register reg
-- @tparam ?table given { field = kind }
-- @tparam ?string time the field that says when
-- @tparam string method for messages
-- @raise on an unknown field
function kinds.declare(reg, given, time, method)
  local state = core.state(reg)
  local all = {}
  for field, kind in pairs(state.kinds or {}) do
    all[field] = kind
  end
  for field, kind in pairs(given or {}) do
    schema.column(reg, field, method)
    all[field] = kind
  end
  if time ~= nil then
    schema.column(reg, time, method)
    state.time = time
  end
  state.kinds = next(all) and all or nil
end

--- @tparam register reg
-- @tparam string field
-- @treturn ?string "stock", "flow", "ratio"; nil when none is declared
function kinds.of(reg, field)
  local declared = core.state(reg).kinds
  return declared and declared[field]
end

local HAND_ON = { where = true, select = true, sort = true, head = true, tail = true, distinct = true }
local NUMERIC = { integer = true, decimal = true, number = true }
-- What is of the same kind as the field that it is made of.
local SAME = { sum = true, min = true, max = true, first = true, last = true, quantile = true }

-- The kind that fields have together: a stock among them makes one, else all must be the same.
local function common(declared, fields)
  local kind
  for _, field in ipairs(fields) do
    local own = declared[field]
    if own == "stock" then
      return own
    end
    kind = own and (kind == nil and own or kind == own and kind or false) or kind
  end
  return kind or nil
end

-- What each operation makes of `kinds`, by field of the result; gives the field that says when.
local hand = {}

local function hand_all(above, state, kept)
  for _, name in ipairs(state.names) do
    kept[name] = above.kinds and above.kinds[name]
    if name == above.time then
      state.time = name
    end
  end
end

function hand.mutate(above, node, state, kept)
  hand_all(above, state, kept)
  local types = {}
  for c, name in ipairs(state.names) do
    types[name] = state.types and state.types[c]
  end
  for _, one in ipairs(node.fields) do
    local kind = types[one.name]
    local known = one.expression and above.kinds and (not kind or NUMERIC[kind])
    kept[one.name] = known and common(above.kinds, one.expression.fields) or nil
    if one.name == state.time and not (one.expression and one.expression.fields[1] == state.time) then
      state.time = nil
    end
  end
end

function hand.append(above, node, state, kept)
  for i = #node.others, 0, -1 do -- what the first says holds
    local own = i == 0 and above or core.state(node.others[i])
    for name, kind in pairs(own.kinds or {}) do
      kept[name] = kind
    end
    state.time = own.time or state.time
  end
end

function hand.join(above, node, state, kept)
  hand_all(above, state, kept)
  local other, first = core.state(node.others[1]).kinds or {}, #above.names
  for i, name in ipairs(node.kept) do
    if state.names[first + i] then
      kept[state.names[first + i]] = other[name]
    end
  end
end

function hand.unpivot(above, node, state, kept)
  hand_all(above, state, kept)
  local declared, kind = above.kinds or {}, nil
  for i, field in ipairs(node.fields) do
    kind = (i == 1 or kind == declared[field]) and declared[field] or nil
  end
  kept[node.names[#node.names]] = kind
end

function hand.summarise(above, node, state, kept)
  local declared = above.kinds or {}
  for _, field in ipairs(node.by) do
    kept[field] = declared[field]
    if field == above.time then
      state.time = field
    end
  end
  for _, a in ipairs(node.aggregates) do
    kept[a.as] = SAME[a.what] and not (a.of_groups and a.of_groups ~= "cumulative") and declared[a.field] or nil
  end
end

--- Hands the kinds of a register on to what a plan node makes of it.
-- @tparam table above state of the source
-- @tparam table node
-- @tparam table state of the result, with its names
function kinds.hand_on(above, node, state)
  local any = above.kinds or above.time
  for _, other in ipairs(node.others or {}) do
    any = any or core.state(other).kinds or core.state(other).time
  end
  if not any then
    return
  end
  local kept = {}
  if hand[node.op] then
    hand[node.op](above, node, state, kept)
  elseif HAND_ON[node.op] then
    hand_all(above, state, kept)
  end
  state.kinds = next(kept) and kept or nil
end

local ADDS = { sum = true, top = true, hhi = true }

-- The first and last time of some group that has several; nil when none has.
local function several_times(reg, time, by)
  local index, keys = schema.index(reg), {}
  for i, field in ipairs(by) do
    if field == time then
      return nil
    end
    keys[i] = index[field]
  end
  local c = index[time]
  if not c then
    return nil -- it was not selected: then nothing is known
  end
  local ends = { { name = "first", what = "min", c = c }, { name = "last", what = "max", c = c } }
  local groups = stream.summarise(reg, keys, ends)
  local first, last
  for _, low, high in core.values(groups, #keys + 1, #keys + 2) do
    if low ~= high then
      first, last = low, high
      break
    end
  end
  core.close(groups)
  return first, last
end

--- Why an aggregate makes no sense.
-- @tparam register reg
-- @tparam table a of `aggregate.read`
-- @tparam {string,...} by the fields of the groups
-- @treturn ?string what is wrong, and what to do instead; nil when nothing is
function kinds.refusal(reg, a, by)
  local kind, time = kinds.of(reg, a.field), core.state(reg).time
  if kind == "ratio" and (ADDS[a.what] or a.what == "mean") then
    return ("'%s' is a ratio, and ratios are not %s; compute it again from its parts, as in sum(a) / sum(b), "
      .. "or weight it by what it is a ratio of: weighted_mean(%s, b)"):format(a.field,
        a.what == "mean" and "averaged" or "added up", a.field)
  elseif kind == "stock" and time and ADDS[a.what] then
    local among_all = a.of_groups == "share" or a.of_groups == "cumulative"
    local first, last = several_times(reg, time, among_all and {} or by)
    if first then
      return ("'%s' is a stock, and stocks are not added up over time (%s from %s to %s); %stake one '%s' with where, "
        .. "or the last value with last(%s)"):format(a.field, time, first, last,
          among_all and "" or ("group by '%s' too, "):format(time), time, a.field)
    end
  end
end

--- Refuses what makes no sense.
-- @tparam register reg
-- @tparam table a of `aggregate.read`
-- @tparam {string,...} by the fields of the groups; none for a table that also has totals
-- @raise with what to do instead
function kinds.check(reg, a, by)
  local declared = core.state(reg).kinds
  local why = declared and a.field and kinds.refusal(reg, a, by)
  if why then
    errors.raise("%s: %s: %s; or force it: { force = true } (--force)", a.method, errors.quote(a.text), why)
  end
end

return kinds

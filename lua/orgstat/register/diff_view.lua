--- How a comparison of two snapshots looks: the metatable of what `orgstat.diff` gives.
-- @module orgstat.register.diff_view

local names = require "orgstat.register.names"
local show = require "orgstat.register.show"

local view = { __name = "orgstat.diff" }

local LINES = 20 -- of each list that tostring shows

local KINDS = { "exact", "tone", "fold" }

local function number(n, one, many)
  return ("%d %s"):format(n, n == 1 and one or many)
end

local function key_text(key)
  if type(key) ~= "table" then
    return show.value(key)
  end
  local parts = {}
  for i, part in ipairs(key) do
    parts[i] = show.value(part)
  end
  return table.concat(parts, ", ")
end

local function same_key(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    return a == b
  end
  for i, part in ipairs(a) do
    if part ~= b[i] then
      return false
    end
  end
  return true
end

local function value_text(change, side)
  local value = change[side .. "_text"]
  if value == nil then
    value = change[side]
  end
  return value ~= nil and show.value(value) or nil
end

local function more(n, limit)
  return n > limit and ("(%d more)"):format(n - limit) or nil
end

-- Changes as a reader wants them: those that are most first.
local WEIGHT = { exact = 1, fold = 2, tone = 4 }

local function in_weight(changed)
  local lists, all = { {}, {}, {}, {} }, {}
  for _, change in ipairs(changed) do
    local own = lists[change.only and 3 or WEIGHT[change.kind]]
    own[#own + 1] = change
  end
  for _, own in ipairs(lists) do
    table.move(own, 1, #own, #all + 1, all)
  end
  return all
end

-- How many changes each field has, by kind.
local function by_field(diff)
  local order, counts, only = {}, {}, {}
  for _, change in ipairs(diff.changed) do
    local own = counts[change.field]
    if not own then
      own = { n = 0 }
      counts[change.field], order[#order + 1] = own, change.field
    end
    own.n, own[change.kind] = own.n + 1, (own[change.kind] or 0) + 1
    if change.only then
      only[change.only] = (only[change.only] or 0) + 1
    end
  end
  local rows = {}
  for i, field in ipairs(order) do
    local own, row = counts[field], { show.value(field) }
    row[2] = tostring(own.n)
    for k, kind in ipairs(KINDS) do
      row[k + 2] = own[kind] and tostring(own[kind])
    end
    rows[i] = row
  end
  return rows, only
end

local function add_keys(lines, title, list, limit)
  if #list == 0 then
    return
  end
  lines[#lines + 1] = ""
  lines[#lines + 1] = ("%s (%d)"):format(title, #list)
  for i = 1, math.min(#list, limit) do
    lines[#lines + 1] = "  " .. key_text(list[i])
  end
  lines[#lines + 1] = more(#list, limit)
end

local function add_changes(lines, diff, limit)
  if #diff.changed == 0 then
    return
  end
  local counts, only = by_field(diff)
  lines[#lines + 1] = ""
  lines[#lines + 1] = show.table({ "field", "changes", table.unpack(KINDS) }, counts,
    { align = { "left", "right", "right", "right", "right" } })
  for _, kind in ipairs { "case", "spacing", "case and spacing" } do
    if only[kind] then
      lines[#lines + 1] = ("exact, but %s only: %d"):format(kind, only[kind])
    end
  end
  local rows, changed = {}, in_weight(diff.changed)
  for i = 1, math.min(#changed, limit) do
    local change = changed[i]
    rows[i] = {
      key_text(change.key), show.value(change.field), value_text(change, "old"), value_text(change, "new"),
      change.only and ("%s (%s)"):format(change.kind, change.only) or change.kind,
    }
  end
  lines[#lines + 1] = ""
  if rows[1] then
    lines[#lines + 1] = show.table({ table.concat(diff.key, ", "), "field", "old", "new", "kind" }, rows,
      { align = { "left", "left", "left", "left", "left" } })
  end
  lines[#lines + 1] = more(#diff.changed, limit)
end

-- What kept records from being compared.
local function add_troubles(lines, diff)
  for _, side in ipairs { "old", "new" } do
    if diff.without_key[side] > 0 then
      lines[#lines + 1] = ("%s of the %s register without a key: not compared"):format(
        number(diff.without_key[side], "record", "records"), side)
    end
    local fields = side == "old" and diff.fields_removed or diff.fields_added
    if #fields > 0 then
      lines[#lines + 1] = ("fields only in the %s register: %s"):format(side, table.concat(fields, ", "))
    end
  end
end

--- The first line of the page: how many records there are, and what became of them.
-- @tparam diff diff
-- @treturn string
function view.headline(diff)
  local changed, before = 0, nil
  for _, change in ipairs(diff.changed) do -- those of a record stand together
    changed = changed + (same_key(change.key, before) and 0 or 1)
    before = change.key
  end
  return ("%s before, %d after: %d added, %d removed, %d changed, %d unchanged"):format(
    number(diff.rows.old, "record", "records"), diff.rows.new, #diff.added, #diff.removed, changed, diff.unchanged)
end

--- The page of a comparison: counts first, then the changes by field and one by one (those in more than
-- case, spacing and tone marks first), then the keys that were added, removed, and that are none since
-- they occur more than once.
-- @tparam diff diff
-- @tparam[opt=20] integer limit lines of each list
-- @treturn string without a line end behind it
function view.text(diff, limit)
  limit = limit or LINES
  local lines = { view.headline(diff) }
  if #diff.duplicates > 0 then
    lines[#lines + 1] = ("%s more than once: their records are not compared"):format(
      number(#diff.duplicates, "key occurs", "keys occur"))
  end
  add_troubles(lines, diff)
  add_changes(lines, diff, limit)
  add_keys(lines, "added", diff.added, limit)
  add_keys(lines, "removed", diff.removed, limit)
  add_keys(lines, "more than once", diff.duplicates, limit)
  return table.concat(lines, "\n")
end

--- Whether two snapshots differ in anything, or could not be compared in full.
-- @tparam diff diff
-- @treturn boolean
function view.differs(diff)
  return #diff.added + #diff.removed + #diff.changed + #diff.duplicates + #diff.fields_added + #diff.fields_removed > 0
    or diff.without_key.old + diff.without_key.new > 0
end

local function exact(value)
  return value ~= nil and show.exact(value) or nil
end

--- For the writers of tables: a row for each key that was added, removed or occurs more than once, for
-- each change, for each field that only one register has ("field added", "field removed"), and one for the
-- numbers of records without a key.
-- @tparam diff diff
-- @treturn table { names, types, rows }
function view.shape(diff)
  local headers, types, list = { "change" }, { "text" }, {}
  local taken = { change = true, field = true, old = true, new = true, kind = true, only = true }
  for _, name in ipairs(diff.key) do
    headers[#headers + 1] = names.free(name, taken)
  end
  local width = #headers
  table.move({ "field", "old", "new", "kind", "only" }, 1, 5, width + 1, headers)
  for c = 1, #headers do
    types[c] = "text"
  end
  local function add(what, key, change)
    local row = { what }
    for i, part in ipairs(type(key) == "table" and key or { key }) do
      row[i + 1] = exact(part)
    end
    if change then
      row[width + 1] = change.field
      row[width + 2], row[width + 3] = change.old_text or exact(change.old), change.new_text or exact(change.new)
      row[width + 4], row[width + 5] = change.kind, change.only
    end
    list[#list + 1] = row
  end
  for _, one in ipairs { { "added", diff.added }, { "removed", diff.removed }, { "duplicate", diff.duplicates } } do
    for _, key in ipairs(one[2]) do
      add(one[1], key)
    end
  end
  for _, change in ipairs(diff.changed) do
    add("changed", change.key, change)
  end
  for _, one in ipairs { { "field added", diff.fields_added }, { "field removed", diff.fields_removed } } do
    for _, field in ipairs(one[2]) do
      list[#list + 1] = { one[1], [width + 1] = field }
    end
  end
  local without = diff.without_key
  if without.old + without.new > 0 then
    list[#list + 1] = { "without key", [width + 2] = tostring(without.old), [width + 3] = tostring(without.new) }
  end
  return {
    names = headers,
    types = types,
    rows = function()
      local i = 0
      return function()
        i = i + 1
        return list[i]
      end
    end,
  }
end

function view.__tostring(diff)
  return view.text(diff)
end

--- Whether a value is a comparison.
-- @param value any
-- @treturn boolean
function view.is(value)
  return getmetatable(value) == view
end

return view

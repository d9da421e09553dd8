--- Two snapshots of a register compared: `orgstat.diff(old, new, { key = "id" })`.
-- @module orgstat.register.diff

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local keys = require "orgstat.register.key"
local names = require "orgstat.register.names"
local options = require "orgstat.register.options"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"
local view = require "orgstat.register.diff_view"
local spelling = require "orgstat.register.written"

local WHO = "diff"

local function one_or_list(value, where)
  if type(value) ~= "string" and type(value) ~= "table" then
    errors.raise("%s must be a field name or a list of them, got %s", where, errors.kind(value))
  end
end

local function comparison(value, where)
  if type(value) ~= "table" then
    return keys.check(value, where)
  end
  for field, kind in pairs(value) do
    if type(field) ~= "string" then
      errors.raise("%s: a field name must be a string, got %s", where, errors.kind(field))
    end
    keys.check(kind, ("%s, field '%s'"):format(where, field))
  end
end

local OPTIONS = { key = one_or_list, fields = one_or_list, compare = comparison }

-- Raises unless a name is a field of both registers.
local function in_both(old, new, name, what)
  for _, side in ipairs { { "old", old }, { "new", new } } do
    if type(name) ~= "string" then
      errors.raise("%s: %s: a field name must be a string, got %s", WHO, what, errors.kind(name))
    elseif not schema.index(side[2])[name] then
      errors.raise("%s: %s: no field '%s' in the %s register%s", WHO, what, name, side[1],
        names.hint(name, schema.names(side[2]), "fields"))
    end
  end
end

-- The fields that one register has and the other has not.
local function only_in(one, other)
  local list = {}
  for _, name in ipairs(schema.names(one)) do
    if not schema.index(other)[name] then
      list[#list + 1] = name
    end
  end
  return list
end

-- Key fields and compared fields, and how each of these is compared (nil: as written).
local function read(old, new, given)
  local opts = options.check(given, WHO, OPTIONS)
  local key = opts.key or "id"
  if type(key) == "string" then
    key = { key }
  end
  if #key == 0 then
    errors.raise("%s: key: no field is named", WHO)
  end
  local is_key, fields, seen = {}, {}, {}
  for _, name in ipairs(key) do
    in_both(old, new, name, "key")
    if is_key[name] then
      errors.raise("%s: key: field '%s' is in it twice", WHO, name)
    end
    is_key[name] = true
  end
  local wanted = opts.fields
  if type(wanted) == "string" then
    wanted = { wanted }
  end
  for _, name in ipairs(wanted or schema.names(old)) do
    if wanted then
      in_both(old, new, name, "fields")
    end
    if not is_key[name] and not seen[name] and schema.index(new)[name] then
      seen[name], fields[#fields + 1] = true, name
    end
  end
  local how = {}
  for _, name in ipairs(fields) do
    how[name] = type(opts.compare) == "string" and opts.compare or opts.compare and opts.compare[name]
  end
  for name in pairs(type(opts.compare) == "table" and opts.compare or {}) do
    in_both(old, new, name, "compare")
    if is_key[name] then
      errors.raise("%s: compare: field '%s' is in the key, and keys are compared as they are written", WHO, name)
    elseif not seen[name] then
      errors.raise("%s: compare: field '%s' is not among the fields that are compared", WHO, name)
    end
  end
  return key, fields, how, not wanted
end

-- The columns of these fields in memory, in this order.
local function loaded(reg, fields)
  local columns, all = schema.columns(reg, WHO, fields), {}
  local part = stream.loaded(reg, columns)
  if part ~= reg then
    return part
  end
  for i = 1, #fields do
    all[i] = fields[i]
  end
  return core.select(reg, columns, all)
end

local EXACT = { integer = true, decimal = true }

-- What a text can be read as when the other register has values of that type.
local READABLE = { boolean = true, integer = true, decimal = true, number = true }

-- The register with other texts in a column, each made of the one there; it is closed.
local function rewritten(reg, c, change)
  local list, n, parts, fields = core.column(reg, c), core.rows(reg), {}, core.names(reg)
  for i = 1, n do
    list[i] = list[i] and change(list[i])
  end
  local own = core.build({ fields[c] }, { "text" }, { list }, n)
  for k in ipairs(fields) do
    parts[k] = k == c and own or core.select(reg, { k })
  end
  local result = core.beside(parts, fields)
  for _, part in ipairs(parts) do
    core.close(part)
  end
  core.close(reg)
  return result
end

-- Both registers with the same types: as text, where those do not go together. Then texts are read as the
-- values that the other register has: keys here, and which fields must be is the third result: "float"
-- where one of them is, else true.
local function alike(old, new, width)
  local a, b, clash, readable = core.types(old), core.types(new), false, {}
  for c, kind in ipairs(a) do
    local differ = kind ~= b[c] and not (EXACT[kind] and EXACT[b[c]])
    clash = clash or differ
    if differ and (READABLE[kind] or READABLE[b[c]]) then
      readable[c] = (kind == "number" or b[c] == "number") and "float" or true
    end
  end
  if not clash then
    return old, new, readable
  end
  local rows, more = core.rows(old), core.rows(new)
  local both = core.stack { old, new }
  core.close(old)
  core.close(new)
  old, new = core.take(both, 1, rows), core.take(both, rows + 1, rows + more)
  core.close(both)
  local types = core.types(old)
  for c = 1, #types do
    readable[c] = types[c] == "text" and readable[c] or nil
    if c <= width and readable[c] then
      old, new = rewritten(old, c, spelling.plain), rewritten(new, c, spelling.plain)
    end
  end
  return old, new, readable
end

local function sequence(first, last)
  local list = {}
  for i = first, last do
    list[#list + 1] = i
  end
  return list
end

-- A join that keeps only rows of the left; the left is closed.
local function keep(left, right, on, how)
  local result = core.join(left, on, right, on, how, sequence(1, #core.names(left)), {}, core.names(left))
  core.close(left)
  return result
end

-- Takes out the records without a key: those that do not even match themselves.
local function with_key(reg, on)
  local copy = core.take(reg, 1, core.rows(reg))
  local before = core.rows(reg)
  local result = keep(reg, copy, on, "semi")
  core.close(copy)
  return result, before - core.rows(result)
end

-- The keys that come more than once, as a register; nil without any.
local function repeated_in(reg, on)
  local different = core.distinct(reg, on)
  local all = core.rows(different) == core.rows(reg)
  core.close(different)
  if all then
    return nil
  end
  local groups, places = core.summarise(reg, on, { { name = "", what = "rows" } }), {}
  for row, n in core.values(groups, #on + 1) do
    places[#places + 1] = n > 1 and row or nil
  end
  local picked = core.pick(groups, places)
  local result = core.select(picked, on)
  core.close(groups)
  core.close(picked)
  return result
end

-- The keys that come more than once in either register, ascending.
local function repeated(old, new, on)
  local parts = {}
  parts[1] = repeated_in(old, on)
  parts[#parts + 1] = repeated_in(new, on)
  if #parts == 0 then
    return nil
  end
  local both = core.stack(parts)
  local result = core.summarise(both, on, {})
  for _, part in ipairs(parts) do
    core.close(part)
  end
  core.close(both)
  return result
end

-- The keys of a register's records: values, or lists of values where there are several fields.
local function key_list(reg, width)
  local list = {}
  if width == 1 then
    for _, value in core.values(reg, 1) do
      list[#list + 1] = value
    end
    return list
  end
  local iterate = core.values(reg, table.unpack(sequence(1, width)))
  local row = table.pack(iterate())
  while row[1] do
    list[#list + 1] = table.move(row, 2, width + 1, 1, {})
    row = table.pack(iterate())
  end
  return list
end

-- Those places where two texts are not one value.
local function other_values(both, a, b, places, how)
  local picked, list = core.pick(both, places), {}
  for i, old, new in core.values(picked, a, b) do
    if not (old and new and spelling.same(old, new, how == "float")) then
      list[#list + 1] = places[i]
    end
  end
  core.close(picked)
  return list
end

-- The rows of the pairs in which a field differs. Keys are made only of texts that are written otherwise.
local function places_of(both, a, b, kind, readable)
  local types, places = core.types(both), core.differ(both, a, b)
  if readable and #places > 0 then
    places = other_values(both, a, b, places, readable)
  end
  if not kind or types[a] ~= "text" or types[b] ~= "text" or #places == 0 then
    return places
  end
  local texts = core.select(both, { a, b }, { "old", "new" })
  local written = core.pick(texts, places)
  local left, right = keys.column(written, 1, kind), keys.column(written, 2, kind)
  local beside, list = core.beside({ left, right }, { "old", "new" }), {}
  for i, row in ipairs(core.differ(beside, 1, 2)) do
    list[i] = places[row]
  end
  for _, reg in ipairs { texts, written, left, right, beside } do
    core.close(reg)
  end
  return list
end

-- Adds the changes of one field to changes[row of the pairs].
local function add_changes(both, width, field, a, b, places, changes)
  local picked = core.pick(both, places)
  local types, list = core.types(both), key_list(picked, width)
  local old_texts, new_texts = core.texts(picked, a), core.texts(picked, b)
  for i, old, new in core.values(picked, a, b) do
    local change = { key = list[i], field = field, old = old, new = new, kind = "exact" }
    local _, old_text = old_texts()
    local _, new_text = new_texts()
    if types[a] == "text" and old and new then
      change.kind, change.only = keys.difference(old, new)
    end
    if types[a] == "decimal" or types[b] == "decimal" then -- the digits, which a float may not have
      change.old_text, change.new_text = old_text, new_text
    end
    local at = changes[places[i]] or {}
    changes[places[i]], at[#at + 1] = at, change
  end
  core.close(picked)
end

-- Compares pairs of records: key columns, then the fields of the old, then those of the new register.
local function compare(both, width, fields, how, readable)
  local changes, list, rows, unchanged = {}, {}, {}, core.rows(both)
  for i, field in ipairs(fields) do
    local a, b = width + i, width + #fields + i
    local places = places_of(both, a, b, how[field], readable[a])
    if #places > 0 then
      add_changes(both, width, field, a, b, places, changes)
    end
  end
  for row in pairs(changes) do
    rows[#rows + 1] = row
  end
  table.sort(rows)
  for _, row in ipairs(rows) do
    table.move(changes[row], 1, #changes[row], #list + 1, list)
  end
  return list, unchanged - #rows
end

--- What `orgstat.diff` gives: a plain table that prints as a page and goes through the writers.
--
-- A key is the value of the key field, or a list of values when there are several key fields.
-- @table diff
-- @field key list of the names of the key fields
-- @field added list of keys that only the new register has, in its order
-- @field removed list of keys that only the old register has, in its order
-- @field changed list of { key, field, old, new, kind, only }, in the order of the old register and its
-- fields; a missing value is nil; of decimals `old_text` and `new_text` have all digits. `kind` is "tone"
-- where the texts have the same tone key but differ by more than case and spacing, "fold" where they have
-- only the same fold key, else "exact"; then `only` is "case" where letter case is all that differs,
-- "spacing" where spaces, hyphens, slashes or the Unicode form are, "case and spacing" where both are
-- @field unchanged how many records are in both registers and do not differ
-- @field duplicates list of keys that occur more than once in either register, ascending; their records
-- are in no other list
-- @field without_key { old =, new = }: how many records have no key, or only part of it; nor are these in
-- any list
-- @field fields_added list of fields that only the new register has
-- @field fields_removed list of fields that only the old register has; both empty when `fields` was given
-- @field rows { old =, new = }: how many records there are

--- Compares two snapshots of a register, record by record, by a key.
--
-- Values of fields whose types do not go together (see `append`) are compared as they are written; but
-- where one register has numbers or booleans, and the other texts that read as such, it is their values
-- that count: 3 and "3.00", true and "TRUE" are unchanged.
-- @function orgstat.diff
-- @tparam register old
-- @tparam register new
-- @tparam[opt] table opts `key`: a field name or a list of them, default "id"; `fields`: those to compare,
-- default all that both have (those of the key alone: only what was added and removed); `compare`: how
-- texts are compared, for all fields ("tone") or for some ({ name = "tone" }): texts with the same key of
-- that kind are equal; by default they are compared as written. See `orgstat.key` for the kinds
-- @treturn diff
-- @raise on wrong arguments
-- @usage orgstat.diff(old, new, { key = "code", compare = { name = "tone" } })
return function(old, new, opts)
  for i, reg in ipairs { old or false, new or false } do
    if not core.check(reg) then
      errors.raise("%s: argument %d must be a register, got %s", WHO, i, errors.kind(reg or nil))
    end
    schema.check(reg, WHO)
  end
  local key, fields, how, all = read(old, new, opts)
  local width, wanted = #key, table.move(fields, 1, #fields, #key + 1, table.move(key, 1, #key, 1, {}))
  local on = sequence(1, width)
  local result = {
    key = key, fields_added = all and only_in(new, old) or {}, fields_removed = all and only_in(old, new) or {},
  }
  local a, b, readable = alike(loaded(old, wanted), loaded(new, wanted), width)
  result.rows, result.without_key = { old = core.rows(a), new = core.rows(b) }, {}
  a, result.without_key.old = with_key(a, on)
  b, result.without_key.new = with_key(b, on)
  local duplicates = repeated(a, b, on)
  result.duplicates = duplicates and key_list(duplicates, width) or {}
  if duplicates then
    a, b = keep(a, duplicates, on, "anti"), keep(b, duplicates, on, "anti")
    core.close(duplicates)
  end
  local removed, added = core.take(a, 1, core.rows(a)), core.take(b, 1, core.rows(b))
  removed, added = keep(removed, b, on, "anti"), keep(added, a, on, "anti")
  result.removed, result.added = key_list(removed, width), key_list(added, width)
  local numbered = {}
  for i = 1, width + 2 * #fields do
    numbered[i] = tostring(i)
  end
  local both = core.join(a, on, b, on, "inner", sequence(1, #wanted), sequence(width + 1, #wanted), numbered)
  for _, reg in ipairs { a, b, removed, added } do
    core.close(reg)
  end
  result.changed, result.unchanged = compare(both, width, fields, how, readable)
  core.close(both)
  return setmetatable(result, view)
end

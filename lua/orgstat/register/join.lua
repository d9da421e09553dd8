--- Two registers side by side by a key: `reg:join(areas, "area_code")`.
-- @module orgstat.register.join

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local names = require "orgstat.register.names"
local options = require "orgstat.register.options"
local plan = require "orgstat.register.plan"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

local MOST_ROWS = 4294967295 -- of a register, as the core has it
local SHOWN = 3 -- offending keys in a message

local OPTIONS = {
  how = options.one_of { "left", "inner", "semi", "anti" },
  many = options.of_type "boolean",
  suffix = options.of_type "string",
}

-- The key as given: the fields of both sides, in an order of their own.
local function read_key(key)
  local left, right = {}, {}
  if type(key) == "string" then
    key = { key }
  elseif type(key) ~= "table" or core.check(key) or next(key) == nil then
    errors.raise('join: a key is a field name, a list of them, or pairs such as { code = "area_code" }, got %s',
      type(key) == "table" and "an empty table" or errors.kind(key))
  end
  for i, name in ipairs(key) do
    left[i], right[i] = name, name
  end
  local pairs_of = {}
  for mine, other in pairs(key) do
    if type(mine) == "string" then
      pairs_of[mine] = other
    elseif math.type(mine) ~= "integer" or mine < 1 or mine > #key then
      errors.raise("join: the key has an element %s, which is no field name", errors.quote(tostring(mine)))
    end
  end
  for _, mine in ipairs(names.keys(pairs_of)) do
    left[#left + 1], right[#right + 1] = mine, pairs_of[mine]
  end
  return left, right
end

local NUMERIC = { integer = true, decimal = true, number = true }

-- Whether a field has no value at all: its type says nothing then.
local function is_empty(reg, c)
  local missing = stream.profile(reg, c)
  return missing == stream.rows(reg)
end

local function check_types(left, right, lkeys, rkeys)
  local lcols, rcols = schema.columns(left, "join", lkeys), schema.columns(right, "join", rkeys)
  schema.settle(left, lcols)
  schema.settle(right, rcols)
  for k, l in ipairs(lcols) do
    local r = rcols[k]
    local a, b = schema.types(left)[l], schema.types(right)[r]
    if a ~= b and not (NUMERIC[a] and NUMERIC[b]) and not is_empty(left, l) and not is_empty(right, r) then
      errors.raise("join: field '%s' is of type %s, and '%s' of the other register of type %s: they have no values in "
        .. 'common; read both as text, with types = { [%s] = "text" }', lkeys[k], a, rkeys[k], b,
        errors.quote(a == "text" and rkeys[k] or lkeys[k]))
    end
  end
end

-- The fields of the result: names, those of the other register that are in it, and notes on names.
local function result_fields(left, right, rkeys, opts)
  local list, taken, kept, notes, is_key = {}, {}, {}, {}, {}
  for i, name in ipairs(schema.names(left)) do
    list[i], taken[name] = name, true
  end
  if opts.how == "semi" or opts.how == "anti" then
    return list, kept, notes
  end
  for _, name in ipairs(rkeys) do
    is_key[name] = true
  end
  for _, name in ipairs(schema.names(right)) do
    if not is_key[name] then
      kept[#kept + 1] = name
      local free
      if taken[name] and opts.suffix then
        free = name .. opts.suffix
        if taken[free] then
          errors.raise("join: the result would have two fields named '%s'; choose another suffix", free)
        end
        taken[free] = true
      else
        free = names.free(name, taken)
      end
      list[#list + 1] = free
      if free ~= name then
        notes[#notes + 1] = { why = "joined_name", field = free, text = name }
      end
    end
  end
  return list, kept, notes
end

-- What to say of keys that occur more than once.
local function duplicate_key(right, rkeys)
  local columns, shown, count, first = {}, {}, 0, nil
  for k, name in ipairs(rkeys) do
    columns[k] = schema.index(right)[name]
  end
  local groups = core.summarise(right, columns, { { name = "", what = "rows" } })
  local texts = {}
  for k = 1, #rkeys do
    texts[k] = core.texts(groups, k)
  end
  for _, n in core.values(groups, #rkeys + 1) do
    local parts, missing = {}, false
    for k = 1, #rkeys do
      local _, text = texts[k]()
      parts[k], missing = text, missing or text == nil
    end
    if n > 1 and not missing then
      count = count + 1
      first = first or table.concat(parts, ", ")
      if count <= SHOWN then
        shown[count] = ("%s (%d records)"):format(errors.quote(table.concat(parts, ", ")), n)
      end
    end
  end
  core.close(groups)
  return errors.details {
    code = "duplicate_key", field = table.concat(rkeys, ", "), found = count, text = first, examples = shown,
  }
end

function plan.run.join(source, node)
  local left, mine = stream.whole(source)
  local right, theirs = stream.whole(node.others[1])
  local index, rindex, lkeys, rkeys, lcols, rcols = schema.index(left), schema.index(right), {}, {}, {}, {}
  for k, name in ipairs(node.left) do
    lkeys[k], rkeys[k] = index[name], rindex[node.right[k]]
  end
  for c = 1, #schema.names(left) do
    lcols[c] = c
  end
  for i, name in ipairs(node.kept) do
    rcols[i] = rindex[name]
  end
  local strict = not node.many and (node.how == "left" or node.how == "inner")
  local result, why = core.join(left, lkeys, right, rkeys, node.how, lcols, rcols, node.names, strict)
  local details = why == "repeated" and duplicate_key(right, node.right) or why == "limit" and errors.details {
    code = "limit", wanted = MOST_ROWS, field = table.concat(node.right, ", "),
    advice = "join by a key that tells records apart",
  }
  if mine then
    core.close(left)
  end
  if theirs then
    core.close(right)
  end
  if details then
    error(details, 0)
  end
  return result
end

--- The records, each with the fields of the record of another register that has the same key. A
-- missing key matches nothing. Keys are compared exactly, in values and not in digits (2 and 2.0 are
-- one; a decimal matches the float that it reads as). The records come in the order of this register,
-- then of the other; the other's key fields are left out. A field name that both have gets a number
-- (`name_2`) or the suffix; `notes` says so.
--
-- A key that occurs more than once in the other register is an error when the join runs, unless `many`
-- allows it: then a record comes once for each match.
-- @function register:join
-- @tparam register other
-- @param key a field name, a list of them, or pairs { [name here] = name there }
-- @tparam[opt] table opts `how`: "left" (default: all records), "inner" (those with a match), "semi" (the
-- same, without the other's fields), "anti" (those without a match); `many`; `suffix`
-- @treturn register
-- @raise on wrong arguments, and keys whose types have no values in common; when it runs, the details
-- table of code "duplicate_key"
-- @usage reg:join(areas, { area_code = "code" }, { how = "inner" })
return function(reg, other, key, opts)
  schema.check(reg, "join")
  if not core.check(other) then
    errors.raise("join: another register is expected, got %s", errors.kind(other))
  end
  schema.check(other, "join")
  opts = options.check(opts, "join", OPTIONS)
  if opts.suffix == "" then
    errors.raise "join: the suffix must not be empty"
  end
  local left, right = read_key(key)
  check_types(reg, other, left, right)
  local list, kept, notes = result_fields(reg, other, right, opts)
  return plan.derive({
    op = "join", source = reg, others = { plan.handle(other) }, left = left, right = right, how = opts.how or "left",
    many = opts.many, kept = kept, names = list,
  }, list, nil, notes)
end

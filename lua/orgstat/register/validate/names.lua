--- Names that clash, and records of one name whose identifiers nearly agree.
-- @module orgstat.register.validate.names

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local groups_of = require "orgstat.register.validate.keys"
local keys = require "orgstat.register.key"

local names = {}

-- The kinds of clashes, the plainest first: rule's words, importance, key.
local CLASHES = {
  { kind = "tone", importance = "warning", say = "the same name" },
  { kind = "fold", importance = "note", say = "the same name but for its diacritics" },
}

-- A register of the names' keys of some kinds, then other fields as they are; ready.
local function keyed(part, name, kinds, fields)
  local index, regs, places, all = {}, {}, {}, {}
  if #fields > 0 then
    part = core.stack { part } -- rows of its own, as the keys have them
  end
  for c, one in ipairs(core.names(part)) do
    index[one] = c
  end
  for i, kind in ipairs(kinds) do
    regs[i], places[i], all[i] = keys.column(part, index[name], kind), 1, kind
  end
  for _, field in ipairs(fields) do
    regs[#regs + 1], places[#places + 1], all[#all + 1] = part, index[field], "field " .. field
  end
  return core.combine(regs, places, all)
end

-- Calls f with keyed registers, part by part, and how many rows come before.
local function each_keyed(analysis, name, kinds, fields, f)
  analysis:parts({ name, table.unpack(fields) }, function(part, before)
    f(keyed(part, name, kinds, fields), before)
  end)
end

local function all_of(reg)
  local list = {}
  for c in ipairs(core.names(reg)) do
    list[c] = c
  end
  return list
end

-- Groups, and how many rows each has, of all parts of a register; nil when it has none.
local function grouped(analysis, name, kinds, fields)
  local parts = {}
  each_keyed(analysis, name, kinds, fields, function(part)
    parts[#parts + 1] = part
  end)
  if #parts == 0 then
    return nil
  end
  local whole = #parts == 1 and parts[1] or core.stack(parts)
  return core.summarise(whole, all_of(whole), { { name = "n", what = "rows" } })
end

-- The key of a row of texts; the first of them is that of a name.
local function key_of(cells, from, last)
  local parts = {}
  for i = from, last do
    parts[#parts + 1] = cells[i] or "\1"
  end
  return cells[from] and table.concat(parts, "\0")
end

local function each_row(reg, f)
  local nexts, cells = {}, {}
  for c in ipairs(core.names(reg)) do
    nexts[c] = core.texts(reg, c)
  end
  for row = 1, core.rows(reg) do
    for c = 1, #nexts do
      local _, text = nexts[c]()
      cells[c] = text
    end
    f(row, cells)
  end
end

-- The keys that several records have, and how many records but the first of each there are: { key = true },
-- count. With the keys by a stricter kind, those count that differ in it.
local function clashing(analysis, name, within, clash, stricter)
  local kinds = { clash.kind, stricter }
  local groups = grouped(analysis, name, kinds, within)
  if not groups then
    return {}, 0
  elseif stricter then -- from fold, tone, places, n to fold, places and how many tones
    local columns = all_of(groups)
    table.remove(columns, #columns)
    table.remove(columns, 2)
    groups = core.summarise(groups, columns, { { name = "n", what = "rows" } })
  end
  local counts = #core.names(groups)
  local several = groups_of.several(groups, counts)
  local found, count = {}, 0
  each_row(several, function(_, cells)
    local key = key_of(cells, 1, counts - 1)
    if key then
      found[key] = true
      count = count + tonumber(cells[counts]) - 1
    end
  end)
  return found, count
end

-- One kind of clash. What clashes by a stricter key as well is that clash.
local function add_clash(analysis, name, within, clash, stricter)
  local found, count = clashing(analysis, name, within, clash, stricter)
  local last = 1 + #within
  analysis:add {
    rule = "R10", importance = clash.importance, field = name, needs = { name, table.unpack(within) }, count = count,
    open = function()
      local first, known = {}, {}
      return function(part)
        local row_cells = keyed(part, name, { clash.kind }, within)
        local stricter_cells = stricter and keyed(part, name, { stricter }, within)
        local nexts, nexts_stricter, cells, others = {}, {}, {}, {}
        for c = 1, last do
          nexts[c] = core.texts(row_cells, c)
          nexts_stricter[c] = stricter and core.texts(stricter_cells, c)
        end
        return function(row)
          for c = 1, last do
            local _
            _, cells[c] = nexts[c]()
            if stricter then
              _, others[c] = nexts_stricter[c]()
            end
          end
          local key = key_of(cells, 1, last)
          if not key or not found[key] then
            return nil
          end
          local strict = stricter and key_of(others, 1, last)
          if first[key] and not (strict and known[strict]) then
            known[strict or key] = true
            return ("%s as in row %d%s"):format(clash.say, first[key],
              last > 1 and ", and the same " .. table.concat(within, ", ") or "")
          elseif not first[key] then
            first[key] = row
            known[strict or key] = strict and true or nil
          end
        end
      end
    end,
  }
end

--- R10: names that are the same within the same scope and area.
-- @tparam table analysis
-- @string name the field of names
-- @tparam {string,...} within the fields that say where
function names.clashes(analysis, name, within)
  add_clash(analysis, name, within, CLASHES[1])
  add_clash(analysis, name, within, CLASHES[2], "tone")
end

-- Whether identifiers differ by one character, or by up to four behind one of them.
local function nearly(a, b)
  if #a == #b then
    local differ = 0
    for i = 1, #a do
      if a:byte(i) ~= b:byte(i) then
        differ = differ + 1
        if differ > 1 then
          return false
        end
      end
    end
    return differ == 1
  elseif #a > #b then
    a, b = b, a
  end
  return #a >= 4 and #b - #a <= 4 and b:sub(1, #a) == a
end

local PAIRS = 64 -- identifiers of one name that are compared with each other; of more, with their neighbours

-- The identifiers of one name that slipped: id -> the other one, which is before it.
local function slipped(ids)
  local found = {}
  table.sort(ids)
  for i = 2, #ids do
    for k = math.max(1, i - PAIRS), i - 1 do
      if nearly(ids[k], ids[i]) then
        found[ids[i]] = ids[k]
        break
      end
    end
  end
  return found
end

--- R11: records of one name whose identifiers differ by one character, or by something behind one.
-- @tparam table analysis
-- @string name the field of names
-- @string id the field of identifiers
function names.slips(analysis, name, id)
  local groups = grouped(analysis, name, { "tone" }, { id }) -- tone, id, n
  if not groups then
    return
  end
  local repeated = {}
  local own = core.summarise(groups, { 1 }, { { name = "n", what = "rows" } })
  local several = groups_of.several(own, 2)
  for _, key in core.texts(several, 1) do
    if key then
      repeated[key] = {}
    end
  end
  each_row(groups, function(_, cells)
    local list = cells[1] and cells[2] and repeated[cells[1]]
    if list then
      list[#list + 1] = cells[2]
    end
  end)
  for key, ids in pairs(repeated) do
    local found = slipped(ids)
    repeated[key] = next(found) and found or nil
  end
  local count = 0
  each_row(groups, function(_, cells)
    local found = cells[1] and repeated[cells[1]]
    if found and cells[2] and found[cells[2]] then
      count = count + tonumber(cells[3])
    end
  end)
  analysis:add {
    rule = "R11", importance = "warning", field = id, needs = { name, id }, count = count,
    begin = function(part)
      local next_key = core.texts(keyed(part, name, { "tone" }, {}), 1)
      return function(_, cells)
        local _, key = next_key()
        local other = key and cells[id] and repeated[key] and repeated[key][cells[id]]
        if other then
          return ("%s of the same name has nearly the same: did one slip?"):format(errors.quote(other))
        end
      end
    end,
  }
end

return names

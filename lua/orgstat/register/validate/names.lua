--- Names that clash, and records of one name whose identifiers nearly agree.
-- @module orgstat.register.validate.names

local errors = require "orgstat.register.errors"
local groups = require "orgstat.register.validate.keys"
local keys = require "orgstat.register.key"

local names = {}

-- The kinds of clashes, the plainest first: rule's words, importance, key.
local CLASHES = {
  { kind = "tone", importance = "warning", say = "the same name" },
  { kind = "fold", importance = "note", say = "the same name but for its diacritics" },
}

local function place_key(cells, fields, kind)
  local parts = { keys.of(cells[fields[1]], kind) }
  for i = 2, #fields do
    parts[i] = cells[fields[i]] or "\1"
  end
  return table.concat(parts, "\0")
end

-- One kind of clash. What clashes by a stricter key as well is that clash.
local function add_clash(analysis, fields, clash, stricter)
  local seen, count = {}, 0
  groups.each(analysis, fields, function(cells, n)
    if cells[fields[1]] then
      local key = place_key(cells, fields, clash.kind)
      local own = seen[key]
      if not own then
        own = { n = 0, kinds = 0, strict = {} }
        seen[key] = own
      end
      own.n = own.n + n
      local strict = stricter and place_key(cells, fields, stricter) or ""
      if not own.strict[strict] then
        own.strict[strict], own.kinds = true, own.kinds + 1
      end
    end
  end)
  for key, own in pairs(seen) do -- a group is 1 record that is first, and those that clash with it
    local clashes = stricter and own.kinds - 1 or own.n - 1
    count = count + clashes
    seen[key] = clashes > 0 or nil
  end
  analysis:add {
    rule = "R10", importance = clash.importance, field = fields[1], needs = fields, count = count,
    open = function()
      local first, known = {}, {}
      return function()
        return function(row, cells)
          local key = cells[fields[1]] and place_key(cells, fields, clash.kind)
          if not key or not seen[key] then
            return nil
          end
          local strict = stricter and place_key(cells, fields, stricter)
          if first[key] and not (strict and known[strict]) then
            if strict then
              known[strict] = true
            end
            return ("%s as in row %d%s"):format(clash.say, first[key],
              #fields > 1 and ", and the same " .. table.concat(fields, ", ", 2) or "")
          elseif not first[key] then
            first[key] = row
            if strict then
              known[strict] = true
            end
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
  local fields = { name, table.unpack(within) }
  add_clash(analysis, fields, CLASHES[1])
  add_clash(analysis, fields, CLASHES[2], "tone")
end

-- The forms of an identifier that another one shares if they differ by one digit, or by something
-- that stands behind one of them.
local function forms(id)
  local list = {}
  for i = 1, math.min(#id, 64) do
    list[#list + 1] = id:sub(1, i - 1) .. "\0" .. id:sub(i + 1)
  end
  return list
end

-- The identifiers of one name that slipped: id -> the other one.
local function slipped(ids)
  local found, by_form, known = {}, {}, {}
  table.sort(ids)
  for _, id in ipairs(ids) do
    known[id] = true
  end
  for _, id in ipairs(ids) do
    for _, form in ipairs(forms(id)) do
      local other = by_form[form]
      if other and other ~= id then
        found[id] = found[id] or other
      end
      by_form[form] = other or id
    end
    for stop = math.max(4, #id - 4), #id - 1 do
      local other = id:sub(1, stop)
      if known[other] then
        found[id] = found[id] or other
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
  local by_name, count, lost = {}, 0, {}
  groups.each(analysis, { name, id }, function(cells)
    if cells[name] and cells[id] then
      local key = keys.of(cells[name], "tone")
      local list = by_name[key] or {}
      by_name[key], list[#list + 1] = list, cells[id]
    end
  end)
  for key, ids in pairs(by_name) do
    lost[key] = #ids > 1 and slipped(ids) or nil
  end
  by_name = nil
  local function other_of(cells)
    local own = cells[name] and cells[id] and lost[keys.of(cells[name], "tone")]
    return own and own[cells[id]]
  end
  groups.each(analysis, { name, id }, function(cells, n)
    count = count + (other_of(cells) and n or 0)
  end)
  analysis:add {
    rule = "R11", importance = "warning", field = id, needs = { name, id }, count = count,
    begin = function()
      return function(_, cells)
        local other = other_of(cells)
        if other then
          return ("%s of the same name has nearly the same: did one slip?"):format(errors.quote(other))
        end
      end
    end,
  }
end

return names

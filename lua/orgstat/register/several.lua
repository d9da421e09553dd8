--- Several files as one register. Each is read with its values as they are written; together they climb
-- the ladder of types as if they had been one file.
-- @module orgstat.register.several

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local rows_of = require "orgstat.register.rows"
local schema = require "orgstat.register.schema"

local several = {}

local function copy_of(opts)
  local copy = {}
  for key, value in pairs(opts) do
    copy[key] = value
  end
  return copy
end

-- One file. Fields that its format itself calls text are marked in `texts`.
local function read(path, opts, load, texts)
  local reading = copy_of(opts)
  reading.types, reading.source, reading.progress = nil, nil, opts.progress
  local kind
  local function as_written(found)
    kind = found
    if kind ~= "json" then
      reading.types = "text"
    end
    return reading
  end
  local reg, details = load(path, as_written)
  if not reg then
    details.file = details.file or path
    return nil, details
  end
  local state, types = core.state(reg), core.types(reg)
  for c, name in ipairs(schema.names(reg)) do
    if state.text_fields and state.text_fields[name] or kind == "json" and types[c] == "text" then
      texts[name] = true
    end
  end
  return reg
end

-- The fields of all, in the order in which they come, and the column of each in each register.
local function join(regs)
  local fields, index, columns = {}, {}, {}
  for i, reg in ipairs(regs) do
    columns[i] = {}
    for c, name in ipairs(schema.names(reg)) do
      if not index[name] then
        fields[#fields + 1] = name
        index[name] = #fields
      end
      columns[i][index[name]] = c
    end
  end
  for i = 1, #regs do
    for f = 1, #fields do
      columns[i][f] = columns[i][f] or 0
    end
  end
  return fields, index, columns
end

local function outcome(regs, list, field)
  local all = {}
  for i, reg in ipairs(regs) do
    for _, one in ipairs(core.state(reg)[field] or {}) do
      if not (field == "notes" and one.why:find("^not_")) then -- of types that were not asked for
        local copy = copy_of(one)
        copy.file = list[i]
        all[#all + 1] = copy
      end
    end
  end
  return all
end

-- From rows of all to the file and its row.
local function locate(details, regs, list)
  local row = details.row
  details.line, details.column, details.byte = nil, nil, nil
  for i, reg in ipairs(regs) do
    local rows = core.rows(reg)
    if row and row <= rows then
      details.file, details.row = list[i], row
      return
    end
    row = row and row - rows
  end
end

local function close(regs)
  for _, reg in ipairs(regs) do
    core.close(reg)
  end
end

--- @tparam {string,...} list paths
-- @tparam table opts reading options; `source` names the field that says which file a record is from
-- @tparam function load (path, options of a kind): reads one
-- @treturn[1] register
-- @treturn[2] nil
-- @treturn[2] table details
-- @raise when the list is empty, or a file has a field of the name `source`
function several.load(list, opts, load)
  if #list == 0 then
    errors.raise("orgstat.read: a path, or a list of paths, is expected; the list is empty")
  end
  local regs, texts = {}, {}
  for i, path in ipairs(list) do
    local details
    regs[i], details = read(path, opts, load, texts)
    if not regs[i] then
      close(regs)
      return nil, details
    end
  end
  local fields, index, columns = join(regs)
  if opts.source and index[opts.source] then
    close(regs)
    errors.raise("orgstat.read: option 'source': the files have a field '%s' already; choose another name", opts.source)
  end
  local reader = core.reader()
  local function push(piece)
    core.push(reader, piece)
  end
  local header = copy_of(fields)
  header[#header + 1] = opts.source
  push(rows_of.line(header, ","))
  for i, reg in ipairs(regs) do
    local tail = opts.source and "," .. rows_of.line({ list[i] }, ","):sub(1, -2) or ""
    rows_of.each(reg, columns[i], ",", false, tail, push)
  end
  local inner = copy_of(opts)
  inner.separator, inner.encoding, inner.quotes, inner.missing, inner.header = ",", nil, nil, nil, true
  if opts.types ~= "text" then
    inner.types = copy_of(opts.types or {})
    for name in pairs(texts) do
      inner.types[name] = inner.types[name] or "text"
    end
    if opts.source then
      inner.types[opts.source] = "text"
    end
  end
  local reg, details = core.load({ reader = reader }, inner, opts.progress)
  if not reg then
    locate(details, regs, list)
    close(regs)
    return nil, details
  end
  local state = core.state(reg)
  for _, one in ipairs(state.rejects) do
    locate(one, regs, list)
  end
  local kept = outcome(regs, list, "rejects")
  for _, one in ipairs(state.rejects) do
    kept[#kept + 1] = one
  end
  local notes = outcome(regs, list, "notes")
  for _, one in ipairs(state.notes) do
    if one.why:find("^not_") or one.why == "comma_locale" then
      notes[#notes + 1] = one
    end
  end
  state.rejects, state.notes = kept, notes
  close(regs)
  return reg
end

return several

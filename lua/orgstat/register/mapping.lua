--- Mappings: the columns of a known source as the fields of the record schema, with the original
-- columns beside them, as `source.NAME`. A mapping is a table:
--
--     { name = "my-office",
--       title = "Register of my office",
--       header = { "Mã số", "Tên hội" },              -- the fields by which it is recognised: all of them
--       fields = {
--         { "id", "Mã số" },                          -- a column as it is
--         { "name", "Tên hội", with = function(text) return (text:gsub("%s+$", "")) end },
--         { "seat", { "Đường", "Xã" }, with = function(street, commune) ... end },
--         { "status", "TT", codes = { ["1"] = "active", ["2"] = "dissolved" } },
--         { "founded_on", "Ngày", with = day_first, type = "date" },
--         { "registrar", value = "Sở Nội vụ" },       -- the same for all records
--         { "big", expression = "members > 1000" },   -- of the source's fields; see doc/expressions.md
--       } }
--
-- `with` takes the texts of its columns, nil where they are missing, and gives a text, number or
-- boolean, or nil. It is called once for texts that come again, and must not depend on anything else. A
-- code that `codes` does not have is missing. `type` is one of a register's types; without one it is
-- found from the values. A source that comes in several forms has a list of { header, fields } as `forms`.
-- Columns that the header does not name and the source does not have are missing.
-- @module orgstat.register.mapping

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local expression = require "orgstat.register.expression"
local names = require "orgstat.register.names"
local options = require "orgstat.register.options"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

local mapping = {}

local WHO = "mapping"

-- Those that come with orgstat, each in a file of its own, in the order in which `auto` tries them.
local SHIPPED = { "us-irs", "uk-charities", "uk-sports-clubs", "ror", "vn-units", "fr-subsidies" }

local function load(name)
  return require("orgstat.register.mapping." .. name:gsub("-", "_"))
end

--- The mappings that come with orgstat.
-- @function orgstat.mapping.list
-- @treturn {table,...} fresh tables { name, title, header }: one for each form that a source comes in
function mapping.list()
  local list = {}
  for _, name in ipairs(SHIPPED) do
    local one = load(name)
    for _, form in ipairs(one.forms or { one }) do
      list[#list + 1] = {
        name = one.name, title = form.title or one.title, header = table.move(form.header, 1, #form.header, 1, {}),
      }
    end
  end
  return list
end

local function check_field(field, where)
  if type(field) ~= "table" or type(field[1]) ~= "string" or field[1] == "" then
    errors.raise("%s: %s: { name, column } is expected", WHO, where)
  end
  where = ("%s, field '%s'"):format(where, field[1])
  local columns = field[2]
  if columns == nil and field.value == nil and field.expression == nil then
    errors.raise("%s: %s: a column, a value or an expression is expected", WHO, where)
  elseif columns ~= nil and type(columns) ~= "string" and type(columns) ~= "table" then
    errors.raise("%s: %s: a column or a list of columns is expected, got %s", WHO, where, errors.kind(columns))
  elseif type(columns) == "table" and not field.with then
    errors.raise("%s: %s: several columns need a function `with`", WHO, where)
  elseif field.with ~= nil and type(field.with) ~= "function" then
    errors.raise("%s: %s: `with` must be a function, got %s", WHO, where, errors.kind(field.with))
  elseif field.codes ~= nil and type(field.codes) ~= "table" then
    errors.raise("%s: %s: `codes` must be a table, got %s", WHO, where, errors.kind(field.codes))
  end
  if field.type ~= nil then
    options.type(field.type, ("%s: %s"):format(WHO, where))
  end
end

local function check_form(form, where)
  for _, key in ipairs { "header", "fields" } do
    if type(form[key]) ~= "table" or #form[key] == 0 then
      errors.raise("%s: %s: a list of %s is expected", WHO, where, key == "header" and "column names" or "fields")
    end
  end
  local seen = {}
  for i, field in ipairs(form.fields) do
    check_field(field, ("%s, item %d"):format(where, i))
    if seen[field[1]] then
      errors.raise("%s: %s: two fields are named '%s'", WHO, where, field[1])
    end
    seen[field[1]] = true
  end
end

--- Raises unless a value is "auto", the name of a mapping, or a mapping.
-- @param which any
-- @tparam string where what was called and which argument, for the message
function mapping.check(which, where)
  if type(which) == "table" and not core.check(which) then
    for i, form in ipairs(which.forms or { which }) do
      check_form(form, which.forms and ("form %d"):format(i) or "it")
    end
  elseif type(which) ~= "string" then
    errors.raise("%s must be the name of a mapping, \"auto\", or a mapping, got %s", where, errors.kind(which))
  else
    local known = table.move(SHIPPED, 1, #SHIPPED, 2, { "auto" })
    for _, name in ipairs(known) do
      if name == which then
        return
      end
    end
    errors.raise("%s: no mapping '%s'%s", where, which, names.hint(which, known, "mappings"))
  end
end

-- The columns of a header that a register does not have.
local function lacking(form, index)
  local list = {}
  for _, name in ipairs(form.header) do
    if not index[name] then
      list[#list + 1] = name
    end
  end
  return list
end

-- The form of a source that a register has; or the columns that the nearest one lacks.
local function form_of(one, index)
  local nearest
  for _, form in ipairs(one.forms or { one }) do
    local list = lacking(form, index)
    if #list == 0 then
      return form
    elseif not nearest or #list < #nearest then
      nearest = list
    end
  end
  return nil, nearest
end

--- The mapping that knows a header.
-- @function orgstat.mapping.detect
-- @tparam register reg
-- @treturn ?string its name; nil when none does
function mapping.detect(reg)
  schema.check(reg, "mapping.detect")
  for _, name in ipairs(SHIPPED) do
    if form_of(load(name), schema.index(reg)) then
      return name
    end
  end
end

-- The texts of some columns, row by row; a column that is not there is missing.
local function texts_of(reg, columns)
  local index, nexts = schema.index(reg), {}
  for i, name in ipairs(columns) do
    nexts[i] = index[name] and core.texts(reg, index[name]) or false
  end
  local cells = {}
  return function()
    for i = 1, #columns do
      local _, text = nil, nil
      if nexts[i] then
        _, text = nexts[i]()
      end
      cells[i] = text
    end
    return cells
  end
end

local function compute(field, columns, cells)
  local value
  if field.with then
    value = field.with(table.unpack(cells, 1, #columns))
  else
    value = cells[1]
  end
  if field.codes then
    value = value ~= nil and field.codes[tostring(value)] or nil
  end
  return value
end

-- The values of a field, as a register of one column.
local function column_of(reg, field, rows)
  local columns = type(field[2]) == "string" and { field[2] } or field[2] or {}
  local values, known = {}, {}
  local next_cells = texts_of(reg, columns)
  for row = 1, rows do
    local value
    if field.value ~= nil then
      value = field.value
    else
      local cells = next_cells()
      local level, last = known, cells[#columns] or false
      for i = 1, #columns - 1 do -- what the same texts gave before
        local key = cells[i] or false
        level[key] = level[key] or {}
        level = level[key]
      end
      value = level[last]
      if value == nil then
        value = compute(field, columns, cells)
        level[last] = value == nil and known or value -- which is no value of any
      elseif value == known then
        value = nil
      end
    end
    values[row] = value
  end
  return errors.call(("%s: field '%s'"):format(WHO, field[1]), core.build, { field[1] }, { field.type or false },
    { values }, rows)
end

-- Whether a field is a column as it is.
local function as_it_is(field)
  return type(field[2]) == "string" and not field.with and not field.codes
end

local function fields_of(ready, form)
  local index, rows = schema.index(ready), core.rows(ready)
  local regs, places, all = {}, {}, {}
  for i, field in ipairs(form.fields) do
    local c = as_it_is(field) and index[field[2]]
    if c and (not field.type or field.type == core.types(ready)[c]) then
      regs[i], places[i] = ready, c
    elseif field.expression then
      local tree = schema.expression(ready, field.expression, ("%s: field '%s'"):format(WHO, field[1]))
      regs[i], places[i] = expression.compute(ready, tree), 1
    else
      regs[i], places[i] = column_of(ready, field, rows), 1
    end
    all[i] = field[1]
  end
  for c, name in ipairs(schema.names(ready)) do
    regs[#regs + 1], places[#places + 1], all[#all + 1] = ready, c, "source." .. name
  end
  return core.combine(regs, places, all)
end

--- The records of a source as those of the record schema. A scanned register is loaded.
-- @function orgstat.mapping.apply
-- @tparam register reg
-- @tparam string|table which the name of a mapping, "auto" (by the header, never by the name of a file; what
-- no mapping knows stays as it is), or a mapping
-- @treturn[1] register
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details, code "wrong_mapping": the register does not have the mapping's columns
-- @raise on an unknown mapping, and one that is none
function mapping.apply(reg, which)
  schema.check(reg, "mapping.apply")
  mapping.check(which, "mapping.apply: the mapping")
  local above = core.state(reg)
  if which == "auto" then
    which = mapping.detect(reg)
    if not which then
      return reg
    end
  end
  local one = type(which) == "table" and which or load(which)
  local form, lacks = form_of(one, schema.index(reg))
  if not form then
    return errors.fail {
      code = "wrong_mapping", file = above.name, text = one.name or "the mapping given", found = #lacks,
      field = table.concat(lacks, ", "),
    }
  end
  local columns = {}
  for c in ipairs(schema.names(reg)) do
    columns[c] = c
  end
  local notes = table.move(stream.notes(above.origin or above), 1, #stream.notes(above.origin or above), 1, {})
  notes[#notes + 1] = { why = "mapping", text = one.name or "of your own" }
  local ready = stream.loaded(reg, columns)
  if above.origin then
    ready = core.stack { ready } -- what is computed sees rows of its own
  end
  local result = fields_of(ready, form)
  local state = core.state(result)
  state.name, state.notes, state.rejects, state.place = above.name, notes, stream.rejects(above), above.place
  return result
end

return mapping

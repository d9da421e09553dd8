--- Schemas proposed for registers.
-- @module orgstat.register.validate.infer

local core = require "orgstat.core"
local damage = require "orgstat.register.validate.damage"
local new_analysis = require "orgstat.register.validate.analysis"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

local CODES = 20 -- different values of a field of codes, at most
local REPEATS = 5 -- and how often they are repeated, on average at least

-- A pattern that all values have: digits of one length, perhaps behind fixed letters.
local function shape_of(each)
  local prefix, digits
  for _, text in each() do
    if text then
      local letters, number = text:match("^([%a%-]*)(%d+)$")
      if not letters or letters ~= (prefix or letters) or #number ~= (digits or #number) then
        return nil
      end
      prefix, digits = letters, #number
    end
  end
  return digits and ("%s[0-9]{%d}"):format(prefix, digits)
end

local function describe(analysis, c, rows)
  local name, kind = analysis.names[c], analysis.types[c]
  local field = { name = name, type = kind }
  local present, distinct, longest, values = 0, 0, 0, {}
  analysis:about(name, function(each)
    for n, text in each() do
      if text then
        present, distinct = present + n, distinct + 1
        longest = math.max(longest, #text)
        values[distinct] = distinct <= CODES and text or nil
      end
    end
    field.required = rows > 0 and present == rows or nil
    field.unique = rows > 1 and distinct == rows or nil
    if kind == "text" and distinct > 0 and distinct <= CODES and present >= REPEATS * distinct and longest <= 64 then
      table.sort(values)
      field.enum = values
    elseif kind == "text" and present >= 10 and distinct > 1 and damage.is_code(name) then
      field.pattern = shape_of(each)
    end
  end)
  return field
end

-- Numbers and dates lie between the least and the greatest; nothing that is counted is below zero.
local function bounds(reg, field, c)
  if field.type ~= "integer" and field.type ~= "decimal" and field.type ~= "number" then
    return
  end
  local ends = stream.summarise(reg, {}, { { name = "least", what = "min", c = c } })
  local least = core.column(ends, 1)[1]
  core.close(ends)
  if least and least >= 0 then
    field.minimum = 0
  end
end

return function(reg)
  schema.check(reg, "schema.infer")
  local analysis, rows = new_analysis(reg, {}), stream.rows(reg)
  local result = { fields = {} }
  for c in ipairs(analysis.names) do
    result.fields[c] = describe(analysis, c, rows)
  end
  analysis:run()
  for c, field in ipairs(result.fields) do
    bounds(reg, field, c)
    if field.unique and field.required and not result.primaryKey and (damage.is_code(field.name) or c == 1) and
      field.type ~= "number" then
      result.primaryKey = field.name
    end
    if field.unique and not field.required then
      field.unique = nil
    elseif field.unique and not damage.is_code(field.name) and field.type ~= "text" then
      field.unique = nil -- amounts and dates that happen to differ
    end
  end
  return result
end

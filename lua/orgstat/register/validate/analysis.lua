--- What validation works with: checks of a register, counted field by field before any row is looked
-- at. The values of a field are grouped first, so that a test sees each different value once.
--
-- A check is { rule, importance, field, count } and one of: `test` (takes the text of the field's value,
-- nil where it is missing, and gives a message or nil), `begin` (takes a ready register that is a part
-- of the rows, and gives a function that is called with the row and its texts by field name, row by
-- row, and gives a message or nil, and perhaps field and text), or `message`, when it concerns no row.
-- `needs` are the fields whose texts it takes, if they are others than `field`.
-- @module orgstat.register.validate.analysis

local core = require "orgstat.core"
local expression = require "orgstat.register.expression"
local schema = require "orgstat.register.schema"
local stream = require "orgstat.register.stream"

local Analysis = {}
Analysis.__index = Analysis

local MISSING = "\1" -- of a key: no text of a register has it alone in that place

--- An analysis of a register.
-- @tparam register reg
-- @tparam table missing words that are missing values, beside those that the register left out
-- @treturn table
local function new(reg, missing)
  schema.settle(reg)
  return setmetatable({
    register = reg, missing = missing, names = schema.names(reg), index = schema.index(reg), types = schema.types(reg),
    checks = {}, makers = {}, conditions = {},
  }, Analysis)
end

--- The type of a field; nil when the register has no such field.
-- @string name
-- @treturn ?string
function Analysis:type(name)
  return self.types[self.index[name] or 0]
end

--- The first of some names that the register has.
-- @tparam {string,...} list
-- @treturn ?string
function Analysis:first(list)
  for _, name in ipairs(list) do
    if self.index[name] then
      return name
    end
  end
end

--- Adds a check that has been counted.
-- @tparam table check
function Analysis:add(check)
  if check.count > 0 then
    check.importance = check.importance or "error"
    self.checks[#self.checks + 1] = check
  end
end

--- Adds what concerns no row.
-- @string rule
-- @string importance
-- @tparam ?string field
-- @string message
function Analysis:say(rule, importance, field, message)
  self:add { rule = rule, importance = importance, field = field, message = message, count = 1 }
end

--- Looks at the values of a field, when the fields are gone through.
-- @string name of a field that the register has
-- @tparam function make called with `each`, which gives an iterator over all different values: how
-- many rows have it, and its text (nil: missing); and with the field's type. It gives nil, or a check
-- without `count`, whose `test` is then counted, or a list of these.
function Analysis:about(name, make)
  local list = self.makers[name]
  if not list then
    list = {}
    self.makers[name] = list
  end
  list[#list + 1] = make
end

-- Whether a field has no value at all; the type of such a one says nothing.
local function is_empty(self, name)
  return self:type(name) == "text" and self:grouped({ name }, function(groups)
    local _, text = core.texts(groups, 1)()
    return core.rows(groups) == 0 or core.rows(groups) == 1 and text == nil
  end)
end

--- Adds a condition that must not be false for any row. What is compared with a missing value is missing: a
-- condition that only does not fit the type of a field without any values violates nothing.
-- @tparam table check `rule`, `importance`, `field`, `message`, and `expression`, which has been read
-- @string who for messages about the expression
function Analysis:condition(check, who)
  local ok, tree = pcall(schema.expression, self.register, check.expression, who, true)
  if not ok then
    for name in check.expression:gmatch("[%a_\128-\255][%w_\128-\255]*") do
      if self.index[name] and is_empty(self, name) then
        return
      end
    end
    error(tree, 0)
  end
  check.tree = tree
  check.opposite = schema.expression(self.register, ("not (%s\n)"):format(check.expression), who, true)
  check.needs = check.tree.fields
  self.conditions[#self.conditions + 1] = check
end

-- An iterator over grouped values.
local function each_of(self, groups)
  return function()
    local next_text, next_count = core.texts(groups, 1), core.values(groups, 2)
    return function()
      local i, text = next_text()
      if i then
        local _, count = next_count()
        if text and self.missing[text] then
          text = nil
        end
        return count, text
      end
    end
  end
end

--- Groups fields and calls f with the groups: a ready register of the fields and how many rows.
-- @tparam {string,...} fields
-- @tparam function f
-- @return its result
function Analysis:grouped(fields, f)
  local columns = {}
  for i, name in ipairs(fields) do
    columns[i] = self.index[name]
  end
  local groups = stream.summarise(self.register, columns, { { name = "n", what = "rows" } })
  local results = table.pack(pcall(f, groups, #columns + 1))
  core.close(groups)
  if not results[1] then
    error(results[2], 0)
  end
  return table.unpack(results, 2, results.n)
end

-- All checks of a field in one go through its values.
local function run_field(self, name)
  self:grouped({ name }, function(groups)
    local each, checks = each_of(self, groups), {}
    for _, make in ipairs(self.makers[name]) do
      local made = make(each, self:type(name)) or {}
      for _, check in ipairs(made.rule and { made } or made) do
        check.field, check.of_value, check.count = check.field or name, true, 0
        checks[#checks + 1] = check
      end
    end
    if #checks == 0 then
      return
    end
    for n, text in each() do
      for i = 1, #checks do
        local check = checks[i]
        if check.test(text) then
          check.count = check.count + n
        end
      end
    end
    for _, check in ipairs(checks) do
      self:add(check)
    end
  end)
end

--- A key of several texts.
-- @tparam table cells
-- @tparam {string,...} fields
-- @treturn string
-- @treturn boolean whether one of them is missing
function Analysis.key(cells, fields)
  local parts, gap = {}, false
  for i, name in ipairs(fields) do
    parts[i] = cells[name] or MISSING
    gap = gap or not cells[name]
  end
  return table.concat(parts, "\0"), gap
end

--- Calls f with the texts, by field name, of each row of a ready register.
-- @tparam register part
-- @tparam {string,...} fields
-- @tparam function f takes a number from 1 and the texts, good until the next call
function Analysis:rows(part, fields, f)
  local index, nexts, cells = {}, {}, {}
  for c, name in ipairs(core.names(part)) do
    index[name] = c
  end
  for i, name in ipairs(fields) do
    nexts[i] = core.texts(part, index[name])
  end
  for row = 1, core.rows(part) do
    for i, name in ipairs(fields) do
      local _, text = nexts[i]()
      if text and self.missing[text] then
        text = nil
      end
      cells[name] = text
    end
    f(row, cells)
  end
end

--- Goes through the rows of some fields, part by part.
-- @tparam {string,...} fields
-- @tparam function f takes a ready register and how many rows come before it
function Analysis:parts(fields, f)
  local chosen = #fields > 0 and self.register:select(table.unpack(fields)) or self.register
  local before = 0
  for part in stream.parts(chosen) do
    f(part, before)
    before = before + core.rows(part)
  end
end

local function run_conditions(self)
  local needed, fields = {}, {}
  for _, check in ipairs(self.conditions) do
    check.count = 0
    for _, name in ipairs(check.needs) do
      if not needed[name] then
        needed[name], fields[#fields + 1] = true, name
      end
    end
  end
  if #self.conditions == 0 then
    return
  end
  self:parts(fields, function(part, before)
    for _, check in ipairs(self.conditions) do
      local chosen = expression.choose(part, check.opposite, nil, before)
      check.count = check.count + core.rows(chosen)
      core.close(chosen)
    end
  end)
  for _, check in ipairs(self.conditions) do
    function check.begin(part)
      local column = expression.compute(part, check.tree)
      local next_value = core.values(column, 1)
      return function()
        local _, holds = next_value()
        return holds == false and check.message or nil
      end
    end
    self:add(check)
  end
end

-- In the order of the fields, those of single values first.
local function put_in_order(self)
  for i, check in ipairs(self.checks) do
    check.place = i
  end
  table.sort(self.checks, function(a, b)
    local i, j = self.index[a.field] or math.huge, self.index[b.field] or math.huge
    if i ~= j then
      return i < j
    elseif a.of_value ~= b.of_value then
      return a.of_value == true
    end
    return a.place < b.place
  end)
end

--- Counts all checks.
function Analysis:run()
  for _, name in ipairs(self.names) do
    if self.makers[name] then
      run_field(self, name)
    end
  end
  run_conditions(self)
  put_in_order(self)
end

return new

--- What `reg:validate` gives: how many violations there are of each rule, and the violations
-- themselves, which are found again row by row when they are asked for. So any number of them takes
-- no more memory than a page.
-- @module orgstat.register.validate.result

local errors = require "orgstat.register.errors"
local names = require "orgstat.register.names"
local show = require "orgstat.register.show"

--- A validation; made by `register:validate`.
--
-- Its fields: `rows`, how many there are; `total`, how many violations; `by_rule`, { rule = number };
-- `by_importance`, { error =, warning =, note = }; `violations`, the first page, a list of
-- { row, line, field, value, rule, importance, message }: row is from 1, `line` is where it begins in the file, if
-- that is known; `value` is as written and absent where it is missing; what concerns no row has neither.
-- `offset` and `limit` say which page it is.
-- @type validation
local Result = {}

local meta = { __index = Result, __name = "orgstat.validation" }

local SHOWN = 20 -- violations that tostring shows
local ORDER = { error = 1, warning = 2, note = 3 }
local COLUMNS = { "row", "line", "field", "value", "rule", "importance", "message" }

local hidden = setmetatable({}, { __mode = "k" }) -- result -> { analysis, line }

local function check_result(self, method)
  if getmetatable(self) ~= meta then
    errors.raise("%s: call it on a validation with a colon: result:%s(...)", method, method)
  end
end

local function needed(checks)
  local seen, fields = {}, {}
  for _, check in ipairs(checks) do
    for _, name in ipairs(check.needs or { check.field }) do
      if not seen[name] then
        seen[name], fields[#fields + 1] = true, name
      end
    end
  end
  return fields
end

-- The checks of rows, ready to go through them from the start.
local function opened(checks)
  local list = {}
  for i, check in ipairs(checks) do
    list[i] = check.open and check.open() or check.begin or function()
      return function(_, cells)
        return check.test(cells[check.field])
      end
    end
  end
  return list
end

local function violation(check, row, cells, message, field, value)
  field = field or check.field
  return {
    row = row, field = field, value = value or cells and field and cells[field] or nil, rule = check.rule,
    importance = check.importance, message = message,
  }
end

-- Violations are gathered in batches, each of twice as many as the last, which then get their lines: for
-- those the file is gone through from its start.
local FIRST_BATCH, LAST_BATCH = 1024, 65536

local function with_lines(lines, emit)
  local batch, size = {}, FIRST_BATCH
  local function flush()
    local rows = {}
    for i, one in ipairs(batch) do
      rows[i] = one.row
    end
    local numbers = lines(rows)
    for i, one in ipairs(batch) do
      one.line = numbers and numbers[i] or nil
      emit(one)
    end
    batch, size = {}, math.min(2 * size, LAST_BATCH)
  end
  return function(one)
    batch[#batch + 1] = one
    if #batch == size then
      flush()
    end
  end, flush
end

-- Goes through all violations: those of the register, then row by row.
local function through(own, emit)
  local by_row = {}
  for _, check in ipairs(own.analysis.checks) do
    if check.message and not check.begin and not check.test and not check.open then
      emit(violation(check, nil, nil, check.message))
    else
      by_row[#by_row + 1] = check
    end
  end
  if #by_row == 0 then
    return
  end
  local fields, begins = needed(by_row), opened(by_row)
  local flush = function() end
  if own.lines then
    emit, flush = with_lines(own.lines, emit)
  end
  own.analysis:parts(fields, function(part, before)
    local tests = {}
    for i, begin in ipairs(begins) do
      tests[i] = begin(part)
    end
    own.analysis:rows(part, fields, function(i, cells)
      local row = before + i
      for k, check in ipairs(by_row) do
        local message, field, value = tests[k](row, cells)
        if message then
          emit(violation(check, row, cells, message, field, value))
        end
      end
    end)
  end)
  flush()
end

--- Iterates over all violations, in the order of their rows; those that concern no row come first.
-- @treturn function gives a fresh table each time
-- @usage for v in result:each() do print(v.row, v.field, v.message) end
function Result:each()
  check_result(self, "each")
  local own = hidden[self]
  return coroutine.wrap(function()
    through(own, coroutine.yield)
  end)
end

--- Some violations.
-- @tparam[opt=0] integer offset how many to leave out
-- @tparam[opt=1000] integer limit how many to give at most
-- @treturn {table,...}
function Result:page(offset, limit)
  check_result(self, "page")
  offset, limit = offset or 0, limit or 1000
  for name, value in pairs { offset = offset, limit = limit } do
    if math.type(value) ~= "integer" or value < 0 then
      errors.raise("page: %s must be a whole number from 0", name)
    end
  end
  local list, i = {}, 0
  if limit > 0 and offset < self.total then
    for one in self:each() do
      i = i + 1
      if i > offset then
        list[#list + 1] = one
        if #list == limit then
          break
        end
      end
    end
  end
  return list
end

--- One line that says how it went.
-- @treturn string
function Result:headline()
  check_result(self, "headline")
  local function number(n, one)
    return ("%d %s%s"):format(n, one, n == 1 and "" or "s")
  end
  local parts = {}
  for _, importance in ipairs { "error", "warning", "note" } do
    if self.by_importance[importance] > 0 then
      parts[#parts + 1] = number(self.by_importance[importance], importance)
    end
  end
  local head = ("%s, %s"):format(number(self.rows, "row"), self.total == 0 and "no violations"
    or number(self.total, "violation"))
  return #parts > 0 and ("%s (%s)"):format(head, table.concat(parts, ", ")) or head
end

--- The rules that are violated, those that matter most first.
-- @treturn {table,...} { rule, importance, field, count }, one for each rule, field and importance
function Result:rules()
  check_result(self, "rules")
  local list, place = {}, {}
  for _, check in ipairs(hidden[self].analysis.checks) do
    local key = table.concat({ check.rule, check.importance, check.field or "" }, "\0")
    local one = place[key]
    if not one then
      one = { rule = check.rule, importance = check.importance, field = check.field, count = 0 }
      place[key], list[#list + 1] = one, one
    end
    one.count = one.count + check.count
  end
  table.sort(list, function(a, b)
    if a.importance ~= b.importance then
      return ORDER[a.importance] < ORDER[b.importance]
    elseif a.rule ~= b.rule then
      return a.rule < b.rule
    end
    return (a.field or "") < (b.field or "")
  end)
  return list
end

local function cells_of(one)
  local cells = {}
  for c, name in ipairs(COLUMNS) do
    cells[c] = one[name] ~= nil and tostring(one[name]) or nil
  end
  return cells
end

--- Lays out violations as rows of texts, for writers of tables.
-- @treturn table { names, types, rows }, as `present.shape` has them
function meta.shape(self)
  local types = {}
  for c = 1, #COLUMNS do
    types[c] = c <= 2 and "integer" or "text"
  end
  return {
    names = COLUMNS, types = types,
    rows = function()
      local next_one = self:each()
      return function()
        local one = next_one()
        return one and cells_of(one)
      end
    end,
  }
end

--- What a clerk reads: counts by rule, then violations.
-- @tparam ?integer limit how many violations
-- @tparam ?integer offset how many to leave out
-- @treturn string
function Result:text(limit, offset)
  check_result(self, "text")
  limit, offset = limit or SHOWN, offset or 0
  local lines = { self:headline() }
  if self.total == 0 then
    return lines[1]
  end
  local rows = {}
  for i, one in ipairs(self:rules()) do
    rows[i] = { one.rule, one.importance, one.field and show.value(one.field), tostring(one.count) }
  end
  lines[#lines + 1] = ""
  lines[#lines + 1] = show.table({ "rule", "importance", "field", "violations" }, rows,
    { align = { "left", "left", "left", "right" } })
  local shown, any_line = {}, false
  for i, one in ipairs(self:page(offset, limit)) do
    any_line = any_line or one.line ~= nil
    shown[i] = one
  end
  if #shown > 0 then
    local headers = any_line and { "row", "line", "field", "value", "rule", "message" }
      or { "row", "field", "value", "rule", "message" }
    for i, one in ipairs(shown) do
      local cells = {}
      for c, name in ipairs(headers) do
        cells[c] = one[name] ~= nil and show.value(one[name]) or nil
      end
      shown[i] = cells
    end
    lines[#lines + 1] = ""
    lines[#lines + 1] = show.table(headers, shown, {
      align = any_line and { "right", "right", "left", "left", "left", "left" }
        or { "right", "left", "left", "left", "left" },
      cell = 120,
    })
  end
  local left = self.total - offset - #shown
  if left > 0 then
    lines[#lines + 1] = ("(%d more)"):format(left)
  end
  return table.concat(lines, "\n")
end

function meta:__tostring()
  return self:text()
end

-- In the order of the JSON that `orgstat validate` writes.
function meta:__pairs()
  local i, keys = 0, { "rows", "total", "violations", "by_rule", "by_importance" }
  return function()
    i = i + 1
    if keys[i] then
      return keys[i], self[keys[i]]
    end
  end
end

--- A validation.
-- @tparam table analysis that has run
-- @tparam ?function lines from a list of rows, ascending, to the list of their lines
-- @tparam integer offset
-- @tparam integer limit
-- @treturn validation
return function(analysis, rows, lines, offset, limit)
  local counts, total, importance = {}, 0, { error = 0, warning = 0, note = 0 }
  for _, check in ipairs(analysis.checks) do
    counts[check.rule] = (counts[check.rule] or 0) + check.count
    importance[check.importance] = importance[check.importance] + check.count
    total = total + check.count
  end
  local by_rule, order = {}, names.keys(counts)
  for _, rule in ipairs(order) do
    by_rule[rule] = counts[rule]
  end
  local self = setmetatable({
    rows = rows, total = total, by_rule = by_rule, by_importance = importance, offset = offset, limit = limit,
  }, meta)
  hidden[self] = { analysis = analysis, lines = lines }
  self.violations = self:page(offset, limit)
  return self
end

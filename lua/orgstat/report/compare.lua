--- Holds two texts with the same figures against each other: translations, or copies of one source.
--
-- Figures are aligned by value and label, wherever they stand; what then remains on both sides between
-- two aligned figures is aligned by unit, label and likeness of the digits. The work grows with the
-- number of figures, not with its square.
-- @module orgstat.report.compare

local errors = require "orgstat.register.errors"
local slip = require "orgstat.report.slip"

local compare = {}

-- Between two aligned figures, no more than so many are held against each other one by one.
local WINDOW = 40

local function label_key(figure)
  local names = {}
  for name, code in pairs(figure.by or {}) do names[#names + 1] = name .. "=" .. code end
  table.sort(names)
  return table.concat(names, ";")
end

local function number_key(x)
  if x == nil then return "-" end
  return math.type(x) == "integer" and ("%d"):format(x) or ("%.17g"):format(x)
end

-- What is written, as one text: a value, two ends, or readings.
local function value_key(figure)
  if figure.value then return number_key(figure.value) end
  if figure.lo or figure.hi then return number_key(figure.lo) .. ".." .. number_key(figure.hi) end
  return "?" .. (figure.written or "")
end

-- Enough digits to be the same figure wherever it stands.
local function is_distinctive(figure)
  return #value_key(figure):gsub("0+$", ""):gsub("[^%d]", "") >= 3
end

-- Sides: the figures of one text, with what they are aligned to.
local function side(figures)
  local one = { figures = figures, to = {}, value = {}, label = {} }
  for i, figure in ipairs(figures) do one.value[i], one.label[i] = value_key(figure), label_key(figure) end
  return one
end

local function join(a, b, i, j) a.to[i], b.to[j] = j, i end

-- Aligns what has one key, in the order of the texts. Figures without key are left out.
local function align_by(a, b, key)
  local waiting = {}
  for j in ipairs(b.figures) do
    local k = not b.to[j] and key(b, j)
    if k then
      local queue = waiting[k] or { head = 1 }
      waiting[k] = queue
      queue[#queue + 1] = j
    end
  end
  for i in ipairs(a.figures) do
    local queue = not a.to[i] and waiting[key(a, i) or false]
    if queue and queue[queue.head] then
      join(a, b, i, queue[queue.head])
      queue.head = queue.head + 1
    end
  end
end

local function unit_of(figure) return figure.unit or "other" end

local KEYS = {
  function(s, i)
    local figure = s.figures[i]
    return table.concat({ s.value[i], unit_of(figure), s.label[i], figure.hedge }, "|")
  end,
  function(s, i) return table.concat({ s.value[i], unit_of(s.figures[i]), s.figures[i].hedge }, "|") end,
  function(s, i) return is_distinctive(s.figures[i]) and s.value[i] .. "|" .. unit_of(s.figures[i]) end,
  function(s, i) return is_distinctive(s.figures[i]) and s.value[i] end,
}

-- The longest run of aligned figures that stand in the same order in both texts.
local function anchors(a)
  local tails, back = {}, {}
  for i in ipairs(a.figures) do
    local j = a.to[i]
    if j then
      local low, high = 1, #tails
      while low <= high do
        local middle = (low + high) // 2
        if a.to[tails[middle]] < j then low = middle + 1 else high = middle - 1 end
      end
      tails[low], back[i] = i, tails[low - 1]
    end
  end
  local chain, i = {}, tails[#tails]
  while i do
    chain[#chain + 1] = i
    i = back[i]
  end
  local n = #chain
  for k = 1, n // 2 do chain[k], chain[n + 1 - k] = chain[n + 1 - k], chain[k] end
  return chain
end

local function unaligned(s, from, to)
  local list = {}
  for i = from, to do
    if not s.to[i] then list[#list + 1] = i end
  end
  return list
end

local function same_class(a, b, i, j)
  return unit_of(a.figures[i]) == unit_of(b.figures[j]) and a.label[i] == b.label[j]
end

-- How likely two figures between the same neighbours are one; nil when they are not.
local function likeness(a, b, i, j)
  local x, y = a.figures[i], b.figures[j]
  local same_unit = unit_of(x) == unit_of(y)
  if a.value[i] == b.value[j] then return same_unit and 6 or 5 end
  local slipped = slip.between(x, y)
  if same_class(a, b, i, j) then return slipped and 4 or a.label[i] ~= "" and 2 or nil end
  return same_unit and slipped and 3 or nil
end

local function align_gap(a, b, left, right)
  local candidates = {}
  for _, i in ipairs(left) do
    for _, j in ipairs(right) do
      local score = likeness(a, b, i, j)
      if score then candidates[#candidates + 1] = { score, i, j } end
    end
  end
  table.sort(candidates, function(p, q)
    if p[1] ~= q[1] then return p[1] > q[1] end
    if p[2] ~= q[2] then return p[2] < q[2] end
    return p[3] < q[3]
  end)
  for _, one in ipairs(candidates) do
    if not a.to[one[2]] and not b.to[one[3]] then join(a, b, one[2], one[3]) end
  end
  -- one on each side, of one class: the same place in the text
  local rest_a, rest_b = {}, {}
  for _, i in ipairs(left) do if not a.to[i] then rest_a[#rest_a + 1] = i end end
  for _, j in ipairs(right) do if not b.to[j] then rest_b[#rest_b + 1] = j end end
  if #rest_a == 1 and #rest_b == 1 and same_class(a, b, rest_a[1], rest_b[1]) then
    join(a, b, rest_a[1], rest_b[1])
  end
end

local function align_gaps(a, b)
  local chain = anchors(a)
  local from_a, from_b = 1, 1
  for k = 1, #chain + 1 do
    local i = chain[k]
    local to_a, to_b = (i or #a.figures + 1) - 1, (i and a.to[i] or #b.figures + 1) - 1
    local left, right = unaligned(a, from_a, to_a), unaligned(b, from_b, to_b)
    if #left > 0 and #right > 0 and #left <= WINDOW and #right <= WINDOW then align_gap(a, b, left, right) end
    from_a, from_b = to_a + 2, to_b + 2
  end
end

-- Labels that both give and that are not the same; a label that one text leaves out is no change.
local function labels_differ(x, y)
  for name, code in pairs(x.by or {}) do
    local other = (y.by or {})[name]
    if other and other ~= code then return true end
  end
  return false
end

local function units_differ(x, y)
  local a, b = unit_of(x), unit_of(y)
  return a ~= b and a ~= "other" and b ~= "other"
end

-- A number that can be read in several ways agrees with the text that says which.
local function is_reading(x, y)
  for _, reading in ipairs(x.readings or {}) do
    if y.value and number_key(reading) == number_key(y.value) then return true end
  end
  return false
end

local function differences(a, b, i, j)
  local x, y, what = a.figures[i], b.figures[j], {}
  if a.value[i] ~= b.value[j] and not is_reading(x, y) and not is_reading(y, x) then what[1] = "value" end
  if units_differ(x, y) then what[#what + 1] = "unit" end
  if x.hedge ~= y.hedge then what[#what + 1] = "hedge" end
  if labels_differ(x, y) then what[#what + 1] = "label" end
  return what
end

local function check_report(report, n)
  if type(report) ~= "table" or type(report.figures) ~= "table" then
    errors.raise("compare: argument %d must be a report, got %s", n, errors.kind(report))
  end
end

local TOLD = {
  digit_substituted = "one digit is another", digits_swapped = "two digits are swapped", digit_lost = "a digit is lost",
  digit_added = "a digit is added", scale_word = "another scale word", mark = "grouping and decimal mark are confused",
  rounding = "rounded",
}

local function tell(result)
  local function name(i) return result.figures[i].written end
  local lines = {
    ("%s: %d figures agree, %d changed, %d missing, %d extra"):format(result.agree and "the texts agree"
      or "the texts differ", #result.pairs, #result.changed, #result.missing, #result.extra),
  }
  for _, one in ipairs(result.changed) do
    lines[#lines + 1] = ("%s changed: %s, %s%s"):format(one.what, name(one.a), name(one.b),
      one.slip and " (" .. TOLD[one.slip] .. ")" or "")
  end
  for _, i in ipairs(result.missing) do lines[#lines + 1] = "missing: " .. name(i) end
  for _, i in ipairs(result.extra) do lines[#lines + 1] = "extra: " .. name(i) end
  return table.concat(lines, "\n")
end

local RESULT = { __name = "orgstat.comparison", __tostring = tell }

--- What a slip is, in words.
-- @string name as in `changed`
-- @treturn string
function compare.explain(name) return TOLD[name] end

--- Compares the figures of two reports.
-- @tparam table a report
-- @tparam table b report
-- @treturn table `figures`, those of a and then those of b, and lists of indexes into it: `pairs` `{ a, b }`
-- that agree, `changed` `{ a, b, what, slip }` (what: "value", "unit", "hedge" or "label"), `missing` (of a
-- only), `extra` (of b only); `agree`, whether the last three are empty
-- @raise on arguments that are no reports
function compare.compare(a, b)
  check_report(a, 1)
  check_report(b, 2)
  local left, right = side(a.figures), side(b.figures)
  for _, key in ipairs(KEYS) do align_by(left, right, key) end
  align_gaps(left, right)
  local shift = #a.figures
  local result = { agree = true, pairs = {}, missing = {}, extra = {}, changed = {}, figures = {} }
  for i, figure in ipairs(a.figures) do
    result.figures[i] = figure
    local j = left.to[i]
    if not j then
      result.missing[#result.missing + 1] = i
    else
      local what = differences(left, right, i, j)
      if #what == 0 then result.pairs[#result.pairs + 1] = { a = i, b = shift + j } end
      for _, one in ipairs(what) do
        result.changed[#result.changed + 1] = {
          a = i, b = shift + j, what = one, slip = one == "value" and slip.between(figure, b.figures[j]) or nil,
        }
      end
    end
  end
  for j, figure in ipairs(b.figures) do
    result.figures[shift + j] = figure
    if not right.to[j] then result.extra[#result.extra + 1] = shift + j end
  end
  result.agree = #result.missing + #result.extra + #result.changed == 0
  return setmetatable(result, RESULT)
end

return compare

-- Statistics compared with those of R and of Python's fractions: spec/recipes/statistics.csv, which
-- spec/recipes/statistics.sh makes.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local registers = require "spec.support.registers"

local names, wanted = nil, {}
for line in paths.bytes(os.getenv "STATISTICS" or "spec/recipes/statistics.csv"):gmatch "[^\n]+" do
  local cells = {}
  for cell in (line .. ","):gmatch "([^,]*)," do cells[#cells + 1] = cell end
  if names then
    wanted[cells[1]] = {}
    for c = 2, #names do wanted[cells[1]][names[c]] = cells[c] end
  else
    names = cells
  end
end

-- The aggregate that stands for a column of the table; those of all groups together are apart.
local AGGREGATES = {
  n = "count(x)", missing = "missing(x)", distinct = "count_distinct(x)", sum = "sum(x)", mean = "mean(x)",
  sd = "sd(x)", var = "var(x)", min = "min(x)", max = "max(x)", first = "first(x)", last = "last(x)",
  median = "median(x)", iqr = "iqr(x)", mad = "mad(x)", mode = "mode(x)", gini = "gini(x)", hhi = "hhi(x)",
  top = "top(x, K)", weighted_mean = "weighted_mean(x, w)", weighted_median = "weighted_median(x, w)",
  weighted_quantile = "weighted_quantile(x, w, P)",
}
for type = 1, 9 do AGGREGATES["q" .. type] = ("quantile(x, P, %d)"):format(type) end
local OF_GROUPS = { "share", "rank", "cumulative" }

-- Where parts may cancel, a difference counts against the largest of them.
local CANCELS = { sum = true, mean = true, median = true, iqr = true, mad = true, weighted_mean = true }
for type = 1, 9 do CANCELS["q" .. type] = true end

local function number(text)
  if text == "" then return nil end
  return text == "inf" and math.huge or text == "-inf" and -math.huge or tonumber(text)
end

local function agree(what, text, value, largest)
  local other = number(text)
  local message = ("%s: %s for %s"):format(what, tostring(value), text)
  if text == "nan" then -- infinities of both signs
    assert.is_true(value ~= value, message)
    return
  end
  assert.equal(other == nil, value == nil, message)
  if other and other ~= value then
    -- twice the least denormal is what is left of 1e-12 down there
    assert.is_true(math.abs(value - other) <= 1e-12 * math.max(math.abs(other), largest) + 1e-323, message)
  end
end

-- All of a register's statistics against its line of the table; fields stands for g, x and w.
local function compare(reg, name, fields, p, k)
  local expected = assert(wanted[name], name)
  local function named(text)
    return (text:gsub("%f[%w][xw]%f[%W]", fields):gsub("P", ("%.17g"):format(p)):gsub("K", tostring(k)))
  end
  local asked, largest = {}, 0
  for column, text in pairs(AGGREGATES) do asked[column] = named(text) end
  for _, column in ipairs { "min", "max" } do
    largest = math.max(largest, math.abs(number(expected[column]) or 0))
  end
  local got = reg:group():summarise(asked)[1]
  for column in pairs(AGGREGATES) do
    agree(name .. ", " .. column, expected[column], got[column], CANCELS[column] and largest
      or column == "gini" and 1 or 0)
  end
  local groups = reg:group(fields.g):summarise { share = named "share(x)", rank = named "rank(x)",
    cumulative = named "cumulative(x)", sum = named "sum(x)" }
  local most = 0
  for _, sum in groups:values "sum" do most = math.max(most, math.abs(sum)) end
  for _, column in ipairs(OF_GROUPS) do
    local values, i = groups:column(column), 0
    local texts = {}
    for text in (expected[column] .. ";"):gmatch "([^;]*);" do texts[#texts + 1] = text end
    if values.n == 0 then texts = expected[column] == "" and {} or texts end
    assert.equal(#texts, values.n, name .. ", " .. column)
    for _, text in ipairs(texts) do
      i = i + 1
      agree(("%s, %s of group %d"):format(name, column, i), text, values[i], column == "cumulative" and most or 0)
    end
  end
end

local function compare_all(list)
  local sorts = {}
  for _, one in ipairs(list) do
    local reg = assert(orgstat.parse(one.text))
    compare(reg, one.name, { g = "g", x = "x", w = "w" }, one.p, one.k)
    sorts[one.sort] = (sorts[one.sort] or 0) + 1
  end
  return sorts
end

describe("statistics", function()
  it("are those of R on 200 random registers", function()
    local sorts = compare_all(registers.random())
    for sort, count in pairs(sorts) do assert.equal(25, count, sort) end
  end)

  it("are exact where doubles are not", function()
    local sorts = compare_all(registers.beyond())
    for sort, count in pairs(sorts) do assert.equal(10, count, sort) end
  end)

  it("are those of R on the sample register", function()
    compare(assert(orgstat.read "data/binh-thuan-2024.csv"), "sample",
      { g = "scope_level", x = "members", w = "branches" }, 0.9, 5)
  end)

  it("are those of R on the Wyoming register", function()
    local path, why = paths.shared "us-irs-exempt/eo_wy.csv"
    if not path then pending(why) end
    compare(assert(orgstat.read(path)), "wyoming", { g = "SUBSECTION", x = "ASSET_AMT", w = "INCOME_AMT" }, 0.9, 5)
  end)

  it("do not depend on the order of the rows, nor on where they are", function()
    local path = os.tmpname()
    for _, one in ipairs(registers.random()) do
      if one.name:find "[05]$" then
        local file = assert(io.open(path, "wb"))
        file:write(one.text)
        file:close()
        compare(assert(orgstat.scan(path)), one.name, { g = "g", x = "x", w = "w" }, one.p, one.k)
      end
    end
    os.remove(path)
  end)
end)

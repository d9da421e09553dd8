-- Expressions against another evaluator of what doc/expressions.md says, on random registers.
local core = require "orgstat.core"
local exprs = require "spec.support.exprs"
local orgstat = require "orgstat"

local KINDS = { "boolean", "integer", "decimal", "number", "text", "date" }

-- A generator of our own, so that the cases are the same under every Lua.
local function source(seed)
  local state = seed
  return function(m, n)
    if not n then m, n = 1, m end
    state = (state * 6364136223846793005 + 1442695040888963407)
    return m + (state >> 33) % (n - m + 1)
  end
end

-- What the expression is for each row; or the first row that overflows, or false when it is too fine.
local function wanted(node, rows)
  if node.fine then return nil, false end
  local values = {}
  for i, row in ipairs(rows) do
    local ok, v = pcall(node.eval, row)
    if not ok then
      if v ~= exprs.OVERFLOW then error(v, 0) end
      return nil, #rows > 10 and i or row.id -- the record as it was read
    end
    values[i] = v
  end
  return values
end

local function shown(v, kind)
  if v == nil then return "missing" end
  if kind == "decimal" then return exprs.digits(v) end
  return kind == "number" and ("%.17g"):format(v + 0.0) or tostring(v)
end

local function values_of(reg, kind)
  local c, list = #exprs.FIELDS + 1, {}
  if kind == "decimal" then
    for i, text in core.texts(reg, c) do list[i] = text and (text:find "%." and text:gsub("%.?0+$", "") or text) end
  else
    for i, v in reg:values "result" do list[i] = kind == "number" and v and ("%.17g"):format(v) or v end
  end
  for i = 1, #reg do list[i] = list[i] == nil and "missing" or tostring(list[i]) end
  return list
end

-- Runs f, which may find an overflow; gives its result, or nil and the record.
local function run(f)
  local ok, result = pcall(f)
  if ok then return result end
  if type(result) ~= "table" or result.code ~= "overflow" then error(result, 0) end
  return nil, result.row or false
end

local function repeated(list, times)
  local all = {}
  for t = 0, times - 1 do table.move(list, 1, #list, t * #list + 1, all) end
  return all
end

local function check(node, reg, rows, seed)
  local where = ("seed %d: %s"):format(seed, node.text)
  local values, row = wanted(node, rows)
  local ok, result, failed = pcall(run, function()
    local computed = reg:mutate { result = node.text }
    core.rows(computed)
    return computed
  end)
  if not ok then error(where .. "\n" .. tostring(result), 0) end
  if failed ~= row then error(("%s\noverflows at %s, not at %s"):format(where, failed, row), 0) end
  if values then
    for i, v in ipairs(values_of(result, node.type)) do
      local w = shown(values[i], node.type)
      if v ~= w and not (node.type == "number" and tonumber(v) == tonumber(w)) then
        error(("%s\nrecord %d is %s, not %s"):format(where, i, v, w), 0)
      end
    end
    result:close()
  end
  if node.type ~= "boolean" then return end
  local found = run(function() return reg:where(node.text):column "id" end)
  if not values then
    if found then error(where .. "\ndoes not overflow in where", 0) end
    return
  end
  local n = 0
  for i = 1, #rows do
    if values[i] then
      n = n + 1
      if found[n] ~= rows[i].id then error(("%s\nrecord %d is not found"):format(where, i), 0) end
    end
  end
  if found.n ~= n then error(("%s\n%d records are found, not %d"):format(where, found.n, n), 0) end
end

describe("expressions", function()
  it("are what another evaluator makes of them, 20,000 times", function()
    local reg, rows
    for seed = 1, 20000 do
      local random = source(seed)
      exprs.use(random)
      if seed % 100 == 1 then
        local records
        records, rows = exprs.rows(10)
        if seed % 2000 == 1 then -- several batches, and dictionaries
          records, rows = repeated(records, 110), repeated(rows, 110)
        end
        reg = orgstat.register(records, exprs.fields())
        if seed % 500 == 101 then -- a selection in another order
          reg = reg:sort "-id"
          rows = table.pack(table.unpack(rows))
          table.sort(rows, function(a, b) return a.id > b.id end)
        end
      end
      local big = #rows > 10
      if not big or seed % 10 == 1 then
        check(exprs.make(KINDS[seed % #KINDS + 1], 1 + seed % 4), reg, rows, seed)
      end
    end
  end)

  it("take a field without any value for one of any type, 4,000 times", function()
    local typed, blank
    for seed = 1, 4000 do
      local random = source(seed)
      exprs.use(random)
      if seed % 100 == 1 then
        local fields, plain, records = exprs.fields(), exprs.fields(), exprs.rows(10)
        for i, field in ipairs(fields) do
          local kind = field[2]
          if (kind == "integer" or kind == "boolean" or kind == "date") and field[1] ~= "id" and random(2) == 1 then
            for _, record in ipairs(records) do record[field[1]] = nil end
            plain[i] = field[1]
          end
        end
        typed, blank = orgstat.register(records, fields), orgstat.register(records, plain)
      end
      local kind = KINDS[seed % #KINDS + 1]
      local node = exprs.make(kind, 1 + seed % 4)
      local results = {}
      for k, reg in ipairs { typed, blank } do
        local ok, values, row = pcall(run, function() return values_of(reg:mutate { result = node.text }, kind) end)
        if not ok then error(("seed %d: %s\n%s"):format(seed, node.text, tostring(values)), 0) end
        results[k] = values and table.concat(values, "|") or { row = row }
      end
      assert.same(results[1], results[2], ("seed %d: %s"):format(seed, node.text))
    end
  end)
end)

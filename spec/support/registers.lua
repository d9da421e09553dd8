-- Seeded random registers for comparing statistics with other programs: fields g (text), x (numbers of
-- one sort), w (weights), and with each register a p for quantiles and a k for top.
--
--     lua5.4 spec/support/registers.lua FOLDER
--
-- writes them as files, with a list of them in FOLDER/list.csv, for spec/recipes/statistics.sh.
local registers = {}

-- A generator of our own (xorshift of 64 bits), since that of Lua may change.
local function generator(seed)
  local state = seed * 0x9E3779B97F4A7C15 | 1
  local function unit()
    state = state ~ (state << 13)
    state = state ~ (state >> 7)
    state = state ~ (state << 17)
    return (state >> 11) / 2.0 ^ 53
  end
  for _ = 1, 8 do unit() end
  return unit, function(low, high) return low + math.floor(unit() * (high - low + 1)) end
end

local function digits(whole, count)
  local list = {}
  for i = 1, count do list[i] = whole(i == 1 and 1 or 0, 9) end
  return table.concat(list)
end

-- Sorts of values; each gives the function that writes the next one.
local SORTS = {
  { "ties", function(_, whole) return ("%d"):format(whole(0, 20)) end },
  { "integers", function(_, whole) return ("%d"):format(whole(-10 ^ 15, 10 ^ 15)) end },
  { "skewed", function(unit) return ("%.17g"):format(math.exp(6 * unit() - 2) + 1e-9) .. "e0" end },
  { "money", function(_, whole) return ("%d.%02d"):format(whole(0, 10 ^ 9), whole(0, 99)) end },
  { "equal", function() return "7.25" end },
  { "shifted", function(_, whole) return ("1000000000.%03d"):format(125 * whole(0, 7)) end },
  { "large", function(unit) return ("%.17g"):format((unit() + 0.1) * 1e150) end },
  { "small", function(unit) return ("%.17ge-140"):format((unit() - 0.3)) end },
}

-- Sorts that doubles do not hold.
local BEYOND = {
  { "int64", function(_, whole) return (whole(0, 1) == 0 and "-" or "") .. "9" .. digits(whole, 17) end },
  { "near 2^63", function(_, whole) return "92233720368547757" .. digits(whole, 2) end },
  { "shifted", function(_, whole) return ("1000000000.%03d"):format(whole(0, 999)) end },
  { "cancel", function(_, whole) return (whole(0, 1) == 0 and "-" or "") .. "90000000000000000" .. whole(10, 99) end },
  { "decimals", function(_, whole) return (whole(0, 1) == 0 and "-" or "") .. digits(whole, 15) .. ".125" end },
  { "wide", function(_, whole)
    local before = whole(1, 17)
    return digits(whole, before) .. "." .. digits(whole, 18 - before)
  end },
  { "huge", function(unit) return ("%.17g"):format((2 * unit() - 1) * 1.7e308) end },
  { "denormal", function(_, whole) return ("%d"):format(whole(1, 99)) .. "e-322" end },
  { "range", function(unit, whole) return ("%.17ge%d"):format(unit() + 0.5, whole(-300, 300)) end },
}

local LENGTHS = { 0, 1, 2, 3, 5, 8, 13, 30, 60, 120 }
local PS = { 0, 0.05, 0.1, 0.25, 1 / 3, 0.5, 0.77, 0.9, 0.99, 1 }

local function make(name, sort, seed)
  local unit, whole = generator(seed)
  local n = LENGTHS[whole(1, #LENGTHS)]
  local missing = ({ 0, 0.1, 0.5, 1 })[whole(1, seed % 25 == 0 and 4 or 3)]
  local lines, values = { "g,x,w" }, {}
  for i = 1, n do
    values[i] = unit() < missing and "" or sort[2](unit, whole)
    local g = unit() < 0.05 and "" or ({ "a", "b", "c" })[whole(1, 3)]
    local w = unit() < 0.1 and "" or seed % 2 == 0 and ("%d"):format(whole(0, 5))
      or ("%d.%02d"):format(whole(0, 3), 25 * whole(0, 3))
    lines[i + 1] = g .. "," .. values[i] .. "," .. w
  end
  return {
    name = ("%s %d"):format(name, seed), sort = sort[1], text = table.concat(lines, "\n") .. "\n",
    p = PS[whole(1, #PS)], k = whole(1, 6),
  }
end

local function list(sorts, name, count, first)
  local all = {}
  for i = 1, count do all[i] = make(name, sorts[(i - 1) % #sorts + 1], first + i) end
  return all
end

--- 200 registers whose numbers doubles hold.
function registers.random() return list(SORTS, "random", 200, 0) end

--- 90 registers whose numbers, or the statistics of them, they do not.
function registers.beyond() return list(BEYOND, "beyond", 90, 1000) end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

if arg and arg[0] and arg[0]:find "registers%.lua$" then
  for _, name in ipairs { "random", "beyond" } do
    local lines = {}
    for i, one in ipairs(registers[name]()) do
      local file = ("%s/%s-%d.csv"):format(arg[1], name, i)
      write(file, one.text)
      lines[i] = ("%s,%s,%.17g,%d\n"):format(one.name, file, one.p, one.k)
    end
    write(("%s/%s.csv"):format(arg[1], name), "name,file,p,k\n" .. table.concat(lines))
  end
end

return registers

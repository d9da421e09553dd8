-- Long work on loaded registers lets hooks of the host run, which may stop it or close the register.
local orgstat = require "orgstat"

local ROWS = 300000

-- Runs `work` with a hook on calls of C functions, which is given the function: how often each function was called,
-- and what pcall says.
local function watched(work, hook)
  local calls = {}
  debug.sethook(function()
    local info = debug.getinfo(2, "fS")
    local called = info.func
    if info.what ~= "C" then return end
    calls[called] = (calls[called] or 0) + 1
    if hook then hook(called, calls[called]) end
  end, "c")
  local ok, raised = pcall(work)
  debug.sethook()
  return calls, ok, raised
end

describe("interrupting", function()
  local long, short

  setup(function()
    local lines = { "name,number" }
    for i = 1, ROWS do
      lines[i + 1] = ("Hội số %d của xã,%d.25"):format(i * 7919 % ROWS, i * 104729 % 1000003)
    end
    long = assert(orgstat.parse(table.concat(lines, "\n") .. "\n"))
    short = assert(orgstat.parse(table.concat(lines, "\n", 1, 11) .. "\n"))
  end)

  local works = {
    sort = function(reg) return reg:sort("name")[1] end,
    ["sort by numbers"] = function(reg) return reg:sort("-number", "name")[1] end,
    group = function(reg) return reg:group("name"):summarise { { "n", "count()" } }[1] end,
    where = function(reg) return #reg:where [[fold(name) like "*9*" and number > 10]] end,
    mutate = function(reg) return reg:mutate { short = "fold(name)" }[1] end,
    mode = function(reg) return reg:group():summarise { { "m", "mode(name)" } }[1] end,
  }

  -- The function that is called more often the more rows there are, and how often it is for few.
  local function tick_of(work)
    work(short) -- what is loaded at first use is there from now on
    work(long)
    local few, many = watched(function() work(short) end), watched(function() work(long) end)
    for called, count in pairs(many) do
      if count > (few[called] or 0) then return called, few[called] or 0 end
    end
    error "nothing is called more often for many rows than for few"
  end

  for name, work in pairs(works) do
    it("stops " .. name, function()
      local tick, few = tick_of(work)
      local _, went_on, raised = watched(function() work(long) end, function(called, count)
        if called == tick and count == few + 1 then error("stop", 0) end
      end)
      assert.same({ false, "stop" }, { went_on, raised })
      assert.equal(ROWS, #long)
    end)

    it("goes on with " .. name .. " when a hook closes the register", function()
      local tick = tick_of(work)
      local shared = long:head(ROWS) -- a register of its own, with the same columns
      assert.equal(ROWS, #shared)
      watched(function() work(shared) end, function(called)
        if called == tick then shared:close() end
      end)
      assert.is_false((pcall(function() return #shared end)))
      assert.equal(ROWS, #long)
    end)
  end
end)

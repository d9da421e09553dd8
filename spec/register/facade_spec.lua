describe("require 'orgstat'", function()
  local function lua(code)
    local file = os.tmpname()
    local f = assert(io.open(file, "w"))
    f:write(("package.path, package.cpath = %q, %q\n"):format(package.path, package.cpath), code)
    f:close()
    local pipe = assert(io.popen("lua5.4 " .. file .. " 2>&1"))
    local out = pipe:read("a")
    pipe:close()
    os.remove(file)
    return out
  end

  it("costs at most 3 ms and loads no C", function()
    local best = math.huge
    for _ = 1, 5 do
      local ms = tonumber(lua [[
        local from = os.clock()
        require "orgstat"
        print((os.clock() - from) * 1000)
        assert(not package.loaded["orgstat.core"])
      ]])
      best = math.min(best, ms or math.huge)
    end
    assert.is_true(best <= 3, best .. " ms")
  end)

  it("makes nothing global, also when everything is used", function()
    assert.equal("", lua [[
      local before = {}
      for key in pairs(_G) do before[key] = true end
      local orgstat = require "orgstat"
      local reg = orgstat.register { { a = 1, b = "x" } }
      tostring(reg); tostring(reg:count "a"); tostring(reg:crosstab("a", "b")); tostring(reg:stats "a")
      reg:group("a"):summarise { n = "count()" }
      for key in pairs(_G) do if not before[key] then print(key) end end
    ]])
  end)

  it("has the same values each time", function()
    local orgstat = require "orgstat"
    assert.equal(orgstat.read, orgstat.read)
    assert.equal("missing", tostring(orgstat.missing))
    assert.equal(orgstat.missing, require("orgstat").missing)
    assert.is_nil(orgstat.raed)
    assert.equal("orgstat " .. orgstat.version, orgstat._VERSION)
  end)

  it("keeps missing as it is", function()
    local orgstat = require "orgstat"
    assert.has_error(function()
      orgstat.missing.x = 1
    end, "orgstat.missing cannot be changed")
  end)
end)

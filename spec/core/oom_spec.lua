-- A host whose memory ends: wherever that happens, what comes out is the right result or the error
-- "not enough memory", the state goes on working, and not a byte is left when it is closed. The host
-- is spec/support/oom.c, what it does there is in spec/support/oom.lua.
local paths = require "spec.support.paths"

local HOST = "build/oom"

local function names_of(path)
  local names = {}
  for name in paths.bytes(path):gmatch "\nscenarios%.([%w_]+)" do names[#names + 1] = name end
  assert(#names > 40, #names)
  return names
end

describe("when memory ends, #memory", function()
  local file, names

  setup(function()
    -- not under a sanitizer's preload: the compiler's leaks are not ours
    local output, errors, status = paths.run("env -u LD_PRELOAD -u MAKEFLAGS -u MAKELEVEL make -s " .. HOST)
    assert.same({ "", "", 0 }, { output, errors, status })
    file, names = os.tmpname(), names_of "spec/support/oom.lua"
  end)
  teardown(function() os.execute("rm -f " .. file .. " " .. file .. ".*.tmp") end)

  -- Sweeps scenarios; says how many points of failure each had.
  local function sweep(how, scenarios)
    local output, errors, status = paths.run(("OOM_FILE=%s %s spec/support/oom.lua %s %s"):format(file, HOST, how,
      table.concat(scenarios, " ")))
    assert.same({ "", 0 }, { errors, status }, output)
    assert.is_nil(output:find "WRONG", output)
    local points = {}
    for name, count in output:gmatch "([%w_]+): (%d+)\n" do points[name] = tonumber(count) end
    for _, name in ipairs(scenarios) do assert.is_true((points[name] or 0) > 5, name .. " " .. output) end
    return points
  end

  local function all_but(...)
    local list, left_out = {}, {}
    for _, name in ipairs { ... } do left_out[name] = true end
    for _, name in ipairs(names) do
      if not left_out[name] then list[#list + 1] = name end
    end
    return list
  end

  it("with every request from one on, nothing is lost", function()
    local points = sweep("later", all_but "load_big")
    assert.is_true(points.load_threads > 100 and points.summarise > 100)
  end)

  it("with one request only, nothing is lost", function()
    sweep("once", all_but "load_big")
  end)

  it("with four requests, more than the core tries again, nothing is lost", function()
    sweep("four", all_but("load_big", "write_json", "write_tsv", "print", "records", "values"))
  end)

  it("a host's cap holds", function()
    local points = sweep("cap", names)
    assert.is_true(points.load_big > 20)
  end)
end)

-- The house rules that no other tool checks.
local paths = require "spec.support.paths"

local function lines(command)
  local output, errors, status = paths.run(command)
  assert.same({ "", 0 }, { errors, status })
  local list = {}
  for line in output:gmatch "[^\n]+" do list[#list + 1] = line end
  table.sort(list)
  return list
end

local ROCKS = { "orgstat-codec", "orgstat", "orgstat-xlsx" } -- as ls sorts their files

local function rockspec(name)
  local spec = {}
  assert(loadfile((name or "orgstat") .. "-dev-1.rockspec", "t", spec))()
  return spec
end

-- The C sources and the Lua modules of a rock.
local function contents(rock)
  local sources, modules = {}, {}
  for name, module in pairs(rockspec(rock).build.modules) do
    if type(module) == "table" then
      for _, source in ipairs(module.sources) do sources[#sources + 1] = source end
    else
      modules[name] = module
    end
  end
  table.sort(sources)
  return sources, modules
end

describe("the rockspecs", function()
  it("are all there are", function()
    local wanted = {}
    for i, rock in ipairs(ROCKS) do wanted[i] = rock .. "-dev-1.rockspec" end
    assert.same(wanted, lines "ls *.rockspec")
    for _, rock in ipairs(ROCKS) do assert.equal(rock, rockspec(rock).package) end
  end)

  it("list every C source and every Lua module of the tree, and nothing else", function()
    local sources, modules = contents "orgstat"
    assert.same(lines "find csrc/core csrc/binding -name '*.c'", sources)
    assert.same({ lines "find csrc/codec -name '*.c'", {} }, { contents "orgstat-codec" })
    local shared = lines "find csrc/xlsx -name '*.c'"
    for _, source in ipairs { "csrc/core/mem.c", "csrc/core/float.c" } do table.insert(shared, 1, source) end
    assert.same({ shared, {} }, { contents "orgstat-xlsx" })
    assert.same(lines "find csrc -name '*.c' -not -path '*/core/*' -not -path '*/binding/*'",
      lines "find csrc/codec csrc/xlsx -name '*.c'")

    local wanted = {}
    for _, path in ipairs(lines "find lua -name '*.lua'") do
      local name = path:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", ".")
      wanted[name] = path
    end
    assert.same(wanted, modules)
  end)

  it("list the sources in the order of the alphabet", function()
    for _, rock in ipairs(ROCKS) do
      for _, module in pairs(rockspec(rock).build.modules) do
        local sources = type(module) == "table" and module.sources or {}
        for i = 2, #sources do assert.is_true(sources[i - 1] < sources[i], sources[i]) end
      end
    end
  end)
end)

describe("the tree", function()
  it("names no version but one", function()
    local orgstat = require "orgstat"
    local version = orgstat.version
    assert.equal("orgstat " .. version, orgstat._VERSION)
    assert.equal("orgstat " .. version .. "\n", (paths.orgstat "--version"))
    local is_dev = version:find "%-dev$" ~= nil -- between releases: a rock "dev", changes "Unreleased"
    assert.equal(is_dev and "dev" or version, rockspec().version:match "^(.*)%-%d+$")
    assert.equal(is_dev and "Unreleased" or version, paths.bytes("CHANGELOG.md"):match "\n## %[([^%]]+)%]")
  end)

  it("holds no absolute path of a machine", function()
    local output = paths.run [[grep -rnE --exclude-dir=.git --exclude=.git --exclude-dir=build \
      --exclude-dir=node_modules --exclude='register-*.csv' --exclude=house_spec.lua \
      '(^|[^A-Za-z0-9_.$}/])/(home|root|work|Users|mnt)/' .]]
    assert.equal("", output)
  end)

  it("sets no global", function()
    local output, errors, status = paths.run [[lua5.4 -e '
      package.path, package.cpath = "lua/?.lua;lua/?/init.lua;" .. package.path, "build/?.so;" .. package.cpath
      local before = {}
      for name in pairs(_G) do before[name] = true end
      local reg = require("orgstat").parse("a,b\n1,2\n")
      tostring(reg); reg:count("a"); reg:stats("b")
      local report = require("orgstat").report.read { text = "There are 5 clubs, comprising 2 old and 3 new clubs." }
      tostring(report:check()); tostring(require("orgstat").report.compare(report, report))
      for name in pairs(_G) do if not before[name] then print(name) end end']]
    assert.same({ "", "", 0 }, { output, errors, status })
  end)

  it("exports one C function from each module", function()
    for _, module in ipairs { "core", "codec", "xlsx" } do
      local output = paths.run("nm -D --defined-only build/orgstat/" .. module .. ".so | grep ' T '")
      assert.same("luaopen_orgstat_" .. module, (output:gsub("%x+ [TtDdBb] ", ""):gsub("%s+$", "")))
    end
  end)
end)

describe("make", function()
  it("names the modules that it cannot build, and the packages that they need", function()
    local output, errors, status = paths.run(
      "env -u MAKEFLAGS -u MAKELEVEL make -n --no-print-directory modules CFLAGS=-nostdinc BUILD=no")
    assert.same({ "", 0 }, { errors, status })
    assert.equal("no/orgstat/codec.so is not built: it needs zlib.h zstd.h (Debian: zlib1g-dev libzstd-dev)\n"
      .. "no/orgstat/xlsx.so is not built: it needs zip.h expat.h xlsxwriter.h (Debian: libzip-dev libexpat1-dev "
      .. "libxlsxwriter-dev)\n", (output:gsub("\n:\n$", "\n")))
  end)
end)

describe("make run #tools", function()
  it("shows a register, a report that holds, and one that does not", function()
    local output, _, status = paths.run "make --no-print-directory run PACKAGES="
    assert.equal(0, status)
    assert.matches("Total +1,392", output)
    assert.matches("ok        F01  65 + 124 + 1,203 = 1,392", output, 1, true)
    assert.matches("violated  F01  25.812 + 393.497 + 72 = 420.381", output, 1, true)
  end)

  it("summarises any FILE", function()
    local path = os.tmpname()
    os.remove(path)
    path = path .. " it's.csv"
    local file = assert(io.open(path, "wb"))
    file:write("a,b\n1,2\n")
    file:close()
    local output, _, status = paths.run("make --no-print-directory run PACKAGES= FILE=" .. paths.quote(path))
    os.remove(path)
    assert.equal(0, status)
    assert.matches("\n" .. path .. "\n1 row, 2 fields\n", output, 1, true)
  end)
end)

-- The rock: its description is sound, and what it installs works from anywhere.
local paths = require "spec.support.paths"

local ROCKSPEC = "orgstat-dev-1.rockspec"
local CODEC, XLSX = "orgstat-codec-dev-1.rockspec", "orgstat-xlsx-dev-1.rockspec"

describe("the rocks #tools", function()
  it("pass luarocks lint", function()
    for _, rock in ipairs { ROCKSPEC, CODEC, XLSX } do
      local output, errors, status = paths.run("luarocks --lua-version=5.4 lint " .. rock)
      assert.equal(0, status, output .. errors)
    end
  end)

  it("install into an empty tree, and command and library run from another folder", function()
    -- LuaRocks compiles in the folder of the sources: give it a copy. Debian's modules are named as
    -- already there, and an empty folder is the only server, so that nothing is looked for elsewhere.
    local output, errors, status = paths.run([[
      set -e
      here=$PWD
      work=$(mktemp -d)
      trap 'rm -rf "$work"' EXIT
      mkdir "$work/source" "$work/tree" "$work/server" "$work/elsewhere"
      cp -R *.rockspec README.md LICENSE CHANGELOG.md bin csrc lua data "$work/source"
      luarocks-admin --lua-version=5.4 make-manifest "$work/server" >/dev/null
      cat >"$work/config.lua" <<END
rocks_provided = { ["argparse"] = "0.7.1-1", ["lpeg"] = "1.0.2-1" }
rocks_servers = { "$work/server" }
END
      cd "$work/source"
      LUAROCKS_CONFIG=$work/config.lua luarocks --lua-version=5.4 make --tree "$work/tree" \
        ]] .. ROCKSPEC .. [[ >&2
      for rock in ]] .. CODEC .. " " .. XLSX .. [[; do
        LUAROCKS_CONFIG=$work/config.lua luarocks --lua-version=5.4 make --tree "$work/tree" $rock >&2
      done
      cd "$work/elsewhere"
      unset LUA_PATH LUA_CPATH
      "$work/tree/bin/orgstat" summary "$here/data/binh-thuan-2024.csv" --by scope_level --format csv
      LUA_PATH="$work/tree/share/lua/5.4/?.lua;$work/tree/share/lua/5.4/?/init.lua" \
        LUA_CPATH="$work/tree/lib/lua/5.4/?.so;;" \
        lua5.4 - "$here/data/binh-thuan-2024.csv" <<END
local orgstat = require "orgstat"
local reg = assert(orgstat.read(arg[1]))
print(#reg, (package.searchpath("orgstat.core", package.cpath)))
assert(reg:write "out.xlsx")
assert(assert(orgstat.read "out.xlsx"):write "out.csv.gz")
print(#assert(orgstat.read "out.csv.gz"), "again")
END
    ]])
    assert.equal(0, status, output .. errors)
    assert.truthy(output:find("commune,1203", 1, true), output)
    assert.truthy(output:find "1392\t[^\n]*/tree/lib/lua/5%.4/orgstat/core%.so\n1392\tagain\n", output)
  end)
end)

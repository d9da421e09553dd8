-- The command as its users meet it: help, versions, mistakes, pipes. `./bin/orgstat` is run for real.
local paths = require "spec.support.paths"

local orgstat, run = paths.orgstat, paths.run
local SAMPLE = "data/binh-thuan-2024.csv"

-- A mistake: status 2, nothing on standard output, and what is said.
local function refused(wanted, ...)
  local output, errors, status = orgstat(...)
  assert.same({ "", 2 }, { output, status })
  assert.is_truthy(errors:find(wanted, 1, true), errors)
  return errors
end

describe("orgstat", function()
  it("alone prints the help, which says where to start", function()
    local output, errors, status = orgstat()
    assert.same({ "", 0 }, { errors, status })
    assert.matches("^Usage: orgstat", output)
    assert.matches("orgstat summary REGISTER\n   orgstat check REPORT\n", output, 1, true)
    assert.equal(output, (orgstat "--help"))
    assert.equal(output, (orgstat "-h"))
  end)

  it("prints a subcommand's help with examples, whatever else is on the line", function()
    local output, errors, status = orgstat("summary", "--help")
    assert.same({ "", 0 }, { errors, status })
    assert.matches("Usage: orgstat summary", output, 1, true)
    assert.matches("Examples:\n   orgstat summary register.csv\n", output, 1, true)
    assert.equal(output, (orgstat("summary", "--nonsense", "-h")))
    for line in output:gmatch "[^\n]+" do assert.is_true(#line <= 80, line) end
  end)

  it("prints its version", function()
    local output, errors, status = orgstat "--version"
    assert.equal("orgstat " .. require("orgstat").version .. "\n", output)
    assert.same({ "", 0 }, { errors, status })
  end)

  it("names the nearest subcommand", function()
    refused("unknown command 'sumary'; did you mean 'summary'?", "sumary", SAMPLE)
    refused("unknown command 'frobnicate' (commands: summary, convert, validate, diff, figures, check, compare)",
      "frobnicate")
    refused("try 'orgstat --help'", "frobnicate")
  end)

  it("refuses what it does not know, and points to the help", function()
    local hint = "try 'orgstat summary --help'"
    assert.is_truthy(refused("missing argument 'FILE'", "summary"):find(hint, 1, true))
    assert.is_truthy(refused("unknown option '--frob'", "summary", "--frob", SAMPLE):find(hint, 1, true))
    refused("'--format' must be one of 'text', 'json', 'csv', 'markdown'", "summary", SAMPLE, "--format", "xml")
    refused("--threads: expected a whole number that is at least 1, found '0'", "summary", SAMPLE, "--threads", "0")
    refused("--limit: expected a whole number that is at least 0, found '1.5'", "summary", SAMPLE, "--by", "status",
      "--limit", "1.5")
    refused("--separator: expected one character (ASCII) or tab, found 'ab'", "summary", SAMPLE, "--separator", "ab")
    refused("--types: found 'members=int'", "summary", SAMPLE, "--types", "members=int")
    refused("unknown option '--frob'", "--frob")
    refused("a command is needed: summary", "--")
  end)

  it("says which file cannot be read", function()
    local errors = refused("no-such.csv: cannot be opened: No such file or directory", "summary", "no-such.csv")
    assert.is_nil(errors:find("--help", 1, true), "this is no matter of usage")
    refused("data: is a directory", "summary", "data")
  end)

  it("runs from any folder, through a link and through PATH", function()
    local output, errors, status = run [[
      here=$PWD
      folder=$(mktemp -d)
      trap 'rm -rf "$folder"' EXIT
      mkdir "$folder/a b'c"
      ln -s "$here/bin/orgstat" "$folder/a b'c/orgstat"
      cd "$folder"
      "$here/bin/orgstat" --version
      "./a b'c/orgstat" --version
      cd "a b'c" && ./orgstat summary --help | head -n 1
      PATH=$here/bin:$PATH orgstat --version
      cd "$here/bin" && lua5.4 orgstat --version
    ]]
    assert.same({ "", 0 }, { errors, status })
    local version = (orgstat "--version")
    assert.equal(version:rep(2) .. "Usage: orgstat summary [--where EXPR] [--by FIELD,...] [--sum FIELD]\n"
      .. version:rep(2), output)
  end)

  it("says what to do when the core is not built", function()
    local output, errors, status = run [[
      folder=$(mktemp -d)
      trap 'rm -rf "$folder"' EXIT
      cp -R bin lua "$folder"
      unset LUA_PATH LUA_CPATH LUA_INIT
      "$folder/bin/orgstat" summary x.csv
    ]]
    assert.same({ "", 2 }, { output, status })
    assert.matches("in a checkout, run make", errors, 1, true)
  end)

  it("ends quietly when nobody reads on", function()
    local many = paths.quote(table.unpack((function()
      local list = {}
      for i = 1, 40 do list[i] = SAMPLE end
      return list
    end)()))
    local output, errors = run("./bin/orgstat summary --format markdown " .. many .. " | head -n 1")
    assert.same({ "## " .. SAMPLE .. "\n", "" }, { output, errors })
    -- the signal may be ignored; then the write itself says so
    output, errors = run("trap '' PIPE; ./bin/orgstat summary --format markdown " .. many .. " | head -n 1")
    assert.same({ "## " .. SAMPLE .. "\n", "" }, { output, errors })
  end)

  it("says that standard output cannot be written", function()
    local _, errors, status = run("./bin/orgstat summary " .. SAMPLE .. " >/dev/full")
    assert.same({ "orgstat: cannot write standard output: No space left on device\n", 2 }, { errors, status })
  end)

  it("has no colour in a pipe", function()
    assert.is_nil((orgstat("summary", SAMPLE)):find("\27", 1, true))
  end)
end)

-- What the system, the caller and the host do to a load: faults, files that change, interruptions.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

-- A folder of its own, and files in it.
local folder

local function file(name, bytes)
  local path = folder .. "/" .. name
  local handle = assert(io.open(path, "wb"))
  handle:write(bytes)
  handle:close()
  return path
end

local function uptime()
  return tonumber(paths.bytes("/proc/uptime"):match "^%S+")
end

-- Counted by way of a file: a pipe would come and go meanwhile.
local function open_files()
  local list = folder .. "/open"
  os.execute("ls /proc/$PPID/fd >" .. list)
  return (select(2, paths.bytes(list):gsub("\n", "")))
end

local function fails(path, opts, code, ...)
  local reg, message, details = orgstat.read(path, opts)
  assert.is_nil(reg)
  assert.same({ code, path }, { details.code, details.file }, message)
  assert.equal(message, tostring(details))
  for _, words in ipairs { ... } do assert.is_truthy(message:find(words, 1, true), message) end
  return details
end

-- Rows in plenty; how many bytes that are takes some while to read.
local function rows(bytes)
  local line = '12345,"Hội Nông dân, xã Hàm Kiệm",2024-08-31,1250.75,true,commune\n'
  return "id,name,day,fee,active,level\n" .. line:rep(bytes // #line)
end

describe("a load", function()
  setup(function()
    folder = os.tmpname()
    os.remove(folder)
    assert.equal("", (paths.run("mkdir " .. folder)))
  end)
  teardown(function() os.execute("rm -rf " .. paths.quote(folder)) end)

  describe("of a file that cannot be read", function()
    it("says that it is missing", function()
      fails(folder .. "/none.csv", nil, "open_failed", "No such file or directory", "check the path")
      fails(folder .. "/none/none.csv", nil, "open_failed", "No such file or directory")
    end)

    it("says why the system does not open it", function()
      local path = file("a.csv", "a\n1\n")
      fails(path .. "/b.csv", nil, "open_failed", "Not a directory")
      os.execute(("ln -s loop.csv %s/loop.csv"):format(folder))
      fails(folder .. "/loop.csv", nil, "open_failed", "symbolic links")
      os.execute("chmod 000 " .. path)
      local handle = io.open(path)
      if handle then -- root reads what it likes
        handle:close()
      else
        fails(path, nil, "open_failed", "Permission denied", "who may read it")
      end
    end)

    it("says that it is a directory", function()
      fails(folder, nil, "is_directory", "is a directory, not a file", "give the path of a file in it")
      fails("/", nil, "is_directory")
    end)

    it("says that reading failed", function()
      fails("/proc/self/mem", nil, "read_failed", "Input/output error") -- opens, but has nothing at 0
    end)

    it("closes what it opened", function()
      collectgarbage() -- what others left open
      local before = open_files()
      for _ = 1, 20 do
        orgstat.read(folder)
        orgstat.read("/proc/self/mem")
        orgstat.read(file("ragged.csv", "a,b\n1\n"))
        orgstat.read(file("latin.csv", "a\n\xE9\n"), { encoding = "klingon" })
        assert(orgstat.read(file("good.csv", "a\n\xE9\n"), { encoding = "latin1" }))
      end
      assert.equal(before, open_files())
    end)

    it("reads what has no size: a pipe, /proc", function()
      local pipe = folder .. "/pipe"
      os.execute(("mkfifo %s; (printf 'a,b\\n1,x\\n'; sleep 0.05; printf '2,\"y\\nz\"\\n') >%s &"):format(pipe, pipe))
      assert.same({ { a = 1, b = "x" }, { a = 2, b = "y\nz" } },
        (function(reg) return { reg[1], reg[2] } end)(assert(orgstat.read(pipe))))
      assert.is_true(#assert(orgstat.read("/proc/meminfo", { header = false, separator = ":" })) > 5)
    end)
  end)

  describe("of a file that changes", function()
    local BYTES = 3 << 20

    -- Reads a file, and does something to it when the load first reports progress.
    local function changing(change, opts)
      local path, done = file("changing.csv", rows(BYTES)), false
      opts = opts or {}
      opts.threads, opts.progress = 1, function(at, total)
        if done then return end
        done = true
        assert.is_true(at > 0 and (at <= total or total == 0))
        change(path)
      end
      return fails(path, opts, "file_changed", "the file changed while it was read",
        "read it again when no other program writes to it")
    end

    it("says so when it is cut short", function()
      changing(function(path) assert(io.open(path, "wb")):close() end)
      changing(function(path) os.execute(("truncate -s -1 %s"):format(path)) end)
    end)

    it("says so when it grows", function()
      changing(function(path) assert(io.open(path, "ab")):write("1\n"):close() end)
    end)

    it("says so when it is written over", function()
      changing(function(path)
        local handle = assert(io.open(path, "r+b"))
        handle:seek("set", BYTES - 500000)
        handle:write "9"
        handle:close()
      end)
    end)

    it("says so when it has another encoding, too", function()
      local function cut(path) assert(io.open(path, "wb")):close() end
      local function grow(path) assert(io.open(path, "ab")):write("1\n"):close() end
      changing(cut, { encoding = "windows-1252" })
      changing(grow, { encoding = "latin1" })
    end)

    it("reads on when another takes its name", function()
      local path = file("renamed.csv", rows(BYTES))
      local reg = assert(orgstat.read(path, { threads = 1, progress = function() os.remove(path) end }))
      assert.is_true(#reg > 1000)
    end)
  end)

  describe("that is interrupted", function()
    local text

    setup(function() text = rows(120 << 20) end)
    teardown(function()
      text = nil
      collectgarbage()
    end)

    it("raises again what a progress callback raised", function()
      local path = file("progress.csv", text:sub(1, 3 << 20))
      collectgarbage()
      local problem, before = {}, open_files()
      for _, opts in ipairs { { threads = 1 }, { threads = 1, encoding = "latin1" }, { threads = 1, block = 4096 } } do
        local calls = 0
        opts.progress = function()
          calls = calls + 1
          if calls == 2 then error(problem) end
        end
        local ok, raised = pcall(orgstat.read, path, opts)
        assert.is_false(ok)
        assert.equal(problem, raised)
        assert.equal(2, calls)
      end
      assert.equal(before, open_files())
      local ok, raised = pcall(orgstat.parse, text, { threads = 3, progress = function() error("enough", 0) end })
      assert.same({ false, "enough" }, { ok, raised })
      local reader = orgstat.reader { progress = function() error("enough", 0) end, threads = 1 }
      reader:push(text:sub(1, 3 << 20))
      assert.same({ false, "enough" }, { pcall(reader.finish, reader) })
      assert.is_false(pcall(reader.finish, reader)) -- it is finished all the same
    end)

    it("tells progress up to the whole", function()
      local last, whole = 0, nil
      local reg = assert(orgstat.parse(rows(5 << 20), { threads = 1, progress = function(done, total)
        assert.is_true(done > last and done <= total)
        last, whole = done, total
      end }))
      assert.is_true(last == whole and whole > (4 << 20) and #reg > 0, last)
    end)

    it("does not fill memory", function()
      local function resident() return tonumber(paths.bytes("/proc/self/statm"):match "^%d+ (%d+)") // 256 end -- MiB
      local part = text:sub(1, 10 << 20)
      local function stop()
        local function progress(done) if done > 8 << 20 then error "stop" end end
        pcall(orgstat.parse, part, { threads = 1, progress = progress })
      end
      for _ = 1, 5 do stop() end
      collectgarbage()
      local before = resident()
      for _ = 1, 30 do stop() end
      collectgarbage()
      assert.is_true(resident() < before + 60, resident() - before)
    end)

    -- On a machine that has other work to do, one of a few tries must be soon.
    local function soon(try)
      local took
      for _ = 1, 4 do
        took = try()
        if took < 0.2 then return end
      end
      error("it took " .. took .. " s to stop", 2)
    end

    it("stops soon for a debug hook that raises", function()
      for _, threads in ipairs { 1, 3 } do soon(function()
        local begun, loading = uptime(), true
        local until_then = begun + 0.05
        debug.sethook(function() if loading and uptime() > until_then then error("interrupted", 0) end end, "c")
        local ok, raised = pcall(function()
          local reg = orgstat.parse(text, { threads = threads })
          loading = false
          return reg
        end)
        loading = false
        debug.sethook()
        assert.same({ false, "interrupted" }, { ok, raised }, threads)
        return uptime() - until_then
      end) end
    end)

    it("stops soon for Ctrl-C under lua5.4 #timed", function()
      local path = file("ctrl-c.csv", text:rep(2))
      local script = file("ctrl-c.lua", [[
        package.path, package.cpath = "./lua/?.lua;./lua/?/init.lua;" .. package.path, "./build/?.so;" .. package.cpath
        local orgstat = require "orgstat"
        local function uptime() return tonumber(io.lines("/proc/uptime")():match "^%S+") end
        local process = io.lines("/proc/self/stat")():match "^%d+"
        os.execute("(sleep 0.1; kill -INT " .. process .. ") &")
        local begun = uptime()
        local ok, raised = pcall(orgstat.read, arg[1], { threads = tonumber(arg[2]) })
        print(ok, raised, ("%.2f"):format(uptime() - begun - 0.1))
      ]])
      for _, threads in ipairs { "1", "3" } do soon(function()
        local output, errors = paths.run("lua5.4 " .. paths.quote(script, path, threads))
        assert.equal("", errors)
        return tonumber((assert(output:match "^false\t[^\t]*interrupted!\t([%d.-]+)\n$", output)))
      end) end
    end)
  end)

  describe("with wrong arguments", function()
    it("raises, and names the argument", function()
      local function raises(pattern, f, ...)
        local ok, message = pcall(f, ...)
        assert.is_false(ok)
        assert.matches(pattern, message)
      end
      raises("path must be a string, got nil", orgstat.read)
      raises("path must be a string, got a table", orgstat.scan, {})
      raises("a path, or a list of paths, is expected; the list is empty", orgstat.read, {})
      raises("path holds a NUL byte", orgstat.read, "a\0b")
      raises("text must be a string, got a number", orgstat.parse, 5)
      raises("option 'types': no field 'members' in ", orgstat.parse, "a\n1\n", { types = { members = "integer" } })
      raises("no option 'typo'", orgstat.parse, "a\n", { typo = 1 })
      local reg = assert(orgstat.parse("name,members\nA,1\n"))
      raises("no field 'membres'.*did you mean 'members'", reg.stats, reg, "membres")
      raises("no field 'x'", reg.where, reg, { x = 1 })
      raises("no field 'x'", reg.select, reg, "x")
      raises("no field 'x'", reg.sort, reg, "-x")
      raises("no field 'x'", reg.count, reg, "x")
      raises("no field 'x'", reg.group, reg, "x")
      raises("no field 'x'", reg.values, reg, "x")
      raises("no field 'x'", reg.column, reg, "x")
    end)
  end)
end)

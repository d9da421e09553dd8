local orgstat = require "orgstat"
local paths = require "spec.support.paths"
local support = require "spec.register.support"
local raised = support.raised

describe("write", function()
  local folder

  before_each(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
  end)

  after_each(function()
    assert(os.execute("rm -rf " .. folder))
  end)

  local function content(path)
    local file = assert(io.open(path, "rb"))
    local text = file:read("a")
    file:close()
    return text
  end

  local function listing()
    local pipe = assert(io.popen("ls -A " .. folder))
    local text = pipe:read("a")
    pipe:close()
    return text
  end

  local reg = support.sample():select("name", "members", "founded", "fee", "active")

  it("writes CSV: missing is empty, empty text is quoted, numbers keep their digits", function()
    local path = folder .. "/out.csv"
    assert.equal(true, reg:write(path))
    assert.equal(table.concat({
      "name,members,founded,fee,active",
      "Red Cross,120,1956,12.50,",
      "Blind,80,1996-03,,",
      "Dragon Fruit,40,1996-03-15,0.30,",
      "Elderly,200,,1.05,true",
      '"",,,,false',
      "Study Promotion,80,2001,,",
      "",
    }, "\n"), content(path))
    assert.equal("out.csv\n", listing())
  end)

  it("writes JSON", function()
    local path = folder .. "/out.JSON"
    assert.equal(true, reg:tail(2):write(path))
    assert.equal('[\n  {"name": "", "active": false},\n'
      .. '  {"name": "Study Promotion", "members": 80, "founded": "2001"}\n]\n', content(path))
  end)

  it("goes by the option before the extension", function()
    local path = folder .. "/out.csv"
    assert.equal(true, reg:select("name"):head(1):write(path, { format = "json" }))
    assert.equal('[\n  {"name": "Red Cross"}\n]\n', content(path))
    path = folder .. "/out.tsv"
    assert.equal(true, reg:head(1):write(path))
    assert.equal("name\tmembers\tfounded\tfee\tactive\nRed Cross\t120\t1956\t12.50\t\n", content(path))
    path = folder .. "/plain"
    local opts = { format = "csv", separator = ";", header = false }
    assert.equal(true, reg:head(1):select("name", "fee"):write(path, opts))
    assert.equal("Red Cross;12.50\n", content(path))
  end)

  it("replaces a file as a whole", function()
    local path = folder .. "/out.csv"
    assert(reg:write(path))
    assert(reg:head(0):select("name"):write(path))
    assert.equal("name\n", content(path))
  end)

  it("returns the system's fault and leaves nothing behind", function()
    local path = folder .. "/no/such/out.csv"
    local ok, message, details = reg:write(path)
    assert.is_nil(ok)
    assert.equal(path .. ": cannot be written: No such file or directory; "
      .. "check the folder, the space left and who may write there", message)
    assert.equal("write_failed", details.code)
    assert.equal(path, details.file)
    assert(os.execute("mkdir " .. folder .. "/dir.csv"))
    ok, message = reg:write(folder .. "/dir.csv")
    assert.is_nil(ok)
    assert.matches("dir%.csv: cannot be written: Is a directory", message)
    assert.equal("dir.csv\n", listing())
  end)

  it("says that the disk is full", function()
    local ok, message, details = reg:write("/dev/full", { format = "csv" })
    assert.is_nil(ok)
    assert.equal("write_failed", details.code)
    assert.matches("/dev/full: cannot be written: No space left on device", message)
  end)

  it("leaves an older file alone when the writer raises", function()
    local path = folder .. "/out.csv"
    assert(reg:write(path))
    local before = content(path)
    local csv = require "orgstat.present.csv"
    local real = csv.write
    csv.write = function(_, sink)
      sink("half")
      error("broken", 0)
    end
    local message = raised(reg.write, reg, path)
    csv.write = real
    assert.equal("broken", message)
    assert.equal(before, content(path))
    assert.equal("out.csv\n", listing())
  end)

  it("raises on wrong arguments", function()
    assert.equal("write: path must be a string, got nil", raised(reg.write, reg))
    assert.equal("write: path holds a NUL byte: 'a\\x00b'", raised(reg.write, reg, "a\0b"))
    assert.equal("write: the name 'out' does not say the format; write reg:write(path, { format = \"csv\" }) "
      .. "(formats: csv, json, jsonl, tsv, xlsx)", raised(reg.write, reg, "out"))
    assert.matches("^write: the name 'out%.pdf' does not say", (raised(reg.write, reg, "out.pdf")))
    assert.equal("write: no format 'jsno'; did you mean 'json'? (formats: csv, json, jsonl, tsv, xlsx)",
      raised(reg.write, reg, "x.csv", { format = "jsno" }))
    assert.equal("write: no option 'seperator'; did you mean 'separator'? "
      .. "(options: compress, format, header, safe, separator)",
      raised(reg.write, reg, "x.csv", { seperator = ";" }))
    assert.equal("write: option 'header' must be a boolean, got a number",
      raised(reg.write, reg, "x.csv", { header = 1 }))
  end)

  it("reads back as the same records", function()
    local records = {
      { a = "x,y", b = 'say "so"', c = "two\nlines", d = 1 },
      { a = "", c = " spaces ", d = -2 },
      { a = "NA", b = "đ", c = "\r" },
      { b = ";" },
    }
    local path = folder .. "/round.csv"
    assert(orgstat.register(records, { "a", "b", "c", "d" }):write(path))
    local back = assert(orgstat.read(path))
    local list = {}
    for record in back:records() do
      list[#list + 1] = record
    end
    assert.same(records, list)
  end)

  it("writes JSON Lines, and compresses by the name or the option", function()
    local path = folder .. "/out.jsonl"
    assert.equal(true, reg:tail(2):write(path))
    assert.equal('{"name": "", "active": false}\n{"name": "Study Promotion", "members": 80, "founded": "2001"}\n',
      content(path))
    assert.equal(true, reg:write(folder .. "/out.csv"))
    local plain = content(folder .. "/out.csv")
    for name, opts in pairs { ["out.csv.gz"] = {}, ["a.csv"] = { compress = "gzip" }, ["out.csv.zst"] = {},
      ["b.csv"] = { compress = "zstd" }, ["out.CSV.GZ"] = {} } do
      path = folder .. "/" .. name
      assert.equal(true, reg:write(path, opts))
      local zstd = name:find "zst" or opts.compress == "zstd"
      assert.equal(plain, (paths.run((zstd and "zstd" or "gzip") .. " -dc <" .. path)))
    end
  end)

  it("keeps text from being taken for a formula when asked to: an apostrophe stands in front", function()
    local texts = {}
    for _, text in ipairs { "=1+1", "+84", "-5", "@SUM(A1)", "\tx", "\rx", "a=b", "" } do
      texts[#texts + 1] = { ["=name"] = text, n = -1 }
    end
    local risky = orgstat.register(texts, { "=name", "n" })
    local path = folder .. "/safe.csv"
    assert.equal(true, risky:write(path, { safe = true }))
    assert.equal("'=name,n\n'=1+1,-1\n'+84,-1\n'-5,-1\n'@SUM(A1),-1\n'\tx,-1\n\"'\rx\",-1\na=b,-1\n\"\",-1\n",
      content(path))
    assert.equal(true, risky:write(path))
    assert.matches("^=name,n\n=1%+1,%-1\n", content(path))
  end)

  it("gives back canonical CSV byte for byte, however it was read", function()
    for _, source in ipairs { "data/binh-thuan-2024.csv", "spec/cases/canonical.csv" } do
      for _, open in ipairs { orgstat.read, orgstat.scan } do
        local path = folder .. "/out.csv"
        local from = assert(open(source))
        assert.equal(true, from:write(path))
        from:close()
        assert.equal(paths.bytes(source), content(path))
      end
    end
  end)

  it("follows links, keeps the mode of a file, and writes into pipes as they are", function()
    local target, link = folder .. "/target.csv", folder .. "/link.csv"
    assert(os.execute(("touch %s && chmod 640 %s && ln -s target.csv %s"):format(target, target, link)))
    assert.equal(true, reg:head(1):select("name"):write(link))
    assert.equal("name\nRed Cross\n", content(target))
    assert.matches("^640 regular file\n777 symbolic link\n", (paths.run("stat -c '%a %F' " .. target .. " " .. link)))
    local pipe = folder .. "/pipe"
    assert(os.execute(("mkfifo %s; cat %s >%s/got &"):format(pipe, pipe, folder)))
    assert.equal(true, reg:head(1):select("name"):write(pipe, { format = "csv" }))
    assert(os.execute("while ! test -s " .. folder .. "/got; do sleep 0.01; done"))
    assert.equal("name\nRed Cross\n", content(folder .. "/got"))
    assert.equal("got\nlink.csv\npipe\ntarget.csv\n", listing())
  end)

  -- A program of its own that writes a large register to the path given.
  local function writer(path)
    local name = os.tmpname()
    local file = assert(io.open(name, "w"))
    file:write([[
      package.path, package.cpath = "lua/?.lua;lua/?/init.lua;" .. package.path, "build/?.so;" .. package.cpath
      local lines = { "a" }
      for i = 1, 200000 do lines[i + 1] = ("%010d"):format(i * 7919 % 1000003 * 9973) end
      local reg = require("orgstat").parse(table.concat(lines, "\n") .. "\n")
      local ok, message = reg:write(arg[1])
      io.write(tostring(ok), " ", message or "")]])
    file:close()
    return "lua5.4 " .. name .. " " .. path, name
  end

  it("leaves the old file whole when there is no room, in every format #tools", function()
    for _, ending in ipairs { "csv", "json", "jsonl", "csv.gz", "xlsx" } do
      local path = folder .. "/out." .. ending
      assert(os.execute("echo old >" .. path))
      local command, script = writer(path)
      local output = paths.run("trap '' XFSZ; ulimit -f 20; " .. command)
      os.remove(script)
      assert.matches("^nil .*/out%." .. ending .. ": cannot be written: ", output)
      assert.equal("old\n", content(path))
      assert.equal("out." .. ending .. "\n", listing())
      os.remove(path)
    end
  end)

  it("leaves the old file whole when it is killed at any time #tools", function()
    local path = folder .. "/out.csv"
    assert(os.execute("echo old >" .. path))
    local seen = {}
    local command, script = writer(path)
    for delay = 1, 16 do
      paths.run(("timeout -s KILL %.3f %s; true"):format(delay * 0.012, command))
      local text = content(path)
      assert.is_true(text == "old\n" or #text == 2 + 200000 * 11, #text)
      seen[#text] = true
    end
    os.remove(script)
    assert.is_true(seen[4] or false)
  end)

  it("refuses a full device in every format", function()
    for _, format in ipairs { "csv", "json", "jsonl", "xlsx" } do
      local ok, _, details = reg:write("/dev/full", { format = format })
      assert.is_nil(ok)
      assert.equal("write_failed", details.code)
    end
  end)
end)

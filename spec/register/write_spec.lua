local orgstat = require "orgstat"
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
end)

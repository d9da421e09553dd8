local orgstat = require "orgstat"
local support = require "spec.register.support"
local raised = support.raised

describe("the options of read, parse and reader", function()
  it("are known, or the nearest is named with the list", function()
    local message, place = raised(function()
      orgstat.parse("a\n1\n", { seperator = ";" })
    end)
    assert.matches("^orgstat.parse: no option 'seperator'; did you mean 'separator'%? %(options: bad_rows, ", message)
    assert.matches("open_spec%.lua:%d+$", place)
    assert.matches("^orgstat.reader: no option '1'", (raised(orgstat.reader, { ";" })))
  end)

  it("are of the right type", function()
    local function of(opts)
      return (raised(orgstat.parse, "a\n1\n", opts))
    end
    assert.equal("orgstat.parse: options must be a table, got a string", of ";")
    assert.equal("orgstat.parse: option 'separator' must be one ASCII character other than a quote or a line end, "
      .. "got ';;'", of { separator = ";;" })
    assert.matches("option 'separator'.*got '\"'$", of { separator = '"' })
    assert.equal("orgstat.parse: option 'header' must be a boolean, got a string", of { header = "yes" })
    assert.equal([[orgstat.parse: option 'bad_rows' must be "error" or "collect", got 'skip']],
      of { bad_rows = "skip" })
    assert.equal([[orgstat.parse: option 'quotes' must be "strict" or "lenient", got a boolean]], of { quotes = true })
    assert.equal("orgstat.parse: option 'threads' must be a whole number from 1, got 0", of { threads = 0 })
    assert.equal("orgstat.parse: option 'threads' must be a whole number from 1, got 1.5", of { threads = 1.5 })
    assert.equal("orgstat.parse: option 'missing' must be a list of words, got a number in it", of { missing = { 9 } })
    assert.equal("orgstat.parse: option 'missing' must be a word or a list of words, got a number", of { missing = 9 })
    assert.equal([[orgstat.parse: option 'types' must be "text" or a table { field = type }, got 'integer']],
      of { types = "integer" })
    assert.equal("orgstat.parse: option 'types', field 'a': no type 'int'; did you mean 'integer'? "
      .. "(types: boolean, integer, decimal, number, date, text)", of { types = { a = "int" } })
    assert.equal("orgstat.parse: option 'encoding' must be a string, got a boolean", of { encoding = true })
    assert.equal("orgstat.parse: option 'progress' must be a function, got a string", of { progress = "bar" })
  end)

  it("come after arguments of the right type", function()
    assert.equal("orgstat.read: path must be a string, got a number", raised(orgstat.read, 1))
    assert.equal("orgstat.read: path must be a string, got nil", raised(orgstat.read))
    assert.equal("orgstat.read: path holds a NUL byte: 'a\\x00b'", raised(orgstat.read, "a\0b"))
    assert.equal("orgstat.parse: text must be a string, got a table", raised(orgstat.parse, {}))
  end)
end)

describe("parse", function()
  it("gives a register", function()
    local reg = assert(orgstat.parse("name,members\nA,5\nB,\n"))
    assert.equal(2, #reg)
    assert.same({ name = "A", members = 5 }, reg[1])
    assert.same({ name = "B" }, reg[2])
    assert.matches("^parsed text: 2 rows x 2 columns\n", tostring(reg))
  end)

  it("passes the options on", function()
    local reg = assert(orgstat.parse("1;NA\n;x\n", { separator = ";", header = false, missing = "NA" }))
    assert.same({ column_1 = 1 }, reg[1])
    assert.same({ column_2 = "x" }, reg[2])
    reg = assert(orgstat.parse("a,b\n1,2\n", { types = "text" }))
    assert.same({ a = "1", b = "2" }, reg[1])
    reg = assert(orgstat.parse("a,b\n1,2\n", { types = { b = "decimal" } }))
    assert.same({ a = 1, b = 2.0 }, reg[1])
  end)

  it("raises when types names a field that is not there", function()
    assert.equal("orgstat.parse: option 'types': no field 'membres' in parsed text; did you mean 'members'? "
      .. "(fields: name, members)", raised(orgstat.parse, "name,members\nA,5\n", { types = { membres = "integer" } }))
  end)

  it("returns the data's fault with its place", function()
    local reg, message, details = orgstat.parse("a,b\n1,2\n3\n")
    assert.is_nil(reg)
    assert.matches("^line 3", message)
    assert.matches("the row has 1 field, 2 fields expected", message)
    assert.equal("ragged_row", details.code)
    assert.equal(3, details.line)
    assert.equal(9, details.byte)
    assert.equal(message, tostring(details))
  end)

  it("says that there is nothing", function()
    for _, text in ipairs { "", "\n", "\n\r\n", "\xEF\xBB\xBF" } do
      local reg, message, details = orgstat.parse(text)
      assert.is_nil(reg)
      assert.equal("empty_file", details.code)
      assert.matches("^the file is empty; a header row was expected", (message:gsub("^line %d+.-: ", "")))
    end
    local reg = assert(orgstat.parse("a,b\n"))
    assert.equal(0, #reg)
    assert.equal(2, #reg:fields())
  end)

  it("collects bad rows when asked", function()
    local reg = assert(orgstat.parse("a,b\n1,2\n3\n4,5\n6,7,8\n", { bad_rows = "collect" }))
    assert.equal(2, #reg)
    local rejects = reg:rejects()
    assert.equal(2, #rejects)
    assert.equal(3, rejects[1].line)
    assert.equal(2, rejects[1].row)
    assert.equal("3", rejects[1].text)
    assert.equal("ragged_row", rejects[1].code)
    assert.matches("^the row has 1 field, 2 fields expected", rejects[1].reason)
    assert.matches("^the row has 3 fields, 2 fields expected", rejects[2].reason)
    rejects[1].line = nil
    assert.equal(3, reg:where({ a = 1 }):rejects()[1].line)
    assert.same({}, reg:group("a"):summarise({ n = "count()" }):rejects())
  end)

  it("says what to do about encodings", function()
    local function message(text, encoding)
      return select(2, orgstat.parse(text, { encoding = encoding }))
    end
    assert.equal("line 1, column 1: the file looks like UTF-16, which must be asked for; "
      .. 'name the encoding: encoding = "UTF-16" (--encoding UTF-16)', message("\xFF\xFEa\0,\0b\0", "utf-8"))
    assert.matches("^this system knows no such encoding: 'klingon'; use a name such as", message("a\n", "klingon"))
    assert.matches("byte 3 of the file is not text in the encoding that was named",
      message("a\n\x81\n", "windows-1252"))
    assert.equal("café", assert(orgstat.parse("a\ncaf\xE9\n", { encoding = "windows-1252" }))[1].a)
  end)

  it("collects values that do not fit a type that was asked for", function()
    local reg = assert(orgstat.parse("a,b\n1,2\n4,x\n5,6\n", { bad_rows = "collect", types = { b = "integer" } }))
    assert.equal(2, #reg)
    local reject = reg:rejects()[1]
    assert.equal("field 'b': the value is not an integer of 64 bits, the type that was asked for", reject.reason)
    assert.equal("b", reject.field)
    assert.equal("4,x", reject.text)
    assert.equal(3, reject.line)
  end)

  it("notes what it decided, in sentences", function()
    local notes = assert(orgstat.parse("a;a;\n1;2;3\n1;x;2024-01\n\n")):notes()
    local by_code = {}
    for _, note in ipairs(notes) do
      by_code[note.code] = note.why
    end
    assert.equal("The fields are separated by ';'.", by_code.separator)
    assert.equal("1 empty line was skipped.", by_code.empty_lines)
    assert.equal("The header has the name 'a' more than once; this field is called 'a_2'.", by_code.repeated_name)
    assert.equal("The header gives this field no name; it is called 'column_3'.", by_code.empty_name)
    for _, note in ipairs(notes) do
      assert.matches("^[%u%d].*%.$", note.why)
      assert.is_nil(note.why:find("nil", 1, true))
    end
  end)
end)

describe("read", function()
  it("names the file", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write("a\n1\n")
    file:close()
    local reg = assert(orgstat.read(path))
    assert.equal(path .. ": 1 row x 1 column", tostring(reg):match("^[^\n]+"))
    assert.equal(path .. ": 1 row x 1 column", tostring(reg:where { a = 1 }):match("^[^\n]+"))
    os.remove(path)
  end)

  it("returns the system's fault", function()
    local reg, message, details = orgstat.read("/no/such/file.csv")
    assert.is_nil(reg)
    assert.equal("/no/such/file.csv: cannot be opened: No such file or directory; check the path and who may read it",
      message)
    assert.equal("open_failed", details.code)
    assert.equal("/no/such/file.csv", details.file)
    reg, message, details = orgstat.read("/tmp")
    assert.is_nil(reg)
    assert.equal("/tmp: is a directory, not a file; give the path of a file in it", message)
    assert.equal("is_directory", details.code)
  end)
end)

describe("read of what has no end", function()
  it("says at once that it is no text", function()
    local _, message, details = orgstat.read "/dev/zero"
    assert.same({ "nul_byte", "/dev/zero", 1, 1, 1 },
      { details.code, details.file, details.line, details.column, details.byte })
    assert.matches("^/dev/zero:1:1: a NUL byte", message)
  end)

  it("takes a NUL in other lines, and UTF-16, from a pipe", function()
    local paths = require "spec.support.paths"
    local function rows(bytes, ...)
      local command = ("printf '%s' | ./bin/orgstat summary /dev/stdin --format csv "):format(bytes)
      return paths.run(command .. paths.quote(...))
    end
    local wanted = "name,type,missing,distinct,min,max\na,integer,0,1,1,1\nb,integer,0,1,2,2\n"
    assert.equal(wanted, (rows("a,b\\n1,2\\n\\0,3\\n", "--bad-rows", "collect")))
    assert.equal(wanted, (rows("a\\0,\\0b\\0\\n\\0001\\0,\\0002\\0\\n\\0", "--encoding", "utf-16le")))
    assert.matches("/dev/stdin:1:3: a NUL byte", select(2, rows "a,\\0b\\n1,2\\n"), 1, true)
  end)
end)

describe("reader", function()
  it("takes bytes in any pieces", function()
    local reader = orgstat.reader()
    for c in ("name,n\nĐông y,1\n\"a\nb\",2"):gmatch("(.)") do
      assert.equal(reader, reader:push(c))
    end
    local reg = assert(reader:finish())
    assert.same({ name = "Đông y", n = 1 }, reg[1])
    assert.same({ name = "a\nb", n = 2 }, reg[2])
  end)

  it("gives the fault of the data at the latest when it is finished", function()
    local reader = orgstat.reader()
    reader:push("a,b\n1\n")
    reader:push("2,3\n")
    local reg, message, details = reader:finish()
    assert.is_nil(reg)
    assert.equal("ragged_row", details.code)
    assert.equal(2, details.line)
    assert.equal(message, tostring(details))
  end)

  it("raises on wrong use", function()
    local reader = orgstat.reader()
    assert.equal("push: bytes must be a string, got a number", raised(reader.push, reader, 5))
    assert.equal("push: call it on a reader with a colon: reader:push(...)", raised(reader.push, "a"))
    reader:push("a\n1\n")
    assert(reader:finish())
    assert.equal("finish: the reader is finished; make a new one with orgstat.reader()", raised(reader.finish, reader))
    assert.equal("push: the reader is finished; make a new one with orgstat.reader()", raised(reader.push, reader, "x"))
  end)
end)

-- The options of the command that say how a file is read.
local paths = require "spec.support.paths"

describe("orgstat summary", function()
  local path

  setup(function() path = os.tmpname() end)
  teardown(function() os.remove(path) end)

  -- The rows and the fields of a text as CSV, read with the options.
  local function summary(text, ...)
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
    return paths.orgstat("summary", path, "--format", "csv", ...)
  end

  local function fields(...)
    local output, errors, status = summary(...)
    assert.same({ "", 0 }, { errors, status })
    local list = {}
    for line in output:gmatch "[^\n]+" do list[#list + 1] = line:match "^(.-,.-)," end
    return table.concat(list, " ", 2)
  end

  local function usage(...)
    local output, errors, status = summary("a,b\n1,2\n", ...)
    assert.same({ "", 2 }, { output, status })
    return errors
  end

  it("reads locales", function()
    local text = "a;b;c\n1.234,5;31/12/2024;1.000\n2;1/2/2003;2\n"
    assert.equal("a,text b,text c,text", fields("a;b;c\n1,5;31/12/2024;x\n"))
    assert.equal("a,decimal b,date c,integer", fields(text, "--locale", "vi"))
    assert.equal("a,decimal b,text c,decimal", fields(text, "--locale", "a=vi"))
    assert.equal("a,decimal b,date c,integer", fields(text, "--decimal", "comma", "--group", ".", "--dates", "dmy"))
    assert.equal("a,decimal", fields("a\n1 234,5\n", "--decimal", ",", "--group", "space"))
    local _, errors, status = summary("a;b\n1.234;x\n", "--locale", "auto")
    assert.equal(2, status)
    assert.matches("1.234 %(as in en%) or 1234 %(as in vi%)", errors)
  end)

  it("reads dialects", function()
    assert.equal("a,integer b,text", fields("a,b\n1,'x,y'\n", "--quote", "'"))
    assert.equal("a,integer b,text", fields('a,b\n1,"x\n', "--quote", "none"))
    assert.equal("a,integer b,integer", fields("x\n\"\na,b\n1,2\n", "--skip", "2"))
    assert.equal("a,integer b,integer", fields("# x\na,b\n1,2\n#\n", "--comment", "#"))
    assert.equal("a,integer b,integer", fields("-- x\na,b\n1,2\n", "--comment", "--"))
    assert.equal("A x,integer A y,integer", fields("A,\nx,y\n1,2\n", "--header-rows", "2"))
    assert.equal("a,integer b,integer", fields("a,b\n1,2\nTotal,2\nSum,2\n", "--totals", "a=Total,Sum"))
  end)

  it("reads encodings", function()
    assert.equal("name,text", fields("name\nB\xD7nh Thu\xCBn\n", "--encoding", "TCVN"))
    local output = summary("name\nB\xD7nh Thu\xCBn\n", "--encoding", "TCVN")
    assert.matches("Bình Thuận", output)
    local _, errors, status = summary("name\ncaf\xE9\n", "--invalid", "replace")
    assert.equal(0, status)
    assert.matches("replaced by U%+FFFD", errors) -- also without --verbose
    assert.matches("Xã", (summary("name\nXa\u{303}\n", "--nfc")), 1, true)
  end)

  it("says which titles it left out", function()
    local output, errors, status = summary "Title\n\na,b\n1,2\n"
    assert.same({ 0, true }, { status, output:find("a,integer", 1, true) ~= nil })
    assert.matches("1 line above the header was taken for titles", errors)
    output, errors, status = summary("Title\n\na,b\n1,2\n", "--encoding", "utf-8", "--skip", "2")
    assert.same({ 0, "", true }, { status, errors, output:find("a,integer", 1, true) ~= nil })
  end)

  it("tells what is wrong with an option by its name", function()
    assert.matches("^orgstat: %-%-locale: no locale 'xx' %(locales: en, fr, id, vi%)", usage("--locale", "xx"))
    assert.matches("^orgstat: %-%-locale: no field 'x' in ", usage("--locale", "x=vi"))
    assert.matches("^orgstat: %-%-decimal must be one character", usage("--decimal", ",,"))
    assert.matches("^orgstat: %-%-quote must be", usage("--quote", "ab"))
    assert.matches("^orgstat: %-%-comment must be", usage("--comment", "123456789"))
    assert.matches("^orgstat: %-%-totals: found 'x'; expected FIELD=WORD", usage("--totals", "x"))
    assert.matches("^orgstat: %-%-totals: no field 'x'", usage("--totals", "x=y"))
    assert.matches("^orgstat: %-%-skip: expected a whole number that is at least 0", usage("--skip", "x"))
    assert.matches("^orgstat: %-%-header%-rows must be at most 16", usage("--header-rows", "17"))
  end)
end)

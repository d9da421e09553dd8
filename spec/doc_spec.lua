-- doc/errors.md lists every code that there is, with the message that orgstat gives.
local orgstat = require "orgstat"
local paths = require "spec.support.paths"

local DOC = paths.bytes "doc/errors.md"

local function sorted(set)
  local list = {}
  for code in pairs(set) do list[#list + 1] = code end
  table.sort(list)
  return list
end

-- code -> its section
local function sections()
  local list, code = {}, nil
  for line in (DOC .. "\n"):gmatch "(.-)\n" do
    if line:find "^##" then code = line:match "^### ([%w_]+)$" end
    if code then list[code] = (list[code] or "") .. line .. "\n" end
  end
  return list
end

local function message(...)
  local reg, text, details = orgstat.read(...)
  assert.is_nil(reg)
  return details.code, text
end

local function schema(path)
  local got, text, details = orgstat.schema.read(path)
  assert.is_nil(got)
  return details.code, text
end

local function bad(name, opts)
  return function() return message("spec/cases/bad/" .. name, opts) end
end

local function packed(name, opts)
  return function() return message("spec/cases/packed/" .. name, opts) end
end

local function bad_json(name)
  return function()
    return message("spec/cases/json/" .. name)
  end
end

-- How each code comes about. That of `limit` takes 4 GiB: see spec/core/limits_spec.lua.
local PROVOKED = {
  open_failed = { function() return message "no-such-file.csv" end },
  read_failed = { function() return message "/proc/self/mem" end },
  is_directory = { function() return message "data" end },
  file_changed = { function()
    local path = os.tmpname()
    local function write(bytes)
      local file = assert(io.open(path, "wb"))
      file:write(bytes)
      file:close()
    end
    write(("a,b\n"):rep(500000))
    local code, text = message(path, { threads = 1, progress = function() write "a\n" end })
    os.remove(path)
    return code, "changing.csv" .. text:sub(#path + 1)
  end },
  empty_file = { bad "empty.csv" },
  ragged_row = { bad "too-few-fields.csv" },
  unclosed_quote = { bad "unclosed-quote.csv" },
  stray_quote = { bad "stray-quote.csv" },
  invalid_json = { bad_json "not-json.json" },
  unfinished_json = { bad_json "cut.json", bad_json "two-lines.jsonl" },
  not_a_register = { bad_json "no-records.json" },
  repeated_key = { bad_json "repeated-key.jsonl" },
  nul_byte = { bad "nul.csv" },
  invalid_utf8 = { bad "latin-1.csv" },
  unknown_encoding = { bad("utf-16le.csv", { encoding = "utf-8" }),
    bad("windows-1252.csv", { encoding = "windows-1252" }) },
  two_readings = { bad("two-readings.csv", { locale = "auto" }) },
  wrong_type = { bad("misfit.csv", { types = { members = "integer" } }) },
  unknown_format = { packed "letter.pdf" },
  no_module = { function()
    local loaded, preload = package.loaded["orgstat.codec"], package.preload["orgstat.codec"]
    package.loaded["orgstat.codec"] = nil
    package.preload["orgstat.codec"] = function() error "module 'orgstat.codec' not found: no file" end
    local code, text = packed "small.csv.gz"()
    package.loaded["orgstat.codec"], package.preload["orgstat.codec"] = loaded, preload
    return code, text
  end, function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write "{}"
    file:close()
    local loaded, path_of_modules, preload = package.loaded.dkjson, package.path, package.preload.dkjson
    package.loaded.dkjson, package.preload.dkjson, package.path = nil, nil, "lua/?.lua"
    local code, text = schema(path)
    package.loaded.dkjson, package.preload.dkjson, package.path = loaded, preload, path_of_modules
    os.remove(path)
    return code, "schema.json" .. text:sub(#path + 1)
  end },
  truncated = { packed "cut.csv.gz" },
  corrupt = { packed "damaged.csv.gz", packed "cut.xlsx" },
  too_large = { packed("small.csv.gz", { max_bytes = 100 }) },
  not_workbook = { packed "archive.zip" },
  bad_expression = { function()
    local _, details = pcall(orgstat.parse("members\n5\n").where, orgstat.parse("members\n5\n"), "membrs > 5")
    return details.code, (tostring(details):gsub("^[^:]+:%d+: ", ""))
  end },
  overflow = { function()
    local reg = orgstat.parse("members\n5\n"):where "members * 9223372036854775807 > 5"
    local _, details = pcall(function() return #reg end)
    return details.code, tostring(details)
  end },
  duplicate_key = { function()
    local areas = assert(orgstat.parse "code,name\n01,a\n01,b\n")
    local _, details = pcall(tostring, areas:join(areas, "code"))
    return details.code, tostring(details)
  end },
  invalid_schema = {
    function() return schema "spec/cases/schema/no-json.json" end,
    function() return schema "spec/cases/schema/bad-type.json" end,
  },
  wrong_mapping = { function() return message("data/binh-thuan-2024.csv", { mapping = "us-irs" }) end },
  write_failed = { function()
    local _, text, details = assert(orgstat.parse "a\n1\n"):write "/no/such/folder/out.csv"
    return details.code, text
  end },
}

describe("doc/errors.md", function()
  it("lists the codes that the core and the messages know", function()
    local listed, faults, told = {}, {}, {}
    for code in pairs(sections()) do listed[code] = true end
    for fault, code in paths.bytes("csrc/binding/outcome.c"):gmatch '%[(OS_FAULT_%u[%u%d_]*)%] = "([%w_]+)"' do
      if fault ~= "OS_FAULT_NONE" then faults[code] = true end -- of which no fault is made
    end
    -- of the Lua layer:
    for _, code in ipairs { "bad_expression", "corrupt", "duplicate_key", "invalid_schema", "no_module",
      "not_workbook", "overflow", "too_large", "truncated", "unknown_format", "write_failed",
      "wrong_mapping" } do
      faults[code] = true
    end
    local tell = paths.bytes("lua/orgstat/register/errors.lua"):match "\nlocal TELL = (%b{})"
    for code in tell:gmatch "\n  ([%w_]+) = function" do told[code] = true end
    assert.same(sorted(listed), sorted(faults))
    assert.same(sorted(listed), sorted(told))
    assert.is_true(#sorted(listed) > 12)
  end)

  it("shows for each what orgstat really says", function()
    for code, section in pairs(sections()) do
      local examples = {}
      for example in section:gmatch "\n    ([^\n]+)" do examples[#examples + 1] = example end
      if code == "limit" then
        assert.matches("the data are larger than orgstat can hold %(limit: 4294967295%); split the file", examples[1])
        assert.is_truthy(paths.bytes("spec/core/limits_spec.lua"):find('limit\\t', 1, true))
      else
        local provoke = assert(PROVOKED[code], code)
        assert.equal(#provoke, #examples, code)
        for i, f in ipairs(provoke) do assert.same({ code, examples[i] }, { f() }) end
      end
      assert.is_truthy(section:find("What to do:", 1, true), code)
    end
  end)
end)

describe("doc/limits.md", function()
  it("names the limits that the core has", function()
    local doc = paths.bytes "doc/limits.md"
    local function number(text) return text:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "") end
    assert.is_truthy(doc:find(number(tostring((1 << 32) - 1)), 1, true))
    assert.is_truthy(doc:find(number(tostring((1 << 32) - 1 - 2 * 64)), 1, true))
    assert.is_truthy(doc:find(number(paths.bytes("csrc/core/json_load.h"):match "OS_JSON_FIELDS (%d+)u"), 1, true))
    assert.is_truthy(doc:find(number(paths.bytes("csrc/core/json.h"):match "OS_JSON_DEPTH (%d+)u"), 1, true))
    assert.is_truthy(paths.bytes("csrc/core/scan.h"):find("OS_MAX_SCAN ((size_t)UINT32_MAX - 2 * OS_STEP)", 1, true))
    assert.is_truthy(paths.bytes("csrc/core/column.h"):find("OS_MAX_ROWS UINT32_MAX", 1, true))
  end)
end)

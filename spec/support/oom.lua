-- The scenarios of spec/support/oom.c: name -> function that prepares one and returns what is run while
-- memory ends, and what turns its results into a string.
package.path = "./?.lua;./lua/?.lua;./lua/?/init.lua;" .. package.path
package.cpath = "./build/?.so;" .. package.cpath

local orgstat = require "orgstat"
local core = require "orgstat.core"
local texts = require "spec.support.texts"

local scenarios = {}

local show = texts.result

local KINDS = table.concat({
  "name,members,paid,rate,founded,active,wide,mixed,,name",
  'Hội Nông dân,120,12.50,1e3,1945-10-14,true,9223372036854775807,1,"a,b",x',
  '"He said ""no""",-7,3,0.5,1946,FALSE,0.000000000000000001,2,"x\ny",y',
  ',,,,,,,,,',
  '"",9007199254740993,0.125,3,1998-02,true,-0.5,"3",,z',
  'Red Cross,5,1.1,2,2024,false,2,word,"",z', "", "",
}, "\r\n")

local function distinct(rows)
  local lines = { "id,text" }
  for i = 1, rows do lines[i + 1] = i .. ",text of row " .. i end
  return table.concat(lines, "\n")
end

local RAGGED = 'a,b\n1,2\n3\n4,"5"\n6,7,8\n9,x"y\n"never ""closed,0\n10,11\n\xFF,1\n12,\0\n'
local MISFITS = 'a,b\n1,2024\n"x""y",2\n3,2024-02-30\n"4",""\n'

-- A load of a text by core.load.
local function loading(text, opts)
  return function()
    return function() return core.load({ text = text }, opts) end, show
  end
end

scenarios.open = function()
  local path = assert(package.searchpath("orgstat.core", package.cpath))
  return function() return assert(package.loadlib(path, "luaopen_orgstat_core"))() end,
    function(opened) return tostring(opened.load ~= nil and opened.metatable() == core.metatable()) end
end

scenarios.load = loading(KINDS, { threads = 1 })
scenarios.load_blocks = loading(KINDS, { threads = 1, block = 64 })
scenarios.load_threads = loading(KINDS, { threads = 3, block = 64 })
scenarios.load_text = loading(KINDS, { threads = 1, types = "text", missing = { "Red Cross", "word" } })
scenarios.load_distinct = loading(distinct(1500), { threads = 1, block = 4000 })
scenarios.load_distinct_threads = loading(distinct(1500), { threads = 3, block = 4000 })
scenarios.load_lenient = loading(RAGGED:gsub("[\xFF%z]", "z"), { quotes = "lenient", bad_rows = "collect", block = 64 })
scenarios.load_collect = loading(RAGGED, { bad_rows = "collect", threads = 3, block = 64 })
scenarios.load_ragged = loading(RAGGED, { threads = 3, block = 64 })
scenarios.load_misfit = loading(MISFITS, { types = { a = "integer", b = "date" } })
scenarios.load_misfits = loading(MISFITS, { types = { a = "integer", b = "date" }, bad_rows = "collect" })
scenarios.load_no_header = loading("1\r2\r\r\n3", { header = false })
scenarios.load_names = loading("a,a,a,a_2,,,column_5\n1,2,3,4,5,6,7\n")
scenarios.load_empty = loading("\xEF\xBB\xBF\n\n")
scenarios.load_latin = loading(("name,town\n" .. ("caf\xE9,Orl\xE9ans\n"):rep(20)), { encoding = "windows-1252" })
scenarios.load_utf16 = loading("\xFF\xFE" .. ("a,b\n1,x\n2,\"y\n"):gsub(".", "%0\0"), { encoding = "UTF-16" })
scenarios.load_unknown = loading("a\n", { encoding = "klingon" })
scenarios.load_found = loading("name,town\n"
  .. ("soci\xE9t\xE9,f\xEAte\ngar\xE7on,Orl\xE9ans\n\xE9t\xE9,p\xE8re\n"):rep(9), {})
scenarios.load_doubtful = loading("name\ncaf\xE9\n", {})
scenarios.load_replaced = loading("name,town\n" .. ("caf\xE9,x\0\n"):rep(20), { invalid = "replace" })
scenarios.load_composed = loading("n,a\u{303}\n" .. ("1,Xa\u{303}\n2,\"a\"\"a\u{303}\"\n"):rep(40),
  { nfc = true, block = 64 })
scenarios.load_locale = loading("a;b;c\n" .. ("1.234,5;31/12/2024;NA\n2;NA;5\n"):rep(30), { block = 64, threads = 1,
  notation = { decimal = ",", group = ".", dates = "dmy", missing = { "NA" } } })
scenarios.load_auto = loading("a;b\n" .. ("1.234,5;31/12/2024\n"):rep(30), { locale = "auto" })
scenarios.load_two_readings = loading("a;b\n1.234;x\n", { locale = "auto" })
scenarios.load_titles = loading("Title\nSource: x\n\nid,name,n\n1,a,5\n2,b,6\n", {})
scenarios.load_header = loading("A,,B\nx,y,z\n1,2,3\n", { header_rows = 2 })
scenarios.load_trailing = loading("a,b\n1,2,\n3,4,\n5,6,x\n", {})
scenarios.load_totals = loading("# x\na,b\nT,1\n2,3\n#y\nT,4\n", { comment = "#",
  totals = { field = "a", value = { "T" } } })
scenarios.load_climb = loading("x,y\n" .. ("1,2024\n"):rep(30) .. ("1.5,2024-08\n"):rep(30) .. ("1e9,z\n"):rep(30),
  { threads = 1, block = 64 })

-- A load of JSON by core.load_json.
local function loading_json(text, opts)
  return function()
    return function() return core.load_json({ text = text }, opts) end, show
  end
end

local RECORDS = table.concat({
  '{"name":"Hội \\"x\\"","members":120,"paid":12.50,"at":{"town":"ấ","code":"01"},"w":[1, {"c":2}]}',
  '{"members":-7,"name":"Red Cross","rate":1e3,"founded":"1945-10-14","at":null,"active":true}',
  '{"name":"","members":9007199254740993,"paid":3,"founded":"1946","w":[]}',
  '{"na\\u006de":null,"members":"many","rate":2,"w":["\\"",null],"late":{"r":[]}}', "",
}, "\n")

scenarios.json = loading_json(RECORDS, { threads = 1 })
scenarios.json_threads = loading_json(RECORDS, { threads = 3, block = 64 })
scenarios.json_array = loading_json("[" .. RECORDS:gsub("}\n{", "},\n{") .. "]", { block = 64 })
scenarios.json_members = loading_json('{"a":{"x":1},"b":{"x":"2"}}', { key_field = "x" })
scenarios.json_record = loading_json('{"a":{"x":1},"b":2}')
scenarios.json_explode = loading_json(RECORDS, { explode = "w", threads = 1, block = 64 })
scenarios.json_collect = loading_json(RECORDS .. '{"members":1,\n7\n{"x":1,"x":2}\n{"paid":"no"}\n{"members":3}\n',
  { bad_rows = "collect", types = { members = "integer", paid = "decimal" }, threads = 2, block = 64 })
scenarios.json_misfit = loading_json(RECORDS, { types = { members = "integer" } })
scenarios.json_broken = loading_json(RECORDS .. '{"members":1,,}', { threads = 3, block = 64 })
scenarios.json_utf16 = loading_json(('[{"a":"x"}]'):gsub(".", "%0\0"), { encoding = "utf-16le" })
scenarios.json_check = function()
  return function() return core.json_check(RECORDS:match "[^\n]+"), core.json_check '{"a":' end,
    function(ok, no, details) return texts.write { ok, tostring(no), details } end
end

-- The first load of a state, which makes the metatable of what it uses.
scenarios.load_first = function()
  local registry = debug.getregistry()
  return function()
    registry["orgstat.loading"] = nil
    return core.load({ text = KINDS }, { threads = 1 })
  end, show
end

-- A callback that raises.
scenarios.interrupt = function()
  local calls = 0
  local function progress()
    calls = calls + 1
    if calls == 3 then error("stop", 0) end
  end
  return function()
    calls = 0
    local ok, raised = pcall(core.load, { text = KINDS }, { threads = 1, block = 64 }, progress)
    if not ok and raised ~= "stop" then error(raised, 0) end
    return ok, raised
  end, function(ok, raised) return tostring(ok) .. tostring(raised) end
end

-- Files come from the spec, which removes them.
local FILE = os.getenv "OOM_FILE"

scenarios.load_file = function()
  local file = assert(io.open(FILE, "wb"))
  file:write(KINDS)
  file:close()
  return function() return core.load({ path = FILE }, { threads = 3, block = 64 }) end, show
end

scenarios.load_big = function()
  local file, line = assert(io.open(FILE, "wb")), "%d,%d.25,word %d,2024-08-31,some text that repeats\n"
  file:write "id,amount,word,day,text\n"
  for i = 1, 20000 do file:write(line:format(i, i % 777, i * 7)) end
  file:close()
  return function() return core.load({ path = FILE }, { threads = 3, block = 65536 }) end,
    function(reg) return #reg .. texts.write(core.stats(reg, 2)) .. texts.write { core.profile(reg, 3) } end
end

scenarios.read = function()
  scenarios.load_file()
  return function()
    return orgstat.read(FILE, { progress = function() end, threads = 1, block = 64, missing = "NA" })
  end, show
end

scenarios.row_lines = function()
  return function() return core.row_lines({ text = KINDS }, { threads = 1, block = 64 }, { 1, 2, 3, 5, 9 }) end,
    function(lines) return table.concat(lines, " ") end
end

scenarios.read_missing = function()
  return function() return orgstat.read "/no/such/file" end, function(_, message, details)
    return message .. texts.write(details)
  end
end

-- A register of KINDS in a file of another format, which FILE does not say.
local function reading(format, compress)
  return function()
    local from = orgstat.parse(KINDS)
    assert(from:write(FILE, { format = format, compress = compress }))
    return function() return orgstat.read(FILE, { threads = 1 }) end, show
  end
end
scenarios.read_gzip = reading("csv", "gzip")
scenarios.read_zstd = reading("csv", "zstd")
scenarios.read_xlsx = reading "xlsx"

scenarios.several = function()
  scenarios.read_gzip()
  return function() return orgstat.read({ FILE, FILE }, { source = "file", threads = 1 }) end, show
end

scenarios.reader = function()
  return function()
    local reader = orgstat.reader { threads = 1 }
    for at = 1, #KINDS, 50 do assert(reader:push(KINDS:sub(at, at + 49))) end
    return reader:finish()
  end, show
end

-- A scan, its types, some of its columns, and a query of it.
local function scanning(opts)
  return function()
    return function()
      local scan, names, types = core.scan({ text = KINDS }, opts)
      local right = core.scan_types(scan, { 1, 2, 3, 4, 5, 6, 7, 8 })
      local reg = core.scan_load(scan, { 1, 4, 8 })
      local counted = core.scan_query(scan, { 6 },
        { { name = "n", what = "rows" }, { name = "sum", what = "sum", c = 2 }, { name = "low", what = "min", c = 5 } },
        { { c = 1, values = { "Red Cross", "Hội Nông dân" }, missing = true } }, right,
        { { code = { { op = "range", at = 2, cmp = ">", count = 1 } },
          constants = { { type = "integer", value = -9 } } } })
      core.scan_close(scan)
      return names, types, right, reg, counted
    end, function(names, types, right, reg, counted)
      return texts.write { names, types, right } .. texts.values(reg) .. texts.values(counted)
    end
  end
end

scenarios.scan = scanning { threads = 1, block = 64 }
scenarios.scan_threads = scanning { threads = 3, block = 64 }

scenarios.build = function()
  local names, types = { "a", "b", "c", "d", "e", "f" }, { false, "decimal", "date", false, "number", false }
  local columns = {
    { "x", "y", "" }, { "1.5", 2, "0.001" }, { "2024", nil, "2024-08" }, { true, false }, { 1, 2.5 }, { 1, nil, 300 },
  }
  return function() return core.build(names, types, columns, 3) end, show
end

scenarios.register = function()
  return function()
    local records = { { a = 1, b = "x" }, { a = 2, b = orgstat.missing }, { b = "y" } }
    return orgstat.register(records, { "a", { "b", "text" } })
  end, show
end

-- What is done to a register of the sample's kind.
local function of_sample(use, shown)
  return function()
    local words = { "province", "district", "commune" }
    local lines = { "level,category,members,fee,rate,founded,active,name" }
    for i = 1, 24 do
      lines[#lines + 1] = ("%s,%s,%s,%d.%02d,%de-1,20%02d-03,%s,org %d"):format(words[i % 3 + 1],
        i % 7 == 0 and "" or i % 2 == 0 and "assigned" or "voluntary", i % 11 == 0 and "" or i * 37 % 100, i, i,
        i, i % 25, i % 2 == 0, i)
    end
    local reg = assert(orgstat.parse(table.concat(lines, "\n"), { threads = 1 }))
    return function() return use(reg) end, shown or texts.values
  end
end

local function whole(result) return texts.write(result) end

-- Runs a lazy register, so that it happens while memory ends.
local function done(reg)
  return #reg >= 0 and reg
end

scenarios.where = of_sample(function(reg)
  return done(reg:where {
    level = { "province", "district" }, category = orgstat.missing, active = true, fee = { 21.21, 7.07, 14.14 },
    founded = { "2014-03", "2007-03" },
  })
end)
scenarios.where_numbers = of_sample(function(reg)
  return done(reg:where { members = { 37, 74, 11, orgstat.missing }, rate = { 0.1, 0.2, 1.1 } })
end)
scenarios.where_expression = of_sample(function(reg)
  return done(reg:where [[fold(name) .. "x" like "*a*" and (members * 2 > 10 or fee in { 1, 7.07 }) or missing(rate)]])
end)
scenarios.mutate = of_sample(function(reg)
  return done(reg:mutate {
    { "a", "if(members > 20, fee * 2, members / 3)" }, { "b", "coalesce(upper(level), name) .. year(founded)" },
    { "c", function(org) return org.rate end },
  })
end)
scenarios.bad_expression = of_sample(function(reg)
  local ok, details = pcall(reg.where, reg, [[members > 5 and (name < 5]])
  if not ok and type(details) ~= "table" then error(details, 0) end
  return ok, details.code
end, function(ok, code) return tostring(ok) .. code end)
scenarios.sort = of_sample(function(reg) return done(reg:sort("category", "-members", "founded", "-fee", "active")) end)
scenarios.select = of_sample(function(reg) return done(reg:select("name", "members")) end)
scenarios.head = of_sample(function(reg) return done(reg:sort("-rate"):head(7)) end)
scenarios.tail = of_sample(function(reg) return done(reg:tail(7):where { active = false }) end)
scenarios.summarise = of_sample(function(reg)
  return done(reg:group("level", "category"):summarise {
    { "n", "count()" }, { "present", "count(members)" }, { "none", "missing(members)" }, { "sum", "sum(members)" },
    { "fees", "sum(fee)" }, { "rates", "sum(rate)" }, { "mean", "mean(fee)" }, { "sd", "sd(rate)" },
    { "var", "var(members)" },
    { "low", "min(name)" }, { "high", "max(founded)" }, { "first", "first(name)" }, { "last", "last(fee)" },
    { "middle", "median(fee)" }, { "most", "quantile(rate, 0.9)" }, { "kinds", "count_distinct(category)" },
  })
end)
scenarios.concentration = of_sample(function(reg)
  return done(reg:group("level"):summarise {
    { "iqr", "iqr(fee)" }, { "mad", "mad(members)" }, { "mad_rate", "mad(rate)" }, { "gini", "gini(fee)" },
    { "hhi", "hhi(rate)" }, { "top", "top(members, 3)" }, { "mode", "mode(category)" }, { "modes", "mode(name)" },
    { "mean", "weighted_mean(fee, members)" }, { "middle", "weighted_median(members, rate)" },
    { "type", "quantile(fee, 0.3, 5)" },
  })
end)
scenarios.windows = of_sample(function(reg)
  return done(reg:group("level"):summarise {
    { "n", "count()" }, { "share", "share(fee)" }, { "place", "rank(rate)" }, { "running", "cumulative(members)" },
    { "rates", "cumulative(rate)" }, { "all", "share(rate)" },
  })
end)
scenarios.describe = of_sample(function(reg) return reg:describe() end)
scenarios.kinds = of_sample(function(reg)
  local told = reg:kinds({ members = "stock" }, { time = "level" })
  return done(told:group("level"):summarise { { "sum", "sum(members)" } })
end)
scenarios.group_wide = of_sample(function(reg)
  return done(reg:group("name", "fee", "founded", "active", "rate"):summarise { { "n", "count()" } })
end)
scenarios.group_one = of_sample(function(reg) return done(reg:group():summarise { { "n", "median(members)" } }) end)
scenarios.count = of_sample(function(reg)
  return reg:count(), reg:count "level", reg:count("level", "category"), reg:count("active", "founded")
end, function(n, one, two, three) return n .. whole(one) .. whole(two) .. whole(three) end)
scenarios.stats = of_sample(function(reg)
  local list = {}
  for i, name in ipairs { "members", "fee", "rate", "founded", "active", "name" } do list[i] = reg:stats(name) end
  return list
end, whole)
scenarios.crosstab = of_sample(function(reg)
  local t = reg:crosstab("level", "category", { value = "sum(members)" })
  return tostring(t)
end, tostring)
scenarios.crosstab_shares = of_sample(function(reg)
  return tostring(reg:crosstab({ "level", "active" }, "category", { share = "row", suppress = 4 }))
end, tostring)

-- Another register to go with the sample.
local function beside(use)
  return function()
    local lines = { "level,name,rate,extra" }
    for i = 1, 9 do
      lines[#lines + 1] = ("%s,org %d,%d,%s"):format(i % 3 == 0 and "province" or "level " .. i, i * 2, i, "x" .. i)
    end
    local other = assert(orgstat.parse(table.concat(lines, "\n"), { threads = 1 }))
    return of_sample(function(reg) return use(reg, other) end)()
  end
end

scenarios.join = beside(function(reg, other) return done(reg:join(other, "name")) end)
scenarios.join_inner = beside(function(reg, other)
  return done(reg:where({ active = true }):join(other:sort("-name"), { "name" }, { how = "inner", suffix = "_b" }))
end)
scenarios.join_keys = beside(function(reg, other)
  return done(reg:join(other, { "level", members = "rate" }, { many = true })
    :append(reg:join(other, "name", { how = "anti" }), reg:join(other, "name", { how = "semi" })))
end)
scenarios.append = beside(function(reg, other) return done(reg:append(other, reg:head(3))) end)
scenarios.distinct = of_sample(function(reg)
  return done(reg:distinct("level", "category"):append(reg:distinct("fee", "name", "rate"), reg:distinct()))
end)
scenarios.pivot = of_sample(function(reg)
  return done(reg:pivot { rows = "level", columns = "category", value = "sum(fee)" })
end)
scenarios.unpivot = of_sample(function(reg)
  return done(reg:unpivot { "members", "name", "founded", name = "what", value = "is" })
end)
scenarios.rollup = of_sample(function(reg)
  local result = reg:rollup("level", "category", { { "n", "count()" }, { "m", "median(members)" } })
  return tostring(result)
end, tostring)
scenarios.diff = of_sample(function(reg)
  local other = reg:sort("-name"):head(20):append(reg:head(2), orgstat.register({ { name = "ORG 3", fee = "1.5" } }))
  return orgstat.diff(reg, other, { key = "name", compare = { level = "tone" } })
end, function(diff) return tostring(diff) .. require("orgstat.present.json").encode(diff) end)
scenarios.key = function()
  return function()
    return orgstat.key(("Hội Hòa-Thủy  Đức, "):rep(40), "tone") .. orgstat.key("Kỹ Quý", "fold")
  end, tostring
end

scenarios.records = of_sample(function(reg)
  local list = {}
  for record in reg:records() do list[#list + 1] = record end
  for i, record in pairs(reg) do list[-i] = record end
  return list
end, whole)
scenarios.values = of_sample(function(reg)
  local list = {}
  for i, level, fee, founded, name in reg:values("level", "fee", "founded", "name") do
    list[i] = { level, fee, founded, name }
  end
  list.column = reg:column "name"
  for c = 1, 8 do
    list[-c] = {}
    for i, text in core.texts(reg, c) do list[-c][i] = text end
  end
  return list
end, whole)
scenarios.fields = of_sample(function(reg)
  return { reg:fields(), reg:notes(), reg:rejects(), reg[3], reg[99] }
end, whole)
scenarios.print = of_sample(function(reg)
  return tostring(reg) .. tostring(reg:count("level", "category"))
end, tostring)

local function written(format)
  return of_sample(function(reg) return reg:write(FILE, { format = format }) end, function(ok, message)
    local file = assert(io.open(FILE, "rb"))
    local bytes = file:read "a"
    file:close()
    return tostring(ok) .. tostring(message) .. bytes
  end)
end

scenarios.write_csv = written "csv"
scenarios.write_tsv = written "tsv"
scenarios.write_json = written "json"
scenarios.write_jsonl = written "jsonl"
scenarios.write_xlsx = written "xlsx"

return scenarios

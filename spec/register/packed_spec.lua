-- Compressed registers: by gzip and zstd, whole, cut, damaged and far too large.
local orgstat = require "orgstat"
local codec = require "orgstat.codec"
local paths = require "spec.support.paths"

local PLAIN = paths.bytes "data/binh-thuan-2024.csv"

local function packed(kind, text)
  local encoder, out = codec.encoder(kind), {}
  local function sink(piece) out[#out + 1] = piece end
  encoder:write(text, sink)
  encoder:finish(sink)
  return table.concat(out)
end

local function written(reg)
  local out = {}
  require("orgstat.present.csv").write(reg, function(piece) out[#out + 1] = piece end)
  return table.concat(out)
end

local function with_file(bytes, f)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(bytes)
  file:close()
  local results = table.pack(pcall(f, path))
  os.remove(path)
  assert(results[1], results[2])
  return table.unpack(results, 2, results.n)
end

for _, kind in ipairs { "gzip", "zstd" } do
  describe("a register compressed by " .. kind, function()
    local bytes = packed(kind, PLAIN)

    it("is smaller, and the same each time", function()
      assert.is_true(#bytes < #PLAIN / 4)
      assert.equal(bytes, packed(kind, PLAIN))
    end)

    it("gives the records that it had, from a file, from memory, scanned and pushed", function()
      with_file(bytes, function(path)
        assert.equal(PLAIN, written(assert(orgstat.read(path))))
        local scan = assert(orgstat.scan(path))
        assert.equal(PLAIN, written(scan))
        assert.equal(118, scan:where({ status = "active" }):count("scope_level").district)
        scan:close()
      end)
      assert.equal(PLAIN, written(assert(orgstat.parse(bytes))))
      for _, size in ipairs { 1, 7, 65536 } do
        local reader = orgstat.reader()
        for at = 1, #bytes, size do assert(reader:push(bytes:sub(at, at + size - 1))) end
        assert.equal(1392, #assert(reader:finish()))
      end
    end)

    it("comes through a pipe", function()
      with_file(bytes, function(path)
        local pipe = path .. ".pipe"
        os.execute(("mkfifo %s; cat %s >%s &"):format(pipe, path, pipe))
        local reg = assert(orgstat.read(pipe))
        os.remove(pipe)
        assert.equal(PLAIN, written(reg))
      end)
      with_file(bytes, function(path)
        local output, errors, status = paths.run("cat " .. path .. " | ./bin/orgstat convert -")
        assert.same({ PLAIN, "", 0 }, { output, errors, status })
      end)
    end)

    it("may have several members", function()
      local half = PLAIN:find("\n", #PLAIN // 2, true)
      local two = packed(kind, PLAIN:sub(1, half)) .. packed(kind, PLAIN:sub(half + 1))
      assert.equal(PLAIN, written(assert(orgstat.parse(two))))
    end)

    it("is an error wherever it was cut, never a part of its records", function()
      local small = packed(kind, "id,name\n1,a\n2,b\n3,c\n")
      for cut = 6, #small - 1 do
        local reg, _, details = orgstat.parse(small:sub(1, cut))
        assert.is_nil(reg)
        assert.same({ "truncated", kind }, { details.code, details.kind }, cut)
        assert.is_true(details.found < 21)
      end
    end)

    it("is an error wherever a byte was changed, or what it was", function()
      local small, wrong = packed(kind, "id,name\n1,a\n2,b\n3,c\n"), 0
      for at = 1, #small do
        local changed = small:sub(1, at - 1) .. string.char(small:byte(at) ~ 0x5A) .. small:sub(at + 1)
        local reg, _, details = orgstat.parse(changed)
        if reg then -- the time or the system in the header
          assert.equal("id,name\n1,a\n2,b\n3,c\n", written(reg))
        else
          wrong = wrong + 1
          assert.is_string(details.code)
        end
      end
      assert.is_true(wrong > #small / 2)
    end)

    it("must end where it ends", function()
      local _, _, details = orgstat.parse(packed(kind, "a,b\n1,2\n") .. "more")
      assert.equal("corrupt", details.code)
    end)

    it("is refused when it unpacks to too much", function()
      local bomb = packed(kind, ("\0"):rep(15 * 1024 * 1024)):rep(20)
      local _, message, details = orgstat.parse(bomb)
      assert.same({ "too_large", 256 * 1024 * 1024 }, { details.code, details.wanted })
      assert.matches("more than 268435456 bytes, the limit;.*max_bytes = N", message)
      _, _, details = orgstat.parse(bytes, { max_bytes = #PLAIN - 1 })
      assert.equal("too_large", details.code)
      assert.equal(1392, #assert(orgstat.parse(bytes, { max_bytes = #PLAIN })))
    end)

    it("is not compressed twice", function()
      local _, message = orgstat.parse(packed(kind, bytes))
      assert.equal("this is compressed twice, which orgstat does not read; decompress it once by hand", message)
    end)

    it("tells how far it is, in bytes of the file", function()
      with_file(bytes, function(path)
        local first, total
        assert(orgstat.read(path, { progress = function(done, all)
          if not first then first, total = done, all end
        end }))
        assert.is_true(first > 0 and first <= #bytes)
        assert.equal(#bytes, total)
      end)
    end)

    it("is what the program of that name reads and writes #tools", function()
      with_file(bytes, function(path)
        assert.equal(PLAIN, (paths.run(kind .. " -dc <" .. path)))
      end)
      local theirs = paths.run(kind .. " -c data/binh-thuan-2024.csv")
      assert.equal(PLAIN, written(assert(orgstat.parse(theirs))))
    end)
  end)
end

describe("gzip", function()
  it("may be padded with zeros, as on tapes", function()
    local bytes = packed("gzip", "a,b\n1,2\n")
    assert.equal(1, #assert(orgstat.parse(bytes .. ("\0"):rep(1000))))
    local _, _, details = orgstat.parse(bytes .. "\0\0" .. bytes)
    assert.equal("corrupt", details.code)
  end)
end)

describe("a file of another format", function()
  it("is named, with what to do", function()
    for bytes, words in pairs {
      ["\253" .. "7zXZ\0\0\4"] = "this is xz, .*decompress it first",
      ["BZh91AY&SY"] = "this is bzip2, .*decompress it first",
      ["%PDF-1.7\n"] = "this is PDF, .*save its tables",
      ["\208\207\17\224\161\177\26\225"] = "an old Excel workbook %(%.xls%), .*save it as %.xlsx",
    } do
      local _, message, details = orgstat.parse(bytes)
      assert.equal("unknown_format", details.code)
      assert.matches(words, message)
    end
  end)

  it("is read as what the option says", function()
    assert.equal("%PDF-1.7", orgstat.parse("%PDF-1.7\n1\n", { format = "csv" }):fields()[1].name)
  end)
end)

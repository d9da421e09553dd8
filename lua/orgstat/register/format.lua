--- What a source is, by its first bytes; a name only tips the scales where the bytes leave it open.
-- @module orgstat.register.format

local format = {}

--- How many bytes from the start must be known.
format.HEAD = 4096

--- How many tell compressed bytes from others.
format.MAGIC = 6

-- The first bytes of what is no text.
local COMPRESSED = {
  { "gzip", "^\31\139" },
  { "zstd", "^%(\181/\253" },
  { "zstd", "^[\80-\95]%*M\24" }, -- a frame that is to be skipped
}
local FOREIGN = {
  { "xz", "^\253" .. "7zXZ%z", "decompress it first: xz -dc FILE | orgstat summary -" },
  { "bzip2", "^BZh[1-9]1AY", "decompress it first: bzip2 -dc FILE | orgstat summary -" },
  { "PDF", "^%%PDF%-", "save its tables as CSV or XLSX" },
  { "an old Excel workbook (.xls)", "^\208\207\17\224\161\177", "save it as .xlsx or CSV" },
}

--- The names that option `format` knows, and what reads each.
format.READERS = { csv = "csv", tsv = "csv", json = "json", jsonl = "json", xlsx = "xlsx" }

--- Whether bytes are compressed.
-- @string head the first `MAGIC` bytes at least, or all there are
-- @treturn ?string "gzip" or "zstd"
function format.compression(head)
  for _, one in ipairs(COMPRESSED) do
    if head:find(one[2]) then
      return one[1]
    end
  end
  return nil
end

local function looks_like_json(head, name)
  local at = head:match("^\239\187\191()") or 1
  local first, rest = head:match("^[ \t\r\n]*([%[{])[ \t\r\n]*(.?)", at)
  if not first then
    return false
  end
  local ending = name and name:lower():gsub("%.gz$", ""):gsub("%.zst$", ""):match("%.(%w+)$")
  if ending == "json" or ending == "jsonl" or ending == "ndjson" or rest == "" then
    return true
  end
  return first == "[" and (rest == "{" or rest == "]") or first == "{" and (rest == '"' or rest == "}")
end

--- What reads bytes that are not compressed.
-- @string head the first `HEAD` bytes, or all there are
-- @tparam ?string name of the file
-- @tparam ?string given the option `format`
-- @treturn[1] string "csv", "json" or "xlsx"
-- @treturn[2] nil
-- @treturn[2] table details
function format.of(head, name, given)
  if given then
    return format.READERS[given]
  elseif head:find("^PK\3\4") or head:find("^PK\5\6") then
    return "xlsx"
  elseif looks_like_json(head, name) then
    return "json"
  end
  for _, one in ipairs(FOREIGN) do
    if head:find(one[2]) then
      return nil, { code = "unknown_format", text = one[1], advice = one[3] }
    end
  end
  return "csv"
end

return format

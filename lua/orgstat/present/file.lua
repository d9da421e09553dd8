--- Results in files: the format by name or as asked for, compressed or not, whole or not at all.
-- @module orgstat.present.file

local errors = require "orgstat.register.errors"
local names = require "orgstat.register.names"
local save = require "orgstat.register.save"
local unpack = require "orgstat.register.unpack"

local file = {}

-- What can be written: the module of `present`, and the options it has by itself.
local FORMATS = {
  csv = { writer = "csv" },
  json = { writer = "json" },
  jsonl = { writer = "jsonl" },
  ndjson = { writer = "jsonl" },
  tsv = { writer = "csv", separator = "\t" },
  xlsx = { writer = "xlsx" },
}
local PACKED = { gz = "gzip", zst = "zstd" }

--- The names of the formats.
file.FORMATS = { "csv", "json", "jsonl", "tsv", "xlsx" }

--- What the name of a file says.
-- @string path
-- @treturn ?string the format
-- @treturn ?string "gzip" or "zstd"
function file.of_name(path)
  local ending = path:match("%.([^./\\]+)$")
  local packed = ending and PACKED[ending:lower()]
  if packed then
    ending = path:sub(1, -2 - #ending):match("%.([^./\\]+)$")
  end
  ending = ending and ending:lower()
  return FORMATS[ending] and ending, packed
end

--- How a file is to be written.
-- @string path
-- @tparam table opts checked: `format`, `compress`
-- @string who for messages
-- @treturn table
-- @raise when neither tells the format
function file.format(path, opts, who)
  local named, packed = file.of_name(path)
  local known = FORMATS[(opts.format or named or ""):lower()]
  if opts.format and not known then
    errors.raise("%s: no format '%s'%s", who, opts.format, names.hint(opts.format, file.FORMATS, "formats"))
  elseif not known then
    errors.raise('%s: the name %s does not say the format; write reg:write(path, { format = "csv" }) (formats: %s)',
      who, errors.quote(path), names.list(file.FORMATS))
  end
  return { writer = known.writer, separator = opts.separator or known.separator, header = opts.header,
    safe = opts.safe, packed = opts.compress or packed }
end

-- A workbook is made in a file, whatever it goes to.
local function through_file(result, sink, how)
  local module, details = unpack.module("xlsx")
  if not module then
    return nil, details
  end
  local name = how.name or os.tmpname()
  local raised, ok
  raised, ok, details = pcall(require("orgstat.present.xlsx").write, result, name, module, how)
  if not how.name then
    local made = raised and ok and io.open(name, "rb")
    for piece in function() return made and made:read(65536) end do
      sink(piece)
    end
    if made then
      made:close()
    end
    os.remove(name)
  end
  if not raised then
    error(ok, 0)
  end
  return ok, details
end

--- Writes a result into a sink.
-- @param result a register or a plain result
-- @tparam function sink takes strings
-- @tparam table how what `format` gave; `name` of the file that the sink fills, if it is one
-- @treturn[1] boolean true
-- @treturn[2] nil
-- @treturn[2] table details
-- @raise what reading a scanned register comes to
function file.produce(result, sink, how)
  local out, encoder = sink, nil
  if how.packed then
    local codec, details = unpack.module("codec")
    if not codec then
      return nil, details
    end
    encoder = codec.encoder(how.packed)
    out = function(piece) encoder:write(piece, sink) end
  end
  if how.writer == "xlsx" then
    local ok, details = through_file(result, out, { name = not encoder and how.name, header = how.header })
    if not ok then
      return nil, details
    end
  else
    require("orgstat.present." .. how.writer).write(result, out, how)
  end
  if encoder then
    encoder:finish(sink)
    encoder:close()
  end
  return true
end

--- Writes a result into a file.
-- @param result a register or a plain result
-- @string path
-- @tparam table how what `format` gave
-- @treturn[1] boolean true
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details
-- @raise what is no fault of the data or the system
function file.write(result, path, how)
  local outcome = table.pack(pcall(save, path, function(sink, name)
    how.name = name
    return file.produce(result, sink, how)
  end))
  if outcome[1] then
    return table.unpack(outcome, 2, outcome.n)
  elseif errors.is(outcome[2]) then -- a scanned register's file
    return errors.fail(outcome[2])
  end
  error(outcome[2], 0)
end

return file

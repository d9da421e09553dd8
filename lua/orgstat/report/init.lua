--- Reports: figures, relations, names and documents of a text, and what checks say of them.
--
--     local report = require "orgstat.report"
--     local r = assert(report.read("article.txt"))
--     for _, figure in ipairs(r.figures) do print(figure.written, figure.unit) end
--
-- @module orgstat.report

local reader = require "orgstat.report.reader"

local report = {}

--- Reads a report.
-- @tparam string|table source a path, or `{ text = ..., name = ... }`
-- @tparam[opt] table opts `lang`: the language, else it is detected; `format`: "plain", "markdown" or
-- "html", else by name and content
-- @treturn[1] table the report: `lang`, `format`, `title`, `url`, `date`, `figures`, `relations`,
-- `organisations`, `documents`, `ordinals`, `notes`, `text`, `sentence_count`
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details: `code` is "open_failed", "read_failed", "not_text", "not_utf8"
-- @raise on wrong arguments
report.read = reader.read

--- Compares the figures of two reports; see `orgstat.report.compare`.
function report.compare(...)
  return require("orgstat.report.compare").compare(...)
end

return report

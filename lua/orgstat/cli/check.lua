--- `orgstat check`: whether the figures of reports hold.
-- @module orgstat.cli.check

local finding = require "orgstat.report.finding"
local options = require "orgstat.cli.options"
local problem = require "orgstat.cli.problem"
local texts = require "orgstat.cli.texts"
local view = require "orgstat.cli.check_view"

local check = {}

check.EPILOG = [[
Every sum, share, growth, plan, equation and repeated figure that the text
states is computed again. Verdicts: ok, it holds; doubtful, it holds only if
hedges such as "about" are taken at their widest; violated, it does not hold;
unknown, a figure is missing, and its bounds are given. F01 to F24 are checks of
arithmetic, T03 to T08 of how things are written. csv has a row for each
finding; json is one object with the findings and the figures of all FILEs.

Examples:
   orgstat check report.txt
   orgstat check article.vi.html article.id.html
   pdftotext report.pdf - | orgstat check -
   orgstat check *.txt --format json -o findings.json

Exit status: 0 all is well, or doubtful; 1 an error was found; 2 wrong usage,
or a FILE that cannot be read.]]

--- Describes the subcommand to argparse.
-- @param parser of argparse
function check.add(parser)
  local command = parser:command "check"
    :summary "Check the arithmetic of reports."
    :description "Reads the figures of reports and checks whether they agree with each other."
    :epilog(check.EPILOG)
  command:argument "FILE":args "+":description "Report: plain text, Markdown or HTML; - is standard input."
  texts.add_reading(command)
  options.add_writing(command)
  return command
end

--- Runs the subcommand.
-- @tparam table args parsed by argparse
-- @treturn int exit status
function check.run(args)
  local results, status = {}, problem.OK
  local format = options.format(args)
  for _, path in ipairs(args.FILE) do
    local report = texts.read(path, args)
    if report then
      report.shown = texts.name(path)
      local findings = report:check()
      for _, one in ipairs(findings) do
        if finding.is_failure(one) then status = math.max(status, problem.FINDINGS) end
      end
      results[#results + 1] = { report = report, findings = findings }
    else
      status = problem.UNUSABLE
    end
  end
  if #results > 0 then
    texts.write(args.output, function(sink, screen) view.write(format, results, sink, screen) end)
  end
  return status
end

return check

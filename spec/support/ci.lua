-- The output of a test run: busted's plain report, then one line
-- "N passed, N failed, N pending". What fails outside a spec (a file that does not load, a setup)
-- counts as failed, and so does a run without any spec.
return function(options)
  local busted = require "busted"
  local plain = require "busted.outputHandlers.plainTerminal"(options)
  local handler = require "busted.outputHandlers.base"()
  local passed, failed, pending = 0, 0, 0

  handler.subscribe = function(_, opts) return plain.subscribe(plain, opts) end

  busted.subscribe({ "test", "end" }, function(_, _, status)
    if status == "success" then
      passed = passed + 1
    elseif status == "pending" then
      pending = pending + 1
    else
      failed = failed + 1
    end
    return nil, true
  end)

  local function outside(element)
    if element.descriptor ~= "it" then failed = failed + 1 end
    return nil, true
  end
  busted.subscribe({ "failure" }, outside)
  busted.subscribe({ "error" }, outside)

  busted.subscribe({ "exit" }, function()
    if passed + failed + pending == 0 then failed = 1 end
    io.stdout:write(("\n%d passed, %d failed, %d pending\n"):format(passed, failed, pending))
    io.stdout:flush()
    if failed > 0 then os.exit(1, true) end
    return nil, true
  end, { priority = 100 })

  return handler
end

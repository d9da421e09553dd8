--- How far a long reading is: a bar on standard error, if that is a terminal and the work takes
-- above a second. It is erased at the end.
-- @module orgstat.cli.progress

local progress = {}

local AFTER = 2 -- of os.time, which counts whole seconds: the bar comes between one and two
local NAME = 24 -- bytes of the file's name at most
local BAR = 30 -- marks

local name, since, visible, drawn -- visible: nil until it is known whether the bar can be seen

-- Lua cannot ask whether standard error is a terminal, the shell can; that is done once, when late.
local function can_be_seen()
  return os.getenv "TERM" ~= "dumb" and os.execute "test -t 2" == true
end

local function draw(done, total)
  local line
  if total > 0 then
    local part = math.min(done / total, 1)
    local marks = math.floor(part * BAR)
    line = ("%s [%s%s] %3d%%"):format(name, ("="):rep(marks), (" "):rep(BAR - marks), math.floor(part * 100))
  else
    line = ("%s: %d MB"):format(name, done // 1000000)
  end
  if line ~= drawn then
    io.stderr:write("\r", line, (" "):rep(drawn and #drawn - #line or 0))
    drawn = line
  end
end

local function tell(done, total)
  if not name or os.time() - since < AFTER then return end
  if visible == nil then visible = can_be_seen() end
  if visible then draw(done, total) end
end

--- Begins to watch a reading.
-- @string file its name
-- @treturn function for the option `progress` of the library
function progress.start(file)
  local short = file:match "[^/]*$":gsub("%c", "?")
  name = #short > NAME and "..." .. short:sub((utf8.offset(short, 0, #short - NAME + 4) or 0)) or short
  since = os.time()
  return tell
end

--- Ends that: no bar is left on the screen.
function progress.stop()
  if drawn then
    io.stderr:write("\r", (" "):rep(#drawn), "\r")
    drawn = nil
  end
  name = nil
end

return progress

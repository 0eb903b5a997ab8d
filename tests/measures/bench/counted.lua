-- Asks one path; where it holds {}, each time with another number.
local before, after, number

function init(args)
  before, after = args[1]:match("^(.-){}(.*)$")
  number = tonumber(args[2])
  if not before then wrk.path = args[1] end
end

function request()
  if not before then return wrk.format("GET", wrk.path) end
  number = number + 1
  return wrk.format("GET", before .. string.format("%d", number) .. after)
end

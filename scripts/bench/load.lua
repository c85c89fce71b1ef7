-- wrk script. Arguments: FILE TAG [chain]
-- FILE has a raw HTTP request per line (with \r\n written as such). A mark of sixteen u's becomes a fresh value per request. With "chain" each
-- thread owns one line, and its refresh token is replaced by the one of each answer.
local mark, requests, n, i, tag, chain, mine, serial = string.rep("u", 16), {}, 0, 0, "", false, nil, 0

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  for line in io.lines(args[1]) do
    n = n + 1
    requests[n] = (line:gsub("\\r", "\r"):gsub("\\n", "\n"))
  end
  tag, chain = args[2], args[3] == "chain"
  if chain then mine = requests[number] end
  i = number * 7 % n
end

function request()
  if chain then return mine end
  i = i % n + 1
  serial = serial + 1
  return (requests[i]:gsub(mark, string.format("%s%03d%08d", tag, number, serial)))
end

function response(status, headers, body)
  if not chain then return end
  local token = body:match('"refreshToken":"([^"]+)"')
  if token then mine = mine:gsub('"refreshToken":"[^"]+"', '"refreshToken":"' .. token .. '"') end
end

function done(summary, latency)
  local e = summary.errors
  print(string.format('@@{"n":%d,"seconds":%.4f,"p50_ms":%.3f,"p99_ms":%.3f,"errors":%d}', summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.status + e.connect + e.read + e.write + e.timeout))
end

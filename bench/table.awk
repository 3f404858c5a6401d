# Reads "subject server load metric<TAB>median<TAB>lowest<TAB>highest" lines; prints the table of docs/benchmarks.md.
BEGIN { FS = "\t" }
{ median[$1] = $2; lowest[$1] = $3; highest[$1] = $4 }

function number(x) { return sprintf(x >= 100 || x == int(x) ? "%.0f" : "%.1f", x) }

# Asking for a missing key would make it.
function value(key) { return key in median ? median[key] : 0 }

function cell(subject, what, scale, unit, whole,    key, text) {
  key = subject " " what
  if (!(key in median)) return ""
  text = number(median[key] * scale) " " unit
  return whole ? text " (" number(lowest[key] * scale) "–" number(highest[key] * scale) ")" : text
}

# How: "x" a multiple of the reference, "+" more than the reference, "min" or "max" the value alone, "" no target.
function row(title, what, scale, unit, how, limit, reference,    ours, theirs, compared, target, held) {
  if (!(("mcpbox " what) in median) && !(("bare " what) in median)) return
  ours = value("mcpbox " what) * scale
  theirs = value(reference " " what) * scale
  if (how == "x") { target = "≤ " limit " × " reference; held = ours <= limit * theirs; if (theirs) compared = sprintf("%.2f × %s", ours / theirs, reference) }
  if (how == "+") { target = "≤ " reference " + " limit " " unit; held = ours <= theirs + limit; compared = sprintf("%s %+.1f %s", reference, ours - theirs, unit) }
  if (how == "max") { target = "≤ " limit " " unit; held = ours <= limit; compared = number(ours) " " unit }
  if (how == "min") { target = "≥ " limit " " unit; held = ours >= limit; compared = number(ours) " " unit }
  if (!ours) compared = ""
  printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", title, cell("bare", what, scale, unit), cell("socat", what, scale, unit),
    cell("bwrap", what, scale, unit), cell("mcpbox", what, scale, unit, 1), compared, target, how == "" || !ours ? "" : held ? "met" : "**missed**"
}

# The same for what runs in an image. How: "most" or "least" a multiple of the reference.
function container_row(title, what, scale, unit, how, limit, reference, name,    ours, theirs, held) {
  if (!(("docker-fifo " what) in median)) return
  ours = value("docker-fifo " what)
  theirs = value(reference " " what)
  held = how == "most" ? ours <= limit * theirs : ours >= limit * theirs
  printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", title, cell("docker", what, scale, unit), cell("docker-fifo", what, scale, unit, 1),
    cell("docker-attach", what, scale, unit, 1), cell("mcpbox", what, scale, unit), theirs ? sprintf("%.2f × %s", ours / theirs, name) : "",
    how ? (how == "most" ? "≤ " : "≥ ") limit " × " name : "", how ? (held ? "met" : "**missed**") : ""
}

function containers() {
  if (!("docker-fifo echo trip p50_us" in median)) return
  print ""
  print "| in an image | docker run -i | mcpbox, FIFOs (lowest–highest) | mcpbox, attached (lowest–highest) | mcpbox on bubblewrap | so (FIFOs) | target | |"
  print "| --- | --- | --- | --- | --- | --- | --- | --- |"
  container_row("echo, round trip p50", "echo trip p50_us", 1, "µs", "most", 0.5, "docker", "docker run -i")
  container_row("echo, round trip p50", "echo trip p50_us", 1, "µs", "most", 1.3, "mcpbox", "on bubblewrap")
  container_row("echo, round trip p99", "echo trip p99_us", 1, "µs", "", 0, "docker", "docker run -i")
  container_row("echo, small frames answered", "echo small answers_per_s", 0.001, "k/s", "", 0, "docker", "docker run -i")
  container_row("echo, 1 MiB frames answered", "echo large mb_per_s", 1, "MB/s", "least", 2, "docker", "docker run -i")
  container_row("echo, first byte", "echo start first_byte_ms", 1, "ms", "most", 1.1, "docker", "docker run --rm -i")
  container_row("server-everything, round trip p50", "everything trip p50_us", 1, "µs", "", 0, "docker", "docker run -i")
  container_row("server-everything, first byte", "everything start first_byte_ms", 1, "ms", "most", 1.1, "docker", "docker run --rm -i")
}

# The published package, from a start to the answer to initialize: what a client waits for.
function package_row(title, ours, reference, name, how, limit,    us, them, held) {
  us = value(ours " everything start first_byte_ms")
  them = value(reference " everything start first_byte_ms")
  if (!us || !them) return
  held = how == "+" ? us <= them + limit : us <= limit * them
  printf "| %s | %s ms | %s | %s | %s | %s |\n", title, number(them), cell(ours, "everything start first_byte_ms", 1, "ms", 1),
    how == "+" ? sprintf("%+.1f ms", us - them) : sprintf("%.2f ×", us / them), how == "+" ? "≤ " name " + " limit " ms" : "≤ " limit " × " name, held ? "met" : "**missed**"
}

# What it costs to have each record on the disk before its frame is passed on.
function disk_row(title, what, scale, unit,    ours) {
  ours = value("mcpbox " what)
  printf "| %s | %s | %s | %s |\n", title, cell("mcpbox", what, scale, unit, 1), cell("sync", what, scale, unit, 1), ours ? sprintf("%.2f ×", value("sync " what) / ours) : ""
}

function disk() {
  if (!("sync echo trip p50_us" in median)) return
  print ""
  print "| each record on the disk first | `journal.sync = \"none\"` | `\"frame\"` | so |"
  print "| --- | --- | --- | --- |"
  disk_row("echo, round trip p50", "echo trip p50_us", 1, "µs")
  disk_row("echo, round trip p99", "echo trip p99_us", 1, "µs")
  disk_row("echo, small frames answered", "echo small answers_per_s", 0.001, "k/s")
  disk_row("echo, 1 MiB frames answered", "echo large mb_per_s", 1, "MB/s")
}

function packages() {
  if (!("package everything start first_byte_ms" in median)) return
  print ""
  print "| server-everything as a package, first byte | reference | mcpbox (lowest–highest) | so | target | |"
  print "| --- | --- | --- | --- | --- | --- |"
  package_row("on bubblewrap, beside bare `node`", "package", "bare", "bare", "+", 40)
  package_row("on bubblewrap, beside bare `npx -y`", "package", "npx", "npx", "x", 0.5)
  package_row("on Docker, beside `docker run --rm -i`", "docker-package", "docker", "docker run --rm -i", "x", 1.1)
}

END {
  print "| | bare pipe | socat | bwrap alone | mcpbox (lowest–highest) | so | target | |"
  print "| --- | --- | --- | --- | --- | --- | --- | --- |"
  row("echo, round trip p50", "echo trip p50_us", 1, "µs", "x", 2.5, "socat")
  row("echo, round trip p99", "echo trip p99_us", 1, "µs", "x", 3, "socat")
  row("echo, small frames answered", "echo small answers_per_s", 0.001, "k/s", "min", 100)
  row("echo, 1 MiB frames answered", "echo large mb_per_s", 1, "MB/s", "min", 250)
  row("echo, 1 MiB frames, peak RSS", "echo large peak_kib", 1 / 1024, "MiB", "max", 65)
  row("echo, first byte", "echo start first_byte_ms", 1, "ms", "+", 40, "bare")
  row("echo, idle RSS", "echo idle rss_kib", 1 / 1024, "MiB", "max", 20)
  row("echo, idle PSS", "echo idle pss_kib", 1 / 1024, "MiB", "")
  row("server-everything, round trip p50", "everything trip p50_us", 1, "µs", "x", 2.5, "socat")
  row("server-everything, round trip p99", "everything trip p99_us", 1, "µs", "x", 3, "socat")
  row("server-everything, first byte", "everything start first_byte_ms", 1, "ms", "+", 40, "bare")
  row("server-everything, idle RSS", "everything idle rss_kib", 1 / 1024, "MiB", "max", 20)
  disk()
  containers()
  packages()
}

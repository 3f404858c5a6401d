using System.Globalization;
using McpBox.Bench.Journals;

// usage: journals ROOT MEBIBYTES FILES
// Writes so many sessions of so many bytes in all, as the relay records a client that works with a server of files: mostly calls of tools with
// answers of some kilobytes, now and then an error, a notification, a line of stderr. The same seed each time, so the same frames.
var (root, bytes, files) = (args[0], long.Parse(args[1], CultureInfo.InvariantCulture) << 20, int.Parse(args[2], CultureInfo.InvariantCulture));
for (var file = 0; file < files; file++)
{
    using var session = new RecordedSession(root, file);
    session.Write(bytes / files);
}

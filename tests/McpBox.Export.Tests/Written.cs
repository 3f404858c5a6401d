using System.Text;

namespace McpBox.Export.Tests;

/// <summary>What a file holds after an export.</summary>
internal static class Written
{
    public static string As(ExportFormat format, params ExportedCall[] calls) => As(format, bodies: false, calls);

    public static string As(ExportFormat format, bool bodies, params ExportedCall[] calls)
    {
        using var file = new MemoryStream();
        using (var sink = CallSinks.File(format, file, bodies, "0.1.0"))
        {
            foreach (var call in calls)
                sink.Add(call);
            sink.Complete();
        }

        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.ToArray());
    }
}

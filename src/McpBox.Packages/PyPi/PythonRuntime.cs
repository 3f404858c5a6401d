using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using McpBox.Packages.Building;
using McpBox.Posix.Files;

namespace McpBox.Packages.PyPi;

/// <summary>The Python of the build sandbox, as it and its pip say themselves.</summary>
/// <param name="Path">Of the interpreter, absolute.</param>
/// <param name="Label">Implementation and version as far as compiled modules care: <c>cpython-3.11</c>.</param>
/// <param name="DefaultIndex">Address of pip's own default index.</param>
/// <param name="DefaultStorage">Host of that index's files.</param>
/// <param name="Tags">Of the wheels that fit (PEP 425): <c>cp311-cp311-manylinux_2_17_x86_64</c>.</param>
internal sealed partial record PythonRuntime(string Path, string Label, string DefaultIndex, string DefaultStorage, ImmutableHashSet<string> Tags)
{
    private const int Largest = 4 << 20;

    /// <summary>Asks, in a sandbox without network.</summary>
    /// <param name="folder">Empty, and thrown away by the caller.</param>
    /// <exception cref="PackageException">There is no python3, or none with a pip of 22.2 or later, or one that answers something else (MB6433).</exception>
    public static PythonRuntime Ask(IBuildSandbox sandbox, string folder, CancellationToken cancellationToken)
    {
        var answer = $"{folder}/python.json";
        var step = PythonStep.Of("ask.py", folder, answer);
        var outcome = sandbox.Run(step, cancellationToken);
        var read = BoundedFile.Read(answer, Largest, followLinks: false);
        if (outcome.ExitCode != 0 || read.Status != BoundedReadStatus.Read)
            throw new PackageException(PyPiRefusals.NoPip(PythonStep.LastLine(outcome.Output)));
        try
        {
            return Read(read.Bytes);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new PackageException(PyPiRefusals.NoPip($"its answer cannot be read: {failure.Message}"));
        }
    }

    private static PythonRuntime Read(ReadOnlyMemory<byte> bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        var root = json.RootElement;
        var python = new PythonRuntime(
            Text(root, "path"), Text(root, "label"), Text(root, "index"), Text(root, "storage"), [.. root.GetProperty("tags").EnumerateArray().Select(Text)]);

        // Both are written down: one in the lock, one in the entry's command.
        return python.Path is ['/', ..] && !python.Path.Any(char.IsControl) && Labels().IsMatch(python.Label)
            ? python
            : throw new FormatException("no path or no version that a Python could have");
    }

    private static string Text(JsonElement root, string name) => Text(root.GetProperty(name));

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("null in the place of a text");

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Labels();
}

using System.Collections.Immutable;
using System.Text.Json;
using McpBox.Packages.Building;
using McpBox.Posix.Files;

namespace McpBox.Packages.PyPi;

/// <summary>The Python of the build sandbox, as it and its pip say themselves.</summary>
/// <param name="Path">Of the interpreter, absolute.</param>
/// <param name="Label">Implementation and version as far as compiled modules care: <c>cpython-3.11</c>.</param>
/// <param name="DefaultIndex">Address of pip's own default index.</param>
/// <param name="DefaultStorage">Host of that index's files.</param>
/// <param name="Tags">Of the wheels that fit (PEP 425): <c>cp311-cp311-manylinux_2_17_x86_64</c>.</param>
internal sealed record PythonRuntime(string Path, string Label, string DefaultIndex, string DefaultStorage, ImmutableHashSet<string> Tags)
{
    private const int Largest = 4 << 20;

    /// <summary>Asks, in a sandbox without network.</summary>
    /// <param name="folder">Empty; used and left empty.</param>
    /// <exception cref="PackageException">There is no python3, or none with a pip of 22.2 or later (MB6433).</exception>
    public static PythonRuntime Ask(IBuildSandbox sandbox, string folder, CancellationToken cancellationToken)
    {
        var answer = $"{folder}/python.json";
        var step = PythonStep.Of("ask.py", folder, answer);
        var outcome = sandbox.Run(step, cancellationToken);
        var read = BoundedFile.Read(answer, Largest, followLinks: false);
        File.Delete(answer);
        if (outcome.ExitCode != 0 || read.Status != BoundedReadStatus.Read)
            throw new PackageException(PyPiRefusals.NoPip(PythonStep.LastLine(outcome.Output)));
        using var json = JsonDocument.Parse(read.Bytes);
        var root = json.RootElement;
        return new PythonRuntime(
            Text(root, "path"), Text(root, "label"), Text(root, "index"), Text(root, "storage"), [.. root.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)]);
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString()!;
}

using System.Collections.Immutable;
using McpBox.Packages.Building;

namespace McpBox.Packages.PyPi;

/// <summary>Steps of a build that run Python.</summary>
internal static class PythonStep
{
    public const string Program = "python3";

    /// <summary>
    /// No configuration of pip's reaches the sandbox, and none that is in it counts: the address of the gateway is all that pip needs. A fixed hash
    /// seed keeps the order of sets, and so compiled files, the same.
    /// </summary>
    public static readonly ImmutableSortedDictionary<string, string> Environment = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, string>
        {
            ["PIP_CONFIG_FILE"] = "/dev/null",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
            ["PYTHONHASHSEED"] = "0",
            ["PYTHONNOUSERSITE"] = "1",
            ["PYTHONSAFEPATH"] = "1",
        });

    /// <summary>One of mcpbox's own scripts, without network.</summary>
    public static BuildStep Of(string script, string folder, params ImmutableArray<string> arguments) => new()
    {
        Program = Program,
        Arguments = ["-s", "-c", Script(script), .. arguments],
        Environment = Environment,
        Folder = folder,
    };

    /// <summary>pip, with the gateway as its only index.</summary>
    public static BuildStep Pip(string folder, IBuildGateway gateway, Action<string>? said, params ImmutableArray<string> arguments) => new()
    {
        Program = Program,
        Arguments =
        [
            "-s", "-m", "pip", "install", "--index-url", $"http://{BuildStep.GatewayAddress}/simple/", "--only-binary", ":all:", "--no-cache-dir", "--no-input", "--no-color",
            "--progress-bar", "off", "--retries", "0", "--timeout", "120", "--disable-pip-version-check", "--root-user-action", "ignore", .. arguments,
        ],
        Environment = Environment,
        Folder = folder,
        Gateway = gateway,
        Said = said,
    };

    /// <summary>A resource of this assembly, from PyPi/Scripts.</summary>
    public static string Script(string name)
    {
        using var stream = typeof(PythonStep).Assembly.GetManifestResourceStream($"pypi/{name}") ?? throw new InvalidOperationException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>What pip says last of what went wrong; else what it said last.</summary>
    public static string LastLine(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = lines.Where(line => line.StartsWith("ERROR: ", StringComparison.Ordinal)).Select(line => line[7..]).ToList();
        return errors.Count > 0 ? errors[^1] : lines.LastOrDefault("it said nothing");
    }
}

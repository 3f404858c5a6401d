using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.RealInput;

/// <summary>One of the four npm servers: what starts it, what it needs in its environment, and the folder that it works on.</summary>
internal sealed record NpmServer(string Name, IReadOnlyList<string> Command, string? Variable = null, string? Folder = null)
{
    public static TheoryData<string> Names => ["everything", "filesystem", "memory", "sequential-thinking"];

    /// <summary>The folder that holds all four: shown as a whole where a script is hidden behind another program, such as the recorder.</summary>
    public static string Modules => Path.Combine(Programs.Repository, "tests/clients/node_modules");

    /// <summary>The command line without mcpbox; <c>env</c> sets the variable, so that it is the same inside a sandbox.</summary>
    public IReadOnlyList<string> Bare => Variable is null ? Command : ["/usr/bin/env", Variable, .. Command];

    public static NpmServer At(string name, string folder)
    {
        string[] command = [Programs.Node, Programs.NpmServer(name)];
        return name switch
        {
            "filesystem" => new NpmServer(name, [.. command, folder], Folder: folder),
            "memory" => new NpmServer(name, command, $"MEMORY_FILE_PATH={folder}/memory.json", folder),
            _ => new NpmServer(name, command),
        };
    }

    /// <summary>Writes it into the box's config.toml as a person would, and gives the command of the client's configuration.</summary>
    public IReadOnlyList<string> ConfigureIn(Box box)
    {
        var variable = Variable?.Split('=') is [var key, var value] ? $"[servers.{Name}.environment.set]\n{key} = \"{value}\"\n" : "";
        var mount = Folder is null ? "" : $"[[servers.{Name}.filesystem.mounts]]\nsource = \"{Folder}\"\nmode = \"rw\"\n";
        box.ConfigureServer(Name, Command, variable + mount);
        return [Programs.McpBox, "run", Name];
    }
}

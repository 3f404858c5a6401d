using McpBox.Packages;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>
/// Locks and builds first, and declares last: an addition that fails leaves config.toml as it was. What was locked meanwhile stays locked, and hurts nobody.
/// </summary>
internal sealed class AddRun(
    Configuration configuration, ConfigurationLocations locations, PackageParts parts, Action<string> say, TextWriter output, CancellationToken cancellationToken)
{
    public int Run(ServerAddition addition)
    {
        var config = new ConfigText(locations.ConfigFile ?? throw new PackageException("MB6501", "there is no place for config.toml: HOME is unset", "set HOME, or XDG_CONFIG_HOME"));
        if (configuration.HasServer(addition.Name))
            throw new PackageException("MB6520", $"there is a server {addition.Name} in the config already, or the config cannot be read", "take another name, or change it there; mcpbox profile check shows what is wrong");
        var form = addition.Form();
        foreach (var remark in form.Remarks)
            say(remark);
        var toml = addition.Toml(form);
        var server = config.Try(toml, addition.Name, locations);
        var (locked, place) = Locking.Of(parts, ServerWords.Of(server), say, cancellationToken).Lock();
        config.Append(toml, addition.Name, locations);
        say($"{addition.Name} is declared in {locations.ConfigFile}; a client starts it by: mcpbox run {addition.Name}");
        output.WriteLine($"{locked.Spec} {locked.Version} {place}");
        return ExitCodes.Ok;
    }
}

using System.Collections.Immutable;
using McpBox.Journal.Redacting;
using McpBox.Sandbox;

namespace McpBox.Session.Recording;

/// <summary>
/// The secrets that a server is given, as far as they can be told from its plan: values of variables that the profile passes or sets and whose name
/// says so, or which have a known token's format; passwords of URLs among them; what follows a flag such as <c>--token</c> on the command line.
/// </summary>
public static class SessionSecrets
{
    // A key in PEM is printed line by line.
    private const int ShortestLine = 16;
    private const int MostLines = 256;

    private static readonly string[] SecretWords =
        ["TOKEN", "KEY", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "PASS", "PWD", "AUTH", "CREDENTIAL", "CREDENTIALS", "DSN", "COOKIE", "JWT", "BEARER", "PAT"];

    // What such a name ends in when it is about a secret and holds none; and two that every shell sets.
    private static readonly string[] HarmlessWords =
        ["TYPE", "MODE", "METHOD", "SCHEME", "PROVIDER", "NAME", "USER", "HOST", "PORT", "PATH", "FILE", "DIR", "SOCK", "ENABLED", "TTL", "TIMEOUT", "LENGTH", "LIMIT"];

    public static ImmutableArray<string> Of(SandboxPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var values = plan.Environment.Where(variable => IsGiven(plan, variable.Key)).SelectMany(static variable => Of(variable.Key, variable.Value));
        return [.. values.Concat(Flags(plan.Command)).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsGiven(SandboxPlan plan, string name) =>
        plan.EnvironmentSources.GetValueOrDefault(name, EnvironmentSource.Pass) is EnvironmentSource.Pass or EnvironmentSource.Set;

    private static IEnumerable<string> Of(string name, string value)
    {
        if (UrlPasswordOf(value) is { Length: > 0 } password)
        {
            yield return password;
        }

        if (!IsSecretName(name) && !KnownTokens.IsToken(value))
        {
            yield break;
        }

        yield return value;
        var lines = value.Split('\n', StringSplitOptions.TrimEntries);
        foreach (var line in lines.Length > 1 ? lines.Take(MostLines).Where(line => line.Length >= ShortestLine && !line.StartsWith("-----", StringComparison.Ordinal)) : [])
        {
            yield return line;
        }
    }

    private static bool IsSecretName(string name)
    {
        var words = name.ToUpperInvariant().Split('_', '-', '.');
        return name is not ("PWD" or "OLDPWD") && !HarmlessWords.Contains(words[^1])
            && words.Any(static word => SecretWords.Any(secret => word == secret || (secret.Length > 3 && word.EndsWith(secret, StringComparison.Ordinal)) || word == "API" + secret));
    }

    private static string? UrlPasswordOf(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.UserInfo.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon
            ? Uri.UnescapeDataString(url.UserInfo[(colon + 1)..])
            : null;

    private static IEnumerable<string> Flags(ImmutableArray<string> command)
    {
        for (var i = 1; i < command.Length; i++)
        {
            var (flag, value) = command[i].Split('=', 2) is [var name, var after] ? (name, after) : (command[i - 1], command[i]);
            if (flag.StartsWith("--", StringComparison.Ordinal) && !value.StartsWith('-') && IsSecretName(flag.TrimStart('-')))
            {
                yield return value;
            }
        }
    }
}

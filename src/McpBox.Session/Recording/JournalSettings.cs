using System.Collections.Immutable;
using System.Text.RegularExpressions;
using McpBox.Journal;
using McpBox.Journal.Redacting;
using McpBox.Profiles;

namespace McpBox.Session.Recording;

/// <summary><c>[journal]</c> of a profile, read and checked.</summary>
public sealed class JournalSettings
{
    private readonly JournalSection _section;
    private readonly ImmutableArray<JsonPath> _paths;
    private readonly ImmutableArray<Regex> _patterns;

    private JournalSettings(JournalSection section, ImmutableArray<JsonPath> paths, ImmutableArray<Regex> patterns) => (_section, _paths, _patterns) = (section, paths, patterns);

    /// <summary>Reads what a profile says; every problem at once, and no settings when there is one.</summary>
    public static (JournalSettings? Settings, ImmutableArray<Problem> Problems) Read(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var paths = ImmutableArray.CreateBuilder<JsonPath>();
        var patterns = ImmutableArray.CreateBuilder<Regex>();
        foreach (var name in profile.Journal.RedactKeys.Where(static name => !name.Any(char.IsLetterOrDigit)))
        {
            problems.Add(new Problem(profile.Origin, "MB4313", $"journal.redact_keys has \"{name}\", in which there is no letter or digit", "write the key's name as it stands in the frames"));
        }

        foreach (var text in profile.Journal.RedactPaths)
        {
            if (JsonPath.TryParse(text, out var path, out var fault))
            {
                paths.Add(path);
            }
            else
            {
                problems.Add(new Problem(profile.Origin, "MB4311", $"journal.redact_paths has \"{text}\", which cannot be followed: {fault}", "write $, then names (.name, ['name']), indices ([0]), * or .. before one of them"));
            }
        }

        foreach (var text in profile.Journal.RedactPatterns)
        {
            if (TextPattern.TryParse(text, out var pattern, out var fault))
            {
                patterns.Add(pattern);
            }
            else
            {
                problems.Add(new Problem(profile.Origin, "MB4312", $"journal.redact_patterns has \"{text}\", which cannot be used: {fault}", "write it without; .NET's syntax holds"));
            }
        }

        return problems.Count > 0 ? (null, problems.ToImmutable()) : (new JournalSettings(profile.Journal, paths.ToImmutable(), patterns.ToImmutable()), []);
    }

    /// <summary>What the journal of one session is made with.</summary>
    /// <param name="secrets">Exact values that the server was given.</param>
    /// <param name="keyFolder">Of mcpbox's own keys: usually <c>$XDG_STATE_HOME/mcpbox/keys</c>.</param>
    /// <param name="variable">The caller's environment, for the program age.</param>
    /// <exception cref="JournalException">MB4301 to MB4304.</exception>
    public JournalOptions Open(IEnumerable<string> secrets, string keyFolder, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var bodies = _section.Bodies switch
        {
            "full" => JournalBodies.Full,
            "shape" => JournalBodies.Shape,
            "none" => JournalBodies.None,
            _ => JournalBodies.Redacted,
        };
        return new JournalOptions
        {
            Redactor = bodies == JournalBodies.Full ? null : new FrameRedactor(new RedactionRules
            {
                Bodies = bodies,
                Keys = _section.RedactKeys,
                Paths = _paths,
                Patterns = _patterns,
                KnownTokens = _section.KnownTokens,
                Secrets = [.. secrets],
                HashKey = RedactionKey.OpenOrCreate(keyFolder),
            }),
            ToDisk = _section.Sync == "frame",
            Escrow = _section.Escrow is { } recipient ? EscrowRecipient.Open(recipient, variable) : null,
        };
    }
}

using System.Collections.Immutable;

namespace McpBox.Packages.Forms;

/// <summary>What an option means to a command line that is taken apart.</summary>
/// <param name="TakesValue">Whether its value may be the next word.</param>
/// <param name="Apply">Gets its value (<c>true</c> for an option without); throws <see cref="PackageException"/> where it is refused.</param>
internal sealed record FormOption<TState>(bool TakesValue, Action<TState, string> Apply);

/// <summary>The options of one tool. One that is not in the table is refused: nobody knows what it would have given.</summary>
/// <param name="tool">For messages: <c>npx</c>.</param>
/// <param name="untilFirstWord">True when everything from the first word on that is no option belongs to the server.</param>
internal sealed class OptionTable<TState>(string tool, bool untilFirstWord, IReadOnlyDictionary<string, FormOption<TState>> options)
{
    public string Tool => tool;

    /// <summary>Applies all options.</summary>
    /// <returns>The words that are none.</returns>
    /// <exception cref="PackageException">An option is unknown, refused, or lacks its value.</exception>
    public ImmutableArray<string> Read(ImmutableArray<string> words, TState state)
    {
        var others = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word == "--")
                return [.. others, .. words[(i + 1)..]];
            if (word is ['-', '-', ..])
                i += ReadLong(word, i + 1 < words.Length ? words[i + 1] : null, state);
            else if (word is ['-', _, ..])
                i += ReadShort(word, i + 1 < words.Length ? words[i + 1] : null, state);
            else if (untilFirstWord)
                return [.. others, .. words[i..]];
            else
                others.Add(word);
        }

        return others.ToImmutable();
    }

    private int ReadLong(string word, string? next, TState state)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        var name = sign < 0 ? word : word[..sign];
        var option = options.GetValueOrDefault(name) ?? throw Unknown(name);
        if (sign >= 0 || !option.TakesValue)
        {
            option.Apply(state, sign < 0 ? "true" : word[(sign + 1)..]);
            return 0;
        }

        option.Apply(state, next ?? throw NoValue(name));
        return 1;
    }

    // "-it" is "-i -t"; "-eNAME", "-e=NAME" and "-e NAME" are one (pflag, nopt, clap).
    private int ReadShort(string word, string? next, TState state)
    {
        if (options.TryGetValue(word, out var whole) && word.Length > 2)
            return ApplyWhole(whole, word, next, state);
        for (var i = 1; i < word.Length; i++)
        {
            var name = $"-{word[i]}";
            var option = options.GetValueOrDefault(name) ?? throw Unknown(word.Length == 2 ? name : $"{name} in {word}");
            var rest = word[(i + 1)..];
            if (!option.TakesValue && rest is ['=', ..])
            {
                option.Apply(state, rest[1..]);
                return 0;
            }

            if (!option.TakesValue)
            {
                option.Apply(state, "true");
                continue;
            }

            option.Apply(state, rest.Length > 0 ? rest[(rest[0] == '=' ? 1 : 0)..] : next ?? throw NoValue(name));
            return rest.Length > 0 ? 0 : 1;
        }

        return 0;
    }

    private static int ApplyWhole(FormOption<TState> option, string word, string? next, TState state)
    {
        option.Apply(state, option.TakesValue ? next ?? throw NoValue(word) : "true");
        return option.TakesValue ? 1 : 0;
    }

    private PackageException Unknown(string option) => new(
        "MB6011", $"mcpbox does not know what the option {option} of {tool} would give the server",
        untilFirstWord
            ? $"leave it out; options for the server itself go after the name of the package or image"
            : $"leave it out; if it is meant for the server itself, put -- in front of it");

    private static PackageException NoValue(string option) =>
        new("MB6011", $"the option {option} has no value", "write its value behind it, or leave it out");
}

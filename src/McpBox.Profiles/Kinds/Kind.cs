using System.Diagnostics.CodeAnalysis;
using System.Text;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>A type of values: how one is read from TOML, checked, and written back.</summary>
internal abstract class Kind<T>
{
    /// <summary>Type and range in words, for the manual.</summary>
    public abstract string Text { get; }

    /// <summary>Reads and checks; false after reporting every problem of the value.</summary>
    public abstract bool TryRead(TomlValue value, string key, Document document, [MaybeNullWhen(false)] out T result);

    /// <summary>The value as an inline TOML value that reads back equal.</summary>
    public abstract string Write(T value);

    /// <summary>Appends <c>key = value</c> below the header of its section.</summary>
    public virtual void WriteEntry(string path, T value, StringBuilder output) =>
        output.Append($"{path[(path.LastIndexOf('.') + 1)..]} = {Write(value)}\n");
}

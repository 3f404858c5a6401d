using System.Text;

namespace McpBox.Profiles.Kinds;

/// <summary>A string, or nothing: a key without a default is left out where it was not given.</summary>
internal abstract class OptionalTextKind : Kind<string?>
{
    public override string Write(string? value) => TextKind.Quote(value ?? "");

    public override void WriteEntry(string path, string? value, StringBuilder output)
    {
        if (value is not null)
        {
            base.WriteEntry(path, value, output);
        }
    }
}

using System.ComponentModel;
using System.Text;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Journal;

/// <summary>
/// Somebody for whom the frames are sealed as they were on the wire, by the <c>age</c> program (age(1), C2SP's age-encryption.org/v1): mcpbox
/// holds no key with which they could be read again.
/// </summary>
public sealed class EscrowRecipient
{
    private const int MostOfItsWords = 400;

    private static readonly string[] Passed = ["PATH", "HOME"];

    private readonly string[] _environment;

    private EscrowRecipient(string recipient, string program, string[] environment) => (Text, Program, _environment) = (recipient, program, environment);

    /// <summary><c>age1…</c>, or an SSH public key.</summary>
    public string Text { get; }

    /// <summary>Absolute path of <c>age</c>.</summary>
    public string Program { get; }

    /// <summary>Looks for <c>age</c> and lets it say whether it accepts the recipient.</summary>
    /// <param name="variable">The caller's environment: PATH is searched; HOME is handed on for age's plugins.</param>
    /// <exception cref="JournalException">MB4303: there is no age. MB4304: it refuses the recipient.</exception>
    public static EscrowRecipient Open(string recipient, Func<string, string?> variable)
    {
        var program = (variable("PATH") ?? "").Split(':').Where(Path.IsPathFullyQualified).Select(static folder => Path.Combine(folder, "age")).FirstOrDefault(File.Exists)
            ?? throw new JournalException("MB4303", "journal.escrow needs the program age, and there is none in PATH", "install it (Debian and Ubuntu: the package age), or remove journal.escrow");
        if (!recipient.StartsWith("age1", StringComparison.Ordinal) && !recipient.StartsWith("ssh-", StringComparison.Ordinal))
            throw Refused("it begins with neither age1 nor ssh-");

        string[] environment = [.. Passed.Where(name => variable(name) is not null).Select(name => $"{name}={variable(name)}")];
        var found = new EscrowRecipient(recipient, program, environment);
        found.Try();
        return found;
    }

    /// <summary>Starts age.</summary>
    /// <param name="input">What it seals.</param>
    /// <param name="output">Where it writes.</param>
    /// <exception cref="JournalException">MB4303.</exception>
    internal ChildProcess Start(SafeFileHandle input, SafeFileHandle output, SafeFileHandle errors)
    {
        try
        {
            return ChildProcess.Start(Program, ["age", "-r", Text], _environment, [input, output, errors]);
        }
        catch (Win32Exception exception)
        {
            throw new JournalException("MB4303", $"{Program} cannot be started: {exception.Message}", "install age again, or remove journal.escrow", exception);
        }
    }

    internal static SafeFileHandle Nothing(FileAccess access) => File.OpenHandle("/dev/null", FileMode.Open, access);

    // Before the server is there: an empty text for this recipient.
    private void Try()
    {
        using var nothing = Nothing(FileAccess.Read);
        using var nowhere = Nothing(FileAccess.Write);
        using var words = Pipe.Open();
        using var trial = Start(nothing, nowhere, words.Writer);
        words.Writer.Dispose();
        var said = new byte[MostOfItsWords];
        var length = 0;
        while (length < said.Length && Descriptor.Read((int)words.Reader.DangerousGetHandle(), said.AsSpan(length)) is { Status: IoStatus.Ok } read)
            length += read.Count;
        words.Reader.Dispose();
        if (trial.Wait() is not { Code: 0 })
            throw Refused(OneLine(said.AsSpan(0, length)));
    }

    private static JournalException Refused(string why) =>
        new("MB4304", $"age does not accept journal.escrow: {why}", "give an age recipient (age1…, `age-keygen -y FILE` prints it) or an SSH public key");

    private static string OneLine(ReadOnlySpan<byte> words)
    {
        var end = words.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? words : words[..end]);
        return string.Concat(line.Select(static c => char.IsControl(c) ? ' ' : c)) is { Length: > 0 } text ? text : "it said nothing";
    }
}

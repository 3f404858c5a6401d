using System.Text;
using McpBox.Posix.Files;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Sources;

/// <summary>Opens files of the configuration, judges whether they may be believed, and parses them.</summary>
/// <param name="caller">uid whose files are believed, beside root's.</param>
internal sealed class SourceReader(uint caller, string? home, ICollection<Problem> problems)
{
    /// <summary>Nobody writes a configuration of more than 1 MiB.</summary>
    public const int MaxBytes = 1 << 20;

    public Document DocumentOf(string path) => new(path, home, problems);

    /// <summary>Reads a file of the caller's own. Whatever could not be read is reported, and empty.</summary>
    public (TomlTable Table, string Text) ReadOwn(Document document)
    {
        var read = BoundedFile.Read(document.Path, MaxBytes, followLinks: true);
        if (read.File is { } file)
        {
            Judge(file, document);
        }

        return Parse(read, document);
    }

    /// <summary>Reads a project's file: anybody's, so no link may lead it to a file which only the caller can read.</summary>
    public static TomlTable ReadProject(Document document) =>
        Parse(BoundedFile.Read(document.Path, MaxBytes, followLinks: false), document).Table;

    /// <summary>Parses a document that is at hand already.</summary>
    public static (TomlTable Table, string Text) Parse(ReadOnlySpan<byte> utf8, Document document)
    {
        var (table, error) = TomlReader.Parse(utf8);
        if (error is not null)
        {
            document.Add(error.Span, Codes.Syntax, error.Message, error.Hint);
        }

        return (table ?? Empty, Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF'));
    }

    /// <summary>A folder in which others may replace files is as bad as a file which they may write.</summary>
    public void JudgeFolder(string path)
    {
        if (OperatingSystem.IsLinux() && FileStatus.Of(path) is { } folder)
        {
            Judge(folder, DocumentOf(path));
        }
    }

    /// <summary>Refuses what somebody else than the caller or root may have written.</summary>
    internal void Judge(FileStatus file, Document document)
    {
        if (file.Uid != caller && file.Uid != 0)
        {
            document.Add(
                Codes.ChangeableByOthers, $"is owned by uid {file.Uid}, neither by you (uid {caller}) nor by root",
                $"make it yours: chown {caller} {PlainText.Escape(document.Path)}");
        }

        var mode = (UnixFileMode)file.Permissions;
        var everybody = mode.HasFlag(UnixFileMode.OtherWrite);
        if (everybody || (mode.HasFlag(UnixFileMode.GroupWrite) && !PrivateGroup.IsOf(caller, file.Gid)))
        {
            document.Add(
                Codes.ChangeableByOthers,
                $"may be written by {(everybody ? "everybody" : $"the group {file.Gid}")}, and it decides what servers may do",
                $"take that away: chmod go-w {PlainText.Escape(document.Path)}");
        }
    }

    private static TomlTable Empty { get; } = new([], new TomlSpan(1, 1, 1, 1));

    private static (TomlTable Table, string Text) Parse(BoundedRead read, Document document)
    {
        switch (read.Status)
        {
            case BoundedReadStatus.Read:
                return Parse(read.Bytes, document);
            case BoundedReadStatus.TooLarge:
                document.Add(Codes.TooLarge, $"is larger than {MaxBytes} bytes", "move what is not configuration elsewhere");
                break;
            case BoundedReadStatus.NotRegular:
                document.Add(Codes.CannotRead, "is not a regular file", "put a plain file in its place");
                break;
            case BoundedReadStatus.Link:
                document.Add(Codes.CannotRead, "is a symbolic link, which a project's file must not be", "put a plain file in its place");
                break;
            case BoundedReadStatus.Missing:
                document.Add(Codes.CannotRead, "does not exist", "check the path; a symbolic link may lead nowhere");
                break;
            default:
                document.Add(Codes.CannotRead, $"cannot be read: {read.Reason}", "make the file readable for you, or remove it");
                break;
        }

        return (Empty, "");
    }
}

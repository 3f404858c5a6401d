namespace McpBox.Posix.Files;

/// <summary>
/// The caller's private folder for what lives no longer than a session: FIFOs, records of who runs. <c>$XDG_RUNTIME_DIR/mcpbox</c> where that is
/// a folder of the caller's alone (https://specifications.freedesktop.org/basedir-spec/), else <c>/tmp/mcpbox-UID</c>.
/// </summary>
/// <param name="runtimeFolder">Value of XDG_RUNTIME_DIR. One that is relative, missing or somebody else's, as after <c>su</c>, counts as unset.</param>
/// <param name="sharedFolder">What everybody writes to: <c>/tmp</c>. Somebody may have been there before us.</param>
public sealed class RunFolder(string? runtimeFolder, string sharedFolder)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const int OthersWrite = 0x12; // 0022

    private const int Others = 0x3F; // 0077

    /// <summary>The one that this process's environment names.</summary>
    public static RunFolder OfCaller() => new(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), "/tmp");

    /// <summary>Absolute path of the folder, whether it is there or not.</summary>
    public string Path => IsOwn(runtimeFolder)
        ? System.IO.Path.Join(runtimeFolder, "mcpbox")
        : System.IO.Path.Join(sharedFolder, $"mcpbox-{Caller.EffectiveUserId()}");

    /// <summary>Makes the folder (0700) where it is missing, and looks at what is there then.</summary>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="IOException">It cannot be made, or is a link, a file, another user's or open to others. The message names it.</exception>
    public string Open()
    {
        if (OperatingSystem.IsWindows())
            throw new IOException("the owner of a folder can be checked on Unix only");
        var path = Path;
        try
        {
            _ = Directory.CreateDirectory(path, Private);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }

        return Find() ?? throw new IOException($"the run folder {path} was removed while it was being made");
    }

    /// <summary>Like <see cref="Open"/>, but makes nothing.</summary>
    /// <returns>Null where there is no such folder.</returns>
    /// <exception cref="IOException">What is there is a link, a file, another user's or open to others.</exception>
    public string? Find()
    {
        var path = Path;
        if (FileStatus.OfLink(path) is not { } status)
            return null;
        if (status.Kind != FileKind.Directory)
            throw new IOException($"the run folder {path} is not a folder");
        if (status.Uid != Caller.EffectiveUserId())
            throw new IOException($"the run folder {path} belongs to another user");
        return (status.Permissions & Others) == 0 ? path : throw new IOException($"the run folder {path} is open to others");
    }

    private static bool IsOwn(string? folder) =>
        folder is ['/', ..] && FileStatus.Of(folder) is { Kind: FileKind.Directory } status
        && status.Uid == Caller.EffectiveUserId() && (status.Permissions & OthersWrite) == 0;
}

using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Replaying;

/// <summary>A recorded session as its client saw it: what it sent, and what it got.</summary>
public sealed class Transcript
{
    /// <summary>Bytes of frames that are held at most.</summary>
    public const long MostBytes = 64L << 20;

    /// <summary>Messages that are held at most.</summary>
    public const int MostMessages = 200_000;

    internal Transcript()
    {
    }

    /// <summary>What the manifest says.</summary>
    public SessionFacts Facts { get; internal set; } = new("", "");

    /// <summary>The manifest's JSON; empty without one.</summary>
    public byte[] Manifest { get; internal set; } = [];

    /// <summary>The <c>data</c> of the record that says how the session ended; empty without one.</summary>
    public byte[] Exit { get; internal set; } = [];

    /// <summary>The wall clock of the first record.</summary>
    public DateTimeOffset Start { get; internal set; }

    /// <summary>Requests of the client's, in their order.</summary>
    public IReadOnlyList<Exchange> Exchanges => ExchangeList;

    /// <summary>Notifications and requests of the server's, in their order.</summary>
    public IReadOnlyList<ServerMessage> FromServer => FromServerList;

    /// <summary>How many frames of the client's there are.</summary>
    public int FrameCount => Frames.Count;

    /// <summary>Client frames that the journal has with markers in the place of secrets.</summary>
    public int RedactedFrames { get; internal set; }

    /// <summary>There was more than is held: the rest was not looked at.</summary>
    public bool IsCut { get; internal set; }

    internal List<Exchange> ExchangeList { get; } = [];

    internal List<ServerMessage> FromServerList { get; } = [];

    internal List<ClientFrame> Frames { get; } = [];

    /// <summary>Places of exchanges, in the order in which they were answered.</summary>
    internal List<int> AnswerOrder { get; } = [];

    /// <summary>Reads a session that is to be sent again.</summary>
    /// <exception cref="JournalException">MB4703: the journal does not hold a frame as it was sent. MB4705: it is too large.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Transcript ReadToSend(string path)
    {
        var transcript = TranscriptReader.Read(path, toSend: true);
        return transcript.IsCut
            ? throw new JournalException(
                "MB4705", $"the session has more than {MostBytes >> 20} MiB or {MostMessages} messages",
                "replay a shorter session; `mcpbox log list` shows them")
            : transcript;
    }

    /// <summary>Reads a session that is to be compared: what it has too much is left out, and <see cref="IsCut"/> says so.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Transcript ReadToCompare(string path) => TranscriptReader.Read(path, toSend: false);
}

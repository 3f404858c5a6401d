namespace McpBox.Journal.Replaying;

/// <summary>A frame as the client sent it.</summary>
/// <param name="Sequence">Of its record.</param>
/// <param name="Wire">Its bytes, line ending included.</param>
/// <param name="AnswersBefore">How many answers had come before it: the beginning of <see cref="Transcript.AnswerOrder"/> that it waits for.</param>
internal sealed record ClientFrame(long Sequence, byte[] Wire, int AnswersBefore)
{
    /// <summary>Places in <see cref="Transcript.Exchanges"/> of the requests in it: one, or a batch's.</summary>
    public IReadOnlyList<int> Requests { get; init; } = [];

    /// <summary>The request of the server's that it answers; null for any other frame.</summary>
    public ServerRequest? Answers { get; init; }

    /// <summary>Where in <see cref="Wire"/> its <c>id</c> stands; meaningful for an answer.</summary>
    public Range Id { get; init; }
}

/// <summary>The n-th request of a method that the server made, from 0.</summary>
internal readonly record struct ServerRequest(string Method, int Number);

namespace McpBox.Journal.Sealing;

/// <summary>
/// The keys of one session, each for one interval. They live in this process's memory only: once a checkpoint is signed, its key is gone and
/// nothing on the disk can make it again, so whoever breaks in later cannot sign that interval anew.
/// </summary>
internal sealed class SessionSigner : IDisposable
{
    /// <summary>Records from one checkpoint to the next.</summary>
    public const int Records = 1000;

    /// <summary>From the first unsigned record to the next checkpoint.</summary>
    public const long IntervalNanoseconds = 60_000_000_000;

    private SigningKey? _key;
    private int _unsigned;
    private long _since;

    /// <summary>The public half of the key that signs next.</summary>
    public string PublicKey => Key.PublicKey;

    // Not in the constructor: making a key loads OpenSSL, which is done best while the server is starting beside us.
    private SigningKey Key => _key ??= SigningKey.Create();

    /// <summary>Nanoseconds until a checkpoint is due: zero or less when it is now; null when all is signed.</summary>
    /// <param name="now">Nanoseconds of the monotonic clock, as for <see cref="Count"/>.</param>
    public long? Remaining(long now) => _unsigned == 0 ? null : _unsigned >= Records ? 0 : IntervalNanoseconds - (now - _since);

    /// <summary>One more record that is not signed yet.</summary>
    public void Count(long now)
    {
        if (_unsigned++ == 0)
            _since = now;
    }

    /// <summary>The key of the next interval, made now: the signed text names its public half.</summary>
    public static SigningKey Next() => SigningKey.Create();

    /// <summary>Signs with this interval's key, and forgets it for <paramref name="next"/>; null at the end.</summary>
    public string Sign(ReadOnlySpan<byte> digest, SigningKey? next)
    {
        var signature = Key.Sign(digest);
        Key.Dispose();
        (_key, _unsigned) = (next, 0);
        return signature;
    }

    public void Dispose() => _key?.Dispose();
}

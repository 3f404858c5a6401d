namespace McpBox.Packages.Registries;

/// <summary>What is left of a build's bytes and requests; shared by every <see cref="RegistryClient"/> of the build. Thread-safe.</summary>
public sealed class TransferBudget(GatewayLimits limits)
{
    private long _bytes;
    private int _requests;

    /// <summary>Bytes taken so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <exception cref="PackageException">The build has had all that it may have.</exception>
    internal void TakeBytes(long count)
    {
        if (Interlocked.Add(ref _bytes, count) > limits.Total)
            throw new PackageException(RegistryRefusals.BuildTooLarge(limits.Total));
    }

    /// <exception cref="PackageException">As of <see cref="TakeBytes"/>.</exception>
    internal void TakeRequest()
    {
        if (Interlocked.Increment(ref _requests) > limits.Requests)
            throw new PackageException(RegistryRefusals.TooManyRequests(limits.Requests));
    }
}

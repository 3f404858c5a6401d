using System.ComponentModel;
using System.Text;
using System.Text.Json;
using McpBox.Engines.Docker.Api;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Images.Credentials;

/// <summary>A <c>docker-credential-NAME</c> program of the PATH; the server's name goes to its stdin, the secret comes from its stdout.</summary>
internal sealed class CredentialHelper(string suffix, IReadOnlyDictionary<string, string> environment)
{
    private const int LongestAnswer = 64 * 1024;

    /// <summary>For all of it: a helper may ask its user to unlock a keychain. Shorter in tests.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    private string Program => $"docker-credential-{suffix}";

    /// <returns>Null when it knows none for this server.</returns>
    /// <exception cref="DockerException">MB2227.</exception>
    public RegistryCredential? Get(string server)
    {
        var (status, output) = Run(server);
        if (status != 0)
        {
            // The one failure that the helpers' protocol gives words to; it goes to stdout.
            return output.Contains("credentials not found", StringComparison.Ordinal) ? null : throw Failed($"it ended with status {status}");
        }

        try
        {
            return JsonSerializer.Deserialize(output, ImageJson.Default.HelperAnswer) switch
            {
                { Username: "<token>", Secret: { Length: > 0 } token } => new RegistryCredential(null, null, token, null, server),
                { Username: { Length: > 0 } user, Secret: { Length: > 0 } secret } => new RegistryCredential(user, secret, null, null, server),
                _ => null,
            };
        }
        catch (JsonException)
        {
            // Not the exception's words: they may quote a secret.
            throw Failed("its answer is not JSON");
        }
    }

    private (int? Status, string Output) Run(string server)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var input = Pipe.Open();
        using var output = Pipe.Open();
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        using var child = Start(input.Reader, output.Writer, nothing);
        input.Reader.Dispose();
        output.Writer.Dispose();
        try
        {
            _ = Descriptor.Write((int)input.Writer.DangerousGetHandle(), Encoding.UTF8.GetBytes(server));
            input.Writer.Dispose();
            var text = ReadAll(output.Reader, started);
            AwaitEnd(child.Descriptor, started);
            return (child.Wait()?.Code, text);
        }
        finally
        {
            child.Kill();
            _ = child.Wait();
        }
    }

    private ChildProcess Start(SafeFileHandle input, SafeFileHandle output, SafeFileHandle error)
    {
        var path = Find() ?? throw Failed("there is no such program in PATH");
        try
        {
            return ChildProcess.Start(path, [Program, "get"], [.. environment.Select(static variable => $"{variable.Key}={variable.Value}")], [input, output, error]);
        }
        catch (Win32Exception exception)
        {
            throw Failed(exception.Message);
        }
    }

    private string? Find() => suffix.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        ? (environment.GetValueOrDefault("PATH") ?? "").Split(':').Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists)
        : null;

    /// <summary>One that closes its stdout need not end.</summary>
    private void AwaitEnd(SafeFileHandle process, long started)
    {
        Span<PollFd> end = [new PollFd { Fd = (int)process.DangerousGetHandle(), Events = Descriptor.PollIn }];
        while (end[0].Revents == 0)
            Descriptor.Poll(end, (int)Math.Ceiling(Left(started).TotalMilliseconds));
    }

    private TimeSpan Left(long started)
    {
        var left = Patience - TimeProvider.System.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : throw Failed($"it did not end in {Patience.TotalSeconds} s");
    }

    private string ReadAll(SafeFileHandle output, long started)
    {
        using var stream = new DescriptorStream(output) { Limit = Left(started) };
        var answer = new byte[LongestAnswer];
        var length = 0;
        try
        {
            for (int count; (count = stream.Read(answer.AsSpan(length))) > 0;)
            {
                length += count;
                stream.Limit = Left(started);
            }
        }
        catch (IOException exception)
        {
            throw Failed(exception.Message);
        }

        return length < answer.Length ? Encoding.UTF8.GetString(answer, 0, length) : throw Failed("its answer is too long");
    }

    private DockerException Failed(string cause) => new(ImageRefusals.CredentialHelperFailed(Program, cause));
}

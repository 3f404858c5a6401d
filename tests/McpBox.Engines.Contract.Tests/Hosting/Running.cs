using System.Text;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Posix.Io;
using McpBox.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Contract.Tests.Hosting;

/// <summary>A started sandbox in the hands of a test. Nothing in it waits for longer than <see cref="Limit"/>.</summary>
internal sealed class Running : IDisposable
{
    /// <summary>Generous: nothing waits for it when all is well.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static int _sessions;

    private Running(Subject subject, ISandbox sandbox, string session)
    {
        (Subject, Sandbox, Session) = (subject, sandbox, session);
        Input = new DescriptorStream(sandbox.Input) { Limit = Limit };
        Output = new DescriptorStream(sandbox.Output) { Limit = Limit };
        Error = new DescriptorStream(sandbox.Error) { Limit = Limit };
    }

    public Subject Subject { get; }

    public ISandbox Sandbox { get; }

    public string Session { get; }

    public DescriptorStream Input { get; }

    public DescriptorStream Output { get; }

    public DescriptorStream Error { get; }

    public static string NextSession() => $"contract-{Environment.ProcessId}-{Interlocked.Increment(ref _sessions)}";

    public static Running Start(Subject subject, SandboxPlan plan) => Start(subject, plan, NextSession());

    public static Running Start(Subject subject, string script)
    {
        var session = NextSession();
        return Start(subject, ContractPlan.Script(script, session), session);
    }

    public static Running Start(Subject subject, SandboxPlan plan, string session) =>
        new(subject, EngineUnderTest.Of(subject).Start(plan.On(subject), session), session);

    /// <summary>The next line of stdout, without its end.</summary>
    public string ReadLine()
    {
        var line = new StringBuilder();
        for (int next; (next = Output.ReadByte()) is not ('\n' or -1);)
            line.Append((char)next);
        return line.ToString();
    }

    /// <summary>Everything until the end, without an end of stdin.</summary>
    public Ended ReadToEnd()
    {
        var error = Task.Run(() => ReadAll(Error));
        return new Ended(ReadAll(Output), error.GetAwaiter().GetResult(), WaitForExit());
    }

    /// <summary>Sends bytes and the end of stdin, and gives what comes meanwhile on stdout and stderr, to their ends.</summary>
    public (byte[] Output, byte[] Error) Exchange(byte[] sent)
    {
        var writer = Task.Run(() =>
        {
            Input.Write(sent);
            Sandbox.Input.Dispose();
        });
        var error = Task.Run(() => ReadBytes(Error));
        var output = ReadBytes(Output);
        writer.GetAwaiter().GetResult();
        return (output, error.GetAwaiter().GetResult());
    }

    public SandboxExit WaitForExit()
    {
        Assert.True(IsReadable(Sandbox.ExitSignal, Limit), "the sandbox did not end");
        return Sandbox.WaitForExit();
    }

    /// <summary>Whether a descriptor polls readable, at an end, or in error, within a time.</summary>
    public static bool IsReadable(SafeFileHandle handle, TimeSpan within)
    {
        Span<PollFd> asked = [new PollFd { Fd = (int)handle.DangerousGetHandle(), Events = Descriptor.PollIn }];
        Descriptor.Poll(asked, (int)within.TotalMilliseconds);
        return asked[0].Revents != 0;
    }

    public void Dispose()
    {
        Sandbox.Dispose();
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    /// <summary>Everything to the end of a stream.</summary>
    public static byte[] ReadBytes(DescriptorStream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string ReadAll(DescriptorStream stream) => Encoding.UTF8.GetString(ReadBytes(stream));
}

using System.Diagnostics;
using McpBox.Engines.Contract.Tests.Subjects;

namespace McpBox.Engines.Contract.Tests.Hosting;

/// <summary>
/// <c>owner SUBJECT SESSION SCRIPT [STEP]</c>: a process that owns a sandbox, as mcpbox does, for tests that kill or stop it. Copies the
/// server's stdout to its own. With a step it kills itself when the start has come so far.
/// </summary>
internal static class Owner
{
    public static int Run(string[] arguments)
    {
        if (arguments is not [var name, var session, var script, .. var step])
            return 2;
        var subject = Enum.Parse<Subject>(name);
        var plan = ContractPlan.Script(script, session).On(subject);
        var engine = step is [var last] ? EngineUnderTest.DyingAt(subject, last) : EngineUnderTest.Of(subject);
        using var sandbox = engine.Start(plan, session);
        using var stream = new Posix.Io.DescriptorStream(sandbox.Output);
        stream.CopyTo(Console.OpenStandardOutput(), 1);
        return sandbox.WaitForExit().ShellCode;
    }

    /// <summary>Starts one in a process of its own.</summary>
    public static Process Start(Subject subject, string session, string script, params IEnumerable<string> step)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["owner", $"{subject}", session, script, .. step])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}

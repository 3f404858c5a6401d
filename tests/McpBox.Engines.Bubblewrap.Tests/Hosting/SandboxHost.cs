using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Tests.Hosting;

/// <summary>
/// <c>host [--nobody] [--mount PATH] -- COMMAND…</c>: runs a command in a sandbox from this process's main thread, as mcpbox does, with
/// the server's streams copied to its own and the server's exit code.
/// </summary>
internal static class SandboxHost
{
    public static int Run(string[] arguments)
    {
        var split = Array.IndexOf(arguments, "--");
        var options = arguments[..split];
        if (options.Contains("--bench"))
        {
            for (var i = 0; i < 5; i++)
            {
                var w = System.Diagnostics.Stopwatch.StartNew();
                using var a = Filtering.SyscallFilter.CompileAllowed();
                var t1 = w.Elapsed.TotalMilliseconds;
                using var b = Filtering.SyscallFilter.CompileDenied();
                Console.Error.WriteLine($"allow {t1:F2} both {w.Elapsed.TotalMilliseconds:F2} bytes {RandomAccess.GetLength(a)} {RandomAccess.GetLength(b)}");
            }
        }
        var plan = TestPlan.For([.. arguments[(split + 1)..]]) with
        {
            RunAs = options.Contains("--nobody") ? RunAs.Nobody : RunAs.Caller,
            Mounts = [.. options.Where(o => o.StartsWith('/')).Select(o => new PlanMount(o, o, Writable: false, "test"))],
        };
        try
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            using var sandbox = new BubblewrapEngine().Start(plan, "host");
            if (options.Contains("--time"))
            {
                Console.Error.WriteLine($"start {watch.Elapsed.TotalMilliseconds:F2} ms");
                foreach (var fact in sandbox.Facts)
                    Console.Error.WriteLine(fact);
                for (var i = 0; i < 10; i++)
                {
                    watch.Restart();
                    using var again = new BubblewrapEngine().Start(plan, $"host{i}");
                    var t1 = watch.Elapsed.TotalMilliseconds;
                    again.WaitForExit();
                    again.Dispose();
                    Console.Error.WriteLine($"start {t1:F2} total {watch.Elapsed.TotalMilliseconds:F2} ms");
                }
            }

            return Relay(sandbox);
        }
        catch (SandboxException exception)
        {
            Console.Error.WriteLine($"{exception.Message}\nhint: {exception.Refusal.Hint}");
            return 125;
        }
    }

    private static int Relay(ISandbox sandbox)
    {
        sandbox.Input.Dispose();
        var error = new Thread(() => Streams.Copy(sandbox.Error, Console.OpenStandardError()));
        error.Start();
        Streams.Copy(sandbox.Output, Console.OpenStandardOutput());
        error.Join();
        var exit = sandbox.WaitForExit();
        if (exit.SetupFailure is { } words)
            Console.Error.WriteLine(words);
        return exit.ShellCode;
    }
}

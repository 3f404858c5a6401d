using System.Text;
using McpBox.Engines.Bubblewrap.Running;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap;

/// <summary>Whether the plan's program will be there and can be executed, asked of the host's file behind it before anything is started.</summary>
internal static class ServerProgram
{
    public static Refusal? Refuse(SandboxPlan plan, ServerIdentity identity)
    {
        var program = plan.Command[0];
        if (Paths.OnHost(plan, program) is not { } file || !File.Exists(file))
            return Refusals.ProgramMissing(program);

        // Root may execute what anybody may; nobody only what others may, unless the file is its own.
        var stat = FileStat.Of(file);
        var needed = identity.Drops && stat.Uid != ServerIdentity.Nobody ? FileStat.OthersExecute : FileStat.AnyExecute;
        if (!stat.Has(needed))
            return Refusals.ProgramNotExecutable(program, identity);
        return Interpreter(file) is { } interpreter && !(Paths.OnHost(plan, interpreter) is { } on && File.Exists(on))
            ? Refusals.ProgramMissing(interpreter)
            : null;
    }

    /// <summary>What the first line of a script names (execve(2)), or null for a program that is none or that we may not read.</summary>
    private static string? Interpreter(string file)
    {
        try
        {
            Span<byte> head = stackalloc byte[256];
            using var handle = File.OpenHandle(file);
            head = head[..RandomAccess.Read(handle, head, 0)];
            return head.StartsWith("#!"u8)
                ? Encoding.UTF8.GetString(head[2..]).Split('\n')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
                : null;
        }
        catch (UnauthorizedAccessException)
        {
            // Execution asks for no right to read a binary; a script would not run.
            return null;
        }
    }
}

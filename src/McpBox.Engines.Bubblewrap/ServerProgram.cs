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
        return stat.Has(needed) ? null : Refusals.ProgramNotExecutable(program, identity);
    }
}

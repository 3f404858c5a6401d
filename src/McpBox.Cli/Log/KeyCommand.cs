using System.CommandLine;
using McpBox.Journal.Indexing;
using McpBox.Journal.Sealing;

namespace McpBox.Cli.Log;

/// <summary><c>mcpbox log key</c>: the public key that the index begins with, made if there is none yet.</summary>
internal static class KeyCommand
{
    private const int PemWidth = 64;

    public static Command Create(Func<string, string?> variable, TimeProvider time)
    {
        var command = new Command("key", "Print the public key that the session index begins with; keep it elsewhere, for `log verify --key`");
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var index = SessionIndex.Beside(JournalRoot.FromEnvironment(variable), time);
            var key = index.Verify(anchor: null).Anchor ?? index.NextKey();
            screen.WriteLine("-----BEGIN PUBLIC KEY-----");
            foreach (var line in key.Chunk(PemWidth))
                screen.WriteLine(new string(line));
            screen.WriteLine("-----END PUBLIC KEY-----");
            screen.Error.WriteLine($"SHA-256: {Signature.Fingerprint(key)}");
            return ExitCodes.Ok;
        }));
        return command;
    }
}

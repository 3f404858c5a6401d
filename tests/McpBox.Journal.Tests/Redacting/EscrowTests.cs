using System.Text;
using System.Text.Json;
using McpBox.Journal.Redacting;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>Frames sealed by the real age, and opened by it again.</summary>
public sealed class EscrowTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void What_was_on_the_wire_comes_back_byte_for_byte()
    {
        var frame = "{\"password\":\"hunter22\", \"x\":1e400,\"big\":\"" + new string('x', 300_000) + "\"}";
        byte[] noise = [0xff, 0x00, 0x0d, .. Enumerable.Repeat((byte)'y', 200_000)];
        string path;
        using (var journal = Create(Key()))
        {
            path = journal.Path;
            journal.StageEvent("manifest", "{}"u8);
            journal.Stage(Samples.Request(Encoding.UTF8.GetBytes(frame)));
            journal.Stage(Samples.Line(JournalDirection.Stderr, noise));
            journal.Seal();
        }

        var escrow = Path.ChangeExtension(path, null) + ".escrow.age";
        Assert.DoesNotContain("hunter22", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal("600\n", Shell.Run($"stat -c %a '{escrow}'").Output);
        var lines = Shell.Run($"age -d -i '{_scratch.Path}/key' '{escrow}'").Output.TrimEnd('\n').Split('\n');
        Assert.Equal($$"""{"seq":1,"dir":"c2s","frame":{{frame}}}""", lines[0]);
        using var second = JsonDocument.Parse(lines[1]);
        Assert.Equal((2, "stderr"), (second.RootElement.GetProperty("seq").GetInt32(), second.RootElement.GetProperty("dir").GetString()));
        Assert.Equal(noise, second.RootElement.GetProperty("raw").GetBytesFromBase64());
        Assert.Equal(2, lines.Length);
        Assert.Equal(JournalStatus.Sealed, JournalVerifier.Verify(path).Status);
    }

    [Fact]
    public void A_journal_that_is_not_sealed_leaves_an_escrow_that_opens()
    {
        string path;
        using (var journal = Create(Key()))
        {
            path = journal.Path;
            journal.Stage(Samples.Request("""{"id":1}"""u8));
            journal.Commit();
        }

        Assert.Equal("{\"seq\":0,\"dir\":\"c2s\",\"frame\":{\"id\":1}}\n", Shell.Run($"age -d -i '{_scratch.Path}/key' '{Path.ChangeExtension(path, null)}.escrow.age'").Output);
    }

    [Fact]
    public void When_age_is_gone_nothing_is_recorded_any_more()
    {
        using var journal = Create(Recipient(Script("exit 0")));
        var failure = Assert.Throws<JournalException>(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                journal.Stage(Samples.Request("""{"id":1}"""u8));
                journal.Commit();
            }

            journal.Seal();
        });
        Assert.Equal("MB4306", failure.Code);
    }

    [Fact]
    public void An_age_that_fails_at_the_end_leaves_no_seal()
    {
        using var journal = Create(Recipient(Script("cat >/dev/null; exit 1")));
        journal.Stage(Samples.Request("""{"id":1}"""u8));
        journal.Commit();
        Assert.Equal("MB4306", Assert.Throws<JournalException>(journal.Seal).Code);
    }

    [Theory]
    [InlineData("age1notakey")]
    [InlineData("-o/tmp/x")]
    [InlineData("AGE-SECRET-KEY-1")]
    [InlineData("ssh-ed25519 AAAA")]
    public void A_recipient_that_age_refuses_is_refused_before_the_start(string recipient) =>
        Assert.Equal("MB4304", Assert.Throws<JournalException>(() => EscrowRecipient.Open(recipient, Environment.GetEnvironmentVariable)).Code);

    [Fact]
    public void Without_age_the_start_is_refused() =>
        Assert.Equal("MB4303", Assert.Throws<JournalException>(() => EscrowRecipient.Open("age1x", name => name == "PATH" ? _scratch.Path : null)).Code);

    private EscrowRecipient Key()
    {
        Shell.Run($"age-keygen -o '{_scratch.Path}/key' 2>/dev/null");
        return EscrowRecipient.Open(Shell.Run($"age-keygen -y '{_scratch.Path}/key'").Output.Trim(), Environment.GetEnvironmentVariable);
    }

    /// <summary>An "age" that accepts the trial's empty text and does something else with the session's.</summary>
    private string Script(string then)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_scratch.Path, "bin")).FullName;
        var script = Path.Combine(folder, "age");
        File.WriteAllText(script, $"#!/bin/sh\nif [ ! -e '{folder}/tried' ]; then : > '{folder}/tried'; exit 0; fi\n{then}\n");
        Shell.Run($"chmod +x '{script}'");
        return folder;
    }

    private static EscrowRecipient Recipient(string folder) => EscrowRecipient.Open("age1x", name => name == "PATH" ? $"{folder}:/usr/bin:/bin" : null);

    private JournalWriter Create(EscrowRecipient recipient) =>
        JournalWriter.Create(_scratch.Path, "files", Samples.Session, new FixedTime(), new JournalOptions { Redactor = new FrameRedactor(Kept.Rules), Escrow = recipient });
}

using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Images;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Engines.Docker.Tests.Images;

public sealed class ImageRecordsTests : IDisposable
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly ImageRecord One = new($"sha256:{Hex}", $"sha256:{Hex}", DateTimeOffset.UnixEpoch);

    private readonly Scratch _scratch = new();

    private ImageRecords Records => ImageRecords.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_STATE_HOME"] = _scratch.Path }, "/nowhere");

    private string RecordsFile => _scratch["mcpbox/images.json"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void What_was_written_is_found_by_every_way_of_writing_the_reference()
    {
        Assert.Null(Find("debian"));
        Write("debian");
        Assert.Equal(One, Find("docker.io/library/debian:latest"));
        Assert.Null(Find("debian:12"));
    }

    [Fact]
    public void The_file_is_the_caller_s_alone()
    {
        Write("debian");
        Assert.Equal(Own, File.GetUnixFileMode(RecordsFile));
        Assert.Equal(Own | UnixFileMode.UserExecute, File.GetUnixFileMode(_scratch["mcpbox"]));
    }

    [Fact]
    public void Writers_at_the_same_time_lose_nothing()
    {
        Parallel.For(0, 50, i => Write($"image{i}"));
        Assert.All(Enumerable.Range(0, 50), i => Assert.NotNull(Find($"image{i}")));
        Assert.Equal(["images.json", "images.json.lock"], Directory.GetFiles(_scratch["mcpbox"]).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"v":2,"images":{}}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"images":null}""")]
    [InlineData("""{"v":1,"images":{"a":null}}""")]
    [InlineData("""{"v":1,"images":{"a":{"digest":"sha256:x","id":"sha256:x","at":"2026-01-01T00:00:00Z"}}}""")]
    public void A_file_that_is_no_record_is_refused_and_kept(string text)
    {
        _scratch.Write("mcpbox/images.json", text);
        File.SetUnixFileMode(RecordsFile, Own);
        Assert.Equal("MB2223", Assert.Throws<DockerException>(() => Find("a")).Refusal.Code);
        Assert.Equal("MB2223", Assert.Throws<DockerException>(() => Write("a")).Refusal.Code);
        Assert.Equal(text, File.ReadAllText(RecordsFile));
    }

    [Fact]
    public void A_file_that_others_can_write_is_refused()
    {
        Write("debian");
        File.SetUnixFileMode(RecordsFile, Own | UnixFileMode.GroupWrite);
        Assert.Equal("MB2223", Assert.Throws<DockerException>(() => Find("debian")).Refusal.Code);
    }

    [Fact]
    public void A_link_in_the_place_of_the_file_is_refused()
    {
        Write("debian");
        File.Move(RecordsFile, _scratch["elsewhere"]);
        File.CreateSymbolicLink(RecordsFile, _scratch["elsewhere"]);
        Assert.Equal("MB2223", Assert.Throws<DockerException>(() => Find("debian")).Refusal.Code);
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused()
    {
        _scratch.Write("mcpbox/images.json", new string(' ', 5 << 20));
        Assert.Equal("MB2223", Assert.Throws<DockerException>(() => Find("a")).Refusal.Code);
    }

    [Fact]
    public void A_state_folder_that_is_not_absolute_is_ignored()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_STATE_HOME"] = "state" };
        ImageRecords.Of(environment, _scratch.Path).Write(ImageReference.Parse("a"), One);
        Assert.True(File.Exists(_scratch[".local/state/mcpbox/images.json"]));
    }

    private ImageRecord? Find(string reference) => Records.Find(ImageReference.Parse(reference));

    private void Write(string reference) => Records.Write(ImageReference.Parse(reference), One);
}

using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

/// <summary>What is refused as a mount unless <c>allow_sensitive = true</c>. HOME stands for the scene's home directory.</summary>
public sealed class SensitiveMountTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    public static TheoryData<string> ReadOnly { get; } =
    [
        "/", "/etc", "/etc/ssl", "/proc", "/proc/self", "/sys", "/sys/fs", "/dev", "/run", "/boot", "/var", "/var/lib", "/home", "/root", "/opt",
        "/tmp", "/srv", "/mnt", "/media",
        "HOME", "HOME/..", "HOME/.ssh", "HOME/.ssh/keys", "HOME/.gnupg", "HOME/.aws", "HOME/.azure", "HOME/.kube", "HOME/.docker",
        "HOME/.config", "HOME/.config/gcloud", "HOME/.config/gcloud/x", "HOME/.netrc", "HOME/.npmrc", "HOME/.pypirc", "HOME/.git-credentials",
        "HOME/.password-store", "HOME/.local/share/keyrings", "HOME/.local/share", "HOME/.local", "HOME/.mozilla", "HOME/.mozilla/firefox",
        "HOME/.config/google-chrome", "HOME/.config/mcpbox", "HOME/.local/state/mcpbox", "HOME/.local/state", "HOME/.claude.json", "HOME/.cursor",
        "HOME/.bash_history",
        "//etc", "/etc/", "/etc/../etc", "/usr/../etc", "HOME/./.ssh", "HOME/x/../.ssh", "HOME//.ssh//", "/proc/self/root/etc",
        "HOME/.SSH", "HOME/.Aws",
    ];

    public static TheoryData<string> WritableOnly { get; } =
    [
        "/usr/share", "/usr/local", "HOME/.bashrc", "HOME/.profile", "HOME/.zshrc", "HOME/.config/fish/functions", "HOME/.config/autostart",
        "HOME/.config/systemd/user", "HOME/.local/bin", "HOME/bin", "HOME/.gitconfig", "HOME/.vimrc", "HOME/.nvm/versions",
    ];

    public static TheoryData<string> Harmless { get; } =
    [
        "HOME/work", "HOME/.sshx", "HOME/work/.ssh", "HOME/.config/app", "HOME/.local/share/app", "HOME/Documents", "HOME/.aws-notes",
    ];

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public void A_sensitive_path_is_refused(string path)
    {
        _scene.Mount(Make(path), target: "/shown");

        Assert.Equal("/cfg/config.toml:3:1", _scene.Refused("MB2013", "env").Origin.ToString());
    }

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public void A_sensitive_path_is_accepted_when_the_mount_allows_it(string path)
    {
        _scene.Mount(Make(path), target: "/shown", allowSensitive: true);

        Assert.Single(_scene.Accepted("env").Mounts);
    }

    [Theory]
    [MemberData(nameof(WritableOnly))]
    public void What_the_host_runs_is_refused_when_writable_and_accepted_when_read_only(string path)
    {
        _scene.Mount(Make(path), target: "/shown", writable: true);
        _scene.Refused("MB2013", "env");

        using var neighbour = new Scene();
        neighbour.Mount(_scene.Path(Make(path)), target: "/shown");
        neighbour.Accepted("env");
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void A_path_that_only_looks_alike_is_accepted(string path)
    {
        _scene.Mount(Make(path), target: "/shown", writable: true);

        _scene.Accepted("env");
    }

    [Theory]
    [InlineData("HOME/.ssh")]
    [InlineData("HOME")]
    [InlineData("/etc")]
    public void A_link_to_a_sensitive_path_is_refused_as_what_it_leads_to(string path)
    {
        _scene.Mount(_scene.Link("innocent/link", Make(path)), target: "/shown");
        _scene.Refused("MB2013", "env");

        using var neighbour = new Scene();
        neighbour.Mount(neighbour.Link("innocent/link", neighbour.Folder("home/u/work")), target: "/shown");
        neighbour.Accepted("env");
    }

    [Fact]
    public void A_path_through_a_linked_folder_is_refused_as_what_it_leads_to()
    {
        _scene.Folder("home/u/.ssh");
        _scene.Link("innocent/link", _scene.Home);

        _scene.Mount(_scene.Path("innocent/link/.ssh"), target: "/shown");
        _scene.Refused("MB2013", "env");
    }

    [Fact]
    public void Keys_that_were_moved_and_linked_back_are_sensitive_where_they_are()
    {
        var moved = _scene.Folder("vault/keys");
        _scene.Link("home/u/.ssh", moved);

        _scene.Mount(_scene.Path("vault"), target: "/shown");
        _scene.Refused("MB2013", "env");
    }

    [Fact]
    public void A_hard_link_to_a_sensitive_file_is_recognised()
    {
        var secret = _scene.Write("home/u/.netrc");
        _scene.HardLink(secret, "work/notes");
        _scene.Mount(_scene.Path("work/notes"), target: "/shown");
        _scene.Refused("MB2013", "env");

        File.Delete(secret);
        _scene.Accepted("env");
    }

    [Theory]
    [InlineData("SSH_AUTH_SOCK", "PATH/agent.1")]
    [InlineData("DBUS_SESSION_BUS_ADDRESS", "unix:path=PATH/bus,guid=1")]
    [InlineData("DOCKER_HOST", "unix://PATH/docker.sock")]
    [InlineData("KUBECONFIG", "/nowhere:PATH/config")]
    public void What_a_variable_of_the_caller_points_to_is_sensitive(string name, string value)
    {
        _scene.Mount(_scene.Folder("agents"));
        _scene.Accepted("env");

        _scene.Environment[name] = value.Replace("PATH", _scene.Path("agents"), StringComparison.Ordinal);
        Assert.Contains(name, _scene.Refused("MB2013", "env").Message);
    }

    [Theory]
    [InlineData("home/u/.local/state/mcpbox/journal")]
    [InlineData("home/u/.config/mcpbox")]
    [InlineData("home/u/.local/state")]
    [InlineData("home/u")]
    [InlineData("elsewhere/journal/2026")]
    [InlineData("elsewhere")]
    public void Nothing_makes_a_mount_of_mcpboxs_own_folders_writable(string path)
    {
        _scene.OwnFolders = [_scene.Path("elsewhere/journal")];
        _scene.Mount(_scene.Folder(path), target: "/shown", writable: true, allowSensitive: true);
        Assert.Contains("does not lift", _scene.Refused("MB2014", "env").Hint);

        using var neighbour = new Scene();
        neighbour.Mount(_scene.Path(path), target: "/shown", allowSensitive: true);
        neighbour.Accepted("env");
    }

    [Fact]
    public void The_whole_disk_is_never_writable()
    {
        _scene.Mount("/", target: "/shown", writable: true, allowSensitive: true);

        _scene.Refused("MB2014", "env");
    }

    [Fact]
    public void The_XDG_variables_say_where_mcpboxs_own_folders_are()
    {
        _scene.Mount(_scene.Folder("state"), writable: true);
        _scene.Accepted("env");

        _scene.Environment["XDG_STATE_HOME"] = _scene.Path("state");
        _scene.Refused("MB2014", "env");
    }

    [Fact]
    public void Homes_of_other_users_come_from_passwd()
    {
        var passwd = _scene.Write("passwd", $"root:x:0:0::/root:/bin/sh\nother:x:1001:1001::{_scene.Folder("people/other")}:/bin/sh\nx:x:1:1::/nonexistent:/bin/sh\nbroken\n");

        Assert.Equal(["/root", _scene.Path("people/other")], HomeDirectories.Of(passwd));
        _scene.PasswdFile = passwd;
        _scene.Mount(_scene.Path("people/other"));
        _scene.Refused("MB2013", "env");
        _scene.PasswdFile = _scene.Path("no-passwd");
        _scene.Accepted("env");
    }

    private string Make(string path)
    {
        if (!path.StartsWith("HOME", StringComparison.Ordinal))
            return path;
        var full = path.Replace("HOME", _scene.Home, StringComparison.Ordinal);
        Directory.CreateDirectory(full);
        if (path.Contains("/x/..", StringComparison.Ordinal))
            _scene.Folder("home/u/x");
        return full;
    }
}

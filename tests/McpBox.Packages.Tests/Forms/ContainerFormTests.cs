using McpBox.Packages.Forms;

namespace McpBox.Packages.Tests.Forms;

public sealed class ContainerFormTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("docker run -i --rm mcp/time", "mcp/time", "")]
    [InlineData("docker run --rm -i mcp/filesystem /projects", "mcp/filesystem", "/projects")]
    [InlineData("docker run -i --rm -e GITHUB_PERSONAL_ACCESS_TOKEN ghcr.example/github/github-mcp-server", "ghcr.example/github/github-mcp-server", "")]
    [InlineData("docker run -i --rm --init --pull=never mcp/playwright@" + Digest + " --headless", "mcp/playwright@" + Digest, "--headless")]
    [InlineData("docker run -i --rm --network none --read-only --cap-drop ALL --security-opt no-new-privileges mcp/time:1", "mcp/time:1", "")]
    [InlineData("docker run --interactive --rm --name files --label a=b --log-driver none mcp/time -i -t", "mcp/time", "-i -t")]
    [InlineData("docker container run -i mcp/time", "mcp/time", "")]
    [InlineData("podman run -i --rm --userns-not-here mcp/time", null, "MB6011")]
    [InlineData("podman run -i --rm localhost:5000/time:2 a", "localhost:5000/time:2", "a")]
    [InlineData("/usr/bin/docker run -i mcp/time", "mcp/time", "")]
    public void A_containers_command_line_is_taken_apart(string line, string? image, string arguments)
    {
        if (image is null)
        {
            Assert.Equal(arguments, Code(line));
            return;
        }

        var form = Read(line);
        Assert.Equal((image, arguments), (form.Image, string.Join(' ', form.Arguments)));
    }

    [Fact]
    public void Variables_are_passed_or_set_and_of_one_name_the_last_word_holds()
    {
        var form = Read("docker run -i -e TOKEN --env MODE=a=b -eDEBUG=1 -e=URL -e MODE mcp/time");
        Assert.Equal(["TOKEN", "URL", "MODE"], form.Passed);
        Assert.Equal([KeyValuePair.Create("DEBUG", "1")], form.Set);
    }

    [Fact]
    public void Mounts_keep_their_paths_and_their_mode()
    {
        var form = Read(
            "docker run -i -v /home/ada/a:/a -v /home/ada/b:/b:ro,z --volume=/c:/c:rw --mount type=bind,src=/d,dst=/d --mount type=bind,source=/e,target=/e,readonly mcp/filesystem /a");
        Assert.Equal(
            [new("/home/ada/a", "/a", true), new("/home/ada/b", "/b", false), new("/c", "/c", true), new("/d", "/d", true), new FormMount("/e", "/e", false)],
            form.Mounts);
    }

    [Fact]
    public void What_the_plan_knows_is_handed_to_it()
    {
        var form = Read("docker run -i -w /work --entrypoint python --runtime runsc --memory 512m --cpus=1.5 --pids-limit 64 mcp/time -m server");
        Assert.Equal(("/work", "python", "runsc"), (form.WorkingDirectory, form.Entrypoint, form.Runtime));
        Assert.Equal((512L << 20, 1.5, 64), (form.Memory, form.Cpus, form.Pids));
    }

    [Theory]
    [InlineData("1048576", 1L << 20)]
    [InlineData("64k", 64L << 10)]
    [InlineData("2Gb", 2L << 30)]
    [InlineData("1.5GiB", 3L << 29)]
    public void Sizes_are_read_as_docker_reads_them(string text, long bytes) =>
        Assert.Equal(bytes, Read($"docker run -m {text} mcp/time").Memory);

    [Fact]
    public void A_user_is_left_out_and_mentioned() =>
        Assert.Contains("process.run_as", Assert.Single(Read("docker run -i -u 1000:1000 mcp/time").Remarks), StringComparison.Ordinal);

    [Theory]
    [InlineData("--privileged")]
    [InlineData("--privileged=true")]
    [InlineData("--network host")]
    [InlineData("--network=host")]
    [InlineData("--net=container:other")]
    [InlineData("--pid host")]
    [InlineData("--ipc=host")]
    [InlineData("--userns host")]
    [InlineData("--uts=host")]
    [InlineData("--cgroupns=host")]
    [InlineData("--cap-add SYS_ADMIN")]
    [InlineData("--device /dev/kvm")]
    [InlineData("--gpus all")]
    [InlineData("--security-opt seccomp=unconfined")]
    [InlineData("--security-opt apparmor=unconfined")]
    [InlineData("--volumes-from other")]
    [InlineData("--group-add docker")]
    [InlineData("--sysctl kernel.msgmax=1")]
    [InlineData("-u root")]
    [InlineData("--user=0:0")]
    [InlineData("-v /var/run/docker.sock:/var/run/docker.sock")]
    [InlineData("-v /tmp/x:/run/docker.sock:ro")]
    [InlineData("-v /run/user/1000/podman/podman.sock:/s")]
    [InlineData("--mount type=bind,src=/var/run/docker.sock,dst=/s,readonly")]
    public void What_would_give_rights_on_this_machine_is_refused(string option) =>
        Assert.Equal("MB6022", Code($"docker run -i {option} mcp/time"));

    [Theory]
    [InlineData("-it")]
    [InlineData("-i -t")]
    [InlineData("-d")]
    [InlineData("-p 8080:80")]
    [InlineData("-P")]
    [InlineData("--network bridge")]
    [InlineData("--add-host a:1.2.3.4")]
    [InlineData("--env-file .env")]
    [InlineData("-e =x")]
    [InlineData("-v data:/data")]
    [InlineData("-v /data")]
    [InlineData("-v ./src:/src")]
    [InlineData("-v ~/src:/src")]
    [InlineData("-v /a:/b:rshared")]
    [InlineData("-v /a:b")]
    [InlineData("-v C:\\a:/b")]
    [InlineData("--mount source=data,target=/data")]
    [InlineData("--mount type=tmpfs,target=/data")]
    [InlineData("--mount type=bind,src=/a,dst=/a,bind-propagation=shared")]
    [InlineData("--tmpfs /data")]
    [InlineData("--pull always")]
    [InlineData("--restart always")]
    [InlineData("--memory lots")]
    [InlineData("--cpus -1")]
    [InlineData("-w src")]
    [InlineData("--platform linux/amd64")]
    [InlineData("--ulimit nofile=1")]
    public void What_a_sandbox_cannot_honour_is_refused(string option) => Assert.Equal("MB6023", Code($"docker run {option} mcp/time"));

    [Theory]
    [InlineData("docker run --unknown mcp/time", "MB6011")]
    [InlineData("docker run -ix mcp/time", "MB6011")]
    [InlineData("docker run -i --rm", "MB6024")]
    [InlineData("docker run -e", "MB6011")]
    [InlineData("docker run Not/An/Image", "MB6001")]
    public void A_line_that_cannot_be_understood_is_refused(string line, string code) => Assert.Equal(code, Code(line));

    private static ContainerForm Read(string line) => Assert.IsType<ContainerForm>(CommandForms.Read(Words.Of(line)));

    private static string Code(string line) => Assert.Throws<PackageException>(() => CommandForms.Read(Words.Of(line))).Refusal.Code;
}

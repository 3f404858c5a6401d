namespace McpBox.Sandbox;

/// <summary>The files by which programs inside resolve names, the same on every engine.</summary>
public static class NameFiles
{
    /// <summary>Content of /etc/hosts: loopback's own names, then the plan's (hosts(5)).</summary>
    /// <param name="hostName">The sandbox's own.</param>
    public static string Hosts(SandboxPlan plan, string hostName) =>
        $"127.0.0.1 localhost {hostName}\n::1 localhost\n{string.Concat(plan.Hosts.Select(static host => $"{host.Address} {host.Name}\n"))}";

    /// <summary>Content of /etc/resolv.conf (resolv.conf(5)); empty where nobody answers.</summary>
    public static string Resolver(SandboxPlan plan) => plan.Resolver is { } address ? $"nameserver {address}\noptions timeout:2 attempts:2\n" : "";

    /// <summary>Content of /etc/nsswitch.conf: names are looked for in the files first, and then asked for where somebody answers (nsswitch.conf(5)).</summary>
    public static string Sources(SandboxPlan plan) => $"passwd: files\ngroup: files\nhosts: files{(plan.Resolver is null ? "" : " dns")}\n";
}

using System.Globalization;
using System.Text;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>The plan for people, as TOML 1.0: what <c>mcpbox profile show --effective</c> prints.</summary>
public static class PlanToml
{
    /// <summary>LF line ends. Values of environment variables that come from the profile or the caller are left out: they may be secrets.</summary>
    public static string Write(SandboxPlan plan)
    {
        var text = new StringBuilder();
        Line(text, "name", TomlText.Quote(plan.Name));
        Line(text, "profile", TomlText.Quote(plan.Profile));
        Line(text, "sha256", TomlText.Quote(PlanJson.Sha256(plan)));
        WriteCommand(text, plan);
        Line(text, "working_directory", TomlText.Quote(plan.WorkingDirectory));
        Line(text, "run_as", TomlText.Quote(PlanWords.Of(plan.RunAs)));
        Line(text, "network", TomlText.Quote(PlanWords.Of(plan.Network)));
        WriteContainer(text, plan);
        WriteFilesystem(text, plan);
        WriteLimits(text, plan.Limits);
        WriteEnvironment(text, plan);
        return text.ToString();
    }

    private static void WriteCommand(StringBuilder text, SandboxPlan plan)
    {
        text.Append("command = [\n");
        foreach (var argument in plan.Command)
            text.Append(CultureInfo.InvariantCulture, $"  {TomlText.Quote(argument)},\n");
        text.Append("]\n");
    }

    private static void WriteContainer(StringBuilder text, SandboxPlan plan)
    {
        if (plan.Image is not { } image)
            return;
        text.Append("\n[container]\n");
        Line(text, "image", TomlText.Quote(image.Reference));
        Line(text, "digest", TomlText.Quote(image.Digest));
        Line(text, "id", TomlText.Quote(image.Id));
        if (plan.Runtime is { } runtime)
            Line(text, "runtime", TomlText.Quote(runtime));
        Line(text, "stdio", TomlText.Quote(PlanWords.Of(plan.Stdio)));
    }

    private static void WriteFilesystem(StringBuilder text, SandboxPlan plan)
    {
        text.Append("\n[filesystem]\n");
        Line(text, "home", TomlText.Quote(plan.Home));
        Line(text, "home_size", Number(plan.HomeSize));
        Line(text, "tmp_size", Number(plan.TmpSize));
        foreach (var mount in plan.Mounts)
        {
            text.Append("\n[[filesystem.mounts]]\n");
            Line(text, "source", TomlText.Quote(mount.Source));
            if (mount.Target != mount.Source)
                Line(text, "target", TomlText.Quote(mount.Target));
            Line(text, "mode", mount.Writable ? "\"rw\"" : "\"ro\"");
            Line(text, "reason", TomlText.Quote(mount.Reason));
        }
    }

    private static void WriteLimits(StringBuilder text, PlanLimits limits)
    {
        text.Append("\n[limits]\n");
        Line(text, "memory", Number(limits.Memory));
        Line(text, "pids", Number(limits.Pids));
        Line(text, "cpus", limits.Cpus.ToString("0.0##############", CultureInfo.InvariantCulture));
        Line(text, "open_files", Number(limits.OpenFiles));
        Line(text, "file_size", Number(limits.FileSize));
        Line(text, "enforcement", limits.RequireCgroup ? "\"cgroup\"" : "\"auto\"");
    }

    private static void WriteEnvironment(StringBuilder text, SandboxPlan plan)
    {
        text.Append("\n[environment]\n");
        foreach (var (name, value) in plan.Environment)
        {
            var source = plan.EnvironmentSources.GetValueOrDefault(name, EnvironmentSource.Pass);
            var shown = source is EnvironmentSource.Fixed or EnvironmentSource.Image
                ? $"{{ source = \"{PlanWords.Of(source)}\", value = {TomlText.Quote(value)} }}"
                : $"{{ source = \"{PlanWords.Of(source)}\" }}";
            Line(text, TomlText.Quote(name), shown);
        }
    }

    private static void Line(StringBuilder text, string key, string value) => text.Append(CultureInfo.InvariantCulture, $"{key} = {value}\n");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Engines.Contract.Tests.Lifecycle;
using McpBox.Engines.Contract.Tests.Limits;
using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Subjects;

/// <summary>
/// What each subject cannot do, in full, with the reason. The list is exact: a test shows of each entry that the sentence does not hold
/// there, so that one that is not needed any more has to go.
/// </summary>
internal static class Exemptions
{
    private const string Multiplexed = "the daemon's stream carries all three and tells the end of the whole, not of one";
    private const string NoPassing = "no descriptor can be passed over the daemon's stream: a plan with listeners is refused (MB2244)";
    private const string RootOfTheHost = "an engine whose daemon is root gives containers the host's user namespace; uid 0 has no capability in it";
    private const string EngineDevices = "the runtime specification puts /dev/tty and /dev/ptmx into every container; no terminal is behind them";
    private const string OwnProc = "an engine mounts /proc writable for what is the process's own; the kernel's settings in it are read-only";
    private const string SysIsThere = "the runtime specification mounts /sys, read-only, and what tells of the machine in it is covered";

    private const string OwnDevices = "the runtime makes a /dev for each container, a tmpfs that belongs to uid 0; nothing in it is the host's";
    private const string HostCgroups = "on cgroup v1 Podman leaves containers in the host's cgroup namespace; the tree itself is read-only";
    private const string SilentOnMemory = "the kill is bounded and not told: Podman has no event for it, and the init has no channel beside the streams";
    private const string NoCgroup = "without a cgroup to be had on this machine, memory is counted by process and processors are whole ones";

    public static IReadOnlyList<Exemption> All { get; } =
    [
        .. On(Attached, nameof(StreamTests.A_server_that_closes_its_stdout_and_goes_on_is_seen_to), Multiplexed),
        .. On(Attached, nameof(StreamTests.A_server_that_closes_its_stdin_and_goes_on_is_seen_to), Multiplexed),
        .. On(Attached, nameof(ListenerTests.What_connects_to_a_listener_is_answered_from_outside), NoPassing),
        .. On(Attached, nameof(ListenerTests.No_other_address_answers), NoPassing),
        .. On(Attached, nameof(ListenerTests.A_server_holds_none_of_the_sockets), NoPassing),
        .. On(Attached, nameof(NamedHostTests.A_name_of_the_plan_leads_to_mcpbox_on_a_port_that_only_root_may_bind), NoPassing),
        .. On(Attached, nameof(NamedHostTests.A_listener_for_every_address_tells_which_one_was_connected_to), NoPassing),
        .. On(Attached, nameof(NamedHostTests.A_question_about_a_name_reaches_mcpbox_and_its_answer_the_server), NoPassing),
        .. On(Attached, nameof(NamedHostTests.Names_of_the_plan_are_found_without_a_resolver_and_loopback_keeps_its_own), NoPassing),
        .. On(Attached, nameof(NamedHostTests.A_server_has_no_capability_where_its_init_bound_ports_of_root), NoPassing),
        .. On(Attached, nameof(NamedHostTests.A_server_cannot_take_an_address_of_mcpbox), NoPassing),
        .. On(Containers.Except([Subject.Runsc]), "namespace-user", RootOfTheHost),
        .. On(Containers, "terminal-devices", EngineDevices),
        .. On(Containers, "proc-read-only", OwnProc),
        .. On(Containers, "sys", SysIsThere),
        .. On(Containers, "write-dev", OwnDevices, RunAs.Caller),
        .. On(Containers, "device-modes", OwnDevices, RunAs.Caller),
        .. On([Subject.PodmanAttach], nameof(LimitTests.A_memory_hog_is_bounded_and_its_end_is_told_as_what_it_is), SilentOnMemory),
        .. On([Subject.PodmanAttach], nameof(LimitTests.A_server_that_needs_too_much_itself_was_ended_by_the_memory_limit), SilentOnMemory),
        .. OnBubblewrapWithoutCgroup(),
        .. GvisorExemptions.All,
        .. HasOldCgroups ? On(Podmans, "namespace-cgroup", HostCgroups) : [],
    ];

    private static Subject[] Containers => [.. Enum.GetValues<Subject>().Where(static subject => subject.IsContainer())];

    private static Subject[] Attached => [.. Enum.GetValues<Subject>().Where(static subject => subject.IsAttached())];

    private static Subject[] Podmans => [.. Enum.GetValues<Subject>().Where(static subject => subject.IsPodman())];

    /// <summary>The unified tree is the only one where it has its controllers at its root, cgroups(7).</summary>
    private static bool HasOldCgroups => !File.Exists("/sys/fs/cgroup/cgroup.controllers");

    private static IEnumerable<Exemption> OnBubblewrapWithoutCgroup()
    {
        string[] sentences =
        [
            nameof(LimitTests.A_memory_hog_is_bounded_and_its_end_is_told_as_what_it_is),
            nameof(LimitTests.A_server_that_needs_too_much_itself_was_ended_by_the_memory_limit),
            nameof(LimitTests.Processors_are_bounded),
        ];
        return ControlGroupHome.Find().Length == 3 ? [] : sentences.SelectMany(static sentence => On([Subject.Bubblewrap], sentence, NoCgroup));
    }

    /// <param name="runAs">For whom the question is; an exemption may be for one identity alone.</param>
    public static Exemption? Of(string sentence, Subject subject, RunAs? runAs = null) => All.FirstOrDefault(
        exemption => exemption.Subject == subject && exemption.Sentence == sentence && (exemption.RunAs is not { } who || who == runAs));

    private static IEnumerable<Exemption> On(IEnumerable<Subject> subjects, string sentence, string reason, RunAs? runAs = null) =>
        subjects.Select(subject => new Exemption(subject, sentence, reason, runAs));
}

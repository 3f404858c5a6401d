namespace McpBox.Sandbox.Probe;

/// <summary>One thing that the init looks for inside, and what is good enough.</summary>
/// <param name="Name">One of <see cref="ProbeNames"/>, or <see cref="ProbeNames.Syscalls"/> and a group's name.</param>
/// <param name="Question">For people: <c>any network interface up but loopback?</c></param>
/// <param name="Rule">What is promised, and when it is kept.</param>
public sealed record ProbeCheck(string Name, string Question, ProbeRule Rule);

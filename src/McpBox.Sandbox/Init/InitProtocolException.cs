namespace McpBox.Sandbox.Init;

/// <summary>The other side of <see cref="InitProtocol"/> ended in the middle, or said what is no message.</summary>
public sealed class InitProtocolException(string message, Exception? cause = null) : IOException(message, cause);

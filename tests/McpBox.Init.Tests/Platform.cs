// mcpbox's init is Linux's.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// Packages are built and kept on Linux: modes, sandboxes, python3.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

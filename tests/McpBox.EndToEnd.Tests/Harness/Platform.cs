// Sandboxes are Linux's, and so are signals, FIFOs and permissions.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

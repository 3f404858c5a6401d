using System.Runtime.Versioning;

// Modes, owners and pipes are what half of these tests are about.
[assembly: SupportedOSPlatform("linux")]

// The planner looks at Unix permissions and symlinks; so do its tests.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

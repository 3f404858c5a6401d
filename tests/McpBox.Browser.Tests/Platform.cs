// Journals are locked and made private as on Linux, and the browser is Debian's.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(McpBox.Browser.Tests.Hosting.Chromium))]

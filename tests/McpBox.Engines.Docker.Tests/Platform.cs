// The engine drives a daemon from any system; these tests use FIFOs, modes and real daemons of Linux.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

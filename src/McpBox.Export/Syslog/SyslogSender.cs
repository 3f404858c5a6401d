using System.Net.Sockets;
using System.Security.Authentication;
using McpBox.Export.Connecting;

namespace McpBox.Export.Syslog;

/// <summary>Sends messages to a receiver. Syslog has no receipts: what was sent and not yet read by the other side when a connection breaks is lost.</summary>
internal sealed class SyslogSender : ICallSink
{
    private readonly SyslogMessage _message = new();
    private readonly SyslogAddress _address;
    private readonly SyslogWire _wire;

    private SyslogSender(SyslogAddress address, SyslogWire wire) => (_address, _wire) = (address, wire);

    public long Rejected => 0;

    public string? Rejection => null;

    /// <exception cref="ExportException">MB4604: nobody is there, or nobody that is trusted.</exception>
    public static SyslogSender Connect(SyslogAddress address, ServerTrust trust, TimeSpan patience) =>
        new(address, Guard(address, () => SyslogWire.Open(address, trust, patience)));

    public void Add(ExportedCall call) => Guard(_address, () =>
    {
        _wire.Send(_message.Of(call));
        return true;
    });

    public void Flush() => Guard(_address, () =>
    {
        _wire.Flush();
        return true;
    });

    public void Complete() => Guard(_address, () =>
    {
        _wire.Flush();
        _wire.End();
        return true;
    });

    public void Dispose() => _wire.Dispose();

    private static T Guard<T>(SyslogAddress address, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (AuthenticationException error)
        {
            throw new ExportException("MB4604", $"{address} is not trusted: {(error.InnerException ?? error).Message}", "give --ca the PEM file of the authority that signed its certificate, and the name that stands in it", error);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            throw new ExportException("MB4604", $"{address} cannot be reached: {(error.InnerException ?? error).Message}", "check the address and that the receiver runs", error);
        }
    }
}

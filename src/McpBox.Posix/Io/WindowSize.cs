namespace McpBox.Posix.Io;

/// <summary>A terminal's size in characters (TIOCGWINSZ, ioctl_tty(2)).</summary>
public readonly record struct WindowSize(int Columns, int Rows)
{
    private const int Output = 1;
    private const nuint GetWindowSize = 0x5413;

    /// <summary>What a terminal that does not tell is taken for.</summary>
    public static WindowSize Usual => new(80, 24);

    /// <summary>Of the terminal that is stdout, as it is now.</summary>
    public static unsafe WindowSize OfOutput()
    {
        // The number is Linux's; elsewhere, too, a variadic function is called in another way.
        if (!OperatingSystem.IsLinux())
            return Usual;
        var size = stackalloc ushort[4];
        return NativeMethods.WindowControl(Output, GetWindowSize, size) == 0 && size[0] > 0 && size[1] > 0 ? new WindowSize(size[1], size[0]) : Usual;
    }
}

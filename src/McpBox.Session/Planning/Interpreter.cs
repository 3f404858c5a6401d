namespace McpBox.Session.Planning;

/// <summary>A program whose first argument is usually a script, and as much of its command line as is needed to find that script.</summary>
internal sealed record Interpreter
{
    /// <summary>For people and for decisions that hold for one language: <c>node</c>, <c>python</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Long (or only) options whose value is the next argument.</summary>
    public string[] ValueOptions { get; init; } = [];

    /// <summary>Options after which the program text itself stands on the command line: there is no script.</summary>
    public string[] CodeOptions { get; init; } = [];

    /// <summary>Letters of <c>-x</c> options with a value, attached or the next argument; letters may be bundled.</summary>
    public string ValueLetters { get; init; } = "";

    /// <summary>Letters after which there is no script.</summary>
    public string CodeLetters { get; init; } = "";

    /// <summary>The letter after which a module's name stands (<c>python -m</c>).</summary>
    public char? ModuleLetter { get; init; }

    /// <summary>Words before the script: <c>bun run</c>.</summary>
    public string[] Subcommands { get; init; } = [];

    /// <summary>What may be missing at the end of a script's name.</summary>
    public string[] Suffixes { get; init; } = [];

    /// <summary>True when a folder can be a script: <c>node .</c>, a folder with a <c>__main__.py</c>.</summary>
    public bool StartsFolders { get; init; }

    /// <summary>True when the script can be nothing but a file: no address, no task of a project, nothing that is looked for in PATH.</summary>
    public bool ScriptIsFile { get; init; }

    /// <summary>True when every <c>-x</c> option that takes a value is named above.</summary>
    public bool LettersAreComplete { get; init; }

    private static readonly string[] NodeValues =
    [
        "-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--env-file", "--env-file-if-exists",
        "--input-type", "--icu-data-dir", "--openssl-config", "--redirect-warnings", "--title", "--unhandled-rejections", "--diagnostic-dir",
        "--disable-warning", "--dns-result-order", "--heapsnapshot-signal", "--max-http-header-size", "--trace-event-categories",
        "--report-dir", "--report-directory", "--report-filename", "--report-signal", "--tls-keylog", "--tls-cipher-list", "--inspect-port",
        "--debug-port", "--watch-path", "--experimental-config-file", "--experimental-default-type", "--secure-heap", "--stack-trace-limit",
        "--tsconfig",
    ];

    private static readonly Interpreter Node = new()
    {
        Family = "node",
        StartsFolders = true,
        ScriptIsFile = true,
        ValueOptions = NodeValues,
        CodeOptions = ["-e", "--eval", "-p", "--print", "-pe", "-i", "--interactive", "--run", "-v", "--version", "-h", "--help"],
        Subcommands = ["inspect", "watch"],
        Suffixes = [".js", ".mjs", ".cjs", ".json", ".node"],
    };

    private static readonly Interpreter Python = new()
    {
        Family = "python",
        StartsFolders = true,
        ScriptIsFile = true,
        LettersAreComplete = true,
        ValueOptions = ["--check-hash-based-pycs"],
        ValueLetters = "WX",
        CodeLetters = "c",
        ModuleLetter = 'm',
    };

    private static readonly Interpreter Bun = new()
    {
        Family = "bun",
        StartsFolders = true,
        ValueOptions = ["--preload", "--require", "--cwd", "--config", "--env-file", "--tsconfig-override", "--define", "--loader"],
        CodeOptions = ["--eval", "--print"],
        ValueLetters = "rcdl",
        CodeLetters = "ep",
        Subcommands = ["run"],
        Suffixes = [".js", ".ts"],
    };

    private static readonly Interpreter Deno = new()
    {
        Family = "deno",
        ValueOptions = ["--config", "--import-map", "--lock", "--cert", "--seed", "--location", "--ext"],
        ValueLetters = "cL",
        Subcommands = ["run", "serve"],
    };

    private static readonly Interpreter Ruby = new() { Family = "ruby", ValueLetters = "IrCEFKTW", CodeLetters = "e" };

    private static readonly Interpreter Perl = new() { Family = "perl", ValueLetters = "IMmCDFil", CodeLetters = "eE" };

    private static readonly Interpreter Shell = new()
    {
        Family = "shell",
        ValueOptions = ["--rcfile", "--init-file"],
        ValueLetters = "oO",
        CodeLetters = "cs",
    };

    private static readonly Interpreter Php = new() { Family = "php", ValueLetters = "cdfz", CodeLetters = "rBREF" };

    private static readonly Interpreter Lua = new() { Family = "lua", ValueLetters = "l", CodeLetters = "e" };

    private static readonly Dictionary<string, Interpreter> Known = new(StringComparer.Ordinal)
    {
        ["node"] = Node,
        ["nodejs"] = Node,
        ["tsx"] = Node,
        ["ts-node"] = Node,
        ["python"] = Python,
        ["pypy"] = Python,
        ["bun"] = Bun,
        ["deno"] = Deno,
        ["ruby"] = Ruby,
        ["perl"] = Perl,
        ["php"] = Php,
        ["lua"] = Lua,
        ["sh"] = Shell,
        ["bash"] = Shell,
        ["dash"] = Shell,
        ["zsh"] = Shell,
        ["ksh"] = Shell,
    };

    /// <summary>The interpreter that a program is by its file name (<c>python3.12</c> is python), or null.</summary>
    public static Interpreter? Named(string path)
    {
        var name = Path.GetFileName(path);
        return Known.GetValueOrDefault(name) ?? Known.GetValueOrDefault(name.TrimEnd("0123456789.".ToCharArray()));
    }
}

using System.Collections.Immutable;

namespace McpBox.Session.Planning;

/// <summary>What is sensitive on any machine and in any home directory. The longest list of the planner, and only a list.</summary>
internal static class SensitiveTable
{
    /// <summary>Folders that hold other people's projects and homes: what lies in them may be mounted, they themselves may not.</summary>
    public static ImmutableArray<string> SharedRoots { get; } =
        ["/", "/home", "/root", "/Users", "/opt", "/srv", "/mnt", "/media", "/tmp", "/snap", "/nix", "/export"];

    public static ImmutableArray<(string Path, string What)> SystemTrees { get; } =
    [
        ("/etc", "the system's configuration"),
        ("/proc", "the kernel's view of every process"),
        ("/sys", "the kernel's view of the machine"),
        ("/dev", "the machine's devices"),
        ("/run", "the sockets of the system's and the user's services"),
        ("/boot", "the system's kernel"),
        ("/var", "the system's state"),
        ("/tmp/.X11-unix", "the X server's socket"),
        ("/tmp/.ICE-unix", "the session manager's socket"),
    ];

    /// <summary>Below a home directory: keys, tokens, passwords, browser profiles, shell histories, and the settings of MCP clients.</summary>
    public static ImmutableArray<string> HomeTrees { get; } =
    [
        ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".oci", ".docker", ".config/gcloud", ".config/containers", ".terraform.d",
        ".netrc", ".npmrc", ".yarnrc", ".yarnrc.yml", ".pypirc", ".pgpass", ".my.cnf", ".vault-token", ".git-credentials",
        ".config/git/credentials", ".config/gh", ".config/glab-cli", ".config/hub", ".config/doctl", ".config/rclone", ".config/op",
        ".cargo/credentials", ".cargo/credentials.toml", ".gem/credentials", ".m2/settings.xml", ".gradle/gradle.properties",
        ".nuget/NuGet", ".composer/auth.json", ".password-store", ".local/share/keyrings", ".local/share/kwalletd", ".pki",
        ".mozilla", ".thunderbird", ".config/google-chrome", ".config/chromium", ".config/BraveSoftware", ".config/microsoft-edge",
        ".config/vivaldi", ".config/opera", ".var/app", "snap/firefox", "snap/chromium", "snap/thunderbird",
        ".electrum", ".bitcoin", ".ethereum", ".config/Signal", ".config/Slack", ".config/Bitwarden",
        ".claude", ".claude.json", ".codex", ".cursor", ".gemini", ".config/Claude", ".config/github-copilot", ".config/Code/User",
        ".bash_history", ".zsh_history", ".python_history", ".node_repl_history", ".psql_history", ".local/share/fish",
    ];

    /// <summary>Below a home directory: what the user's shell, session or tools run. Sensitive when writable.</summary>
    public static ImmutableArray<string> HomeStartFiles { get; } =
    [
        ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".zshrc", ".zshenv", ".zprofile",
        ".zlogin", ".zlogout", ".kshrc", ".cshrc", ".tcshrc", ".login", ".inputrc", ".pam_environment", ".xinitrc", ".xprofile",
        ".xsession", ".xsessionrc", ".tmux.conf", ".vimrc", ".vim", ".emacs", ".emacs.d", ".gitconfig", ".config/git", ".config/fish",
        ".config/nvim", ".config/autostart", ".config/systemd", ".config/environment.d", ".config/direnv", ".local/bin",
        ".local/share/applications", ".local/share/systemd", "bin", ".cargo/bin", ".npm-global", ".nvm", ".pyenv", ".asdf", ".rbenv",
        ".volta", ".bun", ".deno",
    ];

    /// <summary>Variables of the caller whose value is the path of a socket or of credentials.</summary>
    public static ImmutableArray<string> PathVariables { get; } =
    [
        "SSH_AUTH_SOCK", "GPG_AGENT_INFO", "XDG_RUNTIME_DIR", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "DOCKER_HOST", "CONTAINER_HOST",
        "WAYLAND_DISPLAY", "PULSE_SERVER", "GNUPGHOME", "DOCKER_CONFIG", "KUBECONFIG", "GOOGLE_APPLICATION_CREDENTIALS",
        "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "NETRC", "NPM_CONFIG_USERCONFIG", "PGPASSFILE", "PASSWORD_STORE_DIR",
    ];
}

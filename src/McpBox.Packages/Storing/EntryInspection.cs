using System.Security.Cryptography;
using System.Text;
using McpBox.Packages.Storing.Trees;
using McpBox.Posix.Files;
using McpBox.Posix.Trees;
using McpBox.Sandbox;

namespace McpBox.Packages.Storing;

/// <summary>
/// Holds an entry's folder against its manifest without reading a file: every line has its file, and no folder has more names than lines.
/// </summary>
internal sealed class EntryInspection
{
    /// <summary>As many differences as anybody wants to read.</summary>
    public const int Many = 100;

    /// <summary>Half a million lines of 256 bytes.</summary>
    public const int LongestManifest = 128 << 20;

    private readonly StoreEntry _entry;
    private readonly int _limit;
    private readonly uint _caller = Caller.EffectiveUserId();
    private readonly List<Refusal> _problems = [];

    private EntryInspection(StoreEntry entry, int limit)
    {
        _entry = entry;
        _limit = limit;
    }

    /// <returns>At most <paramref name="limit"/> differences, none for a whole entry.</returns>
    public static List<Refusal> Inspect(StoreEntry entry, int limit)
    {
        var inspection = new EntryInspection(entry, limit);
        try
        {
            inspection.Inspect();
        }
        catch (IOException exception)
        {
            inspection.Add(StoreCodes.Changed, exception.Message);
        }

        return inspection._problems;
    }

    private void Inspect()
    {
        using var folder = TreeFolder.Open(_entry.Folder);
        InspectFolder(folder);
        if (_problems.Count >= _limit)
            return;
        var read = BoundedFile.Read(Path.Join(_entry.Folder, EntryNames.Manifest), LongestManifest, followLinks: false);
        if (Convert.ToHexStringLower(SHA256.HashData(read.Bytes)) != _entry.Tree)
        {
            Add(StoreCodes.OtherManifest, "the manifest is another one than its hash says");
            return;
        }

        if (!Manifest.TrySkipHead(read.Bytes, EntryDescription.HashOf(_entry.Start), out var lines))
        {
            Add(StoreCodes.OtherManifest, "entry.json has another start command than the manifest says");
            return;
        }

        using var files = folder.OpenFolder(Encoding.ASCII.GetBytes(EntryNames.Files));
        InspectFiles(files, lines);
    }

    /// <summary>The entry's own folder: three names, none of which anybody else may change.</summary>
    private void InspectFolder(TreeFolder folder)
    {
        HoldAgainst(folder.Status("."u8), ".", FileKind.Directory, TreeSeal.FolderMode);
        HoldAgainst(folder.Status("manifest"u8), EntryNames.Manifest, FileKind.Regular, TreeSeal.FileMode);
        HoldAgainst(folder.Status("entry.json"u8), EntryNames.Description, FileKind.Regular, TreeSeal.FileMode);
        if (HoldAgainst(folder.Status("files"u8), EntryNames.Files, FileKind.Directory, TreeSeal.FolderMode) is { } files)
            HoldAgainstTime(files, EntryNames.Files);
        if (folder.Count() != 3)
            Add(StoreCodes.Changed, "there is more in it than files, manifest and entry.json");
    }

    private void InspectFiles(TreeFolder files, ReadOnlySpan<byte> lines)
    {
        var path = new byte[Manifest.LongestPath];
        var target = new byte[Manifest.LongestTarget];
        using var walk = new FolderWalk(files);
        while (!lines.IsEmpty && _problems.Count < _limit)
        {
            if (!Manifest.TryTake(ref lines, path, target, out var line) || walk.Enter(Manifest.Parent(line.Path)) is not { } folder)
            {
                Add(StoreCodes.OtherManifest, "the manifest is not one that mcpbox writes");
                return;
            }

            InspectLine(folder, line);
            if (line.Kind == TreeKind.Folder)
                walk.Add(line.Path);
        }

        InspectCounts(walk);
    }

    /// <summary>Every line was looked for, so a folder with more names than lines in it has something that was not built.</summary>
    private void InspectCounts(FolderWalk walk)
    {
        foreach (var folder in walk.All)
        {
            if (_problems.Count >= _limit)
                return;
            if ((folder.Names ?? walk.Enter(folder.Path)?.Names) is { } names && names != folder.Found)
                Add(StoreCodes.Changed, $"there is more in files/{PathText.Escape(folder.Path)} than was built");
        }
    }

    private void InspectLine(WalkedFolder folder, ManifestLine line)
    {
        var (kind, mode) = line.Kind switch
        {
            TreeKind.Folder => (FileKind.Directory, TreeSeal.FolderMode),
            TreeKind.Link => (FileKind.Symlink, -1),
            TreeKind.Executable => (FileKind.Regular, TreeSeal.ExecutableMode),
            _ => (FileKind.Regular, TreeSeal.FileMode),
        };
        var file = line.Path[(line.Path.LastIndexOf((byte)'/') + 1)..];
        var status = folder.Open?.Status(file);
        folder.Found += status is null ? 0 : 1;
        var isOther = IsOther(folder, file, line, status);
        if (IsAsSealed(status, kind, mode) && !isOther)
            return;
        var name = $"files/{PathText.Escape(line.Path)}";
        if (HoldAgainst(status, name, kind, mode) is not { } there)
            return;
        HoldAgainstTime(there, name);
        if (isOther)
            Add(StoreCodes.Changed, line.IsFile ? $"{name} has {there.Size} bytes instead of {line.Size}" : $"{name} leads elsewhere than it was built to");
    }

    /// <summary>Whether a file has another size than its line says, or a link another target.</summary>
    private static bool IsOther(WalkedFolder folder, ReadOnlySpan<byte> file, ManifestLine line, TreeStatus? status) => status is { } there
        && ((line.IsFile && there.Size != line.Size)
            || (line.Kind == TreeKind.Link && there.Kind == FileKind.Symlink && !folder.Open!.LinkTarget(file).AsSpan().SequenceEqual(line.Detail)));

    /// <summary>The one question of thousands of files, without a text for each.</summary>
    private bool IsAsSealed(TreeStatus? status, FileKind kind, int mode) =>
        status is { } there && there.Kind == kind && (mode < 0 || there.Permissions == mode) && IsOurs(there)
        && there is { ModifiedSeconds: TreeSeal.Time, ModifiedNanoseconds: 0 };

    private bool IsOurs(in TreeStatus status) => status.Uid == _caller || status.Uid == 0;

    private TreeStatus? HoldAgainst(TreeStatus? status, string name, FileKind kind, int mode)
    {
        if (status is not { } there)
            Add(StoreCodes.Changed, $"{name} is missing");
        else if (there.Kind != kind)
            Add(StoreCodes.Changed, $"{name} is something else than was built ({there.Kind})");
        else if (mode >= 0 && there.Permissions != mode)
            Add(StoreCodes.Changed, $"{name} has mode 0{Convert.ToString(there.Permissions, 8)} instead of 0{Convert.ToString(mode, 8)}");
        else if (!IsOurs(there))
            Add(StoreCodes.Changed, $"{name} belongs to uid {there.Uid}");
        else
            return there;
        return null;
    }

    private void HoldAgainstTime(in TreeStatus status, string name)
    {
        if (status is not { ModifiedSeconds: TreeSeal.Time, ModifiedNanoseconds: 0 })
            Add(StoreCodes.Changed, $"{name} was written to after it was built");
    }

    private void Add(string code, string what)
    {
        if (_problems.Count < _limit)
            _problems.Add(new Refusal(code, $"{_entry.Folder} was changed: {what}", "find out who did; mcpbox lock builds it anew"));
    }
}

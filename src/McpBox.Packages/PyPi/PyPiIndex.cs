using System.Collections.Immutable;
using System.Text;
using McpBox.Packages.Registries;
using McpBox.Posix.Files;

namespace McpBox.Packages.PyPi;

/// <summary>One index, and where its files may lie.</summary>
/// <param name="pages">The index itself.</param>
/// <param name="storage">Another host for files: that of pip's own default index, else null.</param>
internal sealed class PyPiIndex(RegistryClient pages, RegistryClient? storage) : IDisposable
{
    private const long LargestPage = 64L << 20;

    private static readonly RegistryExpectation Page = new(LargestPage, $"{SimpleJson.MediaType}, text/html;q=0.1", Packed: true)
    {
        MediaTypes = [SimpleJson.MediaType, "text/html", "application/vnd.pypi.simple.v1+html"],
    };

    /// <summary>For people.</summary>
    public string Name => pages.Origin.ToString();

    /// <summary>Null where the index does not have the project, which it has to say; whatever else keeps it from answering is a refusal.</summary>
    /// <exception cref="PackageException">It did not answer, or with something else (MB6441).</exception>
    public SimpleProject? Find(string project, CancellationToken cancellationToken)
    {
        using var page = pages.Find($"{project}/", Page, cancellationToken);
        if (page is null)
            return null;
        try
        {
            return page.MediaType == SimpleJson.MediaType ? SimpleJson.Read(page.ReadAll()) : SimpleHtml.Read(Encoding.UTF8.GetString(page.ReadAll()));
        }
        catch (FormatException failure)
        {
            throw new PackageException(PyPiRefusals.NoIndex(project, Name, failure.Message));
        }
    }

    /// <summary>The absolute address of a file, if it lies where this index's files may; else null, and the host for people.</summary>
    public (RegistryClient Client, string Address)? Locate(string project, SimpleFile file, out string host)
    {
        var page = new Uri($"{pages.Origin}{project}/");
        if (!Uri.TryCreate(page, file.Address, out var address))
        {
            host = "an address that cannot be read";
            return null;
        }

        host = address.GetLeftPart(UriPartial.Authority);
        var client = ((RegistryClient?[])[pages, storage]).FirstOrDefault(candidate => candidate?.Origin.Contains(address) == true);
        return client is null ? null : (client, address.GetLeftPart(UriPartial.Query));
    }

    public void Dispose()
    {
        pages.Dispose();
        storage?.Dispose();
    }
}

/// <summary>
/// All indexes of a build. A project comes whole from the first that has it; the others are not asked, so that nobody can put a newer version of
/// an internal package elsewhere. The order is the configuration's, but pip's own default index, which anybody may publish to, always comes last.
/// </summary>
internal sealed class PyPiIndexes(ImmutableArray<PyPiIndex> indexes, ImmutableArray<string> folders) : IDisposable
{
    /// <summary>The budget is that of one build.</summary>
    /// <param name="believed">The Python is the host's own. What an image says of its pip's default index is a stranger's word.</param>
    /// <exception cref="PackageException">Nothing that is believed names an index (MB6431), or an address is unusable (MB63nn).</exception>
    public static PyPiIndexes Open(PipConfig config, PythonRuntime python, bool believed, GatewayLimits limits)
    {
        var budget = new TransferBudget(limits);
        if (!believed)
            return new PyPiIndexes(Configured(config, python, limits, budget), config.Folders);
        var standard = config.Connect(python.DefaultIndex, "pip's own default index", ofUser: false);
        var storage = RegistryOrigin.Parse($"https://{python.DefaultStorage}", "pip's own default index");
        var own = config.Indexes.Where(index => index.Origin != standard.Origin).Select(index => new PyPiIndex(new RegistryClient(index, limits, budget), null));
        var last = config.Indexes.FirstOrDefault(index => index.Origin == standard.Origin) ?? (config.UsesDefault ? standard : null);
        return new PyPiIndexes(
            [.. own, .. last is null ? [] : (PyPiIndex[])[new(new RegistryClient(last, limits, budget), new RegistryClient(config.Reach(storage), limits, budget))]], config.Folders);
    }

    /// <summary>For people.</summary>
    public string Names => string.Join(", ", indexes.Select(index => index.Name));

    /// <exception cref="PackageException">No index has it (MB6434), a folder of find-links has it (MB6448), or an index did not answer.</exception>
    public (PyPiIndex Index, SimpleProject Project) Find(string project, CancellationToken cancellationToken)
    {
        if (folders.FirstOrDefault(folder => Holds(folder, project)) is { } holder)
            throw new PackageException(PyPiRefusals.InFolder(project, holder));
        foreach (var found in All(project, cancellationToken))
            return found;
        throw new PackageException(PyPiRefusals.NoProject(project, Names));
    }

    /// <summary>From every index that has it, in order, each asked only when the last was not enough: for files of which a hash is known.</summary>
    public IEnumerable<(PyPiIndex Index, SimpleProject Project)> All(string project, CancellationToken cancellationToken)
    {
        foreach (var index in indexes)
        {
            if (index.Find(project, cancellationToken) is { } found)
                yield return (index, found);
        }
    }

    public void Dispose()
    {
        foreach (var index in indexes)
            index.Dispose();
    }

    /// <summary>
    /// The indexes that the user's configuration names, in its order. Where an image calls one of them its pip's default, files may lie where it says
    /// as well: only an address that this index itself gives with a hash is fetched there, and nothing is shown there of who asks.
    /// </summary>
    private static ImmutableArray<PyPiIndex> Configured(PipConfig config, PythonRuntime python, GatewayLimits limits, TransferBudget budget)
    {
        if (config.UsesDefault)
            throw new PackageException(PyPiRefusals.NoIndexConfigured());
        return [.. config.Indexes.Select(index => new PyPiIndex(new RegistryClient(index, limits, budget), Storage(index.Origin)))];

        RegistryClient? Storage(RegistryOrigin origin) => origin.ToString().TrimEnd('/') == python.DefaultIndex.TrimEnd('/')
            ? new RegistryClient(config.Reach(RegistryOrigin.Parse($"https://{python.DefaultStorage}", "the image's pip")) with { Certificate = null }, limits, budget)
            : null;
    }

    private static bool Holds(string folder, string project)
    {
        try
        {
            return FileStatus.Of(folder)?.Kind == FileKind.Directory
                && Directory.EnumerateFiles(folder).Select(Path.GetFileName).Any(file => WheelName.Parse(file!)?.Project == project || WheelName.SourceVersion(project, file!) is not null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PackageException(PyPiRefusals.ConfigUnreadable($"find-links: {folder}", failure.Message));
        }
    }
}

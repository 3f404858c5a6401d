namespace McpBox.Packages.Registries.Fetching;

/// <summary>Where a registry sends us instead. Only to itself.</summary>
internal static class RedirectTarget
{
    public static bool Is(HttpResponseMessage answer) => (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308;

    /// <exception cref="PackageException">It leads out of the origin, or cannot be read.</exception>
    public static Uri Of(HttpResponseMessage answer, Uri from, RegistryOrigin origin)
    {
        var values = answer.Headers.NonValidated.TryGetValues("Location", out var found) ? found : default;
        if (values.Count != 1)
            throw new PackageException(RegistryRefusals.RedirectUnreadable(origin, from));

        // A fragment is the client's own business (RFC 9110, section 10.2.2), and we have none.
        var location = values.ToString().Split('#')[0];
        if (StrictAddress.CharacterProblem(location) is not null || !Uri.TryCreate(from, location, out var to))
            throw new PackageException(RegistryRefusals.RedirectUnreadable(origin, from));
        if (StrictAddress.Read(to.AbsoluteUri, out _) is null || !origin.Contains(to))
            throw new PackageException(RegistryRefusals.RedirectsElsewhere(origin, from, to));
        return to;
    }
}

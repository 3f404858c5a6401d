namespace McpBox.Toml;

/// <summary>
/// How a table came to be, which decides how it may still grow. Values, static arrays and inline tables are finished and never grow;
/// an array of tables grows by its own <c>[[header]]</c> and lets headers through to its last element.
/// <code>
///             [t]         [t.sub]     [[t]]    t.key = … in the section above
/// absent      → Header    → Implied   → array  → Dotted
/// Implied     → Header    yes         no       → Dotted
/// Dotted      no          yes         no       yes
/// Header      no          yes         no       no
/// array       no          yes (last)  yes      no
/// finished    no          no          no       no
/// </code>
/// </summary>
internal enum TableOrigin
{
    /// <summary>Named only on the way to a deeper header: <c>[a.b]</c> implies <c>a</c>.</summary>
    Implied,

    /// <summary>Defined by a dotted key: <c>a.b = 1</c> defines <c>a</c>.</summary>
    Dotted,

    /// <summary>Defined by its own header; also the root, an element of an array of tables, and an inline table while it is read.</summary>
    Header,
}

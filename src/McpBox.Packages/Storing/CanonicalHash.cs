using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpBox.Packages.Storing;

/// <summary>
/// SHA-256 over named texts, each with its length in front, so that no two lists of texts have the same bytes. <c>label length LF text LF</c>, or
/// <c>label - LF</c> for none.
/// </summary>
internal sealed class CanonicalHash : IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="kind">What is hashed, with the version of its list of texts.</param>
    public CanonicalHash(string kind)
    {
        Append($"{kind}\n");
    }

    /// <exception cref="ArgumentException">The text holds half a surrogate pair.</exception>
    public CanonicalHash Add(string label, string? text)
    {
        if (text is null)
        {
            Append($"{label} -\n");
            return this;
        }

        var bytes = Strict.GetBytes(text);
        Append(string.Create(CultureInfo.InvariantCulture, $"{label} {bytes.Length}\n"));
        _hash.AppendData(bytes);
        Append("\n");
        return this;
    }

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();

    private void Append(string text) => _hash.AppendData(Encoding.ASCII.GetBytes(text));
}

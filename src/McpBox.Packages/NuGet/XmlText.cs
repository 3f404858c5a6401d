using System.Xml;
using System.Xml.Linq;

namespace McpBox.Packages.NuGet;

/// <summary>Reads XML that strangers wrote: no document type, so that nothing is expanded and nothing is fetched.</summary>
internal static class XmlText
{
    /// <exception cref="XmlException">It is no XML, or has a document type.</exception>
    public static XDocument Read(Stream stream)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 4 << 20 };
        using var reader = XmlReader.Create(stream, settings);
        return XDocument.Load(reader);
    }

    /// <summary>Elements by their local name, whatever namespace: nuspec files have had several.</summary>
    public static IEnumerable<XElement> Named(this IEnumerable<XElement> elements, string name) => elements.Where(element => element.Name.LocalName == name);
}

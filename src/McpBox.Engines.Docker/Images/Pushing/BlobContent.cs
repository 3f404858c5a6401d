using System.Net;
using System.Net.Http.Headers;

namespace McpBox.Engines.Docker.Images.Pushing;

/// <summary>A stream that is sent from its beginning, as often as asked, and stays open.</summary>
internal sealed class BlobContent : HttpContent
{
    private readonly Stream _content;

    public BlobContent(Stream content)
    {
        _content = content;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _content.Position = 0;
        _content.CopyTo(stream);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _content.Position = 0;
        return _content.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Length;
        return true;
    }
}

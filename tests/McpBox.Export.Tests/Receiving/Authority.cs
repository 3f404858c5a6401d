using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpBox.Export.Tests.Receiving;

/// <summary>A certificate authority for one test, and a certificate of it for localhost and 127.0.0.1.</summary>
internal sealed class Authority
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Authority(ScratchFolder scratch, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var root = request.CreateSelfSigned(Start, Start.AddYears(30));
        File = scratch.File($"{name}.ca.pem");
        System.IO.File.WriteAllText(File, root.ExportCertificatePem());

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=receiver", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var signed = server.Create(root, Start, Start.AddYears(29), [1, 2, 3, 4]);
        CertificateFile = scratch.File($"{name}.pem");
        KeyFile = scratch.File($"{name}.key");
        System.IO.File.WriteAllText(CertificateFile, signed.ExportCertificatePem());
        System.IO.File.WriteAllText(KeyFile, serverKey.ExportPkcs8PrivateKeyPem());
    }

    public string File { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }
}

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Hosting.Operator;

/// <summary>
/// A connection to the CA's operator API by mutual TLS. It has the operator's certificate as the files have it now, and believes
/// the CA only by the PKI's trust anchors and the name it is called by.
/// </summary>
internal sealed class OperatorConnection : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1"; // id-kp-serverAuth (RFC 5280, 4.2.1.12)
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    private readonly List<X509Certificate2> _certificates = [];
    private readonly string _authority;
    private readonly Uri _address;
    private readonly HttpClient _client;
    private string? _refusal;

    /// <summary>Reads the files; connects with the first request.</summary>
    /// <param name="pki">The PKI.</param>
    /// <param name="authority">The name of the CA's resource.</param>
    /// <param name="address">Where it listens.</param>
    /// <exception cref="OperatorException">A file cannot be used.</exception>
    public OperatorConnection(PkiResource pki, string authority, Uri address)
    {
        _authority = authority;
        _address = address;
        try
        {
            var identity = Keep(X509Certificate2.CreateFromPemFile(pki.CertificateOf(pki.Operator), pki.KeyOf(pki.Operator)));
            var options = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = SslStreamCertificateContext.Create(identity, Read(pki.CertificateOf(pki.Operator)), offline: true),
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    ApplicationPolicy = { new Oid(ServerAuthentication) },
                    RevocationMode = X509RevocationMode.NoCheck, // it would be this CA that tells
                },
                RemoteCertificateValidationCallback = Believes,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(Read(pki.TrustAnchors));
            options.CertificateChainPolicy.ExtraStore.AddRange(Read(pki.Intermediates));
            var handler = new SocketsHttpHandler { SslOptions = options, ConnectTimeout = ConnectTimeout, UseProxy = false };
            _client = new HttpClient(handler, disposeHandler: true) { BaseAddress = address, Timeout = RequestTimeout };
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // ArgumentException: the key is another certificate's.
            Dispose();
            throw new OperatorException(
                $"The operator's certificate '{pki.Operator}' or the trust anchors in {pki.Certs} cannot be used: {OneLine(exception)} Restart {pki.Name}, which makes what is missing.",
                exception);
        }
    }

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request; disposed by the caller.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer, whatever its status; the caller disposes it.</returns>
    /// <exception cref="OperatorException">There is no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new OperatorException(_refusal ?? $"{_authority} cannot be reached at {_address}: {OneLine(exception.GetBaseException())} Its console log may tell why.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OperatorException($"{_authority} at {_address} gave no answer in time. Its console log may tell why.", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        foreach (var certificate in _certificates)
        {
            certificate.Dispose();
        }
    }

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ").TrimEnd('.') + ".";

    private bool Believes(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _refusal = errors == SslPolicyErrors.None ? null
            : $"Nothing was sent: what answers at {_address} cannot be believed to be {_authority}. {string.Join(" ", Explain(certificate, chain, errors))}";
        return errors == SslPolicyErrors.None;
    }

    private IEnumerable<string> Explain(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            yield return "It has no certificate.";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return $"Its certificate '{certificate?.Subject}' is not for the name {_address.Host}.";
        }

        foreach (var status in errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? chain?.ChainStatus ?? [] : [])
        {
            yield return $"Its certificate '{certificate?.Subject}' is refused: {status.Status} ({status.StatusInformation.ReplaceLineEndings(" ").Trim()}).";
        }
    }

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _certificates.Add(certificate);
        return certificate;
    }

    private X509Certificate2Collection Read(string path)
    {
        var collection = new X509Certificate2Collection();
        collection.ImportFromPemFile(path);
        _certificates.AddRange(collection);
        return collection;
    }
}

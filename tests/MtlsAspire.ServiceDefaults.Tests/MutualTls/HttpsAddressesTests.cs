using System.Net;
using MtlsAspire.ServiceDefaults.MutualTls.Server;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>Which addresses speak TLS.</summary>
public sealed class HttpsAddressesTests
{
    [Theory]
    [InlineData("https://localhost:8443", "127.0.0.1", 8443, true)]
    [InlineData("https://mtls.localhost:8443", "127.0.0.1", 8443, true)]
    [InlineData("HTTPS://127.0.0.2:8443", "127.0.0.2", 8443, true)]
    [InlineData("https://[::1]:8443", "::1", 8443, true)]
    [InlineData("https://*:8443", "::", 8443, true)]
    [InlineData("https://storage.example:8443", "::", 8443, true)]
    [InlineData("http://localhost:8080; https://localhost:8443", "127.0.0.1", 8080, false)]
    [InlineData("http://localhost:8080; https://localhost:8443", "127.0.0.1", 8443, true)]
    [InlineData("https://127.0.0.1:8443", "::", 8443, false)]
    [InlineData("", "127.0.0.1", 8443, false)]
    public void An_address_is_https_if_its_URL_says_so(string urls, string address, int port, bool isHttps) =>
        Assert.Equal(isHttps, new HttpsAddresses(urls).Contains(new IPEndPoint(IPAddress.Parse(address), port)));

    [Theory]
    [InlineData("localhost:8443", "ASPNETCORE_URLS: 'localhost:8443' is not a URL")]
    [InlineData("https://localhost:8443;http://localhost:8443", "ASPNETCORE_URLS: 'http://localhost:8443' has the address of another URL")]
    public void A_URL_that_cannot_be_used_is_told_in_one_line(string urls, string message)
    {
        var exception = Assert.Throws<ConfigurationException>(() => new HttpsAddresses(urls));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }
}

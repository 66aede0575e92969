using Microsoft.Extensions.Configuration;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Clients.Tests;

/// <summary>Finding the server in what Aspire sets.</summary>
public sealed class ServiceAddressTests
{
    [Fact]
    public void The_https_address_is_read() =>
        Assert.Equal(new Uri("https://localhost:8443"), ServiceAddress.OfHttps(Configuration("https://localhost:8443"), "server"));

    [Theory]
    [InlineData(null, "services:server:https:0 is not set; start this client from the AppHost, or set services__server__https__0")]
    [InlineData("localhost:8443", "services:server:https:0: 'localhost:8443' is not an https URL")]
    [InlineData("http://localhost:8080", "services:server:https:0: 'http://localhost:8080' is not an https URL")]
    public void What_is_wrong_is_told_in_one_line(string? value, string message)
    {
        var exception = Assert.Throws<ConfigurationException>(() => ServiceAddress.OfHttps(Configuration(value), "server"));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("often")]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    public void An_interval_that_is_none_is_told_in_one_line(string value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Client:Interval", value)])
            .Build();

        var exception = Assert.Throws<ConfigurationException>(() => ClientOptions.Read(configuration));
        Assert.StartsWith($"Client:Interval: '{value}' is not a time above zero", exception.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(string? value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("services:server:https:0", value)]).Build();
}

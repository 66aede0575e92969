using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Aspire.Tests.CertificateAuthentication;

/// <summary>The stand-in for Microsoft.AspNetCore.Authentication.Certificate: options, claims and events as documented.</summary>
public sealed class CertificateAuthenticationTests : IDisposable
{
    private const string Failed = "Client certificate failed validation.";

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new CertificateAuthenticationOptions();
        Assert.Equal("Certificate", CertificateAuthenticationDefaults.AuthenticationScheme);
        Assert.Equal(CertificateTypes.Chained, options.AllowedCertificateTypes);
        Assert.Equal(X509ChainTrustMode.System, options.ChainTrustValidationMode);
        Assert.Equal(X509RevocationMode.Online, options.RevocationMode);
        Assert.Equal(X509RevocationFlag.ExcludeRoot, options.RevocationFlag);
        Assert.True(options.ValidateCertificateUse);
        Assert.True(options.ValidateValidityPeriod);
        Assert.Empty(options.CustomTrustStore);
        Assert.Empty(options.AdditionalChainCertificates);
        Assert.Equal(TimeSpan.FromMinutes(2), new CertificateValidationCacheOptions().CacheEntryExpiration);
        Assert.Equal(1024, new CertificateValidationCacheOptions().CacheSize);
    }

    [Fact]
    public async Task Without_https_there_is_no_result()
    {
        var context = Context(_certificates.Leaf(), Trust);
        context.Request.Scheme = "http";
        Assert.True((await context.AuthenticateAsync()).None);
    }

    [Fact]
    public async Task Without_a_certificate_there_is_no_result() =>
        Assert.True((await Context(null, Trust).AuthenticateAsync()).None);

    [Fact]
    public async Task A_trusted_certificate_becomes_the_documented_claims()
    {
        var leaf = _certificates.Leaf();

        var result = await Context(leaf, options =>
        {
            Trust(options);
            options.ClaimsIssuer = "us";
        }).AuthenticateAsync();

        Assert.True(result.Succeeded, result.Failure?.Message);
        Assert.Equal("Certificate", result.Principal.Identity!.AuthenticationType);
        Assert.Equal("client", result.Principal.Identity.Name);
        Assert.Equal(
            [
                ("issuer", "CN=Issuing"),
                (ClaimTypes.Thumbprint, leaf.Thumbprint),
                (ClaimTypes.X500DistinguishedName, "CN=client, O=Test"),
                (ClaimTypes.SerialNumber, leaf.SerialNumber),
                (ClaimTypes.Dns, "first.test"),
                (ClaimTypes.Name, "client"),
                (ClaimTypes.Email, "client@first.test"),
                (ClaimTypes.Upn, "client@upn.test"),
                (ClaimTypes.Uri, "spiffe://test/client"),
            ],
            result.Principal.Claims.Select(claim => (claim.Type, claim.Value)));
        Assert.All(result.Principal.Claims, claim => Assert.Equal("us", claim.Issuer));
        Assert.Equal(ClaimValueTypes.Base64Binary, result.Principal.FindFirst(ClaimTypes.Thumbprint)!.ValueType);
    }

    [Fact]
    public async Task An_unknown_root_is_refused() => await RefusedAsync(_certificates.Leaf(), Failed, options =>
    {
        using var other = new TestCertificates();
        Trust(options);
        options.CustomTrustStore = [new X509Certificate2(other.Root)];
    });

    [Fact]
    public async Task A_missing_intermediate_is_refused() =>
        await RefusedAsync(_certificates.Leaf(), Failed, options =>
        {
            Trust(options);
            options.AdditionalChainCertificates = [];
        });

    [Fact]
    public async Task Our_roots_do_not_count_when_the_machine_s_trust_is_asked_for() =>
        await RefusedAsync(_certificates.Leaf(), Failed, options =>
        {
            Trust(options);
            options.ChainTrustValidationMode = X509ChainTrustMode.System;
            options.AdditionalChainCertificates.AddRange(options.CustomTrustStore);
            options.CustomTrustStore = [];
        });

    [Fact]
    public async Task Revocation_that_cannot_be_checked_is_refused() =>
        await RefusedAsync(_certificates.Leaf(), Failed, options =>
        {
            Trust(options);
            options.RevocationMode = X509RevocationMode.Offline;
        });

    [Theory]
    [InlineData(-3, -1)]
    [InlineData(1, 3)]
    public async Task The_validity_period_counts_unless_it_is_switched_off(int startDays, int endDays)
    {
        var leaf = _certificates.Leaf(startDays: startDays, endDays: endDays);

        await RefusedAsync(leaf, Failed, Trust);
        await AcceptedAsync(leaf, options =>
        {
            Trust(options);
            options.ValidateValidityPeriod = false;
        });
    }

    [Fact]
    public async Task The_purpose_counts_where_there_is_one_unless_it_is_switched_off()
    {
        var server = _certificates.Leaf(TestCertificates.ServerAuthentication);

        await RefusedAsync(server, Failed, Trust);
        await AcceptedAsync(_certificates.Leaf(purpose: null), Trust);
        await AcceptedAsync(server, options =>
        {
            Trust(options);
            options.ValidateCertificateUse = false;
        });
    }

    [Fact]
    public async Task A_self_signed_certificate_is_refused_unless_such_are_allowed()
    {
        var leaf = _certificates.SelfSigned();

        await RefusedAsync(leaf, "Options do not allow self signed certificates.", Trust);
        await AcceptedAsync(leaf, options => options.AllowedCertificateTypes = CertificateTypes.SelfSigned);
        await AcceptedAsync(leaf, options => options.AllowedCertificateTypes = CertificateTypes.All);
    }

    [Fact]
    public async Task A_chained_certificate_is_refused_where_only_self_signed_ones_are_allowed() =>
        await RefusedAsync(_certificates.Leaf(), "Options do not allow chained certificates.", options =>
        {
            Trust(options);
            options.AllowedCertificateTypes = CertificateTypes.SelfSigned;
        });

    [Fact]
    public async Task A_scheme_can_have_another_name()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddAuthentication().AddCertificate("Other", Trust);

        var result = await Context(_certificates.Leaf(), services).AuthenticateAsync("Other");

        Assert.Equal("Other", result.Ticket?.AuthenticationScheme);
    }

    private async Task AcceptedAsync(X509Certificate2 certificate, Action<CertificateAuthenticationOptions> configure)
    {
        var result = await Context(certificate, configure).AuthenticateAsync();
        Assert.True(result.Succeeded, result.Failure?.Message);
    }

    private async Task RefusedAsync(X509Certificate2 certificate, string message, Action<CertificateAuthenticationOptions> configure)
    {
        var result = await Context(certificate, configure).AuthenticateAsync();
        Assert.False(result.Succeeded);
        Assert.Equal(message, result.Failure?.Message);
    }

    private void Trust(CertificateAuthenticationOptions options)
    {
        options.ChainTrustValidationMode = X509ChainTrustMode.CustomRootTrust;
        options.CustomTrustStore = [_certificates.Root];
        options.AdditionalChainCertificates = [_certificates.Issuing];
        options.RevocationMode = X509RevocationMode.NoCheck;
    }

    private static DefaultHttpContext Context(X509Certificate2? certificate, Action<CertificateAuthenticationOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging()
            .AddAuthentication(CertificateAuthenticationDefaults.AuthenticationScheme)
            .AddCertificate(configure);
        return Context(certificate, services);
    }

    private static DefaultHttpContext Context(X509Certificate2? certificate, ServiceCollection services)
    {
        var context = new DefaultHttpContext { RequestServices = services.BuildServiceProvider() };
        context.Request.Scheme = "https";
        context.Connection.ClientCertificate = certificate;
        return context;
    }
}

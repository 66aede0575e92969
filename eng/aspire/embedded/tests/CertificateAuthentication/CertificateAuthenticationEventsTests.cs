using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Aspire.Tests.CertificateAuthentication;

/// <summary>The points at which an application takes part, and the cache.</summary>
public sealed class CertificateAuthenticationEventsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly CertificateAuthenticationEvents _events = new();
    private readonly ServiceCollection _services = new();
    private readonly AuthenticationBuilder _authentication;

    public CertificateAuthenticationEventsTests()
    {
        _authentication = _services.AddLogging().AddAuthentication(CertificateAuthenticationDefaults.AuthenticationScheme);
        _authentication.AddCertificate(Configure);
    }

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task OnCertificateValidated_sees_certificate_and_principal_and_can_replace_it()
    {
        _events.OnCertificateValidated = context =>
        {
            Assert.Equal("client", context.Principal?.Identity?.Name);
            context.Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim("thumbprint", context.ClientCertificate.Thumbprint)], "own"));
            context.Success();
            return Task.CompletedTask;
        };
        var leaf = _certificates.Leaf();

        var result = await Context(leaf).AuthenticateAsync();

        Assert.Equal(leaf.Thumbprint, Assert.Single(result.Principal!.Claims).Value);
    }

    [Fact]
    public async Task OnCertificateValidated_can_refuse_and_OnAuthenticationFailed_is_told()
    {
        string? told = null;
        _events.OnCertificateValidated = context =>
        {
            context.Fail("not on the list");
            return Task.CompletedTask;
        };
        _events.OnAuthenticationFailed = context =>
        {
            told = context.Exception.Message;
            return Task.CompletedTask;
        };

        var result = await Context(_certificates.Leaf()).AuthenticateAsync();

        Assert.Equal("not on the list", result.Failure?.Message);
        Assert.Equal("not on the list", told);
    }

    [Fact]
    public async Task OnAuthenticationFailed_can_decide_otherwise()
    {
        _events.OnAuthenticationFailed = context =>
        {
            context.NoResult();
            return Task.CompletedTask;
        };

        Assert.True((await Context(_certificates.SelfSigned()).AuthenticateAsync()).None);
    }

    [Fact]
    public async Task An_exception_in_an_event_reaches_OnAuthenticationFailed_and_then_the_caller()
    {
        Exception? told = null;
        _events.OnCertificateValidated = _ => throw new InvalidOperationException("broken");
        _events.OnAuthenticationFailed = context =>
        {
            told = context.Exception;
            return Task.CompletedTask;
        };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Context(_certificates.Leaf()).AuthenticateAsync());

        Assert.Same(thrown, told);
    }

    [Fact]
    public async Task A_challenge_is_a_403()
    {
        var context = Context(null);
        await context.ChallengeAsync();
        Assert.Equal(StatusCodes.Status403Forbidden, context.Response.StatusCode);
    }

    [Fact]
    public async Task OnChallenge_can_answer_itself()
    {
        _events.OnChallenge = challenge =>
        {
            challenge.Response.StatusCode = StatusCodes.Status401Unauthorized;
            challenge.HandleResponse();
            return Task.CompletedTask;
        };
        var context = Context(null);

        await context.ChallengeAsync();

        Assert.Equal(StatusCodes.Status401Unauthorized, context.Response.StatusCode);
    }

    [Fact]
    public async Task With_a_cache_a_certificate_is_validated_once_for_each_scheme()
    {
        var validated = new List<string>();
        _authentication.AddCertificate("Other", Configure).AddCertificateCache();
        _events.OnCertificateValidated = context =>
        {
            validated.Add(context.Scheme.Name);
            return Task.CompletedTask;
        };
        var leaf = _certificates.Leaf();
        using var provider = _services.BuildServiceProvider();

        for (var i = 0; i < 3; i++)
        {
            Assert.True((await Context(leaf, provider).AuthenticateAsync("Certificate")).Succeeded);
            Assert.True((await Context(leaf, provider).AuthenticateAsync("Other")).Succeeded);
        }

        Assert.Equal(["Certificate", "Other"], validated);
    }

    [Fact]
    public async Task What_one_request_does_to_a_cached_principal_no_other_sees()
    {
        _authentication.AddCertificateCache(options => options.CacheSize = 10);
        var leaf = _certificates.Leaf();
        using var provider = _services.BuildServiceProvider();

        for (var i = 0; i < 3; i++)
        {
            var result = await Context(leaf, provider).AuthenticateAsync();
            Assert.Null(result.Principal!.FindFirst("added"));
            ((ClaimsIdentity)result.Principal.Identity!).AddClaim(new Claim("added", "once"));
        }
    }

    private void Configure(CertificateAuthenticationOptions options)
    {
        options.ChainTrustValidationMode = X509ChainTrustMode.CustomRootTrust;
        options.CustomTrustStore = [_certificates.Root];
        options.AdditionalChainCertificates = [_certificates.Issuing];
        options.RevocationMode = X509RevocationMode.NoCheck;
        options.Events = _events;
    }

    private DefaultHttpContext Context(X509Certificate2? certificate, IServiceProvider? services = null)
    {
        // A scope as each request has one: within it, authentication remembers its result.
        var scope = (services ?? _services.BuildServiceProvider()).CreateScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Scheme = "https";
        context.Connection.ClientCertificate = certificate;
        return context;
    }
}

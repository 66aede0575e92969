using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests;

/// <summary>A service that has the defaults and mutual TLS, and routes that show what they do.</summary>
internal static class MinimalService
{
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults();
        builder.AddMutualTlsServer();
        configure(builder);

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/verdict", (HttpContext context) =>
            context.Response.WriteAsync(context.Features.GetRequiredFeature<IPeerCertificateFeature>().Connection!.Verdict.Code)).AllowAnonymous();
        app.MapGet("/tls", (HttpContext context) =>
            context.Response.WriteAsync(context.Features.GetRequiredFeature<ITlsHandshakeFeature>().Protocol.ToString())).AllowAnonymous();
        app.MapGet("/items/{id}", (HttpContext context) => context.Response.WriteAsync((string)context.GetRouteValue("id")!)).AllowAnonymous();
        app.MapGet("/fails", (HttpContext _) => Task.FromException(new InvalidOperationException("on purpose"))).AllowAnonymous();
        app.MapGet("/claims", (HttpContext context) =>
            context.Response.WriteAsync(string.Join('\n', context.User.Claims.Select(Describe)))).RequireAuthorization();
        app.MapGet("/client1", (HttpContext context) => context.Response.WriteAsync("for client1"))
            .RequireAuthorization(policy => policy.RequireSpiffeId("spiffe://mtls.localhost/client1"));
        app.MapGet("/operators", (HttpContext context) => context.Response.WriteAsync("for operators"))
            .RequireAuthorization(policy => policy.RequireRole("operator"));
        return app;
    }

    private static string Describe(Claim claim) => $"{claim.Type}={claim.Value}";
}

using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Aspire.Hosting.Dcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Embedded.Aspire.Tests.Dcp;

/// <summary>An API server that says what a test has written down for it: for what the real one does only now and then.</summary>
internal sealed class FakeDcp : IAsyncDisposable
{
    private const string Token = "token";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();
    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly DcpCertificate _certificate;
    private readonly WebApplication _server;
    private Answer _current = new([], []);

    public FakeDcp()
    {
        _certificate = DcpCertificate.Create(_directory.FullName);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(X509Certificate2.CreateFromPemFile(_certificate.CertificatePath, _certificate.KeyPath));
        }));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>How often a watch has been asked for.</summary>
    public int Watches { get; private set; }

    /// <summary>Adds the answer to the next watch request and to the list request that follows it. Past the last answer, watches stay quiet.</summary>
    public void Add(Answer answer) => _answers.Enqueue(answer);

    public async Task<DcpClient> StartAsync(TimeSpan watchIdleLimit, byte[]? expectedCertificate = null)
    {
        await _server.StartAsync();
        return new DcpClient(new DcpConnection(new Uri(_server.Urls.First()), Token, expectedCertificate ?? _certificate.RawData), watchIdleLimit);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Assert.Equal($"Bearer {Token}", context.Request.Headers.Authorization);
        if (!context.Request.Query.ContainsKey("watch"))
        {
            await context.Response.WriteAsync($$"""{"items":[{{string.Join(',', _current.Listed)}}]}""");
            return;
        }

        Watches++;
        var isLast = !_answers.TryDequeue(out var answer);
        _current = answer ?? _current with { Events = [] };
        context.Response.StatusCode = _current.StatusCode;
        await context.Response.StartAsync();
        foreach (var e in _current.Events)
        {
            await context.Response.WriteAsync(e + '\n');
        }

        await context.Response.Body.FlushAsync();
        if (isLast)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What exists, and what a watch tells before it ends.</summary>
    public sealed record Answer(IReadOnlyList<string> Listed, IReadOnlyList<string> Events, int StatusCode = StatusCodes.Status200OK);
}

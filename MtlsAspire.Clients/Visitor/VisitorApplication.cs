using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using MtlsAspire.Clients.Scenarios;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Clients.Visitor;

/// <summary>A good client that calls servers, most of them with a defect, again and again, and says whether it refused each for the right reason.</summary>
public static class VisitorApplication
{
    private const string ServersKey = "Visitor:Servers";

    /// <summary>Puts the client together.</summary>
    /// <param name="args">The command line; settings like <c>--Visitor:Servers:rogue-expired=expired</c>.</param>
    /// <param name="output">Where it says what became of the calls; <c>null</c> for the console.</param>
    /// <returns>The client, not started.</returns>
    /// <exception cref="ConfigurationException">A setting is missing or malformed.</exception>
    public static IHost Create(string[] args, TextWriter? output = null) => ScenarioApplication.Create(args, Calls, output: output);

    private static IReadOnlyList<ScenarioCall> Calls(IConfiguration configuration)
    {
        var calls = configuration.GetSection(ServersKey).GetChildren().Select(server => Call(configuration, server.Key, server.Value ?? "")).ToList();
        return calls.Count > 0
            ? calls
            : throw new ConfigurationException($"{ServersKey} names no server; set {ServersKey}:NAME (environment: Visitor__Servers__NAME) to the server's defect, or to {Expectation.NoDefect}.");
    }

    private static ScenarioCall Call(IConfiguration configuration, string server, string defect)
    {
        var expectation = Expectation.OfServer(defect)
            ?? throw new ConfigurationException($"{ServersKey}:{server}: '{defect}' is no defect of a server; write it as pki.json has it, for example expired, or {Expectation.NoDefect}.");
        return new ScenarioCall(server, ScenarioLock.Server, ServiceAddress.OfHttps(configuration, server), "/", expectation.Reason);
    }
}

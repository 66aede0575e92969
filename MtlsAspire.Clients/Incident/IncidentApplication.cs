using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using MtlsAspire.Clients.Scenarios;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Clients.Incident;

/// <summary>A client with a defect, that calls a box again and again and says whether it is refused for the right reason.</summary>
public static class IncidentApplication
{
    private const string DefectKey = "Scenario:Defect";
    private const string NameKey = "Scenario:Name";
    private const string Box = "storage";

    /// <summary>Puts the client together.</summary>
    /// <param name="args">The command line; settings like <c>--Scenario:Defect=expired</c>.</param>
    /// <param name="output">Where it says what became of the calls; <c>null</c> for the console.</param>
    /// <returns>The client, not started.</returns>
    /// <exception cref="ConfigurationException">A setting is missing or malformed.</exception>
    public static IHost Create(string[] args, TextWriter? output = null) => ScenarioApplication.Create(
        args, Calls, configuration => configuration[DefectKey] != Expectation.NoCertificate, output);

    private static IReadOnlyList<ScenarioCall> Calls(IConfiguration configuration)
    {
        var defect = configuration[DefectKey];
        var expectation = Expectation.OfClient(defect ?? "")
            ?? throw new ConfigurationException($"{DefectKey}: '{defect}' is no defect of a client; set it (environment: Scenario__Defect) as pki.json has it, for example to expired.");
        return ScenarioCall.OfClient(
            configuration[NameKey] ?? defect!,
            expectation,
            ServiceAddress.OfHttps(configuration, Box),
            ServiceAddress.OfHttps(configuration, Box, "requires"));
    }
}

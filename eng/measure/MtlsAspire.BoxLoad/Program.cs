using System.CommandLine;
using MtlsAspire.BoxLoad;

var storage = new Option<string>("--storage") { Description = "The box that keeps items.", Required = true, HelpName = "URL" };
var processing = new Option<string>("--processing") { Description = "The box that makes runs.", Required = true, HelpName = "URL" };
var certs = new Option<string>("--certs") { Description = "The directory with ca.crt, client1.crt and client1.key.", Required = true, HelpName = "DIR" };
var label = new Option<string>("--label") { Description = "What the rows begin with.", Required = true, HelpName = "TEXT" };
var connections = new Option<int>("--connections") { Description = "How many connections, each with one request at a time.", DefaultValueFactory = _ => 8, HelpName = "N" };
var seconds = new Option<int>("--seconds") { Description = "How long each kind of load lasts.", DefaultValueFactory = _ => 10, HelpName = "N" };
var command = new RootCommand("Offers load to two boxes over mutual TLS, and prints the rows of a table: rate and latency of each operation.")
{
    storage, processing, certs, label, connections, seconds,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    using var clients = new BoxClients(parsed.GetValue(certs)!, parsed.GetValue(connections));
    var load = new Load(parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
    foreach (var operation in BoxOperations.All(clients.Of(new Uri(parsed.GetValue(storage)!)), clients.Of(new Uri(parsed.GetValue(processing)!))))
    {
        var latencies = await load.RunAsync(operation.DoAsync, cancellationToken);
        Console.WriteLine(latencies.Row(parsed.GetValue(label)!, operation.Name));
    }

    return 0;
});
try
{
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is HttpRequestException or IOException or System.Security.Cryptography.CryptographicException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}

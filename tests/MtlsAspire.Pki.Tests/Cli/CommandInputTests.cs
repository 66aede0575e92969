using MtlsAspire.Pki.Cli;

namespace MtlsAspire.Pki.Tests.Cli;

/// <summary>Bad input and wrong usage: one line that says what is wrong, and nothing is changed.</summary>
public sealed class CommandInputTests : CommandBench
{
    private static readonly (string Message, string[] Arguments)[] BadInput =
    [
        ("'../evil' cannot be the name of an identity", ["issue", "../evil"]),
        ("client1.crt is there already: renew it", ["issue", "client1"]),
        ("guest is a server, which needs at least one host name", ["issue", "guest", "--kind", "server"]),
        ("is longer than the issuing CA lives", ["issue", "guest", "--lifetime", "3000d"]),
        ("is not there, and nobody is not declared", ["renew", "nobody"]),
        ("cannot be the name of an identity", ["renew", "../ca"]),
        ("knows neither a name nor a serial number", ["revoke", "nobody"]),
        ("cannot be read", ["sign", "/nowhere/csr"]),
        ("This is no sound signing request", ["sign", "{certs}/client1.crt"]),
        ("it asks for DNS:localhost, which the policy does not allow", ["sign", "{certs}/server.csr"]),
        ("nobody.crt is not there", ["export", "nobody", "--format", "pem", "--out", "{certs}/x"]),
        ("cannot be written", ["export", "client1", "--format", "pem", "--out", "/nowhere/x"]),
        ("is neither a file that is there nor host:port", ["inspect", "nothing"]),
        ("holds no certificate", ["inspect", "{certs}/ledger/ledger.db"]),
        ("There is no next ca", ["rollover", "root", "--stage", "activate"]),
        ("cannot be read", ["issue", "--from", "/nowhere/names"]),
        ("names:2: 'Not A Name' cannot be the name of an identity", ["issue", "--from", "{certs}/../names"]),
        ("cannot be read", ["list", "--config", "/nowhere/pki.json"]),
    ];

    [Fact]
    public async Task Bad_input_is_told_in_one_line_and_changes_nothing()
    {
        await RunAsync("bootstrap");
        await File.WriteAllTextAsync(PathOf("names"), "good\nNot A Name\n");

        foreach (var (message, arguments) in BadInput)
        {
            await RefusedAsync(message, [.. arguments.Select(argument => argument.Replace("{certs}", Certs, StringComparison.Ordinal))]);
        }
    }

    [Theory]
    [InlineData("issue", "give either a NAME or --from FILE")]
    [InlineData("issue a --from b", "give either a NAME or --from FILE")]
    [InlineData("issue a --san a_b", "--san: 'a_b' is neither a host name nor an IP address")]
    [InlineData("issue a --lifetime long", "--lifetime: 'long' is no duration")]
    [InlineData("issue a --key-type dsa", "dsa")]
    [InlineData("renew a --new-key --same-key", "--new-key and --same-key exclude each other")]
    [InlineData("revoke a --reason spite", "--reason: 'spite' is none of unspecified, keyCompromise")]
    [InlineData("revoke", "Required argument missing")]
    [InlineData("rollover root", "--stage")]
    [InlineData("export a --format zip --out b", "zip")]
    [InlineData("inspect a --cert b", "--cert and --key go together")]
    public async Task Wrong_usage_is_told_in_one_line(string arguments, string message)
    {
        await RunRawAsync(ExitCode.Usage, arguments.Split(' '));

        Assert.Contains(message, Errors, StringComparison.Ordinal);
        Assert.Single(Errors.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(Certs));
    }

    [Fact]
    public async Task Commands_on_a_directory_without_a_PKI_say_what_to_do_and_make_nothing()
    {
        await RunAsync(ExitCode.Failure, "list");
        Assert.EndsWith("run bootstrap first, or give the right one by --certs.\n", Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Certs));

        Directory.CreateDirectory(Certs);
        await RunAsync(ExitCode.Failure, "revoke", "client1");
        Assert.Contains("There is no PKI in ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(Certs), entry => !entry.EndsWith(".lock", StringComparison.Ordinal));
    }
}

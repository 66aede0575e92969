using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A certificate that does not say where its revocation list is. The platform's online check would refuse it; ours goes by the lists
/// that the service is given, and so accepts it.
/// </summary>
public sealed class Row14_No_distribution_point : MatrixTest
{
    private const string DistributionPoints = "2.5.29.31";

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_that_names_no_list_is_accepted(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.IssueClient();
        Assert.Null(leaf.Extensions[DistributionPoints]);

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertAccepted(seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_that_names_no_list_is_accepted(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.IssueServer();
        Assert.Null(leaf.Extensions[DistributionPoints]);

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertAccepted(seen, protocol);
    }
}

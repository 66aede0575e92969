namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>The names of <see cref="PeerRole"/>, for sentences and attributes.</summary>
internal static class PeerRoles
{
    public static string Name(this PeerRole peer) => peer == PeerRole.Client ? "client" : "server";
}

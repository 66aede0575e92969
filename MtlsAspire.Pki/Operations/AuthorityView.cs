using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Operations;

/// <summary>A CA of the PKI, as others may see it.</summary>
/// <param name="Name">The name of its files, for example <c>issuing-ca</c>.</param>
/// <param name="KeyId">Its key identifier, see <see cref="Authority.KeyIdentifier"/>.</param>
/// <param name="Role">What it is in the hierarchy.</param>
/// <param name="State">Where it is in its rollover.</param>
/// <param name="Certificate">Its certificate; the caller disposes it.</param>
/// <param name="CanSign">Whether its key is at hand.</param>
/// <param name="RevocationList">Its current revocation list in DER; empty where there is none.</param>
public sealed record AuthorityView(
    string Name,
    string KeyId,
    AuthorityRole Role,
    AuthorityState State,
    X509Certificate2 Certificate,
    bool CanSign,
    ReadOnlyMemory<byte> RevocationList);

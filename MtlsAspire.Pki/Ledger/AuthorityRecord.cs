namespace MtlsAspire.Pki.Ledger;

/// <summary>A CA in the ledger. It is one key: several certificates of the same key are the same CA.</summary>
/// <param name="KeyId">Its key identifier, see <see cref="Authority.KeyIdentifier"/>.</param>
/// <param name="Role">What it is in the hierarchy.</param>
/// <param name="State">Where it is in its rollover.</param>
/// <param name="Certificate">Its current certificate in DER.</param>
public sealed record AuthorityRecord(string KeyId, AuthorityRole Role, AuthorityState State, ReadOnlyMemory<byte> Certificate);

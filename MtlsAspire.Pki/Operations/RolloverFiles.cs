using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>
/// Gives the key and certificate files of CAs the names that belong to their states in the ledger. It can be interrupted at any instant
/// and run again: keys are recognised by their public halves, and none is overwritten before it has a copy.
/// </summary>
internal sealed class RolloverFiles(PkiContext context)
{
    private const string Setting = "rollover";
    private static readonly AuthorityState[] WriteOrder = [AuthorityState.Previous, AuthorityState.Active, AuthorityState.Next];

    /// <summary>Notes that the files of a role no longer match the ledger; together with the change of the ledger.</summary>
    public static void SetPending(IssuanceLedger ledger, AuthorityRole role) => ledger.SetSetting(Setting, role.ToString());

    /// <summary>Finishes what an interrupted rollover left.</summary>
    public void FinishIfPending()
    {
        if (context.Ledger.Setting(Setting) is { } role)
        {
            AlignKeys(Enum.Parse<AuthorityRole>(role));
            AlignCertificates();
            context.Ledger.SetSetting(Setting, null);
        }
    }

    private void AlignKeys(AuthorityRole role)
    {
        var files = WriteOrder.ToDictionary(state => state, state => CertificateFiles.Key(AuthorityBundles.NameOf(role, state)));
        var keys = files.Values.Select(Read).OfType<(string Pem, KeyPair Key)>().ToList();
        var records = context.Ledger.Authorities().Where(authority => authority.Role == role).ToDictionary(authority => authority.State == AuthorityState.Retired ? authority.KeyId : authority.State.ToString());
        foreach (var state in WriteOrder)
        {
            if (records.TryGetValue(state.ToString(), out var record))
            {
                using var certificate = X509CertificateLoader.LoadCertificate(record.Certificate.Span);
                var pem = keys.Find(candidate => candidate.Key.Matches(certificate.PublicKey)).Pem
                    ?? throw new PkiException($"The key of {record.KeyId}, a CA in the middle of a rollover, is not in {context.Directory.Path}: restore it from a backup.");
                if (pem != context.Directory.ReadText(files[state]))
                {
                    context.Directory.WritePrivate(files[state], Encoding.ASCII.GetBytes(pem));
                }
            }
        }

        foreach (var state in WriteOrder.Where(state => !records.ContainsKey(state.ToString())))
        {
            context.Directory.Delete(files[state]);
            context.Directory.Delete(CertificateFiles.Certificate(AuthorityBundles.NameOf(role, state)));
        }
    }

    private void AlignCertificates()
    {
        foreach (var role in new[] { AuthorityRole.Root, AuthorityRole.Issuing })
        {
            context.Directory.WritePublic(
                CertificateFiles.Certificate(AuthorityBundles.NameOf(role)),
                string.Concat(AuthorityBundles.Of(context.Ledger, role).Select(IdentityFiles.Pem)));
        }
    }

    private (string Pem, KeyPair Key)? Read(string file)
    {
        if (context.Directory.ReadText(file) is not { } pem)
        {
            return null;
        }

        return KeyPair.IsEncrypted(pem) && context.Passphrase is null
            ? throw AuthorityFiles.Locked(context.Directory.PathOf(file))
            : (pem, KeyPair.FromPem(pem, context.Passphrase));
    }
}

using System.Text;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Configuration;

/// <summary>The declaration that the last bootstrap was given: kept in the ledger, so that later commands need not be told again.</summary>
internal static class RememberedConfiguration
{
    private const string Setting = "configuration";
    private const string DomainSetting = "domain";

    /// <summary>What was kept, or null.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="domain">The domain, if another than at the last bootstrap.</param>
    /// <exception cref="InvalidConfigurationException">It was good for an earlier version only.</exception>
    public static PkiConfiguration? Read(IssuanceLedger ledger, string? domain = null) => ledger.Setting(Setting) is { } text
        ? ConfigurationFile.Parse("pki.json of the last bootstrap", Encoding.UTF8.GetBytes(text), now: null, domain ?? ledger.Setting(DomainSetting))
        : null;

    /// <summary>Keeps a declaration that was read from a file.</summary>
    public static void Keep(IssuanceLedger ledger, PkiConfiguration configuration)
    {
        if (configuration.Source is { } text && text != ledger.Setting(Setting))
        {
            ledger.SetSetting(Setting, text);
        }

        if (configuration is { Source: not null, Domain: { } domain } && domain != ledger.Setting(DomainSetting))
        {
            ledger.SetSetting(DomainSetting, domain);
        }
    }
}

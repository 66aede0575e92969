using MtlsAspire.Clients.Scenarios;
using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Clients.Tests.Scenarios;

public sealed class ExpectationTests
{
    [Fact]
    public void Every_defect_that_the_PKI_can_make_is_declared_and_has_an_expectation()
    {
        var declared = DeclaredIdentity.ReadAll(DeclaredBox.Declarations);
        var defects = Enum.GetValues<IdentityDefect>().Select(defect => string.Concat(defect.ToString().Select((letter, index) => char.IsUpper(letter) ? $"{(index == 0 ? "" : "-")}{char.ToLowerInvariant(letter)}" : $"{letter}")));

        foreach (var defect in defects)
        {
            Assert.NotNull(Expectation.OfClient(defect));
            Assert.Contains(declared, identity => !identity.IsServer && identity.Defect == defect);
        }

        Assert.All(declared.Where(identity => identity is { IsServer: true, Defect: not null }), identity => Assert.NotNull(Expectation.OfServer(identity.Defect!)));
    }

    [Fact]
    public void A_declaration_without_identities_has_none()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{ "identities": [ 1, { "kind": "client" }, { "name": "a", "kind": "server", "defect": null }, ] } // lenient""");
            Assert.Equal([new DeclaredIdentity("a", IsServer: true, Defect: null)], DeclaredIdentity.ReadAll(path));
            File.WriteAllText(path, "[]");
            Assert.Empty(DeclaredIdentity.ReadAll(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}

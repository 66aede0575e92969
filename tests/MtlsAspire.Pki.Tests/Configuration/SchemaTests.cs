using System.Text.Json;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Configuration;

/// <summary>The JSON schema says what the parser does, and the application's own declaration is good.</summary>
public sealed class SchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("MtlsAspire.Pki", "pki.schema.json"))).RootElement;

    [Fact]
    public void The_schema_has_the_fields_of_the_parser()
    {
        Assert.Equal(ConfigurationReader.Fields.Order(), Fields(Schema));
        Assert.Equal(IdentityReader.Fields.Order(), Fields(Schema.GetProperty("properties").GetProperty("identities").GetProperty("items")));
    }

    [Fact]
    public void The_schema_has_the_words_of_the_parser()
    {
        var identity = Schema.GetProperty("properties").GetProperty("identities").GetProperty("items").GetProperty("properties");

        Assert.Equal(Defects.Names.Order(), Words(identity.GetProperty("defect")));
        Assert.Equal(IdentityKinds.ExtraPurposes.Keys.Order(), Words(identity.GetProperty("extraPurposes").GetProperty("items")));
        Assert.Equal(KeyTypes.Names.Order(), Words(Schema.GetProperty("$defs").GetProperty("keyType")));
        Assert.Equal(IdentityKinds.Names.Order(), Words(Schema.GetProperty("$defs").GetProperty("kind")));
    }

    [Fact]
    public void The_applications_own_declaration_has_every_identity_and_a_rehearsal_of_every_defect()
    {
        var configuration = ConfigurationFile.Read(Repository.PathOf("pki.json"), DateTimeOffset.UtcNow);

        Assert.Superset(
            new HashSet<string> { "server", "client1", "client2", "storage", "processing", "archive", "operator" },
            configuration.Identities.Select(identity => identity.Name).ToHashSet());
        Assert.Equal(Enum.GetValues<IdentityDefect>().Order(), configuration.Identities.Select(identity => identity.Defect).OfType<IdentityDefect>().Distinct().Order());
    }

    private static IEnumerable<string> Fields(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order();

    private static IEnumerable<string> Words(JsonElement schema) => schema.GetProperty("enum").EnumerateArray().Select(item => item.GetString()!).Order();
}

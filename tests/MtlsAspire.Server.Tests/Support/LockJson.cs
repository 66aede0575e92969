namespace MtlsAspire.Server.Tests.Support;

/// <summary>Locks as they are written in policies.</summary>
internal static class LockJson
{
    public const string LockOne = """{ "Name": "lock-1", "Kind": "TrustedCertificate" }""";

    /// <summary>Everybody whom the CA knows may do everything.</summary>
    public const string Everybody = $$"""{ "*": [{{LockOne}}] }""";

    public static string Role(string role) => $$"""{ "Name": "{{role}}s", "Kind": "Role", "Roles": ["{{role}}"] }""";
}

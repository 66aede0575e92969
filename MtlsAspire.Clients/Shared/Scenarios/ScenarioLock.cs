namespace MtlsAspire.Clients.Scenarios;

/// <summary>Which lock a scenario tries.</summary>
public enum ScenarioLock
{
    /// <summary>Lock 1, at the address that explains a refusal.</summary>
    Explains,

    /// <summary>Lock 1, at the address that requires a good certificate in the handshake.</summary>
    Requires,

    /// <summary>Lock 2: a client looks at the server.</summary>
    Server,
}

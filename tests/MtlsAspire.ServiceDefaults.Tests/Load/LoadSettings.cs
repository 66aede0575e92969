using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Load;

/// <summary>How much load a test offers: little in a normal run, in full by the commands in eng/measure.</summary>
internal static class LoadSettings
{
    private const string Rounds = "MTLSASPIRE_REVOCATION_ROUNDS";

    /// <summary>How long rotation goes on under load, for each protocol.</summary>
    public static TimeSpan RotationTime => TimeSpan.FromSeconds(TestSize.Read("MTLSASPIRE_ROTATION_SECONDS", 5));

    /// <summary>How often something is rotated; a full measurement does it every two seconds.</summary>
    public static TimeSpan RotationInterval => TimeSpan.FromSeconds(Math.Min(2, RotationTime.TotalSeconds / 8));

    /// <summary>How many requests are offered each second while something is rotated.</summary>
    public static int RotationRate => (int)TestSize.Read("MTLSASPIRE_ROTATION_RATE", 2_000);

    /// <summary>How often a client is revoked.</summary>
    public static int RevocationRounds => (int)TestSize.Read(Rounds, 5);

    /// <summary>Whether that is measured, and nothing else runs.</summary>
    public static bool IsRevocationMeasured => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Rounds));

    /// <summary>How many connections a flood opens at once.</summary>
    public static int FloodConnections => (int)TestSize.Read("MTLSASPIRE_FLOOD_CONNECTIONS", 1_000);
}

using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Support;

/// <summary>How long the tests that could go on for ever do; docs/pki.md has the command for the long run.</summary>
internal static class Soak
{
    /// <summary>At how many random instants a process is killed, over all of its commands: <c>MTLSASPIRE_CRASH_INSTANTS</c>.</summary>
    public static int CrashInstants => (int)TestSize.Read("MTLSASPIRE_CRASH_INSTANTS", 40);

    /// <summary>How often two bootstraps run at once: <c>MTLSASPIRE_CONCURRENT_BOOTSTRAPS</c>.</summary>
    public static int ConcurrentBootstraps => (int)TestSize.Read("MTLSASPIRE_CONCURRENT_BOOTSTRAPS", 6);
}

using MtlsAspire.ServiceDefaults.Tests.Load;
using MtlsAspire.ServiceDefaults.Tests.Matrix;

namespace MtlsAspire.ServiceDefaults.Tests;

/// <summary>This assembly as a program: what a test needs in a process of its own.</summary>
internal static class TestProgram
{
    /// <param name="args">Which program, and its arguments.</param>
    public static Task Main(string[] args) => args[0] switch
    {
        nameof(MachineTrustProgram) => MachineTrustProgram.RunAsync(args[1..]),
        nameof(FloodedServer) => MinimalService.Create(args[1..], _ => { }).RunAsync(),
        _ => throw new ArgumentException($"There is no program {args[0]}.", nameof(args)),
    };
}

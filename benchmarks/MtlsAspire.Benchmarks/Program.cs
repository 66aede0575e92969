using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MtlsAspire.Benchmarks;

// In this process: a project that BenchmarkDotNet generates would not find the repository's build files.
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "mtls-benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(PeerValidation).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);

using MtlsAspire.Clients.Scenarios;
using MtlsAspire.Clients.Scenarios.Cli;

WeakCryptography.Allow();
return await ScenariosCommandLine.RunAsync(args, Console.Out, Console.Error);

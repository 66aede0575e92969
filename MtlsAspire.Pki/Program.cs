using MtlsAspire.Pki.Cli;

return await PkiCommandLine.RunAsync(args, Console.Out, Console.Error);

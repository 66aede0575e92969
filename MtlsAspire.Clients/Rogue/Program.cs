using MtlsAspire.Clients.Rogue;
using MtlsAspire.ServiceDefaults;

return await ServiceProgram.RunAsync(() => RogueApplication.Create(args).RunAsync());

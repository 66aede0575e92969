using MtlsAspire.Server;
using MtlsAspire.ServiceDefaults;

return await ServiceProgram.RunAsync(() => ServerApplication.Create(args).RunAsync());

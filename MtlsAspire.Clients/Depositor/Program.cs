using Microsoft.Extensions.Hosting;
using MtlsAspire.Clients;
using MtlsAspire.ServiceDefaults;

return await ServiceProgram.RunAsync(() => ClientApplication.Create(args).RunAsync());

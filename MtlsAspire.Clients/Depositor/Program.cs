using Microsoft.Extensions.Hosting;
using MtlsAspire.Clients.Depositor;
using MtlsAspire.ServiceDefaults;

return await ServiceProgram.RunAsync(() => DepositorApplication.Create(args).RunAsync());

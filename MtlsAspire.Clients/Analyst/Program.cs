using Microsoft.Extensions.Hosting;
using MtlsAspire.Clients.Analyst;
using MtlsAspire.ServiceDefaults;

return await ServiceProgram.RunAsync(() => AnalystApplication.Create(args).RunAsync());

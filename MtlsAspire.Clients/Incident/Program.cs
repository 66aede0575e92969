using Microsoft.Extensions.Hosting;
using MtlsAspire.Clients.Incident;
using MtlsAspire.Clients.Scenarios;
using MtlsAspire.ServiceDefaults;

WeakCryptography.Allow();
return await ServiceProgram.RunAsync(() => IncidentApplication.Create(args).RunAsync());

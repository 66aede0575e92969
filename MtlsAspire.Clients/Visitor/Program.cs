using Microsoft.Extensions.Hosting;
using MtlsAspire.Clients.Visitor;
using MtlsAspire.ServiceDefaults;

return await ServiceProgram.RunAsync(() => VisitorApplication.Create(args).RunAsync());

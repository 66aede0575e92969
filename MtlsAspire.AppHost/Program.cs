using MtlsAspire.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// Where the certificates are: --certs DIR, by default certs/ at the root of the repository.
var certs = Path.GetFullPath(builder.Configuration["certs"] ?? "../certs", builder.AppHostDirectory);

// The PKI makes every certificate that is missing, then finishes; all others wait for it.
var pki = builder.AddProject<Projects.MtlsAspire_Pki>("pki", launchProfileName: null)
    .WithArgs("bootstrap", "--certs", certs)
    .WithIconName("Certificate");

var server = builder.AddProject<Projects.MtlsAspire_Server>("server", launchProfileName: null)
    .WithMutualTls("server", certs, pki)
    .OnPorts(explains: 8443, requires: 8444)
    .WithManagementEndpoint()
    .WithIconName("LockClosed");

builder.AddProject<Projects.MtlsAspire_Clients_Depositor>("client1", launchProfileName: null)
    .WithMutualTls("client1", certs, pki)
    .WithReference(server)
    .WaitFor(server)
    .WithIconName("PersonKey");

builder.AddProject<Projects.MtlsAspire_Clients_Analyst>("client2", launchProfileName: null)
    .WithMutualTls("client2", certs, pki)
    .WithReference(server)
    .WaitFor(server)
    .WithIconName("PersonKey");

builder.Build().Run();

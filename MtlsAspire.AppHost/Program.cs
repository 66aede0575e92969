using MtlsAspire.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// Where the certificates are: --certs DIR, by default certs/ at the root of the repository.
var certs = Path.GetFullPath(builder.Configuration["certs"] ?? "../certs", builder.AppHostDirectory);

// The PKI makes every certificate that pki.json declares and that is missing, then finishes; all others wait for it.
var pki = builder.AddProject<Projects.MtlsAspire_Pki>("pki", launchProfileName: null)
    .WithArgs("bootstrap", "--certs", certs, "--config", Path.GetFullPath("../pki.json", builder.AppHostDirectory))
    .WithIconName("Certificate");

// Box 1 keeps raw data. It explains on one port why it refuses a client, and refuses in the handshake on the other.
var storage = builder.AddBox("storage", serves: "items", certs, pki)
    .OnPorts(explains: 8443, requires: 8444);

// A third box keeps what is forwarded to it, if it is sealed: the same server, by configuration alone.
var archive = builder.AddBox("archive", serves: "results", certs, pki)
    .WithHttpsEndpoint()
    .AcceptsSealsOf("spiffe://mtls.localhost/processing");

// Box 2 opens box 1 with its own certificate, processes, seals, and forwards.
var processing = builder.AddBox("processing", serves: "runs", certs, pki)
    .WithHttpsEndpoint()
    .TakesFrom(storage)
    .ForwardsTo(archive);

builder.AddProject<Projects.MtlsAspire_Clients_Depositor>("client1", launchProfileName: null)
    .WithMutualTls("client1", certs, pki)
    .WithReference(storage)
    .WaitFor(storage)
    .WithIconName("PersonKey");

builder.AddProject<Projects.MtlsAspire_Clients_Analyst>("client2", launchProfileName: null)
    .WithMutualTls("client2", certs, pki)
    .WithReference(processing)
    .WaitFor(processing)
    .WithIconName("PersonKey");

builder.Build().Run();

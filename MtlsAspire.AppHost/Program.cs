using MtlsAspire.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// Where the certificates are: --certs DIR, by default certs/ at the root of the repository.
var certs = Path.GetFullPath(builder.Configuration["certs"] ?? "../certs", builder.AppHostDirectory);

// What the PKI consists of: its CAs and identities.
var declarations = Path.GetFullPath("../pki.json", builder.AppHostDirectory);

// The PKI makes every certificate that is declared and missing, then finishes; all others wait for it.
var pki = builder.AddProject<Projects.MtlsAspire_Pki>("pki", launchProfileName: null)
    .WithArgs("bootstrap", "--certs", certs, "--config", declarations)
    .WithIconName("Certificate");

// The CA as a service: revocation lists, OCSP and CA certificates over http; enrolment (EST) and the operator's API over mutual TLS.
builder.AddProject<Projects.MtlsAspire_Pki>("ca", launchProfileName: null)
    .WithArgs("serve", "--certs", certs, "--config", declarations)
    .WithHttpEndpoint(port: 8480)
    .WithHttpsEndpoint(port: 8481)
    .WithHttpHealthCheck("/health", endpointName: "http")
    .WaitForCompletion(pki)
    .WithIconName("ShieldCheckmark");

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

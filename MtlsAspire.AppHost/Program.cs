using MtlsAspire.AppHost.Boxes;
using MtlsAspire.AppHost.Incidents;
using MtlsAspire.Hosting;

var builder = DistributedApplication.CreateBuilder(args);

// The PKI makes every certificate that pki.json declares and that is missing, then finishes; all others wait for it.
var pki = builder.AddPki("pki");

// The CA as a service: revocation lists, OCSP and CA certificates over http; enrolment (EST) and the operator's API over mutual TLS.
builder.AddCertificateAuthority("ca", pki);

// Box 1 keeps raw data. It explains on one port why it refuses a client, and refuses in the handshake on the other.
var storage = builder.AddBox("storage", pki, serves: "items")
    .OnPorts(explains: 8443, requires: 8444);

// A third box keeps what is forwarded to it, if it is sealed: the same server, by configuration alone.
var archive = builder.AddBox("archive", pki, serves: "results")
    .WithHttpsEndpoint()
    .AcceptsSealsOf("spiffe://mtls.localhost/processing");

// Box 2 opens box 1 with its own certificate, processes, seals, and forwards.
var processing = builder.AddBox("processing", pki, serves: "runs")
    .WithHttpsEndpoint()
    .TakesFrom(storage)
    .ForwardsTo(archive);

builder.AddProject<Projects.MtlsAspire_Clients_Depositor>("client1", launchProfileName: null)
    .WithMutualTls(pki)
    .WithReference(storage)
    .WaitFor(storage)
    .WithIconName("PersonKey");

builder.AddProject<Projects.MtlsAspire_Clients_Analyst>("client2", launchProfileName: null)
    .WithMutualTls(pki)
    .WithReference(processing)
    .WaitFor(processing)
    .WithIconName("PersonKey");

// Certificate incidents: expired, revoked, untrusted, ... clients and servers, one resource each, all of which must be refused.
builder.AddIncidents("incidents", pki, storage);

builder.Build().Run();

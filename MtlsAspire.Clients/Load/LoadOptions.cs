namespace MtlsAspire.Clients.Load;

/// <summary>What load to make.</summary>
/// <param name="Url">What is asked for.</param>
/// <param name="Rate">Requests per second; zero for as many as can be.</param>
/// <param name="Connections">How many connections, each with one request at a time.</param>
/// <param name="Duration">For how long.</param>
/// <param name="HttpVersion">1.1 or 2.0.</param>
/// <param name="NewConnections">Whether each request is made on a connection of its own, with a handshake of its own.</param>
internal sealed record LoadOptions(Uri Url, double Rate, int Connections, TimeSpan Duration, Version HttpVersion, bool NewConnections);

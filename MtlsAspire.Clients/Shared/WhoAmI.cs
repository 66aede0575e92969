namespace MtlsAspire.Clients;

/// <summary>The part that is used here of what the server answers to <c>/whoami</c>.</summary>
/// <param name="Subject">Our certificate's subject.</param>
/// <param name="NotAfter">The end of its validity, UTC.</param>
/// <param name="TlsVersion">The TLS version.</param>
/// <param name="Cipher">The cipher suite's IANA name.</param>
internal sealed record WhoAmI(string Subject, DateTime NotAfter, string TlsVersion, string Cipher);

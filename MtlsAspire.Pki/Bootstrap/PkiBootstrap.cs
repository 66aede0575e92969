using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>Makes a certificate directory complete: CAs, revocation lists and identities.</summary>
public static class PkiBootstrap
{
    /// <summary>
    /// Creates what is missing, replaces what cannot serve or nears its end, and touches nothing else. It may be interrupted at any
    /// instant and run again, and several may run at once.
    /// </summary>
    /// <param name="options">What shall be there, and where.</param>
    /// <param name="observer">Is told what goes on; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two things; what has been made stays.</param>
    /// <exception cref="PkiException">The directory cannot be used, or holds a CA that is incomplete or damaged; nothing was changed.</exception>
    public static async Task<BootstrapResult> RunAsync(
        BootstrapOptions options,
        IBootstrapObserver? observer = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            var directory = CertificateDirectory.Open(options.Directory);
            using var @lock = await DirectoryLock.AcquireAsync(directory.Path, () => observer?.Waiting(), cancellationToken);
            return new BootstrapRun(directory, options, observer, cancellationToken).Run();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new PkiException(
                $"The certificate directory {options.Directory} cannot be used: {exception.Message} Give a directory that you may write to.", exception);
        }
        catch (IOException exception)
        {
            throw new PkiException($"The certificate directory {options.Directory} cannot be used: {exception.Message}", exception);
        }
    }
}

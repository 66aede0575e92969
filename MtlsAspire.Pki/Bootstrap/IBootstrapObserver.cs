namespace MtlsAspire.Pki.Bootstrap;

/// <summary>Is told about a bootstrap while it goes on.</summary>
public interface IBootstrapObserver
{
    /// <summary>Another bootstrap is at work in the same directory, and this one waits for its end.</summary>
    void Waiting();

    /// <summary>Something has been made and is on disk.</summary>
    /// <param name="change">What.</param>
    void Made(BootstrapChange change);
}

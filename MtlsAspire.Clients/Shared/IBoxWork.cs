namespace MtlsAspire.Clients;

/// <summary>What a client does with its box, each time after it was greeted.</summary>
public interface IBoxWork
{
    /// <summary>Does it once.</summary>
    /// <param name="box">The box.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task DoAsync(BoxClient box, CancellationToken cancellationToken);
}

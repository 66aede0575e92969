using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace MtlsAspire.Pki.Service;

/// <summary>Reads bodies of requests whose senders nobody knows.</summary>
internal static class BoundedBody
{
    /// <summary>All of a body, or null where it is larger than allowed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="largest">How many octets it may have.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int largest, CancellationToken cancellationToken)
    {
        if (request.ContentLength > largest)
        {
            return null;
        }

        // What a body says of its length need not be true, and a chunked one says nothing.
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > largest)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

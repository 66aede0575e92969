using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// The server side of one gRPC call over HTTP/2: each message is a byte that tells of compression, four bytes with the
/// length (big endian), and the protobuf (gRPC core, doc/PROTOCOL-HTTP2.md).
/// </summary>
/// <param name="context">The HTTP request and response.</param>
/// <param name="ending">Cancelled when the client has gone or the server stops.</param>
internal sealed class GrpcCall(HttpContext context, CancellationToken ending)
{
    public const string ContentType = "application/grpc";

    private const int PrefixLength = 5;
    private const int MaximumRequestLength = 4 * 1024 * 1024;

    /// <summary>Cancelled when the client has gone or the server stops.</summary>
    public CancellationToken Ending => ending;

    /// <summary>Reads the only message of a request.</summary>
    /// <exception cref="GrpcException">There is none, or it cannot be read.</exception>
    public async Task<T> ReadAsync<T>(MessageParser<T> parser)
        where T : IMessage<T>
    {
        var reader = context.Request.BodyReader;
        var prefix = await reader.ReadAtLeastAsync(PrefixLength, ending);
        var length = LengthOf(prefix.Buffer);
        reader.AdvanceTo(prefix.Buffer.Start);

        var result = await reader.ReadAtLeastAsync(PrefixLength + length, ending);
        if (result.Buffer.Length < PrefixLength + length)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, "The request ends within its message.");
        }

        try
        {
            return parser.ParseFrom(result.Buffer.Slice(PrefixLength, length));
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, $"The request is not a {typeof(T).Name}: {exception.Message}");
        }
        finally
        {
            reader.AdvanceTo(result.Buffer.End);
        }
    }

    /// <summary>Reads and forgets all messages of the client until it has no more.</summary>
    public Task DrainAsync() => context.Request.BodyReader.CopyToAsync(Stream.Null, ending);

    /// <summary>Sends the head of the response, so that the client knows that the call was accepted.</summary>
    public async Task StartAsync()
    {
        await context.Response.StartAsync(ending);
        await context.Response.BodyWriter.FlushAsync(ending);
    }

    /// <summary>Sends one message.</summary>
    public async Task WriteAsync(IMessage message)
    {
        var writer = context.Response.BodyWriter;
        var length = message.CalculateSize();
        var memory = writer.GetMemory(PrefixLength + length);
        memory.Span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(memory.Span[1..], length);
        message.WriteTo(memory.Span.Slice(PrefixLength, length));
        writer.Advance(PrefixLength + length);
        await writer.FlushAsync(ending);
    }

    private static int LengthOf(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < PrefixLength)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, "The request has no message.");
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        if (prefix[0] != 0)
        {
            throw new GrpcException(GrpcStatus.Unimplemented, "Compressed messages are not supported.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return length <= MaximumRequestLength
            ? (int)length
            : throw new GrpcException(GrpcStatus.ResourceExhausted, $"The message is longer than {MaximumRequestLength} bytes.");
    }
}

namespace Aspire.Hosting.Dashboard;

/// <summary>The status codes of gRPC that are used here (gRPC core, doc/statuscodes.md).</summary>
internal enum GrpcStatus
{
    Ok = 0,
    InvalidArgument = 3,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
}

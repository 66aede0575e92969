using System.Net;

namespace Aspire.Hosting.Dcp;

/// <summary>DCP has refused a request, or does not answer.</summary>
internal sealed class DcpApiException : DistributedApplicationException
{
    public DcpApiException(HttpStatusCode? statusCode, string message, Exception? inner = null)
        : base(message, inner!) => StatusCode = statusCode;

    /// <summary>What DCP has answered; null if it has not answered at all.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>Whether the same request may succeed a little later.</summary>
    public bool IsTransient => StatusCode is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>The exception for a DCP that cannot be reached any more. It does not come back: its parts end together.</summary>
    public static DcpApiException Gone(Exception inner) => new(
        statusCode: null,
        "The Developer Control Plane (dcp) has ended unexpectedly, and with it everything that it ran. Start the AppHost again; " +
        "if it happens again, set DCP_DIAGNOSTICS_LOG_FOLDER to a directory and DCP_DIAGNOSTICS_LOG_LEVEL to debug, and read the logs there.",
        inner);
}

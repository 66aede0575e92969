using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MtlsAspire.Server.Boxes;

/// <summary>The box's OpenAPI document, as far as it does not follow from the routes: mutual TLS, and what our problem details hold.</summary>
internal static class BoxDocument
{
    private const string MutualTls = "mutualTLS";

    public static void Describe(OpenApiOptions api, BoxOptions options)
    {
        api.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = $"Box {options.Name}";
            document.Info.Description = "Every call needs a client certificate (mutual TLS); each operation has locks of its own.";
            document.AddComponent(MutualTls, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.MutualTLS,
                Description = "A client certificate of the box's PKI. Which roles and identities may do what is the business of the locks.",
            });
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(MutualTls, document)] = [] }];
            return Task.CompletedTask;
        });
        api.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type != typeof(ProblemDetails)) return Task.CompletedTask;
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
            schema.Properties["reason"] = Text("What is wrong, as one word for programs.");
            schema.Properties["box"] = Text("The box that answers.");
            schema.Properties["lock"] = Text("The lock that stayed shut, if one did.");
            return Task.CompletedTask;
        });
    }

    /// <summary>Documents a header of the request, which the endpoint reads by itself.</summary>
    public static RouteHandlerBuilder AcceptsHeader(this RouteHandlerBuilder endpoint, string name, string description) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
            return Task.CompletedTask;
        });

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}

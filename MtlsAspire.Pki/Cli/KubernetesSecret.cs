using System.Text;

namespace MtlsAspire.Pki.Cli;

/// <summary>A Kubernetes Secret of type <c>kubernetes.io/tls</c>, with <c>ca.crt</c> beside the two keys of that type, as cert-manager writes it.</summary>
internal static class KubernetesSecret
{
    /// <summary>The Secret in YAML.</summary>
    public static string Write(string name, string certificate, string key, string anchors) => $"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: {name}-tls
        type: kubernetes.io/tls
        data:
          tls.crt: {Encode(certificate)}
          tls.key: {Encode(key)}
          ca.crt: {Encode(anchors)}

        """;

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

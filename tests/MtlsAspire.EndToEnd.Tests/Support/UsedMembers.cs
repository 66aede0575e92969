using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>Reads from a compiled assembly which members of the four Aspire-related packages, or of their stand-ins, it uses.</summary>
public static class UsedMembers
{
    private static readonly string[] Packages =
        ["Aspire.Hosting", "Aspire.Hosting.Testing", "OpenTelemetry.Extensions.Hosting", "Microsoft.AspNetCore.Authentication.Certificate"];

    /// <summary>Each as <c>Namespace.Type.Member</c>, a property by its name.</summary>
    public static IEnumerable<string> Of(string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        var reader = file.GetMetadataReader();
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            var name = reader.GetString(member.Name);
            if (name != ".ctor" && DeclaringType(reader, member.Parent) is { } type)
            {
                used.Add($"{type}.{(name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name[4..] : name)}");
            }
        }

        return used;
    }

    private static string? DeclaringType(MetadataReader reader, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeSpecification)
        {
            var signature = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
            return signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance && signature.ReadByte() > 0
                ? DeclaringType(reader, signature.ReadTypeHandle())
                : null;
        }

        if (handle.Kind != HandleKind.TypeReference)
        {
            return null;
        }

        var type = reader.GetTypeReference((TypeReferenceHandle)handle);
        if (type.ResolutionScope.Kind != HandleKind.AssemblyReference)
        {
            return null;
        }

        var assembly = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name);
        return Packages.Contains(assembly.StartsWith(AspireIs.EmbeddedPrefix, StringComparison.Ordinal) ? assembly[AspireIs.EmbeddedPrefix.Length..] : assembly)
            ? $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name).Split('`')[0]}"
            : null;
    }
}

using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Ocsp;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Ocsp;

/// <summary>What the responder answers, read by OpenSSL where it says something, and by its status where it refuses.</summary>
public sealed class OcspResponderTests : IDisposable
{
    private readonly SetClock _clock = new(DateTimeOffset.UtcNow);
    private readonly OcspBench _bench;

    public OcspResponderTests() => _bench = new OcspBench(_clock);

    public static TheoryData<string, string> Malformed => new()
    {
        { "nothing", "" },
        { "text", Hex("hello"u8.ToArray()) },
        { "an empty sequence", "3000" },
        { "a length beyond the end", "30840FFFFFFF" },
        { "an indefinite length", "30800000" },
        { "an endless nesting", Hex([.. Enumerable.Repeat((byte)0x30, 400), 0]) },
        { "no certificates", Hex(OcspMessages.Write(writer => writer.PushSequence().Dispose())) },
        { "another version", Hex(OcspMessages.Write(WriteVersionTwo)) },
        { "an unknown critical extension", Hex(OcspMessages.Write(writer => WriteOneAnd(writer, "1.2.3.4", isCritical: true, [5, 0]))) },
        { "an empty nonce", Hex(OcspMessages.Write(writer => WriteOneAnd(writer, OcspObjectIdentifiers.Nonce, isCritical: false, OcspMessages.Octets([])))) },
        { "a nonce of 129 octets", Hex(OcspMessages.Write(writer => WriteOneAnd(writer, OcspObjectIdentifiers.Nonce, isCritical: false, OcspMessages.Octets(new byte[129])))) },
        { "a nonce that is no OCTET STRING", Hex(OcspMessages.Write(writer => WriteOneAnd(writer, OcspObjectIdentifiers.Nonce, isCritical: false, [1, 2, 3]))) },
        { "a serial number of 200 octets", Hex(OcspMessages.Write(writer => WriteList(writer, 1, [1, .. new byte[199]]))) },
        { "33 certificates", Hex(OcspMessages.Write(writer => WriteList(writer, 33, [1]))) },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_no_request_is_answered_with_malformedRequest(string what, string request)
    {
        var answer = _bench.Responder.Answer(Convert.FromHexString(request));

        Assert.True(OcspResponseStatus.MalformedRequest == answer.Status, what);
        Assert.Equal("30030A0101", Convert.ToHexString(answer.Body));
        Assert.NotNull(answer.Fault);
        Assert.DoesNotContain('\n', answer.Fault);
        Assert.Equal(0, _bench.Questions);
    }

    [Fact]
    public void Anything_after_the_request_makes_it_malformed()
    {
        var request = OcspMessages.Request(_bench.Issuing.Certificate, _bench.Issue("a").SerialNumber);

        Assert.Equal(OcspResponseStatus.Successful, _bench.Responder.Answer(request).Status);
        Assert.Equal(OcspResponseStatus.MalformedRequest, _bench.Responder.Answer((byte[])[.. request, 0]).Status);
    }

    [Fact]
    public void Every_cut_and_every_flipped_bit_of_a_request_is_answered_and_never_throws()
    {
        var request = OcspMessages.Request(_bench.Issuing.Certificate, new byte[16], _bench.Issue("a").SerialNumber);
        for (var length = 0; length < request.Length; length++)
        {
            Assert.Equal(OcspResponseStatus.MalformedRequest, _bench.Responder.Answer(request.AsMemory(0, length)).Status);
        }

        for (var bit = 0; bit < request.Length * 8; bit++)
        {
            var flipped = (byte[])request.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(Enum.IsDefined(_bench.Responder.Answer(flipped).Status));
        }
    }

    [Fact]
    public void For_CAs_that_are_not_served_the_responder_is_unauthorized()
    {
        using var other = Pki.Authority.CertificateAuthority.CreateRoot("Other");
        var leaf = _bench.Issue("a");

        Assert.Equal(OcspResponseStatus.Unauthorized, _bench.Responder.Answer(OcspMessages.Request(other.Certificate, leaf.SerialNumber)).Status);
    }

    [Fact]
    public void Certificates_of_two_CAs_in_one_request_are_refused_since_one_signature_speaks_for_one_CA()
    {
        var request = OcspMessages.Write(writer =>
        {
            using (writer.PushSequence())
            {
                foreach (var issuer in new[] { _bench.Root.Certificate, _bench.Issuing.Certificate })
                {
                    using (writer.PushSequence())
                    {
                        OcspMessages.WriteId(writer, IssuerId.Of(issuer).First(), [1]);
                    }
                }
            }
        });

        Assert.Equal(OcspResponseStatus.Unauthorized, _bench.Responder.Answer(request).Status);
    }

    [Fact]
    public void The_same_question_gets_the_same_signature_until_half_of_its_time_has_passed()
    {
        var request = OcspMessages.Request(_bench.Issuing.Certificate, _bench.Issue("a").SerialNumber);
        var first = _bench.Responder.Answer(request);
        _clock.Now += OcspResponder.Lifetime / 2 - TimeSpan.FromSeconds(2);
        var second = _bench.Responder.Answer(request);
        _clock.Now += TimeSpan.FromSeconds(3);
        var third = _bench.Responder.Answer(request);

        Assert.Same(first, second);
        Assert.NotSame(first, third);
        Assert.Equal(3, _bench.Questions);
    }

    [Fact]
    public void A_revocation_is_told_at_once_although_another_answer_was_signed_before()
    {
        var leaf = _bench.Issue("a");
        var request = OcspMessages.Request(_bench.Issuing.Certificate, leaf.SerialNumber);
        var before = _bench.Responder.Answer(request);
        _bench.Record(leaf, CertificateStatus.Revoked(_clock.Now, X509RevocationReason.KeyCompromise));

        Assert.NotEqual(before.Body, _bench.Responder.Answer(request).Body);
    }

    [Fact]
    public void Only_an_answer_without_nonce_may_be_given_to_others()
    {
        var serial = _bench.Issue("a").SerialNumber;

        Assert.True(_bench.Responder.Answer(OcspMessages.Request(_bench.Issuing.Certificate, serial)).IsShareable);
        Assert.False(_bench.Responder.Answer(OcspMessages.Request(_bench.Issuing.Certificate, new byte[32], serial)).IsShareable);
    }

    [Fact]
    public void No_answer_outlives_the_signers_certificate()
    {
        var request = OcspMessages.Request(_bench.Issuing.Certificate, _bench.Issue("a").SerialNumber);
        var end = new DateTimeOffset(_bench.Signers[1].Certificate.NotAfter);
        _clock.Now = end - TimeSpan.FromMinutes(1);
        Assert.Equal(end, _bench.Responder.Answer(request).NextUpdate);

        _clock.Now = end + TimeSpan.FromMinutes(1);
        Assert.Throws<InvalidOperationException>(() => _bench.Responder.Answer(request));
    }

    [ToolTheory("openssl")]
    [InlineData("-sha1", "-no_nonce")]
    [InlineData("-sha1", "-nonce")]
    [InlineData("-sha256", "-no_nonce")]
    [InlineData("-sha256", "-nonce")]
    public async Task OpenSSL_reads_three_certificates_in_one_answer(string hash, string nonce)
    {
        using var directory = new TemporaryDirectory();
        var good = _bench.Issue("good");
        var revoked = _bench.Issue("revoked", CertificateStatus.Revoked(_clock.Now - TimeSpan.FromDays(1), X509RevocationReason.Superseded));
        string[] files =
        [
            "root.pem", Write("issuing.pem", _bench.Issuing.Certificate), Write("good.pem", good), Write("revoked.pem", revoked),
        ];
        Write(files[0], _bench.Root.Certificate);

        await RunAsync("ocsp", hash, "-issuer", files[1], "-cert", files[2], "-cert", files[3], "-serial", "0x1234", nonce, "-reqout", "request.der");
        await File.WriteAllBytesAsync(
            directory.Combine("response.der"), _bench.Responder.Answer(await File.ReadAllBytesAsync(directory.Combine("request.der"))).Body);
        var result = await RunAsync(
            "ocsp", hash, "-issuer", files[1], "-cert", files[2], "-cert", files[3], "-serial", "0x1234", "-no_nonce",
            "-respin", "response.der", "-CAfile", files[0], "-verify_other", files[1], "-resp_text");

        var output = result.StandardOutput;
        Assert.Contains("Response verify OK", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("good.pem: good", output, StringComparison.Ordinal);
        Assert.Contains("revoked.pem: revoked", output, StringComparison.Ordinal);
        Assert.Contains("Reason: superseded", output, StringComparison.Ordinal);
        Assert.Contains("0x1234: unknown", output, StringComparison.Ordinal);
        Assert.Equal(nonce == "-nonce", output.Contains("OCSP Nonce", StringComparison.Ordinal));
        Assert.Contains("OCSP No Check", output, StringComparison.Ordinal);

        string Write(string name, X509Certificate2 certificate)
        {
            File.WriteAllText(directory.Combine(name), certificate.ExportCertificatePem());
            return name;
        }

        async Task<ProcessResult> RunAsync(params string[] arguments) =>
            (await ProcessRunner.RunAsync("openssl", arguments, workingDirectory: directory.Path)).EnsureSuccess();
    }

    public void Dispose() => _bench.Dispose();

    private static string Hex(byte[] value) => Convert.ToHexString(value);

    private static void WriteVersionTwo(AsnWriter writer)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            writer.WriteInteger(1);
        }

        WriteList(writer, 1, [1]);
    }

    private static void WriteOneAnd(AsnWriter writer, string extension, bool isCritical, byte[] value)
    {
        WriteList(writer, 1, [1]);
        OcspMessages.WriteExtension(writer, extension, isCritical, value);
    }

    private static void WriteList(AsnWriter writer, int count, byte[] serial)
    {
        using (writer.PushSequence())
        {
            for (var i = 0; i < count; i++)
            {
                using (writer.PushSequence())
                {
                    OcspMessages.WriteId(writer, new IssuerId(OcspObjectIdentifiers.Sha1, new string('A', 40), new string('B', 40)), serial);
                }
            }
        }
    }
}

using System.Formats.Asn1;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;
using MtlsAspire.Tests.Support.Certificates;
using MtlsAspire.Tests.Support.Ocsp;

namespace MtlsAspire.ServiceDefaults.Tests.Revocation.Ocsp;

/// <summary>Which answers of an OCSP responder are believed (RFC 6960, sections 3.2 and 4.2.2), each given over a real socket.</summary>
public sealed class OcspAnswerTests : IDisposable
{
    private static readonly Extension StrangeAndCritical = new(Extension.Strange, IsCritical: true, [5, 0]);
    private static readonly Extension StrangeOnly = new(Extension.Strange, IsCritical: false, [5, 0]);

    /// <summary>Answers that tell nothing, and what is said of them.</summary>
    private static readonly Dictionary<string, (Func<OcspTrial, byte[], byte[]> Answer, string Says)> Useless = new(StringComparer.Ordinal)
    {
        ["of another key under the CA's name"] = (
            (trial, request) => new OcspRecipe { IsByName = true }.Write(request, Entity.NewKey(), trial.Issuing.Certificate), "signature is not that of"),
        ["of another key under the hash of the CA's"] = (
            (trial, request) => new OcspRecipe().Write(request, Entity.NewKey(), trial.Issuing.Certificate), "signature is not that of"),
        ["of another key under the delegate's name"] = (
            (trial, request) => new OcspRecipe().Write(request, Entity.NewKey(), trial.Signer.Certificate, trial.Signer.Certificate), "signature is not that of"),
        ["of a delegate whose certificate is not sent"] = (
            (trial, request) => new OcspRecipe().Write(request, trial.Signer), "whose certificate is not in it"),
        ["of the root"] = ((trial, request) => new OcspRecipe().Write(request, trial.Root, trial.Root), "is not of 'CN=Issuing"),
        ["of a delegate of the root"] = ((trial, request) => ByDelegateOf(trial.Root, OcspRecipe.Delegate(), request), "is not of 'CN=Issuing"),
        ["of a delegate of another CA of the same name"] = (
            (_, request) => ByDelegateOf(Entity.Root("O=Acme;CN=Issuing"), OcspRecipe.Delegate(), request), "is not of 'CN=Issuing"),
        ["of the certificate's own holder"] = ((trial, request) => new OcspRecipe().Write(request, trial.Leaf, trial.Leaf), "lacks OCSPSigning"),
        ["of a delegate for anything"] = (
            (trial, request) => ByDelegate(trial, OcspRecipe.Delegate().With(Extension.Purposes(Extension.AnyPurpose)), request), "lacks OCSPSigning"),
        ["of a delegate for nothing"] = (
            (trial, request) => ByDelegate(trial, OcspRecipe.Delegate().Without(Extension.ExtendedKeyUsage), request), "lacks OCSPSigning"),
        ["of a delegate that may not sign"] = (
            (trial, request) => ByDelegate(trial, OcspRecipe.Delegate().With(Extension.Usage(2)), request), "lacks digitalSignature"),
        ["of an expired delegate"] = (
            (trial, request) => ByDelegate(trial, OcspRecipe.Delegate() with { NotAfter = StandingClock.Noon.AddSeconds(-1) }, request), "expired at"),
        ["of a delegate that is not yet valid"] = (
            (trial, request) => ByDelegate(trial, OcspRecipe.Delegate() with { NotBefore = StandingClock.Noon.AddSeconds(1) }, request), "not valid before"),
        ["of a delegate that may itself be revoked"] = (
            (trial, request) => ByDelegate(trial, OcspRecipe.Delegate().Without(OcspRecipe.NoCheck), request), "lacks id-pkix-ocsp-nocheck"),
        ["of a delegate with an unknown critical extension"] = (
            (trial, request) => ByDelegate(trial, OcspRecipe.Delegate().With(StrangeAndCritical), request), "is unfit"),
        ["of a delegate certified over SHA-1"] = (
            (trial, request) => ByDelegate(trial, OcspRecipe.Delegate() with { Hash = HashAlgorithmName.SHA1 }, request), "too weak"),
        ["of a delegate with a weak key"] = (
            (trial, request) => ByDelegate(trial, OcspRecipe.Delegate() with { Key = RSA.Create(1024) }, request), "is too weak"),
        ["over SHA-1"] = Of(new OcspRecipe { Hash = HashAlgorithmName.SHA1 }, "ECDSA with SHA-1, which is too weak"),
        ["that has ended"] = Of(new OcspRecipe { NextUpdate = StandingClock.Noon.AddSeconds(-1) }, "was to be renewed by 2026-06-01T11:59:59Z"),
        ["that begins in the future"] = Of(new OcspRecipe { ThisUpdate = StandingClock.Noon.AddSeconds(1) }, "still to come"),
        ["that was signed in the future"] = Of(new OcspRecipe { ProducedAt = StandingClock.Noon.AddSeconds(1) }, "still to come"),
        ["that was signed before it begins"] = Of(new OcspRecipe { ProducedAt = StandingClock.Noon.AddMinutes(-2) }, "before what it says was known"),
        ["that ends before it begins"] = Of(new OcspRecipe { NextUpdate = StandingClock.Noon.AddMinutes(-2) }, "ends before it begins"),
        ["without end and old"] = Of(new OcspRecipe { ThisUpdate = StandingClock.Noon.AddMinutes(-6), NextUpdate = null }, "does not say until when"),
        ["about another serial number"] = Of(new OcspRecipe { About = asked => Change(asked, serial: 1) }, "about another certificate"),
        ["about another CA's name"] = Of(new OcspRecipe { About = asked => Change(asked, name: 1) }, "about another certificate"),
        ["about another CA's key"] = Of(new OcspRecipe { About = asked => Change(asked, key: 1) }, "about another certificate"),
        ["by another hash"] = Of(new OcspRecipe { About = asked => Change(asked, hash: "2.16.840.1.101.3.4.2.1") }, "about another certificate"),
        ["about nobody"] = Of(new OcspRecipe { Times = 0 }, "about another certificate"),
        ["twice"] = Of(new OcspRecipe { Times = 2 }, "two answers"),
        ["of another type"] = Of(new OcspRecipe { Type = Extension.Strange }, "of the type 1.3.6.1.4.1.99999.1"),
        ["of version 1, said"] = Of(new OcspRecipe { Version = 1 }, "no OCSP response in DER"),
        ["of version 2"] = Of(new OcspRecipe { Version = 2 }, "the version is not 1"),
        ["with an unknown critical extension"] = Of(new OcspRecipe { Extensions = [StrangeAndCritical] }, "critical extension 1.3.6.1.4.1.99999.1"),
        ["with an unknown critical extension of the part"] = Of(new OcspRecipe { SingleExtensions = [StrangeAndCritical] }, "critical extension"),
        ["with an extension twice"] = Of(new OcspRecipe { Extensions = [StrangeOnly, StrangeOnly] }, "twice"),
        ["with too many certificates"] = (
            (trial, request) => new OcspRecipe().Write(request, trial.Issuing, [.. Enumerable.Repeat(trial.Issuing, 9)]), "more than 8 certificates"),
        ["with a certificate that is none"] = (
            (trial, request) => new OcspRecipe().Write(request, trial.Issuing.Key, trial.Issuing.Certificate, [0x30, 0x00]), "no OCSP response in DER"),
        ["with something behind the end"] = ((trial, request) => [.. trial.Good(request), 0], "no OCSP response in DER"),
        ["that was cut off"] = ((trial, request) => trial.Good(request)[..^1], "no OCSP response in DER"),
        ["that is empty"] = ((_, _) => [], "no OCSP response in DER"),
        ["that is text"] = ((_, _) => "<html></html>"u8.ToArray(), "no OCSP response in DER"),
        ["that is huge"] = ((trial, request) => [.. trial.Good(request), .. new byte[70_000]], "sent more than 64 KiB"),
        ["malformedRequest"] = ((_, _) => OcspRecipe.Error(1), "answered malformedRequest"),
        ["internalError"] = ((_, _) => OcspRecipe.Error(2), "answered internalError"),
        ["tryLater"] = ((_, _) => OcspRecipe.Error(3), "answered tryLater"),
        ["sigRequired"] = ((_, _) => OcspRecipe.Error(5), "answered sigRequired"),
        ["unauthorized"] = ((_, _) => OcspRecipe.Error(6), "answered unauthorized"),
        ["a status that does not exist"] = ((_, _) => OcspRecipe.Error(4), "a status that RFC 6960 does not have"),
        ["success and nothing else"] = ((_, _) => OcspRecipe.Error(0), "no OCSP response in DER"),
        ["unknown"] = Of(new OcspRecipe { Status = RevocationStatus.Unknown }, "does not know it"),
    };

    /// <summary>Answers that are good, or would be if they did not say that the certificate is revoked.</summary>
    private static readonly Dictionary<string, Func<OcspTrial, OcspRecipe, byte[], byte[]>> Useful = new(StringComparer.Ordinal)
    {
        ["of the CA by its key"] = (trial, recipe, request) => recipe.Write(request, trial.Issuing),
        ["of the CA by its name"] = (trial, recipe, request) => (recipe with { IsByName = true }).Write(request, trial.Issuing, trial.Issuing),
        ["of a delegate by its key"] = (trial, recipe, request) => recipe.Write(request, trial.Signer, trial.Signer),
        ["of a delegate by its name"] = (trial, recipe, request) => (recipe with { IsByName = true }).Write(request, trial.Signer, trial.Root, trial.Signer),
        ["of a delegate with RSA"] = (trial, recipe, request) =>
        {
            var signer = trial.Issuing.Issue(OcspRecipe.Delegate() with { Key = RSA.Create(2048) });
            return recipe.Write(request, signer, signer);
        },
        ["that begins now"] = (trial, recipe, request) => (recipe with { ThisUpdate = StandingClock.Noon }).Write(request, trial.Issuing),
        ["that ends now"] = (trial, recipe, request) => (recipe with { NextUpdate = StandingClock.Noon }).Write(request, trial.Issuing),
        ["without end and new"] = (trial, recipe, request) => (recipe with { NextUpdate = null }).Write(request, trial.Issuing),
        ["with an unknown extension"] = (trial, recipe, request) =>
            (recipe with { Extensions = [StrangeOnly], SingleExtensions = [StrangeOnly] }).Write(request, trial.Issuing),
        ["with a critical nonce"] = (trial, recipe, request) =>
            (recipe with { Extensions = [new Extension(OcspRecipe.Nonce, IsCritical: true, [4, 1, 7])] }).Write(request, trial.Issuing),
        ["without reason"] = (trial, recipe, request) => (recipe with { Reason = null }).Write(request, trial.Issuing),
    };

    private readonly OcspTrial _trial = new();

    public static TheoryData<string> UselessAnswers => [.. Useless.Keys];

    public static TheoryData<string> UsefulAnswers => [.. Useful.Keys];

    public void Dispose() => _trial.Dispose();

    [Theory]
    [MemberData(nameof(UselessAnswers))]
    public void By_a_useless_answer_the_status_is_unknown_and_the_reason_is_said(string what)
    {
        var (answer, says) = Useless[what];
        _trial.Responder.Answer = request => answer(_trial, request);

        var verdict = _trial.Judge();

        verdict.AssertRefused(RefusalReason.RevocationUnknown);
        Assert.Contains($"there is no revocation list of it, and the OCSP responder {_trial.Responder.Address} ", verdict.Explanation, StringComparison.Ordinal);
        Assert.Contains(says, verdict.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(UsefulAnswers))]
    public void A_useful_answer_decides(string what)
    {
        _trial.Responder.Answer = request => Useful[what](_trial, new OcspRecipe(), request);
        _trial.Judge().AssertAccepted();

        using var other = new OcspTrial();
        other.Responder.Answer = request => Useful[what](other, new OcspRecipe { Status = RevocationStatus.Revoked }, request);
        var verdict = other.Judge();

        verdict.AssertRefused(RefusalReason.CertificateRevoked);
        Assert.Contains(": since 2026-06-01T1", verdict.Explanation, StringComparison.Ordinal);
        Assert.Contains(what == "without reason" ? "(unspecified)" : "(keyCompromise)", verdict.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.Accepted)]
    public async Task Nothing_but_HTTP_status_200_counts_and_a_redirection_is_not_followed(HttpStatusCode status)
    {
        await using var elsewhere = new TestResponder(_trial.Good);
        _trial.Responder.Configure = response =>
        {
            response.StatusCode = (int)status;
            response.RedirectLocation = elsewhere.Address.ToString();
        };

        var verdict = _trial.Judge();

        verdict.AssertRefused(RefusalReason.RevocationUnknown);
        Assert.Contains($"answered with the HTTP status {(int)status}", verdict.Explanation, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Requests);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/ocsp-request")]
    [InlineData("application/ocsp-response-not")]
    public void Another_content_type_is_no_answer(string type)
    {
        _trial.Responder.Configure = response => response.ContentType = type;

        var verdict = _trial.Judge();

        verdict.AssertRefused(RefusalReason.RevocationUnknown);
        Assert.Contains("content type is not application/ocsp-response", verdict.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_skew_counts_at_both_ends()
    {
        _trial.Options = new PeerValidationOptions { ClockSkew = TimeSpan.FromMinutes(3) };
        _trial.Responder.Answer = request => new OcspRecipe { NextUpdate = StandingClock.Noon.AddSeconds(-30) }.Write(request, _trial.Issuing);
        _trial.Judge().AssertAccepted();

        var another = _trial.Issuing.Issue(Recipe.Client("O=Acme;CN=client2"));
        _trial.Responder.Answer = request => new OcspRecipe { ThisUpdate = StandingClock.Noon.AddSeconds(30) }.Write(request, _trial.Issuing);
        _trial.Judge(another).AssertAccepted();
    }

    [Fact]
    public void Sha1_counts_where_it_is_allowed()
    {
        _trial.Options = new PeerValidationOptions { Allow = new ProfileAllowances { Sha1 = true } };
        _trial.Responder.Answer = request => new OcspRecipe { Hash = HashAlgorithmName.SHA1 }.Write(request, _trial.Issuing);

        _trial.Judge().AssertAccepted();
    }

    [Fact]
    public void No_cut_and_no_changed_octet_of_an_answer_makes_a_revoked_certificate_good()
    {
        byte[] request = [];
        _trial.Responder.Answer = sent => _trial.Revoked(request = sent);
        _trial.Judge().AssertRefused(RefusalReason.CertificateRevoked);
        var answer = _trial.Revoked(request);
        var issuer = CertificateReader.Read(_trial.Issuing.Certificate);
        var asked = OcspCertificateId.Of(CertificateReader.Read(_trial.Leaf.Certificate), issuer);

        for (var index = 0; index < answer.Length; index++)
        {
            var changed = answer.ToArray();
            changed[index] ^= 1;
            AssertNotGood(changed);
            AssertNotGood(answer[..index]);
        }

        void AssertNotGood(byte[] response)
        {
            Assert.Throws<OcspException>(() => OcspResponseRules.Check(
                OcspResponseReader.Read(response), asked, issuer, new PeerValidationOptions(), StandingClock.Noon));
        }
    }

    private static (Func<OcspTrial, byte[], byte[]> Answer, string Says) Of(OcspRecipe recipe, string says) =>
        ((trial, request) => recipe.Write(request, trial.Issuing), says);

    private static byte[] ByDelegate(OcspTrial trial, Recipe recipe, byte[] request) => ByDelegateOf(trial.Issuing, recipe, request);

    private static byte[] ByDelegateOf(Entity authority, Recipe recipe, byte[] request)
    {
        var signer = authority.Issue(recipe);
        return new OcspRecipe().Write(request, signer, signer);
    }

    // The same CertID with something else in it.
    private static byte[] Change(byte[] asked, string? hash = null, byte name = 0, byte key = 0, int serial = 0)
    {
        var id = new AsnReader(asked, AsnEncodingRules.DER).ReadSequence();
        var algorithm = id.ReadSequence().ReadObjectIdentifier();
        var (nameHash, keyHash, number) = (id.ReadOctetString(), id.ReadOctetString(), id.ReadInteger());
        nameHash[0] ^= name;
        keyHash[0] ^= key;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteObjectIdentifier(hash ?? algorithm);
            writer.WriteOctetString(nameHash);
            writer.WriteOctetString(keyHash);
            writer.WriteInteger(number + new BigInteger(serial));
        }

        return writer.Encode();
    }
}

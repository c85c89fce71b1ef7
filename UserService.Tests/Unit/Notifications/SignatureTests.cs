using UserService.Core.Notifications.Webhooks;

namespace UserService.Tests.Unit.Notifications;

/// <summary>The providers' own published vectors.</summary>
public sealed class SignatureTests
{
    private const string TwilioUrl = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string TwilioGood = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    private static readonly Dictionary<string, string> Call = new()
    {
        ["CallSid"] = "CA1234567890ABCDE", ["Caller"] = "+14158675309", ["Digits"] = "1234", ["From"] = "+14158675309", ["To"] = "+18005551212",
    };

    // From the tests of SendGrid's own libraries (eventwebhook); the trailing line break is signed too.
    private const string SendGridKey = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    private const string SendGridGood = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=";
    private const string SendGridAt = "1600112502";
    private static readonly byte[] SendGridBody =
        """[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]"""u8
            .ToArray().Concat("\r\n"u8.ToArray()).ToArray();

    [Fact]
    public void Twilios_vector_is_accepted() => Assert.True(TwilioSignature.IsValid("12345", TwilioUrl, Call, TwilioGood));

    [Fact]
    public void Nothing_of_Twilios_vector_can_be_changed()
    {
        Assert.False(TwilioSignature.IsValid("12346", TwilioUrl, Call, TwilioGood));
        Assert.False(TwilioSignature.IsValid("12345", TwilioUrl + "&x=1", Call, TwilioGood));
        Assert.False(TwilioSignature.IsValid("12345", TwilioUrl, new Dictionary<string, string>(Call) { ["Digits"] = "1235" }, TwilioGood));
        Assert.False(TwilioSignature.IsValid("12345", TwilioUrl, new Dictionary<string, string>(Call) { ["Extra"] = "1" }, TwilioGood));
        foreach (var wrong in (string[])["", "SSOYDt4T1cUTdK1PDd93/VVr8B8=", "not base64!", "RSOYDt4T1cUTdK1PDd93/VVr8B8=RSOYDt4T1cUTdK1PDd93/VVr8B8="])
            Assert.False(TwilioSignature.IsValid("12345", TwilioUrl, Call, wrong));
    }

    [Fact]
    public void SendGrids_vector_is_accepted() => Assert.True(SendGridSignature.IsValid(SendGridKey, SendGridBody, SendGridGood, SendGridAt));

    [Fact]
    public void Nothing_of_SendGrids_vector_can_be_changed()
    {
        Assert.False(SendGridSignature.IsValid(SendGridKey, SendGridBody.AsSpan()[..^2], SendGridGood, SendGridAt));
        Assert.False(SendGridSignature.IsValid(SendGridKey, SendGridBody, SendGridGood, "1600112503"));
        foreach (var wrong in (string[])["", "AAAA", "not base64!", SendGridGood.Replace('H', 'I'), new string('A', 300)])
            Assert.False(SendGridSignature.IsValid(SendGridKey, SendGridBody, wrong, SendGridAt));
    }
}

using UserService.Core.Storage;

namespace UserService.Tests.Unit.Storage;

public sealed class CloudinarySignatureTests
{
    [Fact]
    public void The_vector_of_Cloudinarys_documentation() => Assert.Equal(
        "b4ad47fb4e25c7bf5f92a20089f9db59bc302313",
        CloudinarySignature.Compute([new("timestamp", "1315060510"), new("public_id", "sample_image"), new("file", "ignored"), new("api_key", "ignored"), new("cloud_name", "ignored"), new("resource_type", "ignored")], "abcd", "sha1"));

    [Fact]
    public void Accounts_may_ask_for_SHA256() => Assert.Equal(64, CloudinarySignature.Compute([new("timestamp", "1315060510")], "abcd", "sha256").Length);
}

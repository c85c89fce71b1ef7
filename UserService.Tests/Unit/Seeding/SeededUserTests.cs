using UserService.Core.Accounts;
using UserService.Core.Seeding;

namespace UserService.Tests.Unit.Seeding;

public sealed class SeededUserTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    [InlineData(9_999_999)]
    [InlineData(10_000_000)]
    [InlineData(SeededUser.Last)]
    public void Made_up_customers_are_what_real_ones_could_be(int number)
    {
        var user = new SeededUser(number);

        Assert.True(EmailAddress.TryCreate(user.Email, out var email) && email.Value == user.Email);
        Assert.True(PhoneNumber.TryCreate(user.PhoneNumber, null, out var phone) && phone.Value == user.PhoneNumber, user.PhoneNumber);
        Assert.True(PersonName.TryCreate(user.FirstName, out _) && PersonName.TryCreate(user.LastName, out _));
    }

    [Fact]
    public void No_two_share_an_address_or_a_number_and_few_share_a_name()
    {
        var users = Enumerable.Range(0, 100_000).Select(n => new SeededUser(n)).ToList();

        Assert.Equal(users.Count, users.Select(u => u.Email).Distinct().Count());
        Assert.Equal(users.Count, users.Select(u => u.PhoneNumber).Distinct().Count());
        Assert.True(users.Select(u => (u.FirstName, u.LastName)).Distinct().Count() > users.Count / 2);
    }
}

namespace UserService.Tests.Fixtures;

/// <summary>A member of staff at work: signed in with a second factor, roles in the token.</summary>
public sealed class Staff(Stack stack, Customer person, string accessToken)
{
    public Guid Id => person.Id;

    public Customer Person => person;

    public string AccessToken => accessToken;

    public HttpClient Client { get; } = stack.NewClient(accessToken);
}

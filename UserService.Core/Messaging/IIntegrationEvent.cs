namespace UserService.Core.Messaging;

/// <summary>Something that happened to a user, as told to the platform. Ids only: no personal data.</summary>
public interface IIntegrationEvent
{
    /// <summary>CloudEvents type and AMQP routing key, such as <c>user.registered.v1</c>. A new shape gets a new version.</summary>
    string Type { get; }

    /// <summary>The user it is about: the CloudEvents subject.</summary>
    Guid UserId { get; }
}

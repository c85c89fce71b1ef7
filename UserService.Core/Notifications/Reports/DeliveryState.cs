namespace UserService.Core.Notifications.Reports;

/// <summary>What is known of a message after a provider took it. Later ones outrank earlier ones, in whatever order reports arrive.</summary>
internal enum DeliveryState
{
    /// <summary>On its way.</summary>
    Accepted = 1,

    /// <summary>With the recipient's mail server or handset.</summary>
    Delivered = 2,

    /// <summary>Came back, also after it seemed delivered.</summary>
    Failed = 3,

    /// <summary>Opened.</summary>
    Read = 4,
}

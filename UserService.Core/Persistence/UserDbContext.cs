using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Accounts.Contacts;
using UserService.Core.Admin.Notes;
using UserService.Core.Admin.Requests;
using UserService.Core.Admin.Roles;
using UserService.Core.Audit;
using UserService.Core.Audit.Sealing;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Devices;
using UserService.Core.Banking.Accounts;
using UserService.Core.Banking.Banks;
using UserService.Core.Banking.Billers;
using UserService.Core.Entitlements;
using UserService.Core.Idempotency;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Restrictions;
using UserService.Core.Kyc.Tiers;
using UserService.Core.Messaging;
using UserService.Core.Messaging.DeadLetters;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Messaging.Outbox;
using UserService.Core.Mfa.Factors;
using UserService.Core.Mfa.Approvals;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Mfa.TransactionPins;
using UserService.Core.Mfa.Passkeys;
using UserService.Core.Mfa.RecoveryCodes;
using UserService.Core.Notifications;
using UserService.Core.Preferences;
using UserService.Core.Preferences.Consents;
using UserService.Core.Preferences.Inbox;
using UserService.Core.Partners;
using UserService.Core.Partners.Webhooks;
using UserService.Core.Privacy;
using UserService.Core.Privacy.Erasures;
using UserService.Core.Privacy.Exports;
using UserService.Core.Privacy.Holds;
using UserService.Core.Profiles;
using UserService.Core.Protection;
using UserService.Core.Risk;
using UserService.Core.Sessions;
using UserService.Core.Storage;

namespace UserService.Core.Persistence;

/// <summary>The unit of work over the service's database. Hosts register it; only Core reads and writes through it.</summary>
public sealed class UserDbContext(DbContextOptions<UserDbContext> options) : DbContext(options)
{
    internal DbSet<User> Users => Set<User>();

    internal DbSet<ContactChange> ContactChanges => Set<ContactChange>();

    internal DbSet<PasswordCredential> PasswordCredentials => Set<PasswordCredential>();

    internal DbSet<CodeChallenge> CodeChallenges => Set<CodeChallenge>();

    internal DbSet<Factor> Factors => Set<Factor>();

    internal DbSet<Passkey> Passkeys => Set<Passkey>();

    internal DbSet<PasskeyCeremony> PasskeyCeremonies => Set<PasskeyCeremony>();

    internal DbSet<StoredRecoveryCode> RecoveryCodes => Set<StoredRecoveryCode>();

    internal DbSet<Approval> Approvals => Set<Approval>();

    internal DbSet<TransactionPin> TransactionPins => Set<TransactionPin>();

    internal DbSet<Session> Sessions => Set<Session>();

    internal DbSet<LoginRecord> LoginHistory => Set<LoginRecord>();

    internal DbSet<Device> Devices => Set<Device>();

    internal DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    internal DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    internal DbSet<CacheInvalidation> CacheInvalidations => Set<CacheInvalidation>();

    internal DbSet<Notification> Notifications => Set<Notification>();

    internal DbSet<DevelopmentMessage> DevelopmentMessages => Set<DevelopmentMessage>();

    internal DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    internal DbSet<DataKey> DataKeys => Set<DataKey>();

    internal DbSet<ServiceClient> ServiceClients => Set<ServiceClient>();

    internal DbSet<StaffRole> StaffRoles => Set<StaffRole>();

    internal DbSet<StaffPermission> StaffPermissions => Set<StaffPermission>();

    internal DbSet<RolePermission> RolePermissions => Set<RolePermission>();

    internal DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();

    internal DbSet<AdminRequest> AdminRequests => Set<AdminRequest>();

    internal DbSet<CustomerNote> CustomerNotes => Set<CustomerNote>();

    internal DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();

    internal DbSet<AuditKey> AuditKeys => Set<AuditKey>();

    internal DbSet<UserSettings> UserSettings => Set<UserSettings>();

    internal DbSet<ConsentPurpose> ConsentPurposes => Set<ConsentPurpose>();

    internal DbSet<ConsentEntry> Consents => Set<ConsentEntry>();

    internal DbSet<Notice> Notices => Set<Notice>();

    internal DbSet<InboxMessage> InboxMessages => Set<InboxMessage>();

    internal DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();

    internal DbSet<KycCheck> KycChecks => Set<KycCheck>();

    internal DbSet<KycIdentity> KycIdentities => Set<KycIdentity>();

    internal DbSet<KycCase> KycCases => Set<KycCase>();

    internal DbSet<KycStanding> KycStandings => Set<KycStanding>();

    internal DbSet<KycRestriction> KycRestrictions => Set<KycRestriction>();

    internal DbSet<TierRule> TierRules => Set<TierRule>();

    internal DbSet<PartnerEvent> PartnerEvents => Set<PartnerEvent>();

    internal DbSet<BankAccount> BankAccounts => Set<BankAccount>();

    internal DbSet<SavedBiller> SavedBillers => Set<SavedBiller>();

    internal DbSet<PartnerList> PartnerLists => Set<PartnerList>();

    internal DbSet<CustomerLimit> CustomerLimits => Set<CustomerLimit>();

    internal DbSet<PartnerCall> PartnerCalls => Set<PartnerCall>();

    internal DbSet<ProfileDetails> ProfileDetails => Set<ProfileDetails>();

    internal DbSet<StoredFile> StoredFiles => Set<StoredFile>();

    internal DbSet<LegalHold> LegalHolds => Set<LegalHold>();

    internal DbSet<DataExport> DataExports => Set<DataExport>();

    internal DbSet<Erasure> Erasures => Set<Erasure>();

    internal DbSet<IdempotencyRecord> IdempotencyKeys => Set<IdempotencyRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new UserConfiguration());
        modelBuilder.ApplyConfiguration(new ContactChangeConfiguration());
        modelBuilder.ApplyConfiguration(new PasswordCredentialConfiguration());
        modelBuilder.ApplyConfiguration(new CodeChallengeConfiguration());
        modelBuilder.ApplyConfiguration(new FactorConfiguration());
        modelBuilder.ApplyConfiguration(new PasskeyConfiguration());
        modelBuilder.ApplyConfiguration(new PasskeyCeremonyConfiguration());
        modelBuilder.ApplyConfiguration(new StoredRecoveryCodeConfiguration());
        modelBuilder.ApplyConfiguration(new ApprovalConfiguration());
        modelBuilder.ApplyConfiguration(new TransactionPinConfiguration());
        modelBuilder.ApplyConfiguration(new SessionConfiguration());
        modelBuilder.ApplyConfiguration(new DeviceConfiguration());
        modelBuilder.ApplyConfiguration(new LoginRecordConfiguration());
        modelBuilder.ApplyConfiguration(new AuditEntryConfiguration());
        modelBuilder.ApplyConfiguration(new OutboxMessageConfiguration());
        modelBuilder.ApplyConfiguration(new CacheInvalidationConfiguration());
        modelBuilder.ApplyConfiguration(new NotificationConfiguration());
        modelBuilder.ApplyConfiguration(new DevelopmentMessageConfiguration());
        modelBuilder.ApplyConfiguration(new SigningKeyConfiguration());
        modelBuilder.ApplyConfiguration(new DataKeyConfiguration());
        modelBuilder.ApplyConfiguration(new ServiceClientConfiguration());
        modelBuilder.ApplyConfiguration(new IdempotencyRecordConfiguration());
        modelBuilder.ApplyConfiguration(new StaffRoleConfiguration());
        modelBuilder.ApplyConfiguration(new StaffPermissionConfiguration());
        modelBuilder.ApplyConfiguration(new RolePermissionConfiguration());
        modelBuilder.ApplyConfiguration(new RoleGrantConfiguration());
        modelBuilder.ApplyConfiguration(new AdminRequestConfiguration());
        modelBuilder.ApplyConfiguration(new CustomerNoteConfiguration());
        modelBuilder.ApplyConfiguration(new AuditSealConfiguration());
        modelBuilder.ApplyConfiguration(new AuditKeyConfiguration());
        modelBuilder.ApplyConfiguration(new UserSettingsConfiguration());
        modelBuilder.ApplyConfiguration(new ConsentPurposeConfiguration());
        modelBuilder.ApplyConfiguration(new ConsentEntryConfiguration());
        modelBuilder.ApplyConfiguration(new NoticeConfiguration());
        modelBuilder.ApplyConfiguration(new InboxMessageConfiguration());
        modelBuilder.ApplyConfiguration(new DeadLetterConfiguration());
        modelBuilder.ApplyConfiguration(new KycCheckConfiguration());
        modelBuilder.ApplyConfiguration(new KycIdentityConfiguration());
        modelBuilder.ApplyConfiguration(new KycCaseConfiguration());
        modelBuilder.ApplyConfiguration(new KycStandingConfiguration());
        modelBuilder.ApplyConfiguration(new KycRestrictionConfiguration());
        modelBuilder.ApplyConfiguration(new TierRuleConfiguration());
        modelBuilder.ApplyConfiguration(new PartnerCallConfiguration());
        modelBuilder.ApplyConfiguration(new CustomerLimitConfiguration());
        modelBuilder.ApplyConfiguration(new PartnerEventConfiguration());
        modelBuilder.ApplyConfiguration(new BankAccountConfiguration());
        modelBuilder.ApplyConfiguration(new SavedBillerConfiguration());
        modelBuilder.ApplyConfiguration(new PartnerListConfiguration());
        modelBuilder.ApplyConfiguration(new ProfileDetailsConfiguration());
        modelBuilder.ApplyConfiguration(new StoredFileConfiguration());
        modelBuilder.ApplyConfiguration(new LegalHoldConfiguration());
        modelBuilder.ApplyConfiguration(new DataExportConfiguration());
        modelBuilder.ApplyConfiguration(new ErasureConfiguration());
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class EntitlementsTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Telling);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP TRIGGER users_entitlements_told ON users;
            DROP TRIGGER users_entitlements_told_end ON users;
            DROP TRIGGER kyc_restrictions_entitlements_told ON kyc_restrictions;
            DROP TRIGGER customer_limits_entitlements_told ON customer_limits;
            DROP TRIGGER devices_entitlements_told ON devices;
            DROP FUNCTION tell_entitlements_of_user();
            DROP FUNCTION tell_entitlements();
            """);

        // The database tells of everything that EntitlementReader reads, whoever changes it: a writer cannot forget to. 6 is InvalidatedThing.Entitlements.
        private const string Telling =
            """
            CREATE FUNCTION tell_entitlements_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO cache_invalidations (kind, key) VALUES (6, OLD.id);
                RETURN NULL;
            END $$;
            CREATE FUNCTION tell_entitlements() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO cache_invalidations (kind, key) VALUES (6, coalesce(NEW.user_id, OLD.user_id));
                RETURN NULL;
            END $$;
            CREATE TRIGGER users_entitlements_told AFTER UPDATE OF status, country, kyc_tier ON users FOR EACH ROW
                WHEN ((OLD.status, OLD.country, OLD.kyc_tier) IS DISTINCT FROM (NEW.status, NEW.country, NEW.kyc_tier)) EXECUTE FUNCTION tell_entitlements_of_user();
            CREATE TRIGGER users_entitlements_told_end AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION tell_entitlements_of_user();
            CREATE TRIGGER kyc_restrictions_entitlements_told AFTER INSERT OR UPDATE OR DELETE ON kyc_restrictions FOR EACH ROW EXECUTE FUNCTION tell_entitlements();
            CREATE TRIGGER customer_limits_entitlements_told AFTER INSERT OR UPDATE OR DELETE ON customer_limits FOR EACH ROW EXECUTE FUNCTION tell_entitlements();
            CREATE TRIGGER devices_entitlements_told AFTER INSERT OR DELETE OR UPDATE OF first_seen_at, removed_at ON devices FOR EACH ROW EXECUTE FUNCTION tell_entitlements();
            """;
    }
}

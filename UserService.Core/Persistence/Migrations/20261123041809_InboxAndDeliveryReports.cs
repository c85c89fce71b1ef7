using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class InboxAndDeliveryReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "delivery",
                table: "notifications",
                type: "smallint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "delivery_at",
                table: "notifications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "delivery_error",
                table: "notifications",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider",
                table: "notifications",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_message_id",
                table: "notifications",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "recipient_hash",
                table: "notifications",
                type: "bytea",
                maxLength: 32,
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.CreateTable(
                name: "dead_letters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    origin = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    type = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    event_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    body_protected = table.Column<byte[]>(type: "bytea", nullable: false),
                    bytes = table.Column<int>(type: "integer", nullable: false),
                    content_type = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    replay_requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    replayed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    discarded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dead_letters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox_messages",
                columns: table => new
                {
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    event_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    type = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    handled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_messages", x => new { x.source, x.event_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_recipient_hash_created_at",
                table: "notifications",
                columns: new[] { "recipient_hash", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_dead_letters_replay_requested_at",
                table: "dead_letters",
                column: "replay_requested_at",
                filter: "replay_requested_at IS NOT NULL AND replayed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_messages_handled_at",
                table: "inbox_messages",
                column: "handled_at");

            migrationBuilder.Sql(Followers);
            migrationBuilder.Sql(Upkeep);
        }

        // Who follows a table in the order of its transactions reads what is above its mark and below the oldest transaction that still runs:
        // nothing can commit behind the mark. EF knows nothing of these columns: the database fills them.
        private const string Followers =
            """
            ALTER TABLE outbox_messages ADD COLUMN IF NOT EXISTS xact xid8 NOT NULL DEFAULT pg_current_xact_id();
            CREATE INDEX IF NOT EXISTS ix_outbox_messages_xact ON outbox_messages (xact, position);

            -- A transaction may begin before another and take a user's turn after it: the user's numbers must rise all the same, or a follower
            -- would see the second event first. Whoever comes later takes the higher of the two.
            ALTER TABLE outbox_sequences ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();
            CREATE OR REPLACE FUNCTION outbox_number() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO outbox_sequences AS s (user_id, last, xact) VALUES (NEW.user_id, 1, pg_current_xact_id())
                ON CONFLICT (user_id) DO UPDATE SET last = s.last + 1, xact = GREATEST(s.xact, EXCLUDED.xact) RETURNING s.last, s.xact INTO NEW.sequence, NEW.xact;
                NEW.position := nextval('outbox_position');
                NEW.shard := abs(hashtext(NEW.user_id::text)::bigint) % 16;
                RETURN NEW;
            END $$;

            ALTER TABLE audit_entries ADD COLUMN IF NOT EXISTS xact xid8 NOT NULL DEFAULT pg_current_xact_id();
            CREATE INDEX IF NOT EXISTS ix_audit_entries_xact ON audit_entries (xact, id);

            -- One row: how far the trail has been forwarded to the platform's audit service.
            CREATE TABLE audit_forwarding (
                xact xid8 NOT NULL,
                entry_id uuid NOT NULL,
                forwarded bigint NOT NULL,
                forwarded_at timestamptz
            );
            INSERT INTO audit_forwarding VALUES ('0', '00000000-0000-0000-0000-000000000000', 0, NULL);
            """;

        // A day goes when all of it has been sent and it is older than asked for. Its lock waits two seconds at most: writers queue behind it.
        private const string Upkeep =
            """
            CREATE FUNCTION drop_sent_outbox_partitions(keep interval) RETURNS int LANGUAGE plpgsql AS $$
            DECLARE
                partition_name text;
                unsent boolean;
                dropped int := 0;
            BEGIN
                IF NOT pg_try_advisory_xact_lock(hashtext('drop_sent_outbox_partitions')) THEN
                    RETURN 0;
                END IF;
                PERFORM set_config('lock_timeout', '2s', true);
                FOR partition_name IN
                    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE i.inhparent = 'outbox_messages'::regclass AND c.relname ~ '^outbox_messages_[0-9]{8}$'
                        AND (to_date(right(c.relname, 8), 'YYYYMMDD') + 1)::timestamp < (now() - keep) AT TIME ZONE 'UTC'
                LOOP
                    BEGIN
                        EXECUTE format('LOCK TABLE %I IN EXCLUSIVE MODE', partition_name);
                        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE sent_at IS NULL)', partition_name) INTO unsent;
                        IF NOT unsent THEN
                            EXECUTE format('DROP TABLE %I', partition_name);
                            dropped := dropped + 1;
                        END IF;
                    EXCEPTION WHEN lock_not_available THEN
                        NULL; -- somebody reads it; next time
                    END;
                END LOOP;
                RETURN dropped;
            END $$;
            """;

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION outbox_number() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO outbox_sequences AS s (user_id, last) VALUES (NEW.user_id, 1)
                    ON CONFLICT (user_id) DO UPDATE SET last = s.last + 1 RETURNING s.last INTO NEW.sequence;
                    NEW.position := nextval('outbox_position');
                    NEW.shard := abs(hashtext(NEW.user_id::text)::bigint) % 16;
                    RETURN NEW;
                END $$;
                ALTER TABLE outbox_sequences DROP COLUMN xact;
                DROP FUNCTION drop_sent_outbox_partitions(interval);
                DROP TABLE audit_forwarding;
                ALTER TABLE outbox_messages DROP COLUMN xact;
                ALTER TABLE audit_entries DROP COLUMN xact;
                """);
            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "inbox_messages");

            migrationBuilder.DropIndex(
                name: "ix_notifications_recipient_hash_created_at",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "delivery",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "delivery_at",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "delivery_error",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "provider",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "provider_message_id",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "recipient_hash",
                table: "notifications");
        }
    }
}

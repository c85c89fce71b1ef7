using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PartitionsAndTriggers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Tables);
            migrationBuilder.Sql(Partitions);
            migrationBuilder.Sql(Triggers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("Partitioned tables are not turned back into plain ones: restore a backup.");

        // EF cannot say PARTITION BY: the two tables it has just made, still empty, are made again as partitioned ones with the same names.
        private const string Tables =
            """
            ALTER TABLE audit_entries RENAME TO audit_entries_plain;
            ALTER TABLE audit_entries_plain DROP CONSTRAINT pk_audit_entries;
            DROP INDEX ix_audit_entries_subject_id_occurred_at;
            CREATE TABLE audit_entries (LIKE audit_entries_plain INCLUDING DEFAULTS) PARTITION BY RANGE (occurred_at);
            ALTER TABLE audit_entries ADD CONSTRAINT pk_audit_entries PRIMARY KEY (id, occurred_at);
            CREATE INDEX ix_audit_entries_subject_id_occurred_at ON audit_entries (subject_id, occurred_at);
            DROP TABLE audit_entries_plain;

            ALTER TABLE outbox_messages RENAME TO outbox_messages_plain;
            ALTER TABLE outbox_messages_plain DROP CONSTRAINT pk_outbox_messages;
            DROP INDEX ix_outbox_messages_waiting;
            DROP INDEX ix_outbox_messages_user_id;
            CREATE TABLE outbox_messages (LIKE outbox_messages_plain INCLUDING DEFAULTS) PARTITION BY RANGE (occurred_at);
            ALTER TABLE outbox_messages ADD CONSTRAINT pk_outbox_messages PRIMARY KEY (id, occurred_at);
            CREATE INDEX ix_outbox_messages_waiting ON outbox_messages (shard, position) WHERE sent_at IS NULL AND abandoned_at IS NULL;
            CREATE INDEX ix_outbox_messages_user_id ON outbox_messages (user_id);
            DROP TABLE outbox_messages_plain;

            CREATE SEQUENCE outbox_position;
            CREATE TABLE outbox_sequences (user_id uuid PRIMARY KEY, last bigint NOT NULL);
            CREATE TABLE outbox_shards (id smallint PRIMARY KEY, last_dispatched_at timestamptz NOT NULL DEFAULT '-infinity');
            INSERT INTO outbox_shards (id) SELECT generate_series(0, 15);

            ALTER TABLE cache_invalidations ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();
            ALTER TABLE cache_invalidations ADD COLUMN at timestamptz NOT NULL DEFAULT clock_timestamp();
            CREATE INDEX ix_cache_invalidations_xact ON cache_invalidations (xact);
            """;

        // Audit by month for years, the outbox by day for weeks. The default partition catches a clock that is far off; it stays empty otherwise.
        private const string Partitions =
            """
            CREATE TABLE audit_entries_default PARTITION OF audit_entries DEFAULT;
            CREATE TABLE outbox_messages_default PARTITION OF outbox_messages DEFAULT;

            CREATE FUNCTION ensure_range_partitions(parent text, unit text, ahead int) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE
                lower_bound timestamptz;
                partition_name text;
            BEGIN
                FOR i IN -1..ahead LOOP
                    lower_bound := (date_trunc(unit, now() AT TIME ZONE 'UTC') + i * ('1 ' || unit)::interval) AT TIME ZONE 'UTC';
                    partition_name := parent || '_' || to_char(lower_bound AT TIME ZONE 'UTC', CASE unit WHEN 'month' THEN 'YYYYMM' ELSE 'YYYYMMDD' END);
                    IF to_regclass(partition_name) IS NULL THEN
                        EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                            partition_name, parent, lower_bound, ((lower_bound AT TIME ZONE 'UTC') + ('1 ' || unit)::interval) AT TIME ZONE 'UTC');
                        -- Partitions inherit row triggers only; TRUNCATE of one would go through.
                        IF parent = 'audit_entries' THEN
                            EXECUTE format('CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', partition_name);
                        END IF;
                    END IF;
                END LOOP;
            END $$;

            CREATE FUNCTION ensure_partitions() RETURNS void LANGUAGE sql AS $$
                SELECT ensure_range_partitions('audit_entries', 'month', 3);
                SELECT ensure_range_partitions('outbox_messages', 'day', 7);
            $$;
            """;

        private const string Triggers =
            """
            -- Taking the user's counter locks it until the commit: whoever gets the next number also commits next, so both position and
            -- sequence follow the order of commits per user.
            CREATE FUNCTION outbox_number() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO outbox_sequences AS s (user_id, last) VALUES (NEW.user_id, 1)
                ON CONFLICT (user_id) DO UPDATE SET last = s.last + 1 RETURNING s.last INTO NEW.sequence;
                NEW.position := nextval('outbox_position');
                NEW.shard := abs(hashtext(NEW.user_id::text)::bigint) % 16;
                RETURN NEW;
            END $$;
            CREATE TRIGGER outbox_number BEFORE INSERT ON outbox_messages FOR EACH ROW EXECUTE FUNCTION outbox_number();

            CREATE FUNCTION wake_listeners() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_notify(TG_ARGV[0], '');
                RETURN NULL;
            END $$;
            CREATE TRIGGER outbox_wake AFTER INSERT ON outbox_messages FOR EACH STATEMENT EXECUTE FUNCTION wake_listeners('outbox');
            CREATE TRIGGER notifications_wake AFTER INSERT ON notifications FOR EACH STATEMENT EXECUTE FUNCTION wake_listeners('notifications');

            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'audit entries are append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
            END $$;
            CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_entries_default FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            """;
    }
}

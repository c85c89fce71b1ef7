using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ContactIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_users_unverified_email",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_users_unverified_phone",
                table: "users");

            migrationBuilder.CreateIndex(
                name: "ix_users_unverified_email",
                table: "users",
                column: "email",
                filter: "email_verified_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_users_unverified_phone",
                table: "users",
                column: "phone_number",
                filter: "phone_verified_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ux_users_verified_email",
                table: "users",
                column: "email",
                unique: true,
                filter: "email_verified_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_users_verified_phone",
                table: "users",
                column: "phone_number",
                unique: true,
                filter: "phone_verified_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_users_unverified_email",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_users_unverified_phone",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ux_users_verified_email",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ux_users_verified_phone",
                table: "users");

            migrationBuilder.CreateIndex(
                name: "ix_users_unverified_email",
                table: "users",
                column: "email",
                unique: true,
                filter: "email_verified_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_users_unverified_phone",
                table: "users",
                column: "phone_number",
                unique: true,
                filter: "phone_verified_at IS NULL");
        }
    }
}

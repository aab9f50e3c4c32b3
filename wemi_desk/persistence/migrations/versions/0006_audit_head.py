"""How far the centre has countersigned this desk's log."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE audit_head (seq INTEGER NOT NULL, tag BLOB NOT NULL, receipt BLOB NOT NULL, "
        "CONSTRAINT pk_audit_head PRIMARY KEY (seq))"
    )


def downgrade() -> None:
    op.drop_table("audit_head")

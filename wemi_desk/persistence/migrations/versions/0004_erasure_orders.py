"""Erasure orders that were carried out: they hold for a backup that is put back."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE erasure_order ("
        "number BIGINT NOT NULL, ids BLOB NOT NULL, CONSTRAINT pk_erasure_order PRIMARY KEY (number))"
    )


def downgrade() -> None:
    op.drop_table("erasure_order")

"""audit_asked_at: which of two heads of a desk's log was written later, in whatever order they come."""

from alembic import op
import sqlalchemy as sa


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('device_key', sa.Column('audit_asked_at', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('device_key', 'audit_asked_at')

"""parked_by_device: what a desk's acts wait for is looked up whenever it comes with more scopes."""

from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_parked_device', 'parked', ['tenant', 'device_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_parked_device', table_name='parked')

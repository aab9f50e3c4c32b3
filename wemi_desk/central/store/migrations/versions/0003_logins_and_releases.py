"""logins_and_releases: operators prove themselves at the centre, which opens their desk for them."""

from alembic import op
import sqlalchemy as sa


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('operator_login',
    sa.Column('tenant', sa.Text(), nullable=False),
    sa.Column('id', sa.LargeBinary(), nullable=False),
    sa.Column('verifier', sa.Text(), nullable=False),
    sa.Column('set_at', sa.BigInteger(), nullable=False),
    sa.Column('failures', sa.BigInteger(), nullable=False),
    sa.Column('period', sa.BigInteger(), nullable=False),
    sa.Column('tries', sa.BigInteger(), nullable=False),
    sa.Column('code_salt', sa.LargeBinary(), nullable=False),
    sa.Column('code_hash', sa.LargeBinary(), nullable=False),
    sa.Column('code_until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('tenant', 'id', name='pk_operator_login')
    )
    op.create_table('release_box',
    sa.Column('tenant', sa.Text(), nullable=False),
    sa.Column('device_id', sa.LargeBinary(), nullable=False),
    sa.Column('slot', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('tenant', 'device_id', 'slot', name='pk_release_box')
    )


def downgrade() -> None:
    op.drop_table('release_box')
    op.drop_table('operator_login')

"""Run by Alembic on the connection it is given, never on a URL."""

from alembic import context

from wemi_desk.central.store import access_tables
from wemi_desk.central.store.tables import METADATA

assert access_tables.METADATA is METADATA  # what desks are admitted by lives in the same schema
connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()

"""Run by Alembic on the connection it is given, never on a URL."""

from alembic import context

import wemi_desk.central.store.access_tables  # noqa: F401 - what desks are admitted by lives in the same schema
from wemi_desk.central.store.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()

"""Run by Alembic on the connection it is given, never on a URL."""

from alembic import context

from wemi_desk.persistence.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()

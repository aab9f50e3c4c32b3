"""The central tables, on PostgreSQL or SQLite."""

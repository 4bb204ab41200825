"""The centre's books: one encrypted SQLite file, or a PostgreSQL by URL."""

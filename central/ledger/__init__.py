"""The centre's books: one encrypted SQLite file (PostgreSQL arrives with the centre's own issue)."""

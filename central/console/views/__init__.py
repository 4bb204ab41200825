"""The pages: each module a few that belong together."""

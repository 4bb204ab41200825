"""Joins the parts: one station in its window, and the rooms behind it."""

"""Invented captures for training and tests: no real finger, and one portrait in the public domain."""

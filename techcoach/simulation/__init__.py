"""Simulated athletes: executed, filmed, rendered, watched by a pose tracker, kept as records; and captured ones."""

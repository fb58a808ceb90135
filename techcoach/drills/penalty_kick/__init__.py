"""The penalty kick."""

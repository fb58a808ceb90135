"""The reverse layup."""

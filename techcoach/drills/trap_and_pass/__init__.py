"""The inside trap and outside play."""

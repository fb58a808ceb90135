"""Frozen encoders by name: sentences to vectors, videos to features."""

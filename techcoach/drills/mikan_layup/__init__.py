"""The Mikan layup."""

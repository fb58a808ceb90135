"""Simulated athletes, filmed, rendered and watched by a pose tracker, as records; captured athletes likewise."""

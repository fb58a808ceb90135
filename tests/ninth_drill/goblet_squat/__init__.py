"""The goblet squat."""

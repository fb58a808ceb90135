"""Training of TechCoach checkpoints."""

"""Training and evaluation data: examples and batches from simulated records and from EE4D-DescCoach."""

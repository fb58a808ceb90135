"""Training and test material: simulated executions as records, and batches of them."""

"""From a CoachingReport to pictures and words: pure functions, no user interface."""

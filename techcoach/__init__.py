"""TechCoach: a score, commentary and TechPoint feedback for a clip of a drill."""

__version__ = "0.1.0"

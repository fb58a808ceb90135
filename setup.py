"""Maps the checkpoint and the example clips, which lie at the top of the project, into the package.

Everything else is in pyproject.toml, which cannot name packages that are found and packages that are mapped at a time.
`techcoach/package_files.py` finds the files again.
"""

from setuptools import find_packages, setup

CHECKPOINT, EXAMPLES = "techcoach._files.checkpoints.techcoach-embedded", "techcoach._files.assets"

setup(
    packages=[*find_packages(include=["techcoach*"]), CHECKPOINT, EXAMPLES],
    package_dir={CHECKPOINT: "checkpoints/techcoach-embedded", EXAMPLES: "assets"},
    package_data={
        "techcoach": ["**/*.css", "**/*.js", "**/*.html", "**/*.json", "**/*.md"],
        CHECKPOINT: ["*.json", "*.jsonl", "*.safetensors", "README.md"],
        EXAMPLES: ["*.mp4", "examples.json"],
    },
)

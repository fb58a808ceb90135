"""The TechCoach network: tensors in, tensors out.

This room knows no files of clips, no frames, no TechPoint texts and no commentary bank, and imports nothing of
TechCoach outside itself.
"""

from .configuration import TechCoachConfig
from .modeling import TechCoachModel, TechCoachOutput
from .processing import PoseInputs, TechCoachProcessor

__all__ = ["PoseInputs", "TechCoachConfig", "TechCoachModel", "TechCoachOutput", "TechCoachProcessor"]

"""Frames made ready for a video encoder, and its features averaged onto the model's grid, against numpy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from techcoach.model.video_frames import pool_to_grid, prepare_frames


def test_frames_are_resized_whole_and_normalised():
    frames = torch.randint(0, 256, (2, 5, 30, 50, 3), dtype=torch.uint8)
    ready = prepare_frames(frames, (28, 42))
    assert ready.shape == (2, 5, 3, 28, 42)
    one = frames[1, 4].permute(2, 0, 1)[None].double()
    resized = functional.interpolate(one, size=(28, 42), mode="bilinear", antialias=True)[0].numpy() / 255
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    np.testing.assert_allclose(ready[1, 4].numpy(), (resized - mean[:, None, None]) / std[:, None, None], atol=1e-4)
    assert prepare_frames(torch.zeros(9, 7, 3, dtype=torch.uint8)).shape == (3, 224, 224)
    for wrong in (frames.float(), frames[..., :2], frames[0, 0, 0]):
        with pytest.raises(ValueError, match="expected uint8 frames"):
            prepare_frames(wrong)


def test_clips_are_averaged_onto_the_papers_grid():
    features = torch.randn(1, 32, 8, 16, 16, 2)
    held = features.double().numpy()
    pooled = pool_to_grid(features, [16, 8, 8])
    assert pooled.shape == (1, 16, 8, 8, 2)
    clip_means = held.mean(axis=2)  # (1, 32, 16, 16, 2)
    for time, row, column in ((0, 0, 0), (15, 7, 7), (3, 1, 6)):
        pair = clip_means[0, 2 * time : 2 * time + 2, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        np.testing.assert_allclose(pooled[0, time, row, column].numpy(), pair.mean(axis=(0, 1, 2)), atol=1e-6)


def test_other_sizes_are_exact_averages_or_refused():
    features = torch.randn(2, 4, 4, 6, 9, 3)
    assert torch.allclose(pool_to_grid(features, (16, 6, 9)), features.flatten(1, 2))
    halves = pool_to_grid(features, (8, 2, 3))[1, 3]  # the second half of the second clip
    assert torch.allclose(halves[1, 2], features[1, 1, 2:, 3:, 6:].mean(dim=(0, 1, 2)), atol=1e-6)
    assert pool_to_grid(features.bfloat16(), (4, 3, 3)).dtype == torch.bfloat16
    for grid in ((3, 6, 9), (16, 4, 9), (16, 6, 2), (32, 6, 9), (16, 6), (0, 6, 9)):
        with pytest.raises(ValueError, match="4 clips of 4 x 6 x 9 features cannot be averaged"):
            pool_to_grid(features, grid)

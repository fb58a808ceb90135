"""Reads and writes video files: probing and reading in a disposable process, sampling moments, writing.

Import from the modules: `probe.probe`, `reader.read_clip`, `writer.write_video`, `sampling`. The package itself imports
nothing, because the process that reads an upload starts from here and has to start quickly.
"""

"""EE4D-DescCoach, the paper's data set, on top of Ego-Exo4D: read, checked, joined, written, and a stand-in for it.

Where things lie, under one folder DIR, the root that the official Ego-Exo4D downloader fills:

    DIR/takes.json
    DIR/takes/TAKE_NAME/frame_aligned_videos/*.mp4, and downscaled/448/*.mp4 below it, which are read first
    DIR/annotations/expert_commentary_{train,val}.json               the official split, and the experts' comments
    DIR/annotations/expert_commentary/TAKE_NAME/EXPERT/data.json     one expert's rating
    DIR/annotations/ee4d_desc_coach_{train,val}.json                 the annotation; or files named by the caller

`dataset` joins these files, `check` counts what they hold, `standin` makes a small data set in the same layout. Only
`features` decodes videos, through a video encoder that it is given. Import from the modules.
"""

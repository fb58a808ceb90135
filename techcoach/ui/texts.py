"""The fixed texts of the page, as HTML."""

HEAD = """
<header class="tc-head"><h1>TechCoach</h1>
<p>Show it a clip of a drill. It answers as a coach would: a score, what is done well, what can be improved,
and where it looked.</p></header>
"""

POINTS_INTRO = """
<div class="tc-section"><h2>Technical points</h2>
<p>The pictures show <b>where the model looked</b>, not what is wrong:
<span class="tc-legend">less <i></i> more</span>, with a ring where it looked hardest.
The percentage says how likely the sentence is to be true.</p></div>
"""

TIMELINE_INTRO = """
<div class="tc-section"><h2>When the model looked</h2>
<p><span class="tc-key tc-up">Strength</span> upwards, <span class="tc-key tc-down">weakness</span> downwards,
a mark at each peak; faint where there is nothing clear to say.</p></div>
"""

FOOT = """
<footer class="tc-small tc-foot">Clips are deleted within the hour and never used for training.
A score is a model's opinion, not a judgement of an athlete.</footer>
"""

"""The drills, one folder for each.

In a drill's folder, coaching reads `spec` and `text`. The files `measure`, `motion`, `plan` and `simulator` execute the
drill with a simulated athlete; no module of coaching imports them. `docs/adding-a-drill.md` shows how to add a drill.
"""

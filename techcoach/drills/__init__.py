"""What is coached: one folder for each drill.

In a drill's folder, `spec` and `text` are what coaching reads; `measure`, `motion`, `plan` and `simulator` execute the
drill with a simulated athlete, and nothing that coaches imports them. `docs/adding-a-drill.md` tells how to add one.
"""

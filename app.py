"""The TechCoach app: `python app.py`, then open the address that it prints. Once installed it is `techcoach app`."""

from techcoach.ui.app import main

if __name__ == "__main__":
    main()

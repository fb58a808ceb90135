"""The TechCoach app: `python app.py`, then open the address that it prints. Once installed it is `techcoach app`."""

from techcoach.log_silencing import silence_libraries


def main() -> None:
    """Serve the page."""
    silence_libraries()  # before they load
    from techcoach.ui.app import main as serve

    serve()


if __name__ == "__main__":
    main()

"""The command line. Each command imports the modules that it needs when it runs."""

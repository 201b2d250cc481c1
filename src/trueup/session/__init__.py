"""The open business: its content, file, answers and findings. Nothing here knows the terminal."""

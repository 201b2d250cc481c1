"""The open business: its content, file, answers and findings. Nothing here depends on the terminal."""

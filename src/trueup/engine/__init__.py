"""The third room: pure functions from content and answers to findings. No clock, no file, no global."""

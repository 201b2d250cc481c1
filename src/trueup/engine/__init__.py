"""The engine: pure functions that turn content and answers into findings. They read no clock, file or global."""

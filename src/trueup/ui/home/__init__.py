"""Home, and the screens around it: welcome, compare, a file that cannot be opened, and pause."""

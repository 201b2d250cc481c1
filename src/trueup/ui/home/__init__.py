"""Home, and the screens around it: welcome, compare, trouble and pause."""

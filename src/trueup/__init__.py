"""trueup: square what a one-person business believes, says, sells and delivers."""

__version__ = "0.1.0"

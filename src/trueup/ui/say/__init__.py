"""What you can truthfully say."""

"""Rules of the vendors that come with this package."""

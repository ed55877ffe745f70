"""The one place that holds the application's version."""

VERSION = "0.1.0"

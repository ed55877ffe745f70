"""The window: Qt widgets, no SQL, no rule of the domain."""

from ui.none_guard import keep_constants_alive

# Before anything of Qt is called, whichever module of this package is imported first.
keep_constants_alive()

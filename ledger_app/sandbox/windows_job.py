"""Bounds this process on Windows by a job object: its memory, and that it starts no other program.

Windows knows no limits of a process by itself; a job with the one process in it has them.
Source: Job Objects, JOBOBJECT_EXTENDED_LIMIT_INFORMATION (winnt.h).
"""

from __future__ import annotations

import ctypes
import sys
from typing import ClassVar

_EXTENDED_LIMITS = 9
_LIMIT_ACTIVE_PROCESS = 0x00000008
_LIMIT_PROCESS_MEMORY = 0x00000100
_LIMIT_NO_ERROR_BOX = 0x00000400


class _BasicLimits(ctypes.Structure):
    _fields_: ClassVar = [
        ("per_process_user_time", ctypes.c_int64),
        ("per_job_user_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    ]


class _ExtendedLimits(ctypes.Structure):
    _fields_: ClassVar = [
        ("basic", _BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    ]


def limits(memory_bytes: int) -> _ExtendedLimits:
    """Return what is asked of the job."""
    wanted = _ExtendedLimits()
    wanted.basic.flags = _LIMIT_PROCESS_MEMORY | _LIMIT_ACTIVE_PROCESS | _LIMIT_NO_ERROR_BOX
    wanted.basic.active_processes = 1
    wanted.process_memory = memory_bytes
    return wanted


def bound_memory(memory_bytes: int) -> bool:
    """Put this process into a job of its own with so much memory; tell whether the system let us."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        kernel.SetInformationJobObject.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32)
        job = kernel.CreateJobObjectW(None, None)
        wanted = limits(memory_bytes)
        # The handle is kept open: the job lives as long as this process.
        return bool(
            job
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(wanted), ctypes.sizeof(wanted))
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        )
    return False

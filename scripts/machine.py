#!/usr/bin/env python3
"""Processor, cores and compiler: what a reader needs to judge the absolute numbers of a page, and nothing that names the host.

    scripts/machine.py               prints, e.g., AMD EPYC, 2 cores, g++ 12.2.0 -O3
"""
import os
import pathlib
import platform
import re
import subprocess


def machine():
    model = platform.machine()
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
        model = found.group(1) if found else model
    except OSError:
        pass
    compiler = subprocess.run(["g++", "-dumpfullversion"], capture_output=True, text=True, check=False).stdout.strip()
    return f"{model}, {os.cpu_count()} cores, g++ {compiler} -O3"


if __name__ == "__main__":
    print(machine())

"""Libraries that are used only when their function is: without one, an error that says how to get it."""
from __future__ import annotations

import importlib
from typing import Any

_HOW = {
    "pandas": "apt install python3-pandas, or pip install pandas",
    "polars": "pip install polars",
    "scipy.stats.qmc": "apt install python3-scipy, or pip install scipy",
    "tqdm.auto": "apt install python3-tqdm, or pip install tqdm",
    "xarray": "apt install python3-xarray, or pip install xarray",
}


def need(module: str, by: str) -> Any:
    """The module; raises ImportError that names who asks and what installs it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(f"{by} needs {module.split('.')[0]}, which cannot be imported here ({error}): {_HOW[module]}") from None

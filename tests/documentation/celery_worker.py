"""The Celery example for a worker process: its messages and results are files, and its retries do not wait."""

from __future__ import annotations

import importlib
import os
import warnings
from pathlib import Path
from typing import Any

from celery.exceptions import SecurityWarning

celery_task: Any = importlib.import_module("celery_task")  # `docs/examples` is on the path
FOLDER = Path(os.environ["CELERY_FOLDER"])

warnings.simplefilter("ignore", SecurityWarning)  # of a container whose only user is root

celery_task.PAUSE = 0.0
app = celery_task.app
app.conf.update(
    broker_url="filesystem://",
    broker_transport_options={
        "data_folder_in": str(FOLDER / "messages"),
        "data_folder_out": str(FOLDER / "messages"),
        "control_folder": str(FOLDER / "control"),
        "polling_interval": 0.01,
    },
    result_backend=f"file://{FOLDER / 'results'}",
)

"""A wheel of Mitoyen carries its built pages and its compiled translations: installing it needs no Node."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildAssets(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before it gathers the files of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build for a real wheel; an editable install builds when it runs."""
        if version == "editable":
            return
        root = Path(self.root)
        spec = importlib.util.spec_from_file_location("mitoyen_frontend_build", root / "frontend" / "build.py")
        if spec is None or spec.loader is None:
            message = f"frontend/build.py is missing from {root}: build from a clone or from the sdist"
            raise RuntimeError(message)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.build()
        # Imported here: an editable install needs none of it.
        from babel.messages.mofile import write_mo  # noqa: PLC0415
        from babel.messages.pofile import read_po  # noqa: PLC0415

        for catalogue in (root / "src").rglob("*.po"):
            with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(source))

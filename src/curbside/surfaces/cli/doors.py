"""A group of commands, each imported when it is first needed: ``--help`` imports nothing but click."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click


class Doors(click.Group):
    """Commands by name, with a line on each. The module ``PACKAGE.NAME`` has the ``command`` of that name."""

    package: ClassVar[str]
    lines: ClassVar[Mapping[str, str]]
    modules: ClassVar[Mapping[str, str]] = {}
    """The module of a command whose name no module should have, such as ``list``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lines:
            return None
        module = self.modules.get(cmd_name, cmd_name)
        command: click.Command = import_module(f"{self.package}.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.lines:
            with formatter.section("Commands"):
                formatter.write_dl(list(self.lines.items()))

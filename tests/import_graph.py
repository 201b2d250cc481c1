"""Which module of the package imports which, and where imports form a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from pathlib import Path


def imports(package: Path) -> dict[str, set[str]]:
    """Module → the modules of the package that it imports, including late imports and imports for types only."""
    files = {_name(package, file): file for file in sorted(package.rglob("*.py"))}
    return {name: set(_imported(file, files)) - {name} for name, file in files.items()}


def circles(graph: Mapping[str, Set[str]]) -> list[set[str]]:
    """Groups of modules that reach each other, by Tarjan's algorithm."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        path.append(name)
        for other in graph[name]:
            if other not in graph:
                continue
            if other not in number:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in path:
                lowest[name] = min(lowest[name], number[other])
        if lowest[name] == number[name]:
            group = set(path[path.index(name) :])
            del path[path.index(name) :]
            if len(group) > 1:
                found.append(group)

    for name in graph:
        if name not in number:
            visit(name)
    return found


def _name(package: Path, file: Path) -> str:
    parts = file.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(file: Path, files: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in files)
        elif isinstance(node, ast.ImportFrom) and node.module in files:
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                yield inside if inside in files else node.module


def folders(graph: Mapping[str, Set[str]]) -> dict[str, set[str]]:
    """Folder of the package → the folders it imports, without those already reached through another imported folder."""
    direct: dict[str, set[str]] = {}
    for module, others in graph.items():
        if module.count("."):
            direct.setdefault(_folder(module), set()).update(_folder(other) for other in others if other.count("."))
    return {
        folder: {other for other in others if not _reached(direct, others - {other, folder}, other)} - {folder}
        for folder, others in sorted(direct.items())
    }


def picture(graph: Mapping[str, Set[str]]) -> str:
    """The folders and their imports as a Mermaid diagram."""
    lines = [f"    {folder} --> {other}" for folder, others in folders(graph).items() for other in sorted(others)]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```"])


def _folder(module: str) -> str:
    return module.split(".")[1]


def _reached(direct: Mapping[str, Set[str]], starts: Set[str], goal: str) -> bool:
    seen: set[str] = set()
    left = list(starts)
    while left:
        folder = left.pop()
        if folder not in seen:
            seen.add(folder)
            left.extend(direct.get(folder, ()))
    return goal in seen


if __name__ == "__main__":
    print(picture(imports(Path(__file__).parents[1] / "src" / "trueup")))

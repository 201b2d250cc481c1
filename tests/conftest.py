"""For every test: no network, no access to the founder's own files, and no result that depends on the clock."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests import businesses, together
from tests.businesses import SMALL, content_of, our_content

from trueup.content.cache import content_in
from trueup.content.model import Content
from trueup.paths import memory_file
from trueup.session.sample import finished_quarters

# A slow machine isn't a failure: set neither a deadline nor a limit on how long generating data takes.
settings.register_profile(
    "trueup", deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("thorough", settings.get_profile("trueup"), max_examples=500)
settings.load_profile("trueup")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options `--thorough` (also run the tests that take minutes) and `--case` (run only some cases)."""
    parser.addoption("--thorough", action="store_true", help="also run the long tests, and draw more examples")
    parser.addoption(
        "--case", default="", metavar="TEXT", help="only cases whose name contains this (tests/together.py)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Draw more examples with `--thorough`, and keep to the cases that `--case` names."""
    together.wanted = config.getoption("--case")
    if hasattr(config, "workerinput"):  # one of several processes, whose folders are in one for the whole run
        businesses.shared = Path(config.option.basetemp).parent / "screens.cache"
    if config.getoption("--thorough"):
        settings.load_profile("thorough")


def is_long(config: pytest.Config) -> bool:
    """Whether the long tests are asked for, by `--thorough` or by `-m thorough`."""
    return config.getoption("--thorough") or "thorough" in config.getoption("markexpr")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let each process begin with other files of a folder: what one has compiled, the others needn't compile again."""
    report = yield
    if isinstance(collector, pytest.Dir) and (process := getattr(collector.config, "workerinput", None)):
        begin = len(report.result) * int(process["workerid"].removeprefix("gw")) // process["workercount"]
        report.result = [*report.result[begin:], *report.result[:begin]]
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put tests in the order of their files, whichever were read first. Leave out the long tests unless they are asked
    for and, with `--case`, every test without such a case.
    """
    items.sort(key=lambda item: item.path.parts)
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        is_left_out = (item.get_closest_marker("thorough") and not is_long(config)) or not has_wanted_case(item)
        (left_out if is_left_out else kept).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


def has_wanted_case(item: pytest.Item) -> bool:
    """Whether a test has a case that `--case` names; without the option, every test does."""
    part = item.callspec.params.get("part") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
    return not together.wanted or (isinstance(part, together.Part) and bool(part.cases))


gc.disable()  # hardly anything is garbage before the tests run, and looking for it takes a fifth of the time till then


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Exclude objects that last the whole run from garbage collection: thousands of tests, and our content."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """Three processes for two cores, because some tests wait for a frame or for a program they started."""
    return 3 * (os.cpu_count() or 1) // 2


def _stay_offline(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: refuse every connection and every look-up of a name, from Python and from C alike."""
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        at_home = getattr(socket, "AF_UNIX", None)
        if getattr(arguments[0], "family", None) == at_home or os.name == "nt":
            return  # asyncio wakes itself through a pair of local sockets; on Windows, they use the loopback address
    elif event not in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        return
    raise RuntimeError(f"trueup works offline, but something called {event}{arguments[1:]}")


sys.addaudithook(_stay_offline)


@pytest.fixture(scope="session", autouse=True)
def content_is_read_once() -> Iterator[None]:
    """Share one content among all sessions and commands that read the same files.

    Reading the files takes a second, loading the cache file a tenth of a second. Hundreds of tests need it.
    Each start still compares the files with the cache. Content is immutable, so sharing it is safe, and so are the
    sample's earlier quarters, which are judged once.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trueup.content.loader.load_content", content_of)
        patch.setattr("trueup.content.cache.content_in", cache(content_in))
        patch.setattr("trueup.session.sample.finished_quarters", cache(finished_quarters))
        yield


@pytest.fixture(scope="session")
def content() -> Content:
    """The product's own content."""
    return our_content()


@pytest.fixture(scope="session")
def small() -> Content:
    """The content of the small screens/ folder."""
    return content_of(SMALL)


@pytest.fixture(scope="session")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of all tests in a process, because making a folder for each test takes too long."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def nobodys_home(_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Start every test in an empty home folder, so that no test can find or change a founder's own file."""
    monkeypatch.delenv("TRUEUP_FILE", raising=False)
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(_home))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(_home / variable.lower()))
    kept = memory_file()  # the cache of screens/ contains nothing of a founder's, and rebuilding it takes a second
    if kept and businesses.shared and businesses.shared.exists() and not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(businesses.shared, kept)
    yield _home
    for left in sorted(_home.rglob("*"), reverse=True):
        if left.is_dir() and not left.is_symlink():
            with suppress(OSError):  # not empty
                left.rmdir()
        elif left != kept:
            left.unlink()

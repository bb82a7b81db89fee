"""A function that calls back, turned into a generator that its caller may leave."""

from __future__ import annotations

from concurrent.futures import Future
from contextvars import copy_context
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

T = TypeVar("T")
R = TypeVar("R")


def hand_over(work: Callable[[Callable[[T], None]], R]) -> Generator[T, None, R]:
    """Yield what ``work`` gives to the function it is given, and return what it returns.

    SciPy's minimisers own their loop and call back; the loop of glasscat is a generator. The two meet in a thread, and
    one of them always waits for the other: nothing runs at the same time. When the generator is left, the function
    that ``work`` was given raises StopIteration, which SciPy takes as a wish to stop.

    Raises
    ------
    BaseException
        Whatever ``work`` raises.
    """
    items: SimpleQueue[tuple[T] | None] = SimpleQueue()  # None after the last
    wishes: SimpleQueue[bool] = SimpleQueue()  # whether the caller wants more
    ending: Future[R] = Future()

    def give(item: T) -> None:
        items.put((item,))
        if not wishes.get():
            raise StopIteration

    def run() -> None:
        try:
            ending.set_result(work(give))
        except BaseException as error:  # noqa: BLE001  (the caller's thread raises it again)
            ending.set_exception(error)
        finally:
            items.put(None)

    # a daemon: a generator that nobody has left must not keep the program from ending
    thread = Thread(target=copy_context().run, args=(run,), daemon=True)
    thread.start()
    try:
        while (item := items.get()) is not None:
            yield item[0]
            wishes.put(True)
        return ending.result()
    finally:
        wishes.put(False)
        thread.join()

"""Trainings that are killed with `kill -9`: before every call of the system that saving makes, and at any instant."""

from __future__ import annotations

import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from glasscat.cli.main import INTERRUPTED
from glasscat.models.partial_run import PartialRun
from reliability.measured import Measured, Said
from reliability.program import Program, strace_is_missing
from reliability.runs import KEPT, PLANS, Runs, unsafe
from reliability.struck import Work, stopped_half_way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reliability.program import Ended

CLAIM = Said(
    "kill -9 before every system call that touches a run's files, of training, resuming and overwriting, and at 300"
    " random instants: gone on with, it ends in the same bits, every time; there is always a good checkpoint",
    "在训练、续训与覆盖旧运行时每一个涉及运行文件的系统调用之前、以及在 300 个随机时刻 kill -9："
    "续训后每次都得到逐位相同的结果；始终至少有一个完好的检查点",
)
LONGEST = 0.5
"""Seconds that a training of the random instants is left alone; it takes about as long."""


def measure(every: int = 1, instants: int = 300, interrupts: int = 60) -> Measured:
    """Kill at every so many calls, at so many instants; and interrupt at some, as Ctrl-C does."""
    missing = strace_is_missing()
    with TemporaryDirectory() as folder, Program() as program:
        short, long = Runs(program, Path(folder) / "calls", 60), Runs(program, Path(folder) / "instants", 600)
        counted, failures = [0, 0, 0], list[str]()
        if missing is None:
            short.prepare()
            counted, failures = at_calls(short, every)
        long.prepare()
        failures += at_instants(long, instants)
        failures += at_interrupts(long, interrupts)
    return measured(counted, instants, interrupts, failures, missing)


def measured(counted: list[int], instants: int, interrupts: int, failures: list[str], missing: str | None) -> Measured:
    """Put it in words."""
    first = "; ".join(["", *failures[:3]]).replace("\n", " ").replace("|", "/")
    n = sum(counted) + instants + interrupts
    calls, resumed, overwriting = counted
    figure = Said(
        f"{n - len(failures):,} of {n:,}: killed before {calls:,} calls of a training, {resumed:,} of a resumed one,"
        f" {overwriting:,} of one that overwrites a run, at {instants:,} instants; interrupted (Ctrl-C) at"
        f" {interrupts:,}{first}",
        f"{n:,} 次中 {n - len(failures):,} 次：在训练的 {calls:,} 个、续训的 {resumed:,} 个、"
        f"覆盖旧运行的训练的 {overwriting:,} 个系统调用之前，以及 {instants:,} 个时刻杀死进程，"
        f"另在 {interrupts:,} 个时刻中断（Ctrl-C）{first}",
    )
    if missing is not None:  # what can be done without it has been done
        figure = Said(f"{missing}; without it: {figure.en}", f"缺少 strace（{missing}）；其余：{figure.zh}")
    passed = None if missing is not None and not failures else not failures
    return Measured(CLAIM, figure, passed)


def at_calls(runs: Runs, every: int) -> tuple[list[int], list[str]]:
    """Kill before every so many calls of `saving`; how many of each, and what went wrong."""
    counted, failures = [], []
    for work in saving(runs):
        chosen = range(0, len(work.calls), every)
        counted.append(len(chosen))
        failures += [wrong for k in chosen if (wrong := _killed(work, k))]
    return counted, failures


def saving(runs: Runs) -> Iterator[Work]:
    """Give a training, one that is resumed, and one that overwrites a run: of the same bits, so that any is right."""
    plan = PLANS[0]
    yield (training := Work(runs, plan, KEPT))
    yield Work(runs, plan, KEPT, stopped_half_way(training))
    yield Work(runs, plan, (*KEPT, "--overwrite"), runs.finished(plan))


def _killed(work: Work, k: int) -> str | None:
    """Kill before the k-th call; what is wrong then, or when it is gone on with."""
    call = work.calls[k]
    run, ended = work.struck(k, "signal=KILL")
    if ended.code != -signal.SIGKILL:
        return f"not killed: {call.shown[:60]}"
    wrong = unsafe(run, had_one=work.has_checkpoint_before(k)) or work.runs.ended_badly(work.plan, run)
    return wrong and f"killed before {call.shown[:60]}: {wrong}"


def at_instants(runs: Runs, n: int) -> list[str]:
    """Kill trainings so often, each again and again until it is finished; what went wrong."""
    rng, failures, kills = np.random.default_rng(6), list[str](), 0
    while kills < n and len(failures) < n:
        plan = PLANS[kills % len(PLANS)]
        run, wrong = runs.new(), None
        while kills < n and not run.exists() and wrong is None:
            had_one = PartialRun.of(run).is_there
            stop = rng.uniform(0, LONGEST), signal.SIGKILL
            ended = runs.program.run(runs.go_on(plan, run), Path("/"), stop=stop)
            kills += ended.code == -signal.SIGKILL
            told = None if ended.code in {0, -signal.SIGKILL} else f"exit {ended.code}, {ended.err}"
            wrong = told or unsafe(run, had_one=had_one)
        wrong = wrong or runs.ended_badly(plan, run)
        failures += [f"at an instant: {wrong}"] if wrong else []
    return failures


def at_interrupts(runs: Runs, n: int) -> list[str]:
    """Interrupt trainings, once each, and go on, until so many have been interrupted; what went wrong."""
    rng, failures, interrupts = np.random.default_rng(7), list[str](), 0
    while interrupts < n and len(failures) < n:
        plan, run = PLANS[interrupts % len(PLANS)], runs.new()
        stop = rng.uniform(0, LONGEST), signal.SIGINT
        ended = runs.program.run(runs.begin(plan, run, *KEPT), Path("/"), stop=stop)
        interrupts += ended.code == INTERRUPTED
        wrong = _ill_told(run, ended) or unsafe(run, had_one=False) or runs.ended_badly(plan, run)
        failures += [f"interrupted: {wrong}"] if wrong else []
    return failures


def _ill_told(run: Path, ended: Ended) -> str | None:
    """What is wrong with what an interrupted training said: it tells how to go on, if that can be done."""
    has_told = f"glasscat resume {run}" in ended.err
    is_right = ended.code in {0, INTERRUPTED} and "Traceback" not in ended.err
    return None if is_right and has_told == PartialRun.of(run).is_there else f"exit {ended.code}, {ended.err}"

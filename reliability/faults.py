"""A disk that is full, read-only or broken, at every call that writes: what was kept before is intact, exit 6."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reliability.killed import saving
from reliability.measured import Measured, Said
from reliability.program import Program, strace_is_missing
from reliability.runs import PLANS, Runs, unsafe
from reliability.struck import Work

if TYPE_CHECKING:
    from reliability.program import Call, Ended

CLAIM = Said(
    "disk full, read-only, or an I/O error at each write (open, write, fsync, rename, …) of a training, of one that is"
    " resumed, overwrites a run, or has no checkpoints: the old checkpoint is intact and gone on with to the same bits,"
    " exit 6, no traceback; the verdict is printed though it cannot be kept",
    "训练、续训、覆盖旧运行以及不留检查点的训练，在每一次写入（open、write、fsync、rename 等）时"
    "磁盘已满、只读或出现 I/O 错误：旧检查点完好，并能续训到逐位相同的结果；退出码 6，没有 Python 的错误回溯；"
    "评判即使无法保存也会打印出来",
)
WRITING = {"write", "pwrite64", "fsync", "fdatasync", "ftruncate", "mkdir", "rename", "unlink", "unlinkat", "rmdir"}
FAULTS = {"ENOSPC": True, "EROFS": True, "EIO": False}
"""Whether it lasts: whether all later calls of the same name fail, too."""


def measure(every: int = 1) -> Measured:
    """Let every so many writes fail, in each of three ways."""
    missing = strace_is_missing()
    if missing is not None:
        return Measured(CLAIM, Said(missing, f"缺少 strace（{missing}）"), passed=None)
    with TemporaryDirectory() as folder, Program() as program:
        runs = Runs(program, Path(folder) / "runs", 60)
        runs.prepare()
        works = *saving(runs), Work(runs, PLANS[0], ())
        cases = [(work, k, error) for work in works for k in writes(work)[::every] for error in FAULTS]
        results = [struck(*case) for case in cases]
    failures = [wrong for _code, wrong in results if wrong is not None]
    n, refused = len(results), sum(code == 6 for code, _wrong in results)
    first, kept = "; ".join(["", *failures[:3]]).replace("\n", " ").replace("|", "/"), n - len(failures)
    figure = Said(
        f"{kept:,} of {n:,}: {refused:,} ended with exit 6, {n - refused:,} did without what failed{first}",
        f"{n:,} 次中 {kept:,} 次：{refused:,} 次以退出码 6 结束，{n - refused:,} 次不受影响{first}",
    )
    return Measured(CLAIM, figure, passed=not failures)


def writes(work: Work) -> list[int]:
    """Numbers of the calls of a work that write."""
    return [k for k, call in enumerate(work.calls) if call.name in WRITING or _opens_to_write(call)]


def _opens_to_write(call: Call) -> bool:
    return call.name == "openat" and ("O_WRONLY" in call.shown or "O_RDWR" in call.shown)


def struck(work: Work, k: int, error: str) -> tuple[int, str | None]:
    """Let the k-th call fail; the exit code, and what is wrong then."""
    call = work.calls[k]
    lasting = FAULTS[error] and call.name != "openat"  # or it could not even read any more
    run, ended = work.struck(k, f"error={error}", lasting=lasting)
    wrong = (
        _ill_told(ended, is_judged=k >= judged_from(work))
        or unsafe(run, had_one=work.has_checkpoint_before(k))
        or (work.runs.ended_badly(work.plan, run) if work.options or ended.code == 0 else None)
    )
    return ended.code, wrong and f"{error} at {call.shown[:90]}: {wrong}"


def _ill_told(ended: Ended, *, is_judged: bool) -> str | None:
    """What is wrong with what the program said, or with its exit code."""
    if "Traceback" in ended.err or ended.code not in {0, 6}:
        return f"exit {ended.code}, {ended.err[-300:]}"
    if ended.code == 6 and "error[GC-S" not in ended.err:
        return f"no error is told: {ended.err}"
    return "the verdict is not told" if is_judged and "The verdict" not in ended.out else None


def judged_from(work: Work) -> int:
    """Number of the first call that writes the model: by then the training has been judged."""
    moved = next(call.shown for call in work.calls if call.moves("model.safetensors"))
    temporary = moved.split('"')[1]
    return next(k for k, call in enumerate(work.calls) if temporary in call.shown)

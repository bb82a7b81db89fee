"""Nothing in glasscat unpickles, evaluates or executes what it reads, nor starts another program."""

from __future__ import annotations

import ast

from .source import FILES, all_imports, name_of, tree

# built-in functions that make code of text
MAKERS = {"eval", "exec", "compile", "__import__"}

# modules whose purpose it is to make code or objects of bytes, or to start something
MODULES = {
    *("pickle", "_pickle", "cPickle", "pickletools", "copyreg", "marshal", "shelve", "dbm", "dill", "cloudpickle"),
    *("joblib", "yaml", "runpy", "code", "codeop", "imp", "pkgutil", "zipimport", "ctypes", "cffi"),
    *("subprocess", "multiprocessing", "pty", "popen2", "numexpr"),
}

# calls that do so unless they are told not to
ATTRIBUTES = {
    *("os.system", "os.popen", "os.fork", "os.execv", "os.execve", "os.spawnv", "os.posix_spawn", "os.startfile"),
    *("np.load", "numpy.load", "np.fromregex", "ast.literal_eval", "builtins.eval", "builtins.exec", "pd.eval"),
}


def calls(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def test_calls_are_found():
    """The test of the tests: these calls are there."""
    path = next(path for path in FILES if name_of(path) == "models/strict_json.py")
    assert {"len", "json.loads"} <= {ast.unparse(call.func) for call in calls(path)}


def test_nothing_is_evaluated():
    found = [
        f"{name_of(path)}:{call.lineno} {ast.unparse(call.func)}"
        for path in FILES
        for call in calls(path)
        if (isinstance(call.func, ast.Name) and call.func.id in MAKERS) or ast.unparse(call.func) in ATTRIBUTES
    ]
    assert found == []


def test_nobody_imports_what_executes():
    found = list(all_imports())
    assert len(found) > 100
    assert [str(one) for one in found if one.library in MODULES and not one.typing_only] == []


def test_objects_are_never_allowed():
    words = [
        f"{name_of(path)}:{call.lineno}"
        for path in FILES
        for call in calls(path)
        for keyword in call.keywords
        if keyword.arg == "allow_pickle" and ast.unparse(keyword.value) != "False"
    ]
    assert words == []

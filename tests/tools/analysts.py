"""What analysts work with beside Python, as programs of the tests: R, and Power Query as Excel and Power BI have it."""

import fcntl
import os
import subprocess
import urllib.parse
import urllib.request
from pathlib import Path

from pqtools import evaluate
from pqtools.evaluate import BUILTINS

from vkpp.local import bootstrap

R = Path(__file__).parent / "r"


def run_r(script, folder, **environment):
    """What a script prints in R (4.6, compiled to WebAssembly); `folder` is for the script's file. It must end well.

    The packages are fetched by whoever needs them first; they are pinned like all others.
    """
    with (R / "package.json").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        bootstrap.install_node_packages(R, "R for the tests")
    file = folder / "script.R"
    file.write_text(script, encoding="utf-8")
    path = bootstrap.node_path()
    words = ["node", str(R / "run.mjs"), str(file)]
    done = subprocess.run(
        words, env={**os.environ, "PATH": path, **environment}, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_query(query, monkeypatch, **parameters):
    """The rows of a query of Power Query, with parameters of the workbook.

    It is read by Microsoft's own parser, and its steps are those of the package pqtools. That package asks no server;
    this function does what `Web.Contents` is documented to do with an address, a path, a query and headers.
    """
    monkeypatch.setenv("MQUERY_NODE", str(bootstrap.ENVIRONMENT / "bin" / "node"))
    monkeypatch.setitem(BUILTINS, "Web.Contents", _web_contents)
    return evaluate(query, bindings=parameters)


def _web_contents(arguments, _context):
    address, options = arguments
    unknown = set(options) - {"RelativePath", "Query", "Headers"}
    assert not unknown, f"The tests cannot say what {unknown} would do."
    whole = f"{address.rstrip('/')}/{options['RelativePath']}?{urllib.parse.urlencode(options['Query'])}"
    request = urllib.request.Request(whole, headers=options["Headers"])
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()

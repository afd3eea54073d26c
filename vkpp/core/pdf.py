"""Tagged PDFs (PDF/UA-1) by typst: milliseconds for a page or two, so they may be made within a request."""

import functools
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

_one_at_a_time = threading.Lock()


@functools.cache
def _compiler(template: Path) -> "typst.Compiler":
    """The compiler of one template with its fonts, made at its first PDF in a process."""
    import typst

    return typst.Compiler(str(template), root=str(template.parent))


def made(template: Path, **data: Any) -> bytes:
    """The document of `template`; each of `data` reaches it as JSON text under its name in `sys.inputs`."""
    inputs = {name: json.dumps(value, ensure_ascii=False) for name, value in data.items()}
    with _one_at_a_time:
        done = _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    assert isinstance(done, bytes), "one document without output file comes back as bytes"
    return done

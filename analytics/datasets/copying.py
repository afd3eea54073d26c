"""What the database writes by COPY, handed on piece by piece: the process never holds more than a few pieces of it."""

import queue
import threading
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection

PIECE = 1 << 18
AHEAD = 4
PATIENCE = 0.5


class Pipe:
    """Rows go in on the database's thread, pieces come out on the reader's; who stops reading stops the writing."""

    def __init__(self) -> None:
        self._pieces: queue.Queue[bytes | None] = queue.Queue(AHEAD)
        self._rows = bytearray()
        self._dropped = threading.Event()
        self.error: BaseException | None = None

    def write(self, row: bytes) -> int:
        """Take one row."""
        if not self._dropped.is_set():
            self._rows += row
            if len(self._rows) >= PIECE:
                self._hand_on()
        return len(row)

    def end(self, error: BaseException | None = None) -> None:
        """No more rows."""
        self.error = error
        if self._rows and error is None:
            self._hand_on()
        self._put(None)

    def drop(self) -> None:
        """Nobody reads on."""
        self._dropped.set()

    def pieces(self) -> Iterator[bytes]:
        """What was written so far, as it comes."""
        while (piece := self._pieces.get()) is not None:
            yield piece
        if self.error is not None:
            raise self.error

    def _hand_on(self) -> None:
        self._put(bytes(self._rows))
        self._rows.clear()

    def _put(self, piece: bytes | None) -> None:
        while not self._dropped.is_set():
            try:
                self._pieces.put(piece, timeout=PATIENCE)
            except queue.Full:
                continue
            return


def copied(sql: str, *, apart: bool = False) -> Iterator[bytes]:
    """What `COPY (…) TO STDOUT` of this statement gives, in pieces that any thread may take.

    `apart`: on a connection of its own, for a worker that tells meanwhile how far it is.
    """
    if apart:
        return _pieces(connection.get_new_connection(connection.get_connection_params()), sql, apart=True)
    connection.ensure_connection()
    return _pieces(connection.connection, sql, apart=False)


def _pieces(raw: Any, sql: str, *, apart: bool) -> Iterator[bytes]:
    pipe, cursor = Pipe(), raw.cursor()
    thread = threading.Thread(target=_copy, args=(cursor, sql, pipe), daemon=True)
    thread.start()
    try:
        yield from pipe.pieces()
    finally:
        if thread.is_alive():
            pipe.drop()
            raw.cancel()
        thread.join()
        cursor.close()
        if apart:
            raw.close()


def _copy(cursor: Any, sql: str, pipe: Pipe) -> None:
    try:
        cursor.copy_expert(sql, pipe)
    except Exception as error:  # noqa: BLE001 - told to who reads, on their thread
        pipe.end(DatabaseError(str(error)))
    else:
        pipe.end()

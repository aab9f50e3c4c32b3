"""Copy something private so that it does not stay behind."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEEP_MS = 10_000

_OURS = "application/x-wemi-desk"
# Asks clipboard histories of KDE, Windows and macOS not to keep it.
_HINTS = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\x00\x00\x00\x00",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\x00\x00\x00\x00",
    "application/x-nspasteboard-concealed-type": b"secret",
}


class SecretClipboard(QObject):
    """Copies private text for ten seconds; on lock or close it takes back only what came from this program."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._expiry = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._expiry.timeout.connect(self.clear_if_ours)

    def copy(self, text: str) -> None:
        """Put *text* on the clipboard, marked as secret."""
        data = QMimeData()
        data.setText(text)
        data.setData(_OURS, b"1")
        for hint, value in _HINTS.items():
            data.setData(hint, value)
        self._clipboard.setMimeData(data)
        self._expiry.start()

    def clear_if_ours(self) -> None:
        """Empty the clipboard, and the selection of X11, unless another program has filled it since."""
        self._expiry.stop()
        if self._clipboard.ownsClipboard() or self._is_marked():
            self._clipboard.clear()
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    def _is_marked(self) -> bool:
        """Not every platform tells who owns the clipboard."""
        data = self._clipboard.mimeData()
        return data is not None and data.hasFormat(_OURS)

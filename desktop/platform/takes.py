"""A recording from its intent to a draft: the folder, the recorder process, the blob. Called off the GUI thread."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from capture import takes
from capture.events import RecorderEvent, TakeFinished
from capture.recorder_process import RecorderProcess
from capture.recovery import UnfinishedTake, find_unfinished, recover
from capture.requests import PROFILES, Profile, TakeRequest, Target, request_to_json
from core.content import BlobRef, ClipBody, Content
from core.draft import Draft
from core.errors import AppError
from core.formats import Format
from core.language import Language
from desktop.home import Home
from desktop.settings import Settings
from media.poster import write_poster
from media.probe import probe

if TYPE_CHECKING:
    from drafts.store import Store

POSTER_AT_MS = 1000


@dataclass(frozen=True, slots=True)
class Takes:
    """`settings` and `language` are asked anew for each take; `store` may have to wait until the store is open."""

    store: Callable[[], Store]
    home: Home
    settings: Callable[[], Settings]
    language: Callable[[], Language]

    def make_recorder(self, take_id: str, target: Target, on_event: Callable[[RecorderEvent], None]) -> RecorderProcess:
        """The intent is written before a recorder exists."""
        settings = self.settings()
        profile: Profile = next((known for known in PROFILES if known == settings.profile), "balanced")
        request = TakeRequest(
            self.home.takes / take_id,
            target,
            profile=profile,
            microphone=settings.microphone,
            less_noise=settings.less_noise,
        )
        self.store().take_begun(take_id, str(request.take_dir), json.dumps(request_to_json(request)))
        return RecorderProcess(request, on_event)

    def keep(self, take_id: str, take: TakeFinished) -> Draft:
        """The finished take as a draft. Its folder stays until the blob and the draft are on disk."""
        draft = self._keep(
            take_id,
            Path(take.path),
            ClipBody(
                duration_ms=round(take.duration_s * 1000),
                width=take.width,
                height=take.height,
                has_sound=take.audio is not None,
            ),
        )
        self.store().take_ended(take_id, "finished")
        return draft

    def keep_left_behind(self) -> int:
        """Make drafts of takes a crash left behind; how many. One that cannot be read stays where it is."""
        kept = 0
        for unfinished in (*find_unfinished(self.home.takes), *self._finished_and_not_kept()):
            try:
                take = recover(unfinished)
            except AppError:
                continue
            body = ClipBody(duration_ms=take.duration_ms, width=take.width, height=take.height, has_sound=take.audio)
            self._keep(take.take_id, take.path, body)
            self.store().take_ended(take.take_id, "recovered")
            kept += 1
        return kept

    def measure_found(self) -> int:
        """Clips that a repair of the store found by their bytes alone get their length and size; how many."""
        measured = 0
        for row in self.store().summaries():
            if row.format is not Format.CLIP or row.media is None or row.duration_ms:
                continue
            content = self.store().draft(row.id).content
            try:
                facts = probe(self.store().blobs.path(row.media))
            except AppError:
                continue
            if isinstance(content.body, ClipBody) and facts.duration_ms:
                body = replace(
                    content.body,
                    duration_ms=facts.duration_ms,
                    width=facts.width,
                    height=facts.height,
                    has_sound=facts.audio_codec is not None,
                )
                self.store().save(row.id, replace(content, body=body))
                measured += 1
        return measured

    def clip(self, blob: BlobRef) -> Path:
        """The clip under a name that players know."""
        shown = self._shown(f"{blob.sha256[:20]}.mp4")
        if not shown.exists():
            try:
                os.link(self.store().blobs.path(blob), shown)
            except OSError:
                shutil.copyfile(self.store().blobs.path(blob), shown)
        return shown

    def poster(self, sha256: str) -> Path:
        """A picture of the clip, made once."""
        shown = self._shown(f"{sha256[:20]}.jpg")
        if not shown.exists():
            write_poster(self.store().blobs.path(sha256), shown, POSTER_AT_MS)
        return shown

    def _finished_and_not_kept(self) -> Iterator[UnfinishedTake]:
        """Takes of ours that ended well in the sight of an app that was killed before they were drafts."""
        for begun in self.store().unfinished_takes():
            folder = self.home.takes / begun.id
            record = takes.read_record(folder)
            clip = folder / takes.CLIP
            if record is not None and record.outcome == "finished" and clip.is_file():
                yield UnfinishedTake(begun.id, folder, record.began_at, clip.stat().st_size, record)

    def _keep(self, take_id: str, clip: Path, body: ClipBody) -> Draft:
        """The recorder's file holds no metadata and starts fast; a clip recovered on a full disk may not."""
        already = next((row for row in self.store().summaries() if row.take_id == take_id), None)
        if already is not None:
            takes.mark_kept(clip.parent)
            return self.store().draft(already.id)
        blob = self.store().blobs.add_file(clip, "video/mp4")
        whole = ClipBody(blob, body.duration_ms, body.width, body.height, body.has_sound)
        content = Content(body=whole, language=self.language(), experience=self.settings().experience)
        draft = self.store().new_draft(content, take_id)
        takes.mark_kept(clip.parent)
        return draft

    def _shown(self, name: str) -> Path:
        folder = self.home.root / "shown"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / name

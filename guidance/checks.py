"""Checks: content and measurements to findings. Pure; nothing is read or measured here.

A finding warns, except for missing essentials and privacy: those block asking for review. A framework may make a
rule stricter or switch it off, but not the essentials.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from core.canonical import Json
from core.content import Content
from core.language import Language
from guidance import clip_rules, text_rules
from guidance.findings import ESSENTIAL, ClipMeasurements, Finding, Rule, Severity, Subject
from guidance.frameworks import Framework, bundled_framework

__all__ = ["RULES", "ClipMeasurements", "Finding", "Severity", "blocks", "check", "findings_to_json"]

RULES: Final[tuple[Rule, ...]] = (*text_rules.RULES, *clip_rules.RULES)


def check(
    content: Content, measurements: ClipMeasurements | None = None, framework: Framework | None = None
) -> tuple[Finding, ...]:
    """What stands out, blocking findings first. `framework` is the one in use; the bundled one when None."""
    used = framework or bundled_framework(content.format)
    subject = Subject(content, used, measurements or ClipMeasurements())
    judged = (_judged(finding, used) for rule in RULES for finding in rule(subject))
    return tuple(sorted((finding for finding in judged if finding), key=lambda finding: finding.severity != "block"))


def blocks(findings: tuple[Finding, ...]) -> bool:
    """True when something must be mended before review can be asked for."""
    return any(finding.severity == "block" for finding in findings)


def findings_to_json(findings: tuple[Finding, ...], language: Language = "en") -> list[Json]:
    """What `vonk check --json` prints; texts in one language."""
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "where": finding.where,
            "message": finding.message.in_(language),
            "reason": finding.reason.in_(language),
            "fix": finding.fix.in_(language),
            "source": finding.source,
        }
        for finding in findings
    ]


def _judged(finding: Finding, framework: Framework) -> Finding | None:
    strictness = framework.checks.get(finding.rule)
    if strictness is None or finding.rule in ESSENTIAL:
        return finding
    return None if strictness == "off" else replace(finding, severity=strictness)

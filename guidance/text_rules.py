"""Rules on what is written: for every item, and for slides, tips, recommendations and offers of help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.content import MentorBody, RecommendationBody, Slide, SlidesBody, TipBody
from core.language import Bilingual
from guidance.findings import Finding, Rule, Subject, found, words


def title(subject: Subject) -> Iterator[Finding]:
    text, longest = subject.content.title.strip(), subject.limit("title_characters")
    if not text:
        yield found(
            "title.missing",
            "title",
            Bilingual(en="There is no title.", nl="Er is nog geen titel."),
            Bilingual(
                en="The title is the main reason why people open it.", nl="Om de titel kiezen mensen of ze het openen."
            ),
            Bilingual(
                en="Write what you can do afterwards: a verb and a thing.",
                nl="Schrijf wat je daarna kunt: een werkwoord en een ding.",
            ),
            "TechSmith viewer study (52 %); easy access (van der Meij 2013)",
        )
    elif len(text) > longest:
        yield found(
            "title.too_long",
            "title",
            Bilingual(en=f"The title has {len(text)} characters.", nl=f"De titel heeft {len(text)} tekens."),
            Bilingual(
                en="On the board and in the channel the end falls off.",
                nl="Op het leerbord en in het kanaal valt het eind weg.",
            ),
            Bilingual(en=f"Keep it to {longest} characters.", nl=f"Houd het bij {longest} tekens."),
        )


def audience(subject: Subject) -> Iterator[Finding]:
    chosen = subject.content.audience
    if not chosen.chosen:
        yield found(
            "audience.missing",
            "audience",
            Bilingual(en="Nobody is chosen yet.", nl="Er is nog niemand gekozen."),
            Bilingual(en="Until then only you can see it.", nl="Tot dan zie alleen jij het."),
            Bilingual(en="Choose the teams it is for.", nl="Kies de teams voor wie het is."),
        )
    elif chosen.everyone and not chosen.not_for.strip():
        yield found(
            "audience.everyone",
            "audience.everyone",
            Bilingual(en="This goes to everyone.", nl="Dit gaat naar iedereen."),
            Bilingual(
                en="Who gets much that is not for them stops looking.",
                nl="Wie veel krijgt dat niet voor hem is, kijkt niet meer.",
            ),
            Bilingual(
                en="Choose teams, or write who it is not for.",
                nl="Kies teams, of schrijf voor wie het niet is.",
            ),
            "founding article: think of the audience before sharing broadly",
        )


def experience(subject: Subject) -> Iterator[Finding]:
    if not subject.content.experience.strip():
        yield found(
            "experience.missing",
            "experience",
            Bilingual(en="Your experience is not named.", nl="Je ervaring staat er nog niet bij."),
            Bilingual(
                en="People trust it sooner when they know where you got it.",
                nl="Mensen vertrouwen het eerder als ze weten hoe jij eraan komt.",
            ),
            Bilingual(
                en="One line: I have done this since..., or: I ran into this myself.",
                nl="Eén zin: Ik doe dit sinds..., of: ik liep hier zelf tegenaan.",
            ),
            "founding article: contributors name their expertise and experience",
        )


def freshness(subject: Subject) -> Iterator[Finding]:
    if subject.content.review_by is None:
        yield found(
            "review_by.missing",
            "review_by",
            Bilingual(en="There is no date to look at it again.", nl="Er is geen datum om er weer naar te kijken."),
            Bilingual(
                en="Old advice that still looks new costs trust.", nl="Oud advies dat nieuw lijkt, kost vertrouwen."
            ),
            Bilingual(en="Choose how soon this changes.", nl="Kies hoe snel dit verandert."),
        )


def slides(subject: Subject) -> Iterator[Finding]:
    body = subject.content.body
    if not isinstance(body, SlidesBody):
        return
    if not body.slides:
        yield found(
            "slides.missing",
            "body.slides",
            Bilingual(en="There are no steps yet.", nl="Er zijn nog geen stappen."),
            Bilingual(en="Without steps there is nothing to follow.", nl="Zonder stappen valt er niets te volgen."),
            Bilingual(en="Add the first step.", nl="Voeg de eerste stap toe."),
        )
    for index, slide in enumerate(body.slides):
        yield from _step(subject, slide, f"body.slides[{index}]", index + 1)
    most = subject.limit("steps")
    if len(body.slides) > most:
        yield found(
            "slides.too_many_steps",
            "body.slides",
            Bilingual(en=f"There are {len(body.slides)} steps.", nl=f"Er zijn {len(body.slides)} stappen."),
            Bilingual(en="In smaller parts people remember more.", nl="In kleinere delen onthoud je meer."),
            Bilingual(
                en=f"Split it into parts of at most {most} steps.", nl=f"Knip het in delen van hooguit {most} stappen."
            ),
            "segmenting d=0.70 (Mayer 2017)",
        )
    if body.slides and not body.done_when.strip():
        yield found(
            "slides.no_done_when",
            "body.done_when",
            Bilingual(en="It does not say when you are done.", nl="Er staat niet wanneer je klaar bent."),
            Bilingual(
                en="Ending with a check helps people do it alone.",
                nl="Wie aan het eind kan controleren, kan het daarna zelf.",
            ),
            Bilingual(en="Write: done when you see...", nl="Schrijf: klaar als je ... ziet."),
            "van der Meij 2016",
        )


def _step(subject: Subject, slide: Slide, where: str, number: int) -> Iterator[Finding]:
    longest = subject.limit("step_words")
    if not slide.text.strip():
        yield found(
            "slides.step_without_text",
            f"{where}.text",
            Bilingual(en=f"Step {number} has no sentence.", nl=f"Stap {number} heeft geen zin."),
            Bilingual(en="A picture alone does not say what to do.", nl="Een beeld alleen zegt niet wat je moet doen."),
            Bilingual(en="Write one action: click, choose, type.", nl="Schrijf één handeling: klik, kies, typ."),
        )
    elif words(slide.text) > longest:
        yield found(
            "slides.step_too_long",
            f"{where}.text",
            Bilingual(
                en=f"Step {number} has {words(slide.text)} words.",
                nl=f"Stap {number} heeft {words(slide.text)} woorden.",
            ),
            Bilingual(en="While doing, people read one line.", nl="Wie bezig is, leest één regel."),
            Bilingual(
                en=f"Keep it to {longest} words, or make two steps.",
                nl=f"Houd het bij {longest} woorden, of maak er twee stappen van.",
            ),
            "segmenting d=0.70 (Mayer 2017)",
        )
    if slide.picture is not None and not slide.alt.strip():
        yield _no_alt(f"{where}.alt")


def tip(subject: Subject) -> Iterator[Finding]:
    body = subject.content.body
    if not isinstance(body, TipBody):
        return
    if not body.action.strip():
        yield found(
            "tip.no_action",
            "body.action",
            Bilingual(en="It does not say what to do.", nl="Er staat niet wat je moet doen."),
            Bilingual(en="The action is the tip.", nl="De handeling is de tip."),
            Bilingual(en="Fill in: then do...", nl="Vul in: doe dan..."),
        )
    most, counted = subject.limit("words"), words(f"{body.situation} {body.action} {body.gain}")
    if counted > most:
        yield found(
            "tip.too_long",
            "body",
            Bilingual(en=f"The tip has {counted} words.", nl=f"De tip heeft {counted} woorden."),
            Bilingual(en="A tip is read between two tasks.", nl="Een tip lees je tussen twee taken door."),
            Bilingual(
                en=f"Keep it to {most} words, or make slides of it.",
                nl=f"Houd het bij {most} woorden, of maak er slides van.",
            ),
            "coherence d=0.70 (Mayer 2017)",
        )
    if body.picture is not None and not body.alt.strip():
        yield _no_alt("body.alt")


def recommendation(subject: Subject) -> Iterator[Finding]:
    body = subject.content.body
    if not isinstance(body, RecommendationBody):
        return
    if not body.url.strip():
        yield found(
            "recommendation.no_url",
            "body.url",
            Bilingual(en="There is no link.", nl="Er is geen link."),
            Bilingual(
                en="Without it people search again for what you found.",
                nl="Zonder link zoekt iedereen opnieuw wat jij al vond.",
            ),
            Bilingual(en="Paste the address of the source.", nl="Plak het adres van de bron."),
        )
    least, counted = subject.limit("reason_words"), words(body.reason)
    if counted < least:
        yield found(
            "recommendation.no_reason",
            "body.reason",
            Bilingual(
                en=f"Your own reason has {counted} words." if counted else "Your own reason is not there yet.",
                nl=f"Je eigen reden heeft {counted} woorden." if counted else "Je eigen reden staat er nog niet.",
            ),
            Bilingual(
                en="People follow a colleague's reason, not a link.",
                nl="Mensen volgen de reden van een collega, niet een link.",
            ),
            Bilingual(
                en=f"Say in at least {least} words what it changed for you.",
                nl=f"Zeg in ten minste {least} woorden wat het jou opleverde.",
            ),
            "founding article: content recommendations",
        )
    if not body.part.strip() and not body.minutes:
        yield found(
            "recommendation.no_part",
            "body.part",
            Bilingual(en="Neither a part nor a time is named.", nl="Er staat geen deel en geen tijd bij."),
            Bilingual(
                en="Who knows that it takes five minutes, looks.", nl="Wie weet dat het vijf minuten kost, kijkt."
            ),
            Bilingual(en="Name the chapter or the minutes.", nl="Noem het hoofdstuk of de minuten."),
        )


def mentor(subject: Subject) -> Iterator[Finding]:
    body = subject.content.body
    if not isinstance(body, MentorBody):
        return
    if not body.scope.strip():
        yield found(
            "mentor.no_scope",
            "body.scope",
            Bilingual(en="It does not say what you can help with.", nl="Er staat niet waar je mee kunt helpen."),
            Bilingual(
                en="People only come with a question they recognise.", nl="Mensen komen pas als ze hun vraag herkennen."
            ),
            Bilingual(en="Name two questions people can bring.", nl="Noem twee vragen waarmee iemand kan komen."),
        )
    if not any(slot.strip() for slot in body.slots):
        yield found(
            "mentor.no_slot",
            "body.slots",
            Bilingual(en="There is no moment to come.", nl="Er is geen moment om langs te komen."),
            Bilingual(
                en="An offer without a time is seldom taken.", nl="Een aanbod zonder tijd wordt zelden gebruikt."
            ),
            Bilingual(en="Name one moment in the week.", nl="Noem één moment in de week."),
        )
    most = subject.limit("minutes")
    if body.minutes > most:
        yield found(
            "mentor.too_long",
            "body.minutes",
            Bilingual(en=f"You offer {body.minutes} minutes.", nl=f"Je biedt {body.minutes} minuten aan."),
            Bilingual(en="A short slot is asked for sooner.", nl="Een kort moment vragen mensen eerder aan."),
            Bilingual(en=f"Start with {most} minutes.", nl=f"Begin met {most} minuten."),
        )


def _no_alt(where: str) -> Finding:
    return found(
        "picture.no_alt",
        where,
        Bilingual(en="The picture has no description.", nl="Het beeld heeft geen beschrijving."),
        Bilingual(en="Who cannot see the picture misses the step.", nl="Wie het beeld niet ziet, mist de stap."),
        Bilingual(en="Say in one sentence what there is to see.", nl="Zeg in één zin wat er te zien is."),
        "WCAG 2.2, 1.1.1",
    )


RULES: Final[tuple[Rule, ...]] = (title, audience, experience, freshness, slides, tip, recommendation, mentor)

"""Publishing what came of a format."""

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import Conflict, RuleViolation
from kernel.events import record
from kernel.i18n import lazy
from kernel.markdown import Rendered, render
from participation.consultations.events.formats import ResultPublished
from participation.consultations.models.formats import Format, State
from participation.consultations.models.results import FormatResult
from participation.consultations.permissions import OfficeAction
from participation.consultations.services.audience import audience_of
from participation.consultations.services.holding import hold
from participation.consultations.services.permit import permit


class ResultNeedsPublicFormat(Conflict):
    """A draft has no result yet, the archive gets none any more."""

    message = lazy("Ein Ergebnis bekommt nur ein veröffentlichtes Format.")


class ResultIsEmpty(RuleViolation):
    """People waited for words."""

    message = lazy("Bitte schreiben Sie, was herausgekommen ist.")


def publish_result(*, actor: Actor, format_: Format, text: str, is_final: bool) -> FormatResult:
    """Publish a result for good; several interim results may precede the final one."""
    rendered = render(text.strip())
    if not rendered.plain:
        raise ResultIsEmpty(field="text")
    return _publish(actor, format_, rendered, is_final=is_final)


@transactional
def _publish(actor: Actor, format_: Format, text: Rendered, *, is_final: bool) -> FormatResult:
    hold(format_)
    at = clock.now()
    permit(actor, OfficeAction.ANSWER, format_, at)
    if format_.state is not State.VEROEFFENTLICHT:
        raise ResultNeedsPublicFormat
    result = FormatResult(format_id=format_.id, is_final=is_final, published_at=at)
    result.take(text)
    db.session.add(result)
    db.session.flush()
    event = ResultPublished(format_.id, result.id, is_final)
    record(event, subject=format_.subject, actor=actor, audience=audience_of(format_))
    return result

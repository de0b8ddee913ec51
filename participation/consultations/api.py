"""Formats and proposals for programs: what the caller may see, and one way to propose."""

import hashlib
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from kernel import clock, limits
from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.i18n import iso
from kernel.idempotency import once
from kernel.payloads import payload_of
from participation.consultations.models.formats import Format, Phase
from participation.consultations.models.proposals import Proposal
from participation.consultations.payloads import ProposalPayload
from participation.consultations.queries import proposals as queries
from participation.consultations.queries.formats import address_of as address_of_format
from participation.consultations.queries.formats import format_by_id_for, format_for
from participation.consultations.queries.register import Filters, listed_formats
from participation.consultations.services.proposals import ProposalDraft, propose

blueprint = Blueprint("consultations_api", __name__, url_prefix="/api/v1")
SENT_PER_HOUR = "30/hour"


@blueprint.get("/formats")
@access(PUBLIC)
def formats() -> ResponseReturnValue:
    """Formats, newest first, twenty at a time; `next` is the cursor for `after`."""
    page = listed_formats(actor(), Filters(after=request.args.get("after")), clock.now())
    return jsonify(items=[_format(row) for row in page.formats], next=page.after)


@blueprint.get("/formats/<uuid:format_id>")
@access(PUBLIC)
def format_(format_id: UUID) -> ResponseReturnValue:
    """One format with its text and phases."""
    found = format_by_id_for(actor(), format_id)
    phases = [_phase(phase) for phase in found.phases]
    return jsonify(_format(found) | {"text": found.text, "phases": phases})


@blueprint.get("/proposals")
@access(PUBLIC)
def proposals() -> ResponseReturnValue:
    """Proposals, newest first, twenty at a time; `format` names the format by its slug."""
    found, following = queries.newest_proposals(
        actor(), format_slug=request.args.get("format"), after=request.args.get("after")
    )
    return jsonify(items=[_proposal(row) for row in found], next=following)


@blueprint.get("/proposals/<uuid:proposal_id>")
@access(PUBLIC)
def proposal(proposal_id: UUID) -> ResponseReturnValue:
    """One proposal with its text."""
    found = queries.proposal_by_id(actor(), proposal_id)
    return jsonify(_proposal(found) | {"text": found.text})


@blueprint.post("/formats/<slug>/proposals")
@access(SIGNED_IN)
def post(slug: str) -> ResponseReturnValue:
    """Propose; the same `Idempotency-Key` again answers with the same proposal."""
    draft = payload_of(ProposalPayload).draft()
    digest = hashlib.sha256(request.get_data()).hexdigest()
    made = once(
        actor=actor(),
        key=request.headers.get("Idempotency-Key"),
        request=f"api-propose:{slug}:{digest}",
        work=lambda: _propose(slug, draft),
    )
    found = queries.proposal_by_id(actor(), UUID(made))
    return jsonify(_proposal(found)), 201, {"Location": f"/api/v1/proposals/{found.id}"}


def _propose(slug: str, draft: ProposalDraft) -> str:
    limits.check(SENT_PER_HOUR, "propose", limits.whose(actor()))
    return str(propose(actor=actor(), format_=format_for(actor(), slug), draft=draft).id)


def _format(row: Format) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "slug": row.slug,
        "title": row.title,
        "summary": row.summary,
        "level": row.level,
        "district": row.district_key,
        "url": address_of_format(row),
        "published_at": iso(row.published_at) if row.published_at else None,
    }


def _phase(row: Phase) -> dict[str, Any]:
    return {
        "type": row.type,
        "title": row.title,
        "starts_at": iso(row.starts_at) if row.starts_at else None,
        "ends_at": iso(row.ends_at) if row.ends_at else None,
    }


def _proposal(row: Proposal) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "format": row.format.slug,
        "number": row.number,
        "title": row.title,
        "status": row.status,
        "withdrawn": row.is_withdrawn,
        "category": row.category_key,
        "place": row.place,
        "district": row.district_key,
        "cost_cents": row.cost_cents,
        "signatures": row.signatures,
        "version": row.version,
        "url": queries.address_of(row),
        "created_at": iso(row.created_at),
    }

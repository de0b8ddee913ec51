"""Writing in live documents. These commands record no event: the log of updates is their own (docs/adr/0003).

Whether somebody may write is asked by the caller, which knows meeting, state and locks.

opening     open_doc(item_id=, text=) -> MinutesDoc · new_epoch(doc_id=, text=) · forget_old_epochs(doc_id=)
updates     store_updates(batch=) -> [Stored | Refused] · claim_client(…) -> bool
forms       merge_form(edit=) -> Merged | Refused
snapshots   snapshot_if_due(doc_id=, at_leave=) -> bool
"""

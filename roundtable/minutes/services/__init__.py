"""Writing in live documents. These commands record no event: the log of updates is their own (docs/adr/0003).

`writing` asks who may write, inside the transaction that stores; the others are its tools.

writing     join_doc(actor=, …) -> DocState · write_update(actor=, …) -> Stored
            write_form(actor=, …) -> Merged; all raise refusals
locking     lock_doc(actor=, doc=, reason=) · unlock_doc(actor=, doc=): these record events
lines       add_line(doc_id=, mark=, update_id=): what the system writes
opening     open_docs(meeting_id=) · open_doc(item_id=, text=) -> MinutesDoc
            new_epoch(doc_id=, text=) · forget_old_epochs(doc_id=)
updates     store_updates(batch=) -> [Stored | Refused] · claim_client(…) -> bool
forms       merge_form(edit=) -> Merged | Refused
snapshots   snapshot_if_due(doc_id=, at_leave=) -> bool
"""

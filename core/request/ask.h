/* ask.h - a create on a terminal, without a document: the organization, then
 * each field that the noun has a prompt for. */
#ifndef ASK_H
#define ASK_H

#include "core/request/call.h"

/* Makes the user choose an organization, where none is named, and sets it in
 * the call.  Returns 0 or -1. */
int ask_scope(struct call *call, struct error *error);

/* Asks for one field, which has a prompt, and puts the answer in
 * call->document.  Returns 0 or -1. */
int ask_field(struct call *call, const struct nscale_field *field);

/* Makes the document from answers and puts it in call->document.  Returns 0
 * or -1. */
int ask_document(struct call *call, struct error *error);

#endif

/* draft.h - the document of a create or an update, on its way to a request.
 *
 * The user's document, checked and with the flags of fields applied to it,
 * comes from verb/document.h; an update is laid over what is there by
 * update.h.
 */
#ifndef DRAFT_H
#define DRAFT_H

struct json_object;

/* Starts zeroed; released by draft_free. */
struct draft {
  struct json_object *document; /* the user's; or NULL.  Owned. */
  struct json_object *asked;    /* of a create: likewise, before what is absent
                                 * was put in; or NULL.  The arena's. */
  struct json_object *before;   /* an update's starting point, without what is
                                 * the server's; or NULL.  The arena's. */
  int unsettled;                /* it has members that the server may know and
                                 * no field is: see document_settle */
  int is_named; /* names in it were looked up (field_names.h) */
  int merged;   /* the plugin took the outcome of a merge */
};

/* Puts a document, which may be NULL, in the place of the one that is there.
 * Takes it over. */
void draft_set(struct draft *draft, struct json_object *document);

void draft_free(struct draft *draft);

#endif

/* draft.c - the document of a create or an update. */
#include "core/invocation/draft.h"

#include <json-c/json.h>

void draft_set(struct draft *draft, struct json_object *document)
{
  json_object_put(draft->document);
  draft->document = document;
  draft->is_named = 0;
}

void draft_free(struct draft *draft)
{
  draft_set(draft, NULL);
}

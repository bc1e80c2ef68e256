/* compose.c - the document of a create or an update, from wherever it comes.
 */
#include "core/verb/compose.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/uuid.h"
#include "core/document/check.h"
#include "core/document/complete.h"
#include "core/document/read.h"
#include "core/invocation/field_check.h"
#include "core/invocation/field_given.h"
#include "core/invocation/field_names.h"
#include "core/invocation/field_values.h"
#include "core/json/tree.h"
#include "core/message/message.h"
#include "core/message/tty.h"
#include "core/plugin/field_flags.h"
#include "core/plugin/thing_fields.h"
#include "core/verb/collection.h"
#include "core/verb/existing.h"
#include "core/verb/interactive.h"

/* `context` is the name of the document, NULL where flags made it. */
static int say_absent(void *context, const char *sentence)
{
  const char *name = context;

  message_note("%s%s%s", name ? name : "", name ? ": " : "", sentence);
  return 0;
}

/* How much of the fields a document of this call must have. */
static int wholeness(const struct invocation *call)
{
  return invocation_is_patch(call)         ? DOCUMENT_PATCH
         : call->options->document.replace ? DOCUMENT_WHOLE
                                           : DOCUMENT_DEFAULTS;
}

/* Completes a document that is sent as it stands; an update is laid over what
 * is there by update_merge. */
static int complete(struct invocation *call, const char *name)
{
  const struct nscale_field *const *fields = call->noun->fields;

  if (invocation_is_patch(call))
    return 0;
  if (field_names_document(call) < 0)
    return -1;
  if (call->verb->effect != NSCALE_EFFECT_UPDATE)
    (void)document_strip(call->draft.document, fields);
  if (call->verb->attributes & NSCALE_VERB_UNIQUE) {
    call->draft.asked =
        arena_json(&call->arena, json_copy(call->draft.document), call->error);
    if (!call->draft.asked)
      return error_memory(call->error);
  }
  return document_complete(call->draft.document, fields, say_absent,
                           (void *)(uintptr_t)name, call->error);
}

/* Holds a document to the fields.  One of an update may have members that the
 * server knows and nscale does not, which update_merge settles. */
static int check_document(struct invocation *call, int whole, const char *name)
{
  struct draft *draft = &call->draft;
  int result;

  if (call->verb->effect != NSCALE_EFFECT_UPDATE)
    return document_check(draft->document, call->noun->fields, whole, name,
                          call->error);
  result = document_check_update(draft->document, call->noun->fields, whole,
                                 name, call->error);
  draft->unsettled = result > 0;
  return result < 0 ? -1 : 0;
}

/* Whether a flag is given whose values will be looked up in a list. */
static int looks_up(const struct invocation *call)
{
  const struct nscale_field *const *field = field_given_fields(call);

  while (*field && !(field_is_given(call, *field) && (*field)->choices &&
                     (*field)->choices->list))
    field++;
  return *field != NULL;
}

/* Whether the thing will be found by its name, in the list of all: one that
 * has an id may be asked for alone. */
static int finds_by_name(const struct invocation *call)
{
  const char *id = call->options->target.id;

  return call->verb->effect == NSCALE_EFFECT_UPDATE && !call->found && id &&
         !uuid_is(id);
}

/* Looks up the values of flags that stand in lists, when nothing is asked any
 * more.  A list that is needed in any case comes along with the first. */
static int look_up(struct invocation *call)
{
  if (looks_up(call) &&
      (existing_is_looked_for(call) || finds_by_name(call)) &&
      collection_ahead(call) < 0)
    return -1;
  return field_values_lists(call);
}

/* Reads and checks the user's document, and applies the flags to it. */
static int read_document(struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct fields fields = { .count = 0 };
  const char *name = document_name(call->options->document.file);

  if (document_read(call->options->document.file, &text, call->error) < 0)
    return -1;
  call->draft.document = json_read_strictly(
      text.data, text.length,
      call->noun->fields ? thing_fields(&fields, call->noun, call->verb)
                         : NULL,
      name, call->error);
  if (!call->draft.document)
    return -1;
  /* A noun of the core's own that takes any document. */
  if (!call->noun->fields)
    return 0;
  /* As it is, then as a whole: a flag may bring what it lacks. */
  if (check_document(call, DOCUMENT_PATCH, name) < 0 ||
      field_values_document(call) < 0 ||
      check_document(call, wholeness(call), name) < 0 || look_up(call) < 0)
    return -1;
  return complete(call, name);
}

/* Refuses flags that leave out what must be there. */
static int refuse_missing(const struct invocation *call,
                          const struct nscale_field *field)
{
  const char *name = field->path + (*field->path == '.');
  const struct nscale_flag *const *flag = call->verb->flags;

  if (!field->flag) {
    error_set(call->error, EXIT_USAGE, "%s needs %s", call->verb->name, name);
    return error_hint(call->error,
                      "name it in a document: --file FILE or --stdin");
  }
  while (strcmp((*flag)->name, field->flag) != 0)
    flag++; /* it is there: field_flags_add */
  error_set(call->error, EXIT_USAGE, "%s needs --%s", call->verb->name,
            field->flag);
  return error_hint(call->error,
                    "add --%s %s, or name it in a document: --file "
                    "FILE or --stdin",
                    field->flag, (*flag)->value);
}

/* Whether somebody is there to say what is missing. */
static int can_ask(const struct invocation *call)
{
  return call->verb->effect == NSCALE_EFFECT_CREATE &&
         interactive_possible(call);
}

/* Asks for a new thing, or for what flags left out of it.  What must be there
 * and no prompt asks for is told before the first question, not after the
 * last. */
static int ask_document(struct invocation *call, struct composed *composed)
{
  CLEANUP_JSON struct json_object *nothing = json_object_new_object();
  const struct nscale_field *missing;

  if (!nothing)
    return error_memory(call->error);
  missing =
      document_missing(call->draft.document ? call->draft.document : nothing,
                       call->noun->fields, DOCUMENT_DEFAULTS, 1);
  return missing ? refuse_missing(call, missing)
                 : interactive_document(call, &composed->confirmed);
}

/* Makes the document of flags alone.  At a terminal what they leave out is
 * asked for, unless with --yes; where the output goes elsewhere, what must be
 * there alone. */
static int make_document(struct invocation *call, struct composed *composed)
{
  const int asks = can_ask(call) && !call->options->consent.yes;
  const struct nscale_field *const *fields = call->noun->fields;
  const struct nscale_field *missing;

  call->draft.document = json_object_new_object();
  if (!call->draft.document)
    return error_memory(call->error);
  if ((asks && interactive_scope(call) < 0) || field_values_document(call) < 0)
    return -1;
  if (asks && tty_is_attended())
    return field_values_lists(call) < 0 || field_names_document(call) < 0
               ? -1
               : ask_document(call, composed);
  while (!invocation_is_patch(call) &&
         (missing = document_missing(call->draft.document, fields,
                                     wholeness(call), 0)))
    if (!missing->prompt || !asks)
      return refuse_missing(call, missing);
    else if (interactive_field(call, missing) < 0)
      return -1;
  return look_up(call) < 0 ? -1 : complete(call, NULL);
}

/* Says what a verb that was given neither document nor flags takes. */
static int refuse_nothing(const struct invocation *call)
{
  const struct nscale_field *const *field = call->noun->fields;
  const struct nscale_field *first = NULL;

  for (; field && *field; field++)
    if ((*field)->flag && !first)
      first = *field;
  error_set(call->error, EXIT_USAGE, "%s needs a document", call->verb->name);
  if (!first || !field_flags_taken(call->verb))
    return error_hint(call->error, "add --file FILE or --stdin");
  return error_hint(call->error,
                    "add --file FILE or --stdin, or flags such as "
                    "--%s",
                    first->flag);
}

/* An update that is asked for is planned with a document that changes
 * nothing, which reads what is there; compose_answers follows. */
static int start_changes(struct invocation *call)
{
  if (interactive_scope(call) < 0)
    return -1;
  draft_set(&call->draft, json_object_new_object());
  return call->draft.document ? 0 : error_memory(call->error);
}

int compose_document(struct invocation *call, struct composed *composed)
{
  *composed = (struct composed){ 0 };
  if (!(call->verb->attributes & NSCALE_VERB_DOCUMENT))
    return 0;
  if (field_check(call) < 0)
    return -1;
  if (call->options->document.file)
    return read_document(call);
  if (field_any_given(call))
    return make_document(call, composed);
  if (can_ask(call))
    return ask_document(call, composed);
  if (!interactive_possible(call) || !invocation_is_patch(call))
    return refuse_nothing(call);
  composed->awaits_answers = 1;
  return start_changes(call);
}

int compose_answers(struct invocation *call, struct composed *composed)
{
  /* A plugin that plans without nscale_merge cannot be asked about. */
  if (!call->draft.before)
    return refuse_nothing(call);
  composed->awaits_answers = 0;
  return interactive_changes(call, &composed->confirmed);
}

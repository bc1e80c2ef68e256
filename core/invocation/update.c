/* update.c - an update's document, laid over what is there. */
#include "core/invocation/update.h"

#include "core/document/check.h"
#include "core/document/complete.h"
#include "core/document/patch.h"
#include "core/document/read.h"
#include "core/document/stale.h"
#include "core/invocation/choices.h"
#include "core/invocation/field_given.h"
#include "core/invocation/field_names.h"
#include "core/invocation/field_values.h"
#include "core/invocation/find.h"
#include "core/json/tree.h"

/* Checks that the user's document is of the thing as it is now, and keeps
 * what can be compared with the outcome. */
static int start_from(struct invocation *call, struct json_object *thing)
{
  const struct nscale_field *const *fields = call->noun->fields;
  const struct document_subject subject = {
    .fields = fields,
    .singular = call->noun->singular,
    .what = document_name(call->options->document.file),
  };
  struct draft *draft = &call->draft;

  if (document_stale(draft->document, thing, &subject, call->error) < 0 ||
      (draft->unsettled && document_settle(draft->document, thing, fields,
                                           subject.what, call->error) < 0))
    return -1;
  draft->before = arena_json(&call->arena, json_copy(thing), call->error);
  if (!draft->before)
    return error_memory(call->error);
  (void)document_strip(draft->before, fields);
  return 0;
}

/* Checks what is to be sent, and blames the document only for what the thing
 * as it was did not lack already. */
static int check_whole(const struct invocation *call,
                       struct json_object *whole)
{
  const struct nscale_field *const *fields = call->noun->fields;
  const char *file = call->options->document.file;
  const char *name = file ? document_name(file) : "what the flags say";
  CLEANUP_ERROR struct error own = { 0 };

  /* What is settled was checked whole when it was read. */
  if (call->options->document.replace)
    return document_check(whole, fields,
                          call->draft.unsettled ? DOCUMENT_MERGED
                                                : DOCUMENT_WHOLE,
                          name, call->error);
  if (document_check(whole, fields, DOCUMENT_MERGED, name, &own) == 0)
    return 0;
  if (document_check(call->draft.before, fields, DOCUMENT_MERGED, "the reply",
                     call->error) == 0)
    return document_check(whole, fields, DOCUMENT_MERGED, name, call->error);
  /* Nothing was sent, but there is no mistake of the user's either. */
  if (call->error->exit_status == EXIT_USAGE)
    call->error->exit_status = EXIT_FAILED;
  return error_hint(call->error,
                    "the %s as it is lacks that: name it with what is to be "
                    "changed",
                    call->noun->singular);
}

/* The thing as it is, as a document: a copy of what was found, the arena's. */
static struct json_object *read_found(struct invocation *call)
{
  struct json_object *thing =
      arena_json(&call->arena, json_copy(call->found), call->error);

  if (!thing)
    error_memory(call->error);
  return thing && document_settle_nulls(thing, call->draft.document,
                                        call->noun->fields, call->error) == 0
             ? thing
             : NULL;
}

/* The lists in which names of flags and the document will be looked up come
 * along with the one of the things. */
static void read_choices_ahead(struct invocation *call)
{
  const struct nscale_field *const *field;

  for (field = field_given_fields(call); *field && !call->found; field++)
    if (field_is_given(call, *field) || field_names_any(call, *field))
      choices_ahead(call, (*field)->choices);
}

struct json_object *update_merge(struct invocation *call,
                                 struct nscale_request *request)
{
  const int replace = call->options->document.replace;
  struct json_object *thing = NULL;
  struct json_object *whole;

  if (!call->draft.document) {
    error_plugin(call->error, call->reader.plugin,
                 "updates without taking a document");
    return NULL;
  }
  read_choices_ahead(call);
  if (replace && !call->draft.unsettled ? !target_resolve(call, request)
                                        : !target_find(call, request))
    return NULL;
  if (call->found &&
      (!(thing = read_found(call)) || start_from(call, thing) < 0))
    return NULL;
  if (field_names_document(call) < 0)
    return NULL;
  whole = arena_json(&call->arena,
                     merge_patch(replace ? NULL : thing, call->draft.document),
                     call->error);
  if (!whole) {
    error_memory(call->error);
    return NULL;
  }
  (void)document_strip(whole, call->noun->fields);
  call->draft.merged = 1;
  if (field_values_merged(call, whole) < 0 || check_whole(call, whole) < 0)
    return NULL;
  return whole;
}

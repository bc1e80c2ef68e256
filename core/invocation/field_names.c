/* field_names.c - names in documents, where the service wants ids. */
#include "core/invocation/field_names.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/uuid.h"
#include "core/document/field_path.h"
#include "core/document/read.h"
#include "core/document/scalar.h"
#include "core/invocation/choices.h"
#include "core/json/tree.h"
#include "core/message/message.h"
#include "core/plugin/field_flags.h"

/* ---- The texts of a field. ---------------------------------------- */

/* What is done with each text of a field. */
struct walk {
  /* Returns 0; -1 ends the walk.  What it puts in `*other`, a text that it
   * owns no longer, takes the place of the text. */
  int (*text)(struct walk *walk, struct json_object *text,
              struct json_object **other);
  struct invocation *call;
  const struct nscale_field *field;
  struct json_object *before;
  const char *wanted; /* by is_wanted */
};

static int walk_value(struct walk *walk, struct json_object *value,
                      struct json_object **other);

/* The elements of an array.  What becomes the same as one before it goes. */
static int walk_array(struct walk *walk, struct json_object *array)
{
  size_t i, other;

  for (i = 0; i < json_object_array_length(array); i++) {
    struct json_object *made = NULL;
    const char *id;

    if (walk_value(walk, json_object_array_get_idx(array, i), &made) < 0)
      return -1;
    if (!made)
      continue;
    id = json_object_get_string(made);
    for (other = 0; other < i; other++)
      if (uuid_same(id, json_object_get_string(
                            json_object_array_get_idx(array, other))))
        break;
    if (other < i) {
      json_object_put(made);
      (void)json_object_array_del_idx(array, i--, 1); /* it is there */
    } else if (json_object_array_put_idx(array, i, made) < 0) {
      json_object_put(made);
      return error_memory(walk->call->error);
    }
  }
  return 0;
}

/* A value of the field itself: a text, or an array of them. */
static int walk_value(struct walk *walk, struct json_object *value,
                      struct json_object **other)
{
  if (json_object_is_type(value, json_type_array))
    return walk_array(walk, value);
  return json_object_is_type(value, json_type_string)
             ? walk->text(walk, value, other)
             : 0;
}

/* Follows the rest of the field's path through a value. */
static int walk_path(struct walk *walk, struct json_object *value,
                     const char *rest)
{
  struct json_object *made = NULL;
  struct path_step step;
  struct lh_entry *entry;
  size_t i;

  rest = field_step(rest, &step);
  if (!rest)
    return 0;
  if (step.kind == PATH_EACH) {
    for (i = 0; json_object_is_type(value, json_type_array) &&
                i < json_object_array_length(value);
         i++)
      if (walk_path(walk, json_object_array_get_idx(value, i), rest) < 0)
        return -1;
    return 0;
  }
  entry = field_entry(value, &step);
  if (!field_value(entry))
    return 0;
  if (*rest)
    return walk_path(walk, field_value(entry), rest);
  if (walk_value(walk, field_value(entry), &made) < 0)
    return -1;
  if (!made || json_object_object_add(value, lh_entry_k(entry), made) == 0)
    return 0;
  json_object_put(made);
  return error_memory(walk->call->error);
}

/* ---- What is there. ----------------------------------------------- */

static int is_wanted(struct walk *walk, struct json_object *text,
                     struct json_object **other)
{
  (void)other;
  return strcmp(json_object_get_string(text), walk->wanted) == 0 ? -1 : 0;
}

/* Whether the field has the text anywhere in what was there before. */
static int was_there(const struct walk *walk, const char *text)
{
  struct walk look = { .text = is_wanted, .wanted = text };

  return walk->before && walk_path(&look, walk->before, walk->field->path) < 0;
}

static int is_a_name(struct walk *walk, struct json_object *text,
                     struct json_object **other)
{
  const char *bytes = json_object_get_string(text);

  (void)walk;
  (void)other;
  return bytes[0] && !uuid_is(bytes) ? -1 : 0;
}

int field_names_any(const struct invocation *call,
                    const struct nscale_field *field)
{
  struct walk look = { .text = is_a_name };

  return field_may_be_name(field) &&
         walk_path(&look, call->draft.document, field->path) < 0;
}

/* ---- Resolving. --------------------------------------------------- */

void field_names_say(const struct invocation *call, const char *what,
                     const char *name, const char *id)
{
  if (call->options->consent.dry_run && !invocation_is_patch(call) &&
      strcmp(id, name) != 0)
    message_line("%s \"%s\" is %s", what, name, id);
}

int field_names_check(struct invocation *call,
                      const struct nscale_field *field, const char *id)
{
  CLEANUP_BUFFER struct buffer why = { 0 };
  CLEANUP_JSON struct json_object *value = json_object_new_string(id);
  int result;

  if (!value)
    return error_memory(call->error);
  result = scalar_check(field, value, &why, call->error);
  if (result <= 0)
    return result;
  if (why.failed)
    return error_memory(call->error);
  return error_set(call->error, EXIT_USAGE, "%s \"%s\" is not valid: %s",
                   field_bare(field->path), id, why.data);
}

static int resolve(struct walk *walk, struct json_object *text,
                   struct json_object **other)
{
  struct invocation *call = walk->call;
  const struct nscale_field *field = walk->field;
  const char *name = json_object_get_string(text);
  const char *what = field->flag;
  const char *id;

  if (!name[0] || was_there(walk, name))
    return 0;
  if (uuid_is(name))
    return field_names_check(call, field, name);
  if (!what && field->prompt) {
    what = arena_lower(&call->arena, field->prompt, call->error);
    if (!what)
      return -1;
  }
  id = choices_resolve(call, field->choices,
                       &(struct choice_names){ .one = what }, name);
  if (!id || field_names_check(call, field, id) < 0)
    return -1;
  field_names_say(call, what ? what : field_bare(field->path), name, id);
  *other = json_object_new_string(id);
  return *other ? 0 : error_memory(call->error);
}

int field_names_resolve(struct invocation *call,
                        const struct nscale_field *const *fields,
                        struct json_object *document,
                        struct json_object *before)
{
  struct walk walk = { .text = resolve, .call = call, .before = before };

  for (; fields && *fields; fields++) {
    walk.field = *fields;
    if (field_may_be_name(*fields) &&
        walk_path(&walk, document, (*fields)->path) < 0)
      return -1;
  }
  return 0;
}

int field_names_document(struct invocation *call)
{
  struct draft *draft = &call->draft;

  if (!draft->document || draft->is_named)
    return 0;
  if (field_names_resolve(call, call->noun->fields, draft->document,
                          draft->before) < 0)
    return -1;
  draft->is_named = 1;
  return 0;
}

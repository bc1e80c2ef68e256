/* left_out.c - elements of a list that could not be judged. */
#include "core/invocation/left_out.h"

#include <json-c/json.h>
#include <nscale/plugin.h>
#include <string.h>

#include "core/base/join.h"
#include "core/base/text.h"
#include "core/http/exchange.h"
#include "core/json/path.h"
#include "core/plugin/thing_fields.h"

#define NAMES_MOST 12
#define NAME_WIDTH 64 /* columns, so that the sentence can be read */

/* Notes one more, by this name. */
static void note(struct left_out *out, const char *name, const char *why)
{
  if (out->count == 0)
    buffer_puts(&out->why, why);
  if (out->count < NAMES_MOST)
    join_comma(&out->names, out->count, name);
  out->count++;
}

/* An element that is no thing at all. */
static void note_other(struct left_out *out, struct span element)
{
  CLEANUP_BUFFER struct buffer why = { 0 };
  char name[48];

  (void)snprintf(name, sizeof name, "element %zu of the reply", out->seen);
  buffer_puts(&why, "it is not an object: ");
  text_cut(&why, element.text, element.length, NAME_WIDTH);
  note(out, name, why.failed ? "it is not an object" : why.data);
}

/* A thing, by its name, else its id, else its place. */
static void note_thing(struct left_out *out, const struct nscale_noun *noun,
                       struct span element, const char *why)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  CLEANUP_BUFFER struct buffer shown = { 0 };
  struct fields fields = { .count = 0 };
  struct json_object *thing = exchange_read(
      element.text, element.length,
      thing_names_fields(&fields, noun->id_path, noun->name_path), &ignored);
  const char *name = path_string(thing, noun->name_path);

  if (!name || !name[0])
    name = path_string(thing, noun->id_path);
  if (name && name[0]) {
    buffer_printf(&shown, "%s \"", noun->singular);
    text_cut(&shown, name, strlen(name), NAME_WIDTH);
    buffer_putc(&shown, '"');
  } else {
    buffer_printf(&shown, "element %zu of the reply", out->seen);
  }
  json_object_put(thing);
  note(out, shown.failed ? noun->singular : shown.data, why);
}

int left_out_judge(struct left_out *out, const struct nscale_noun *noun,
                   const struct conditions *conditions, struct span element,
                   struct error *error)
{
  CLEANUP_BUFFER struct buffer why = { 0 };
  int result = CONDITION_MET;

  out->seen++;
  if (element.text[0] != '{') {
    note_other(out, element);
    return CONDITION_UNREADABLE;
  }
  if (conditions->count)
    result =
        conditions_meet(conditions, element.text, element.length, NULL, error);
  if (result == CONDITION_MET)
    out->met++;
  if (result != CONDITION_UNREADABLE)
    return result;
  (void)conditions_meet(conditions, element.text, element.length, &why, error);
  note_thing(out, noun, element, why.failed ? "" : why.data);
  return result;
}

int left_out_end(const struct left_out *out, const struct nscale_noun *noun,
                 struct error *error)
{
  if (!out->count)
    return 0;
  if (out->names.failed || out->why.failed)
    return error_memory(error);
  if (out->count == 1)
    return error_set(error, EXIT_FAILED, "%s was left out: %s",
                     out->names.data, out->why.data);
  return error_set(error, EXIT_FAILED,
                   "%zu %s were left out: %s%s; the first: %s", out->count,
                   noun->plural, out->names.data,
                   out->count > NAMES_MOST ? " and more" : "", out->why.data);
}

void left_out_free(struct left_out *out)
{
  buffer_free(&out->names);
  buffer_free(&out->why);
}

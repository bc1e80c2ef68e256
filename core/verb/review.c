/* review.c - a whole document, before it is sent. */
#include "core/verb/review.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/document/check.h"
#include "core/document/complete.h"
#include "core/document/difference.h"
#include "core/document/editor.h"
#include "core/document/patch.h"
#include "core/document/quote.h"
#include "core/invocation/field_names.h"
#include "core/json/path.h"
#include "core/json/same.h"
#include "core/json/tree.h"
#include "core/json/write.h"
#include "core/plugin/thing_fields.h"
#include "core/terminal/picker.h"
#include "core/terminal/screen.h"
#include "core/verb/changes.h"
#include "core/verb/headline.h"

#define EDITED "the edited document"

static int is_update(const struct steps *steps)
{
  return steps->call->draft.before != NULL;
}

/* ---- What is shown. ----------------------------------------------- */

/* The scopes that were not asked for: from a flag or the environment. */
static void write_scopes(const struct steps *steps, struct buffer *text)
{
  const struct scopes *scopes = &steps->call->scopes;
  const struct nscale_field *step;
  const char *value;
  uint32_t scope;

  for (scope = 1; scope < 1u << SCOPE_COUNT; scope <<= 1) {
    step = step_of_scope(scope);
    value = scope_title(scopes, scope);
    if (!value && steps->call->verb->scopes & scope)
      value = scope_given(scopes, scope);
    if (!value || steps_place(steps, step) < steps->count)
      continue;
    buffer_printf(text, "%s: ", step->prompt);
    text_escape(text, value, strlen(value));
    buffer_putc(text, '\n');
  }
}

/* A line for each step, and one for each other field that has a value, which
 * only an editor can have put there. */
static void write_fields(const struct steps *steps, struct buffer *text)
{
  const struct nscale_field *const *field;

  write_scopes(steps, text);
  steps_write(steps, steps->count, text);
  for (field = steps->call->noun->fields; *field; field++) {
    CLEANUP_BUFFER struct buffer value = { 0 };
    struct json_object *json = path_get(steps->document, (*field)->path);

    if ((*field)->prompt || !json || strstr((*field)->path, "[]"))
      continue;
    quote_value(&value, json);
    buffer_printf(text, "%s: %s\n", (*field)->path + 1,
                  value.data ? value.data : "");
  }
}

/* What an update changes, field by field. */
static void write_changes(const struct steps *steps, struct buffer *text)
{
  CLEANUP_BUFFER struct buffer changes = { 0 };
  const struct difference_labels labels = changes_labels(steps->call);
  const char *line;

  if (difference(&changes, steps->call->draft.before, steps->document,
                 &labels) < 0)
    text->failed = 1;
  if (!changes.length) {
    buffer_puts(text, "No changes.\n");
    return;
  }
  buffer_puts(text, "Changes:\n");
  for (line = changes.data; *line;) {
    size_t length = strcspn(line, "\n");

    buffer_puts(text, "  ");
    buffer_append(text, line, length);
    buffer_putc(text, '\n');
    line += length + (line[length] != '\0');
  }
}

static void write_review(const struct steps *steps, struct buffer *text)
{
  CLEANUP_BUFFER struct buffer consequence = { 0 };

  write_fields(steps, text);
  if (is_update(steps))
    write_changes(steps, text);
  if (!steps->call->verb->consequence)
    return;
  headline_fill(&consequence, steps->call->verb->consequence, steps->call);
  text_escape(text, consequence.data ? consequence.data : "",
              consequence.length);
  buffer_putc(text, '\n');
  if (consequence.failed)
    text->failed = 1;
}

/* ---- What an editor made of it. ----------------------------------- */

struct json_object *review_patch(struct json_object *before,
                                 struct json_object *after)
{
  struct json_object *patch = json_object_new_object();
  int failed = !patch;

  json_object_object_foreach(before, key, value)
  {
    struct json_object *other = NULL;

    (void)json_object_object_get_ex(after, key, &other);
    if (!other && !failed)
      failed = json_object_object_add(patch, key, NULL) != 0;
    (void)value;
  }
  json_object_object_foreach(after, name, wanted)
  {
    struct json_object *present = NULL;
    struct json_object *part;

    (void)json_object_object_get_ex(before, name, &present);
    if (failed || !wanted || json_same(present, wanted))
      continue;
    part = json_object_is_type(present, json_type_object) &&
                   json_object_is_type(wanted, json_type_object)
               ? review_patch(present, wanted)
               : json_object_get(wanted);
    failed = !part || json_object_object_add(patch, name, part) != 0;
    if (failed)
      json_object_put(part);
  }
  if (!failed)
    return patch;
  json_object_put(patch);
  return NULL;
}

/* Puts ids in the place of names, where the user can still mend them. */
static int resolve_names(const struct steps *steps, struct json_object *edited,
                         struct json_object *before, struct error *error)
{
  struct invocation *call = steps->call;
  struct error *own = call->error;
  int result;

  call->error = error;
  result = field_names_resolve(call, steps->fields, edited, before);
  call->error = own;
  return result;
}

/* Of an update only what was changed is checked as a document is: the rest
 * is the server's, which may hold what the plugin does not know yet. */
static struct json_object *review_accept_update(const struct steps *steps,
                                                struct json_object *edited,
                                                struct error *error)
{
  const struct nscale_field *const *fields = steps->call->noun->fields;
  struct json_object *patch, *merged = NULL;
  int result = -1;

  if (!json_object_is_type(edited, json_type_object)) {
    (void)document_check(edited, fields, DOCUMENT_PATCH, EDITED, error);
    return NULL;
  }
  (void)document_strip(edited, fields);
  patch = review_patch(steps->call->draft.before, edited);
  if (patch)
    merged = merge_patch(steps->call->draft.before, patch);
  if (!merged)
    error_memory(error);
  else if (document_check(patch, fields, DOCUMENT_PATCH, EDITED, error) == 0 &&
           resolve_names(steps, merged, steps->call->draft.before, error) == 0)
    result = document_check(merged, fields, DOCUMENT_MERGED, EDITED, error);
  json_object_put(patch);
  if (result == 0)
    return merged;
  json_object_put(merged);
  return NULL;
}

static struct json_object *review_accept_new(const struct steps *steps,
                                             struct json_object *edited,
                                             struct error *error)
{
  const struct nscale_field *const *fields = steps->call->noun->fields;

  if (document_check(edited, fields, DOCUMENT_DEFAULTS, EDITED, error) < 0 ||
      resolve_names(steps, edited, NULL, error) < 0)
    return NULL;
  (void)document_strip(edited, fields);
  return document_complete(edited, fields, NULL, NULL, error) < 0
             ? NULL
             : json_object_get(edited);
}

/* Takes the text as the document, if it is one. */
static int review_accept(struct steps *steps, const struct buffer *text,
                         struct error *error)
{
  const struct invocation *call = steps->call;
  struct fields fields = { .count = 0 };
  struct json_object *edited = json_read_strictly(
      text->data, text->length, thing_fields(&fields, call->noun, call->verb),
      EDITED, error);
  struct json_object *document = NULL;

  if (edited)
    document = is_update(steps) ? review_accept_update(steps, edited, error)
                                : review_accept_new(steps, edited, error);
  json_object_put(edited);
  if (!document)
    return -1;
  json_object_put(steps->document);
  steps->document = document;
  return 0;
}

/* `service-account`, for the file that is edited. */
static void write_name(const struct steps *steps, struct buffer *name)
{
  const char *byte;

  for (byte = steps->call->noun->singular; *byte; byte++)
    if (ascii_is_letter(*byte))
      buffer_putc(name, *byte);
    else
      buffer_putc(name, '-');
}

/* Says what is wrong with the text.  Returns SCREEN_DONE for another try. */
static int review_ask_again(const struct error *trouble, struct error *error)
{
  static const struct prompt_item items[] = {
    { .value = "", .label = "Edit again" },
    { .value = "", .label = "Drop this edit" },
  };
  unsigned char chosen[2] = { 1, 0 };
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct picker picker = {
    .label = "The document stays as it was",
    .items = items,
    .count = 2,
    .keys = "Enter: choose. Esc: drop this edit.",
  };
  int result;

  text_escape(&text, trouble->message, strlen(trouble->message));
  if (trouble->hint) {
    buffer_puts(&text, "\nhint: ");
    text_escape(&text, trouble->hint, strlen(trouble->hint));
  }
  if (text.failed)
    return error_memory(error);
  picker.text = text.data;
  /* What was typed for the editor is no answer. */
  screen_forget();
  result = picker_run(&picker, chosen, error);
  return result == SCREEN_DONE && chosen[1] ? SCREEN_BACK : result;
}

static int review_edit(struct steps *steps)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_BUFFER struct buffer name = { 0 };
  int result = SCREEN_DONE;

  write_name(steps, &name);
  if (json_write(&text, steps->document, 1) < 0)
    return error_memory(steps->call->error);
  buffer_putc(&text, '\n');
  if (text.failed || name.failed)
    return error_memory(steps->call->error);
  while (result == SCREEN_DONE) {
    CLEANUP_ERROR struct error trouble = { 0 };

    if (editor_edit(&text, name.data, &trouble) == 0 &&
        review_accept(steps, &text, &trouble) == 0)
      return 0;
    result = review_ask_again(&trouble, steps->call->error);
  }
  return result == SCREEN_FAILED ? -1 : 0;
}

/* ---- The menu. ---------------------------------------------------- */

enum { CONFIRM, EDIT, BACK, QUIT, CHOICES };

/* `Create service account "ci"`. */
static int write_title(struct steps *steps, struct buffer *title)
{
  if (!is_update(steps) &&
      invocation_identify(steps->call, steps->document) < 0)
    return -1;
  headline_write(title, steps->call);
  return title->failed ? error_memory(steps->call->error) : 0;
}

/* What stands in the menu. */
struct menu {
  struct buffer title;
  struct buffer text;
  struct buffer yes; /* the item that does it */
};

static void menu_free(struct menu *menu)
{
  buffer_free(&menu->title);
  buffer_free(&menu->text);
  buffer_free(&menu->yes);
}

static int menu_pick(const struct menu *menu, unsigned char *chosen,
                     struct error *error)
{
  struct prompt_item items[CHOICES] = {
    [CONFIRM] = { .value = "", .label = menu->yes.data },
    [EDIT] = { .value = "", .label = "Edit as JSON" },
    [BACK] = { .value = "", .label = "Back" },
    [QUIT] = { .value = "", .label = "Quit" },
  };
  struct picker picker = {
    .label = menu->title.data,
    .text = menu->text.data,
    .items = items,
    .count = CHOICES,
    .deliberate = 1,
    .keys = "y, Enter: yes. Up, Down, Enter: choose. Esc: back.",
  };

  /* Enter on an earlier question must not confirm what nobody has seen. */
  screen_forget();
  return picker_run(&picker, chosen, error);
}

static int review_menu(struct steps *steps, unsigned char *chosen)
{
  CLEANUP(menu_free) struct menu menu = { .title = { 0 } };

  buffer_printf(&menu.yes, "Yes, %s it", steps->call->verb->name);
  write_review(steps, &menu.text);
  if (menu.text.failed || menu.yes.failed)
    return error_memory(steps->call->error);
  if (write_title(steps, &menu.title) < 0)
    return -1;
  return menu_pick(&menu, chosen, steps->call->error);
}

/* The review names the organization.  Returns 0 or -1. */
static int learn_organization(struct invocation *call)
{
  const uint32_t bit = NSCALE_SCOPE_ORGANIZATION;

  if (scope_given(&call->scopes, bit) && call->verb->scopes & bit &&
      !scope_id(&call->scopes, bit, &call->reader, call->error))
    return -1;
  scope_learn_name(&call->scopes, bit, &call->reader);
  return 0;
}

int review_run(struct steps *steps)
{
  if (learn_organization(steps->call) < 0)
    return SCREEN_FAILED;
  for (;;) {
    unsigned char chosen[CHOICES] = { 0 };
    int result = review_menu(steps, chosen);

    if (result != SCREEN_DONE || chosen[CONFIRM])
      return result;
    if (chosen[BACK])
      return SCREEN_BACK;
    if (chosen[QUIT])
      return error_set(steps->call->error, EXIT_FAILED,
                       "declined, nothing was changed");
    if (review_edit(steps) < 0)
      return SCREEN_FAILED;
  }
}

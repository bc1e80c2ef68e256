/* fuzz-document.c - the document that a user hands in, against the fields of
 * the plugin serviceaccounts (core/document).
 *
 * The input is the document and, after a NUL, what the server has.
 */
#include "core/document/check.h"
#include "core/document/complete.h"
#include "core/document/patch.h"
#include "core/document/stale.h"
#include "core/json/same.h"

#include <json-c/json.h>
#include <string.h>

#include "core/document/difference.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/json/write.h"
#include "tests/fuzz/fuzz.h"

static const struct nscale_field *const *fields;

/* The tree of a text; NULL where it has none, with a reason. */
static struct json_object *read_text(const char *text)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *value = json_read(text, strlen(text), "it", &error);

  fuzz_error(value ? 0 : -1, &error);
  if (!value)
    MUST(error.exit_status == EXIT_USAGE);
  return value;
}

static int check(struct json_object *document, int whole)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  int result = document_check(document, fields, whole, "it", &error);

  fuzz_error(result, &error);
  if (result < 0)
    MUST(error.exit_status == EXIT_USAGE);
  return result;
}

static int same_text(struct json_object *value, const char *before)
{
  char *now CLEANUP_FREE = fuzz_json(value);

  return strcmp(now, before) == 0;
}

static struct json_object *copy_of(struct json_object *value)
{
  struct json_object *copy = NULL;

  MUST(!value || json_object_deep_copy(value, &copy, NULL) == 0);
  return copy;
}

static void must_be_stripped(struct json_object *document)
{
  for (size_t i = 0; fields[i]; i++)
    if (fields[i]->attributes & NSCALE_FIELD_READ_ONLY)
      MUST(path_get(document, fields[i]->path) == NULL);
}

/* What was written is what is read. */
static void check_writing(struct json_object *value)
{
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct json_object *again CLEANUP_JSON = NULL;

  MUST(json_write(&text, value, 1) == 0);
  again = read_text(text.data);
  MUST(json_same(value, again));
}

static int count_said(void *context, const char *sentence)
{
  MUST(*sentence);
  ++*(int *)context;
  return 0;
}

/* The way of create. */
static void check_create(struct json_object *original)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *document CLEANUP_JSON = copy_of(original);
  char *text CLEANUP_FREE = NULL;
  int said = 0, again = 0;

  if (check(document, DOCUMENT_WHOLE) == 0)
    MUST(check(document, DOCUMENT_DEFAULTS) == 0);
  if (check(document, DOCUMENT_DEFAULTS) < 0)
    return;
  (void)document_strip(document, fields);
  must_be_stripped(document);
  MUST(document_strip(document, fields) == 0);
  MUST(document_complete(document, fields, count_said, &said, &error) == 0);
  MUST(check(document, DOCUMENT_WHOLE) == 0);
  MUST(path_string(document, ".metadata.name") != NULL);
  MUST(json_object_is_type(path_get(document, ".spec.groupIDs"),
                           json_type_array));
  text = fuzz_json(document);
  MUST(document_complete(document, fields, count_said, &again, &error) == 0);
  MUST(again == 0 && same_text(document, text));
  check_writing(document);
}

static void check_difference(struct json_object *a, struct json_object *b)
{
  struct buffer text CLEANUP_BUFFER = { 0 };
  size_t at;

  MUST(difference(&text, a, b, NULL) == 0);
  MUST((text.length == 0) == (json_same(a, b) != 0));
  MUST(json_same(a, b) == json_same(b, a));
  if (!text.length)
    return;
  MUST(fuzz_safe(text.data, text.length));
  MUST(text.data[text.length - 1] == '\n');
  for (at = 0; at < text.length; at += strcspn(text.data + at, "\n") + 1)
    MUST((text.data[at] == '-' || text.data[at] == '+') &&
         text.data[at + 1] == ' ');
}

static void check_merge(struct json_object *current, struct json_object *patch)
{
  struct json_object *nothing CLEANUP_JSON = json_object_new_object();
  char *old CLEANUP_FREE = fuzz_json(current);
  char *change CLEANUP_FREE = fuzz_json(patch);
  struct json_object *merged CLEANUP_JSON = merge_patch(current, patch);
  struct json_object *twice CLEANUP_JSON = merge_patch(merged, patch);
  struct json_object *kept CLEANUP_JSON = merge_patch(current, nothing);

  MUST(same_text(current, old) && same_text(patch, change));
  MUST(merged != NULL && json_same(merged, twice));
  if (json_object_is_type(current, json_type_object))
    MUST(json_same(current, kept));
  if (!json_object_is_type(patch, json_type_object))
    MUST(json_same(merged, patch));
  check_difference(current, merged);
  check_difference(merged, current);
}

/* The way of update. */
static void check_update(struct json_object *current,
                         struct json_object *document)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *merged CLEANUP_JSON = NULL;
  const struct document_subject subject = { fields, "thing", "it" };
  int stale;

  MUST(document_stale(current, current, &subject, &error) == 0);
  if (check(document, DOCUMENT_PATCH) < 0)
    return;
  stale = document_stale(document, current, &subject, &error);
  fuzz_error(stale, &error);
  if (stale < 0)
    MUST(error.exit_status == EXIT_USAGE ||
         error.exit_status == EXIT_CONFLICT);
  if (!json_object_is_type(current, json_type_object))
    return;
  merged = merge_patch(current, document);
  (void)document_strip(merged, fields);
  must_be_stripped(merged);
  (void)check(merged, DOCUMENT_MERGED);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  char *text CLEANUP_FREE = fuzz_next(&input);
  char *other CLEANUP_FREE = fuzz_next(&input);
  struct json_object *document CLEANUP_JSON = NULL;
  struct json_object *current CLEANUP_JSON = NULL;

  fields = fuzz_noun()->fields;
  document = read_text(text);
  if (!document)
    return 0;
  check_writing(document);
  check_create(document);
  current = read_text(other);
  if (!current)
    return 0;
  check_merge(current, document);
  check_difference(current, document);
  check_update(current, document);
  return 0;
}

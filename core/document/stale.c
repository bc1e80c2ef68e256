/* stale.c - whether a document is of what the server has now. */
#include "core/document/stale.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/document/field_path.h"
#include "core/document/quote.h"
#include "core/json/path.h"
#include "core/json/same.h"

/* Where the last step of a path begins. */
static size_t parent_length(const char *path)
{
  struct path_step step;
  const char *rest = path, *next;

  while ((next = field_step(rest, &step)) && *next)
    rest = next;
  return (size_t)(rest - path);
}

static int is_scalar(struct json_object *value)
{
  return value && !json_object_is_type(value, json_type_object) &&
         !json_object_is_type(value, json_type_array);
}

/* Whether the document has other values of the server's beside `version`. */
static int has_siblings(struct json_object *document,
                        const struct nscale_field *const *fields,
                        const struct nscale_field *version)
{
  size_t length = parent_length(version->path);

  for (; fields && *fields; fields++) {
    const struct nscale_field *field = *fields;

    if (field == version || !(field->attributes & NSCALE_FIELD_READ_ONLY) ||
        (field->attributes & NSCALE_FIELD_IDENTITY) ||
        parent_length(field->path) != length ||
        strncmp(field->path, version->path, length) != 0)
      continue;
    if (is_scalar(path_get(document, field->path)))
      return 1;
  }
  return 0;
}

/* What the document has and what the server has at one field. */
struct stale_values {
  const struct nscale_field *field;
  struct json_object *old;
  struct json_object *now;
};

static int other_identity(const struct stale_values *values,
                          const struct document_subject *subject,
                          struct error *error)
{
  CLEANUP_BUFFER struct buffer mine = { 0 };
  CLEANUP_BUFFER struct buffer theirs = { 0 };

  quote_value(&mine, values->old);
  quote_value(&theirs, values->now);
  if (mine.failed || theirs.failed)
    return error_memory(error);
  error_set(error, EXIT_USAGE, "%s is of %s %s, not %s", subject->what,
            subject->singular, mine.data, theirs.data);
  return error_hint(error, "remove %s from it to apply it to this one",
                    field_bare(values->field->path));
}

static int other_version(const struct stale_values *values,
                         const struct document_subject *subject,
                         struct error *error)
{
  CLEANUP_BUFFER struct buffer mine = { 0 };
  CLEANUP_BUFFER struct buffer theirs = { 0 };
  const char *path = values->field->path;

  if (values->old)
    quote_value(&mine, values->old);
  else
    buffer_puts(&mine, "was absent,");
  if (values->now)
    quote_value(&theirs, values->now);
  else
    buffer_puts(&theirs, "absent");
  if (mine.failed || theirs.failed)
    return error_memory(error);
  error_set(error, EXIT_CONFLICT,
            "the %s was changed since the document was read (%s %s is now "
            "%s)",
            subject->singular, field_bare(path + parent_length(path)),
            mine.data, theirs.data);
  return error_hint(error, "get it again and make the change there");
}

int document_stale(struct json_object *document, struct json_object *current,
                   const struct document_subject *subject, struct error *error)
{
  const uint32_t kinds[] = { NSCALE_FIELD_IDENTITY, NSCALE_FIELD_VERSION };
  const struct nscale_field *const *fields = subject->fields;

  /* A document of another thing is of another version too. */
  for (size_t kind = 0; kind < 2; kind++) {
    for (size_t i = 0; fields && fields[i]; i++) {
      const struct stale_values values = {
        .field = fields[i],
        .old = path_get(document, fields[i]->path),
        .now = path_get(current, fields[i]->path),
      };

      if (!(fields[i]->attributes & kinds[kind]) ||
          json_same(values.old, values.now))
        continue;
      if (kinds[kind] == NSCALE_FIELD_IDENTITY && values.old && values.now)
        return other_identity(&values, subject, error);
      if (kinds[kind] == NSCALE_FIELD_VERSION &&
          (values.old || has_siblings(document, fields, fields[i])))
        return other_version(&values, subject, error);
    }
  }
  return 0;
}

/* difference.c - what a change changes, as lines that people say yes to. */
#include "core/document/difference.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/document/quote.h"
#include "core/json/path.h"
#include "core/json/same.h"
#include "core/json/write.h"

struct comparison {
  struct buffer *lines;
  struct buffer name; /* of the field at hand */
  const struct difference_labels *labels;
};

/* One side: a value, and whether it is there at all. */
struct side {
  struct json_object *value;
  int exists;
};

static void append_label(struct comparison *comparison, const char *text)
{
  const struct difference_labels *labels = comparison->labels;
  const char *label =
      labels ? labels->label(labels->context, comparison->name.data, text)
             : NULL;

  if (!label)
    return;
  buffer_puts(comparison->lines, " (");
  text_escape(comparison->lines, label, strlen(label));
  buffer_putc(comparison->lines, ')');
}

/* `- metadata.description: `, without what follows. */
static void begin_line(struct comparison *comparison, char sign)
{
  buffer_printf(comparison->lines, "%c %s: ", sign,
                comparison->name.length ? comparison->name.data : ".");
}

/* A value as JSON on one line. */
static void print_value(struct comparison *comparison, char sign,
                        struct side side)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!side.exists)
    return;
  begin_line(comparison, sign);
  if (json_write(&text, side.value, 0) < 0)
    comparison->lines->failed = 1;
  else
    text_escape(comparison->lines, text.data, text.length);
  if (json_object_is_type(side.value, json_type_string))
    append_label(comparison, json_object_get_string(side.value));
  buffer_putc(comparison->lines, '\n');
}

/* ---- Arrays. ------------------------------------------------------ */

/* An element as it is compared and shown.  The first byte tells what it is,
 * so that the string a=b is not the object of that name and value. */
struct item {
  size_t start; /* in the buffer of texts */
  size_t length;
  size_t index;
  const char *text; /* once the buffer has its end */
};

static int item_order(const struct item *x, const struct item *y)
{
  size_t shorter = x->length < y->length ? x->length : y->length;
  int order = memcmp(x->text, y->text, shorter);

  return order ? order : (x->length > y->length) - (x->length < y->length);
}

static int item_compare(const void *a, const void *b)
{
  const struct item *x = a, *y = b;
  int order = item_order(x, y);

  return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* The elements of an array, sorted; released by items_free. */
struct items {
  struct buffer texts;
  struct item *list;
  size_t count;
  unsigned char *alone; /* by index: the other array has not got it */
};

static void items_free(struct items *items)
{
  buffer_free(&items->texts);
  free(items->list);
  free(items->alone);
}

/* A NUL, which neither has in it, between a name and its value keeps a, b=c
 * apart from a=b, c; people see '='. */
static void append_item(struct buffer *texts, struct json_object *value,
                        char separator)
{
  const char *name = path_string(value, ".name");
  const char *content = path_string(value, ".value");

  if (json_object_is_type(value, json_type_string)) {
    buffer_putc(texts, 's');
    buffer_append(texts, json_object_get_string(value),
                  (size_t)json_object_get_string_len(value));
  } else if (name && content && json_object_object_length(value) == 2) {
    buffer_printf(texts, "p%s%c%s", name, separator, content);
  } else {
    buffer_putc(texts, 'j');
    if (json_write(texts, value, 0) < 0)
      texts->failed = 1;
  }
}

/* Returns 0, or -1 without memory; items_free in both cases. */
static int items_read(struct items *items, struct json_object *array)
{
  size_t i;

  items->count = array ? json_object_array_length(array) : 0;
  items->list = calloc(items->count + 1, sizeof *items->list);
  items->alone = calloc(items->count + 1, 1);
  if (!items->list || !items->alone)
    return -1;
  for (i = 0; i < items->count; i++) {
    items->list[i] = (struct item){ .start = items->texts.length, .index = i };
    append_item(&items->texts, json_object_array_get_idx(array, i), '\0');
    items->list[i].length = items->texts.length - items->list[i].start;
  }
  if (items->texts.failed)
    return -1;
  for (i = 0; i < items->count; i++)
    items->list[i].text = items->texts.data + items->list[i].start;
  if (items->count)
    qsort(items->list, items->count, sizeof *items->list, item_compare);
  return 0;
}

static void mark_alone(struct items *old, struct items *new)
{
  size_t i = 0, k = 0;

  while (i < old->count || k < new->count) {
    int order = i == old->count   ? 1
                : k == new->count ? -1
                                  : item_order(&old->list[i], &new->list[k]);

    if (order < 0)
      old->alone[old->list[i].index] = 1;
    if (order > 0)
      new->alone[new->list[k].index] = 1;
    i += order <= 0;
    k += order >= 0;
  }
}

/* A line for each element that is alone, in the array's own order. */
static int print_alone(struct comparison *comparison, char sign,
                       struct json_object *array, const struct items *items)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  int lines = 0;
  size_t i;

  for (i = 0; i < items->count; i++) {
    struct json_object *value;

    if (!items->alone[i])
      continue;
    value = json_object_array_get_idx(array, i);
    buffer_clear(&text);
    append_item(&text, value, '=');
    if (text.failed)
      return -1;
    begin_line(comparison, sign);
    text_escape(comparison->lines, text.data + 1, text.length - 1);
    if (json_object_is_type(value, json_type_string))
      append_label(comparison, json_object_get_string(value));
    buffer_putc(comparison->lines, '\n');
    lines = 1;
  }
  return lines;
}

/* What one array has and the other has not.  Returns 1 when it printed
 * something, 0 when only the order differs, -1 without memory. */
static int compare_arrays(struct comparison *comparison,
                          struct json_object *before,
                          struct json_object *after)
{
  CLEANUP(items_free) struct items old = { .count = 0 };
  CLEANUP(items_free) struct items new = { .count = 0 };
  int removed, added;

  if (items_read(&old, before) < 0 || items_read(&new, after) < 0)
    return -1;
  mark_alone(&old, &new);
  removed = print_alone(comparison, '-', before, &old);
  added = print_alone(comparison, '+', after, &new);
  return removed < 0 || added < 0 ? -1 : removed | added;
}

/* An array that has elements. */
static int is_filled(struct side side)
{
  return json_object_is_type(side.value, json_type_array) &&
         json_object_array_length(side.value) > 0;
}

/* Whether two sides can be shown element by element: arrays, or one that has
 * elements and nothing at all. */
static int are_arrays(struct side before, struct side after)
{
  if (!before.exists)
    return is_filled(after);
  if (!after.exists)
    return is_filled(before);
  return json_object_is_type(before.value, json_type_array) &&
         json_object_is_type(after.value, json_type_array);
}

/* ---- Values. ------------------------------------------------------ */

static struct side member_of(struct side object, const char *key)
{
  struct side member = { 0 };

  if (json_object_is_type(object.value, json_type_object))
    member.exists =
        json_object_object_get_ex(object.value, key, &member.value);
  return member;
}

static int compare_values(struct comparison *comparison, struct side before,
                          struct side after);

static int compare_member(struct comparison *comparison, const char *key,
                          struct side before, struct side after)
{
  struct buffer *name = &comparison->name;
  size_t length = name->length;
  int result;

  quote_key(name, key, strlen(key));
  if (name->failed)
    return -1;
  result = compare_values(comparison, member_of(before, key),
                          member_of(after, key));
  name->length = length;
  name->data[length] = '\0';
  return result;
}

static int compare_objects(struct comparison *comparison, struct side before,
                           struct side after)
{
  if (before.exists) {
    json_object_object_foreach(before.value, key, old)
    {
      (void)old;
      if (compare_member(comparison, key, before, after) < 0)
        return -1;
    }
  }
  if (after.exists) {
    json_object_object_foreach(after.value, name_of, new)
    {
      (void)new;
      if (!member_of(before, name_of).exists &&
          compare_member(comparison, name_of, before, after) < 0)
        return -1;
    }
  }
  return 0;
}

/* Whether a side can be shown member by member: an object, or nothing where
 * the other is an object that has members. */
static int descends(struct side side, struct side other)
{
  if (side.exists)
    return json_object_is_type(side.value, json_type_object);
  return json_object_is_type(other.value, json_type_object) &&
         json_object_object_length(other.value) > 0;
}

static int compare_values(struct comparison *comparison, struct side before,
                          struct side after)
{
  if (before.exists == after.exists && json_same(before.value, after.value))
    return 0;
  if (descends(before, after) && descends(after, before))
    return compare_objects(comparison, before, after);
  if (are_arrays(before, after)) {
    int shown = compare_arrays(comparison, before.value, after.value);

    if (shown)
      return shown < 0 ? -1 : 0;
  }
  print_value(comparison, '-', before);
  print_value(comparison, '+', after);
  return comparison->lines->failed ? -1 : 0;
}

int difference(struct buffer *buffer, struct json_object *before,
               struct json_object *after,
               const struct difference_labels *labels)
{
  struct comparison comparison = { .lines = buffer, .labels = labels };
  const struct side old = { .value = before, .exists = 1 };
  const struct side new = { .value = after, .exists = 1 };
  int result = -1;

  buffer_puts(&comparison.name, "");
  if (!comparison.name.failed && compare_values(&comparison, old, new) == 0 &&
      !buffer->failed)
    result = 0;
  buffer_free(&comparison.name);
  return result;
}

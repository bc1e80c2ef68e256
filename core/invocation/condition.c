/* condition.c - what the flags of a call demand of things. */
#include "core/invocation/condition.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/join.h"
#include "core/base/time.h"
#include "core/base/uuid.h"
#include "core/json/cursor.h"

/* ---- From the flags. ---------------------------------------------- */

static int condition_add(struct conditions *conditions,
                         const struct nscale_flag *flag, const char *value,
                         int64_t now, struct error *error)
{
  struct condition *own = &conditions->list[conditions->count];
  int64_t ahead;

  if (conditions->count == CONDITIONS_MOST)
    return error_set(error, EXIT_USAGE, "there are more than %d conditions",
                     CONDITIONS_MOST);
  *own = (struct condition){ .flag = flag, .value = value };
  if (flag->filter == NSCALE_FILTER_EXPIRING) {
    if (time_duration(value, &ahead) < 0) {
      error_set(error, EXIT_USAGE, "--%s %s is not a duration", flag->name,
                value[0] ? value : "''");
      return error_hint(error, TIME_DURATION_RULE);
    }
    own->until = now + ahead;
  } else if (!value[0]) {
    return error_set(error, EXIT_USAGE, "--%s is empty", flag->name);
  }
  if (fields_add(&conditions->fields, flag->filter_path) < 0)
    return error_set(error, EXIT_PLUGIN,
                     "--%s is a condition on a place "
                     "that cannot be looked at",
                     flag->name);
  conditions->count++;
  return 0;
}

int conditions_read(struct conditions *conditions, const struct flags *flags,
                    const struct nscale_verb *verb, int64_t now,
                    struct error *error)
{
  const struct nscale_flag *const *flag;
  const char *value;
  size_t at;

  for (flag = verb->flags; flag && *flag; flag++) {
    if ((*flag)->filter == NSCALE_FILTER_NONE ||
        (*flag)->filter == NSCALE_FILTER_EVERY)
      continue;
    for (at = 0; (value = flags_next(flags, (*flag)->name, &at));)
      if (condition_add(conditions, *flag, value, now, error) < 0)
        return -1;
  }
  return 0;
}

void conditions_write(const struct conditions *conditions, struct buffer *text)
{
  const struct condition *condition = conditions->list;
  size_t i;

  for (i = 0; i < conditions->count; i++, condition++) {
    join_and(text, i, conditions->count, "--");
    buffer_printf(text, "%s %s", condition->flag->name, condition->value);
  }
}

/* ---- On a thing. -------------------------------------------------- */

/* A time: an RFC 3339 text, or a number of seconds since 1970, as the claims
 * of a token have it. */
static int read_time(struct span value, int64_t *seconds)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  char *end;
  double number;

  if (span_is_string(value)) {
    span_decode(&text, value);
    return text.failed || !text.data || strlen(text.data) != text.length
               ? -1
               : time_parse(text.data, seconds);
  }
  buffer_append(&text, value.text, value.length);
  if (text.failed)
    return -1;
  number = strtod(text.data, &end);
  if (end == text.data || *end || number < -1e15 || number > 1e15)
    return -1;
  *seconds = (int64_t)number;
  return 0;
}

/* NULL where nobody wants to know why. */
static void explain(struct buffer *why, const char *sentence)
{
  if (why)
    buffer_puts(why, sentence);
}

static void explain_unreadable(struct buffer *why,
                               const struct condition *condition,
                               struct span value)
{
  buffer_printf(why, "%s, which --%s looks at, is not a time: %.*s",
                condition->flag->filter_path, condition->flag->name,
                value.length > 80 ? 80 : (int)value.length, value.text);
}

static int is_expiring(const struct condition *condition, struct span value,
                       struct buffer *why)
{
  int64_t then;

  if (!value.text) {
    explain(why, "does not expire");
    return CONDITION_UNMET;
  }
  if (read_time(value, &then) < 0)
    return CONDITION_UNREADABLE;
  if (then == TIME_UNSET) {
    explain(why, "has an expiry that was never set");
    return CONDITION_UNMET;
  }
  if (then < condition->until)
    return CONDITION_MET;
  if (why) {
    buffer_puts(why, "expires ");
    (void)time_format(why, then);
    buffer_printf(why, ", not within %s", condition->value);
  }
  return CONDITION_UNMET;
}

/* Whether an array has this text as an element.  1 or 0, or -1 without
 * memory. */
static int has_text(struct span array, const char *wanted)
{
  struct cursor cursor = cursor_of(array);
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct json element;

  while (cursor_element(&cursor, &element)) {
    if (!json_is_string(element))
      continue;
    buffer_clear(&text);
    span_decode(&text, json_span(element));
    if (text.failed)
      return -1;
    if (text.length && text.length == strlen(text.data) &&
        uuid_same(text.data, wanted))
      return 1;
  }
  return 0;
}

static int contains(const struct condition *condition, struct span value,
                    struct buffer *why, struct error *error)
{
  int found = 0;

  if (value.text && value.text[0] == '[')
    found = has_text(value, condition->value);
  if (found < 0)
    return error_memory(error);
  if (!found && why)
    buffer_printf(why, "does not meet --%s %s", condition->flag->name,
                  condition->value);
  return found;
}

int conditions_meet(const struct conditions *conditions, const char *text,
                    size_t length, struct buffer *why, struct error *error)
{
  const struct condition *unreadable = NULL;
  struct json values[FIELDS_PATHS];
  int result;
  size_t i;

  fields_run(&conditions->fields, (struct json){ text, length, NULL }, values);
  for (i = 0; i < conditions->count; i++) {
    const struct condition *condition = &conditions->list[i];
    const struct span value = json_span(values[i]);

    result = condition->flag->filter == NSCALE_FILTER_EXPIRING
                 ? is_expiring(condition, value, why)
                 : contains(condition, value, why, error);
    if (result <= 0)
      return result;
    if (result == CONDITION_UNREADABLE)
      unreadable = condition;
  }
  if (!unreadable)
    return CONDITION_MET;
  if (why)
    explain_unreadable(why, unreadable,
                       json_span(values[unreadable - conditions->list]));
  return CONDITION_UNREADABLE;
}

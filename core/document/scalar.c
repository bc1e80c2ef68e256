/* scalar.c - what a text or a number in a document may be, by its field. */
#include "core/document/scalar.h"

#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/join.h"
#include "core/plugin/before.h"

uint32_t scalar_type(struct json_object *value)
{
  switch (json_object_get_type(value)) {
  case json_type_string:
    return NSCALE_TYPE_STRING;
  case json_type_int:
  case json_type_double:
    return NSCALE_TYPE_NUMBER;
  case json_type_boolean:
    return NSCALE_TYPE_BOOLEAN;
  case json_type_object:
    return NSCALE_TYPE_OBJECT;
  case json_type_array:
    return NSCALE_TYPE_ARRAY;
  case json_type_null:
    break;
  }
  return NSCALE_TYPE_ANY;
}

/* As it is written: what has a point or an exponent is not one. */
static int is_whole(struct json_object *number)
{
  const char *text = json_object_get_string(number);

  text += text[0] == '-';
  return text[strspn(text, "0123456789")] == '\0';
}

int scalar_has_type(struct json_object *value, uint32_t type)
{
  const uint32_t own = scalar_type(value);

  return type == NSCALE_TYPE_INTEGER
             ? own == NSCALE_TYPE_NUMBER && is_whole(value)
             : own == type;
}

/* ---- Words and bounds. -------------------------------------------- */

static int is_word(const char *const *words, const char *text)
{
  while (*words && strcmp(*words, text) != 0)
    words++;
  return *words != NULL;
}

static void write_words(const char *const *words, struct buffer *why)
{
  size_t i;

  buffer_puts(why, "one of ");
  for (i = 0; words[i]; i++)
    join_comma(why, i, words[i]);
}

static int has_bounds(const struct nscale_field *field)
{
  return field->minimum || field->maximum;
}

void scalar_write_bounds(const struct nscale_field *field, struct buffer *text)
{
  const int is_integer = field->type == NSCALE_TYPE_INTEGER ||
                         field->items == NSCALE_TYPE_INTEGER;

  buffer_puts(text, is_integer ? "a whole number" : "a number");
  if (!is_integer || !has_bounds(field))
    return;
  if (field->maximum)
    buffer_printf(text, " from %" PRId64 " to %" PRId64, field->minimum,
                  field->maximum);
  else
    buffer_printf(text, " of %" PRId64 " or more", field->minimum);
}

void scalar_write_rule(const struct nscale_field *field, struct buffer *text)
{
  if (field->rule)
    buffer_puts(text, field->rule);
  else if (field->choices && field->choices->words)
    write_words(field->choices->words, text);
  else if (has_bounds(field))
    scalar_write_bounds(field, text);
}

/* What int64_t does not have is past its end, on the side of its sign. */
static int is_within(const struct nscale_field *field, const char *digits)
{
  const int64_t number = strtoll(digits, NULL, 10);

  return number >= field->minimum &&
         (!field->maximum || number <= field->maximum);
}

/* ---- All of it. --------------------------------------------------- */

/* Returns 1 where the text fits, 0 where it does not, -1 for no pattern. */
static int fits_pattern(const struct nscale_field *field, const char *text,
                        struct error *error)
{
  regex_t pattern;
  char reason[128];
  int result = regcomp(&pattern, field->pattern, REG_EXTENDED | REG_NOSUB);

  if (result == REG_ESPACE)
    return error_memory(error);
  if (result != 0) {
    regerror(result, &pattern, reason, sizeof reason);
    return error_set(error, EXIT_PLUGIN,
                     "the plugin's pattern for %s is broken: %s",
                     field->path + (field->path[0] == '.'), reason);
  }
  result = regexec(&pattern, text, 0, NULL, 0) == 0;
  regfree(&pattern);
  return result;
}

int scalar_check(const struct nscale_field *field, struct json_object *value,
                 struct buffer *why, struct error *error)
{
  const char *text = json_object_get_string(value);
  const int is_number = scalar_type(value) == NSCALE_TYPE_NUMBER;
  const int is_old = (field->attributes & FIELD_BEFORE_1_2) != 0;
  const char *const *words = field->choices ? field->choices->words : NULL;
  int fits;

  if (is_number && is_old)
    return 0;
  if (is_number && has_bounds(field) && is_whole(value) &&
      !is_within(field, text)) {
    scalar_write_bounds(field, why);
    return 1;
  }
  if (words && !is_old && !is_word(words, text)) {
    write_words(words, why);
    return 1;
  }
  if (!field->pattern)
    return 0;
  fits = fits_pattern(field, text, error);
  if (fits == 0)
    buffer_puts(why, field->rule ? field->rule : field->pattern);
  return fits < 0 ? -1 : !fits;
}

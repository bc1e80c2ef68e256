/* shape.c - filters over a list whose result is put together from those over
 * its elements. */
#include "core/jq/shape.h"

#include <string.h>

#include "core/base/ascii.h"

#define OPEN_MOST 64 /* brackets and strings within one another */

static const char *skip_space(const char *at)
{
  return at + strspn(at, " \t\r\n");
}

/* What ends what this byte begins; 0 for another byte. */
static char closing_of(char byte)
{
  if (byte == '(')
    return ')';
  if (byte == '[')
    return ']';
  return byte == '{' ? '}' : '\0';
}

/* Moves past a byte inside a string: to what stands behind its end, or within
 * an interpolation. */
static const char *step_in_string(const char *at, char *stack, size_t *depth)
{
  if (*at == '"')
    (*depth)--;
  else if (*at == '\\' && at[1] == '(')
    stack[(*depth)++] = ')';
  return at + (*at == '\\' && at[1] ? 2 : 1);
}

/* The bracket that closes the one at `at`.  `*semicolon` is the first one that
 * stands between the two and in no others, or NULL.  NULL where there is none,
 * or a comment, whose end versions of jq see differently. */
static const char *find_closing(const char *at, const char **semicolon)
{
  char stack[OPEN_MOST + 1] = "";
  size_t depth = 0;

  *semicolon = NULL;
  while (*at && *at != '#' && depth < OPEN_MOST) {
    if (depth && stack[depth - 1] == '"') {
      at = step_in_string(at, stack, &depth);
      continue;
    }
    if (*at == '"')
      stack[depth++] = '"';
    else if (closing_of(*at))
      stack[depth++] = closing_of(*at);
    else if (strchr(")]}", *at) && (!depth || stack[--depth] != *at))
      return NULL;
    else if (*at == ';' && depth == 1 && !*semicolon)
      *semicolon = at;
    if (!depth)
      return at;
    at++;
  }
  return NULL;
}

/* Whether something in this part may take what ends it early for an error. */
static int may_catch(const char *at, const char *end)
{
  for (; at < end; at++)
    if (*at == '?' || (at[0] == '/' && at[1] == '/') ||
        strncmp(at, "try", 3) == 0)
      return 1;
  return 0;
}

/* The words that give one value, or an error. */
static int is_single_word(struct span word)
{
  static const char *const words[] = {
    "and",    "or",       "not",        "true",     "false",    "null",
    "length", "type",     "startswith", "endswith", "contains", "has",
    "test",   "tonumber", "tostring",   "inside",   "index",    "keys",
  };
  size_t i;

  for (i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strlen(words[i]) == word.length &&
        memcmp(words[i], word.text, word.length) == 0)
      return 1;
  return 0;
}

/* The end of the name, word or string that begins here, if it gives one value;
 * NULL for another. */
static const char *skip_single(const char *at)
{
  const int is_name = *at == '.';
  const char *end = at + is_name;

  if (*end == '"') {
    end += 1 + strcspn(end + 1, "\"\\");
    return *end == '"' ? end + 1 : NULL;
  }
  while (ascii_is_word(*end))
    end++;
  return is_name || ascii_is_digit(*at) ||
                 is_single_word((struct span){ at, (size_t)(end - at) })
             ? end
             : NULL;
}

/* Whether a condition is surely one value, or an error, for each element: it
 * is made of paths, texts, numbers, comparisons and words that are. */
static int is_single(const char *at, const char *end)
{
  while (at && at < end)
    if (*at == '.' || *at == '"' || ascii_is_word(*at))
      at = skip_single(at);
    else if (strchr("=!<>", *at) && at[1] == '=')
      at += 2;
    else if (strchr(" ()<>+-", *at) || (at[0] == '|' && at[1] != '=') ||
             (at[0] == '[' && ascii_is_digit(at[1])) || *at == ']')
      at++;
    else
      return 0;
  return at == end;
}

/* Whether what begins here goes through the elements of the list, and ends at
 * `end` or goes on with a pipe. */
static int is_headed(const char *at, const char *end)
{
  struct simple path = { 0 };

  return simple_read_path(&at, &path) == 0 && path.count > 0 &&
         path.steps[0].kind == PATH_EACH &&
         (at == end || (at[0] == '|' && at[1] != '='));
}

/* Whether the elements of the list are all that stands there. */
static int is_elements(const char *at, const char *end)
{
  struct simple path = { 0 };

  return simple_read_path(&at, &path) == 0 && path.count == 1 &&
         path.steps[0].kind == PATH_EACH && at == end;
}

/* The end of the array of values that begins here; NULL for another filter. */
static const char *read_array(struct shape *shape, const char *at)
{
  const int is_map = strncmp(at, "map(", 4) == 0;
  const char *bracket = is_map ? at + 3 : at;
  const char *inside = bracket + 1, *closing, *semicolon;

  if (*bracket != (is_map ? '(' : '['))
    return NULL;
  closing = find_closing(bracket, &semicolon);
  if (!closing || semicolon || (!is_map && !is_headed(inside, closing)))
    return NULL;
  shape->array = (struct span){ at, (size_t)(closing + 1 - at) };
  shape->from = is_map ? 0 : 1;
  shape->each = (struct simple){ .as_json = 1 };
  shape->is_simple =
      simple_read(&inside, &shape->each) == 0 && inside == closing;
  return closing + 1;
}

/* Reads a word; returns its end. */
static const char *read_word(const char *at, struct span *word)
{
  const char *end = at;

  while (ascii_is_lower(*end))
    end++;
  *word = (struct span){ at, (size_t)(end - at) };
  return end;
}

/* What a word makes of an array. */
static enum shape_kind kind_of(struct span word)
{
  static const struct {
    const char *word;
    enum shape_kind kind;
  } kinds[] = {
    { "length", SHAPE_COUNT }, { "add", SHAPE_SUM },     { "any", SHAPE_ANY },
    { "all", SHAPE_ALL },      { "first", SHAPE_FIRST },
  };
  size_t i;

  for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (strlen(kinds[i].word) == word.length &&
        memcmp(kinds[i].word, word.text, word.length) == 0)
      return kinds[i].kind;
  return SHAPE_NONE;
}

/* The kind of a word with something in brackets, `any(F)`, `any(.[]; F)` or
 * `first(.[] | F)`, behind which nothing stands. */
static enum shape_kind read_call(struct span word, const char *bracket)
{
  const enum shape_kind kind = kind_of(word);
  const char *semicolon, *closing = find_closing(bracket, &semicolon);

  if (!closing || *skip_space(closing + 1))
    return SHAPE_NONE;
  if (may_catch(bracket, closing))
    return SHAPE_NONE;
  if (kind == SHAPE_FIRST)
    return !semicolon && is_headed(bracket + 1, closing) ? kind : SHAPE_NONE;
  if ((kind != SHAPE_ANY && kind != SHAPE_ALL) ||
      (semicolon && !is_elements(bracket + 1, semicolon)))
    return SHAPE_NONE;
  return is_single((semicolon ? semicolon : bracket) + 1, closing)
             ? kind
             : SHAPE_NONE;
}

void shape_of(struct shape *shape, const char *filter)
{
  const char *at = skip_space(filter), *end;
  struct span word;

  *shape = (struct shape){ .kind = SHAPE_NONE };
  end = read_array(shape, at);
  if (end && !*skip_space(end)) {
    shape->kind = SHAPE_ARRAY;
    return;
  }
  shape->is_simple = 0; /* of a part of it alone */
  if (end) {
    end = skip_space(end);
    if (*end != '|')
      return;
    at = skip_space(end + 1);
  }
  end = read_word(at, &word);
  shape->stops = !shape->array.text;
  if (*end == '(' && !shape->array.text)
    shape->kind = read_call(word, end);
  else if (!*skip_space(end) && kind_of(word) != SHAPE_FIRST)
    shape->kind = kind_of(word);
}

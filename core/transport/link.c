/* link.c - where the next page is, in a Link field. */
#include "core/transport/link.h"

#include <string.h>
#include <strings.h>

struct text {
  const char *at;
  const char *end;
};

static int is(const struct text *text, char byte)
{
  return text->at < text->end && *text->at == byte;
}

/* Whether the next byte is one of these. */
static int is_one(const struct text *text, const char *bytes)
{
  return text->at < text->end && *text->at && strchr(bytes, *text->at);
}

static void skip(struct text *text, const char *bytes)
{
  while (is_one(text, bytes))
    text->at++;
}

/* Takes what stands before one of the bytes. */
static struct text take(struct text *text, const char *bytes)
{
  struct text taken = { text->at, text->at };

  while (text->at < text->end && !is_one(text, bytes))
    text->at++;
  taken.end = text->at;
  return taken;
}

/* Takes what is between quotes, whose escapes stay as they are. */
static struct text take_quoted(struct text *text)
{
  struct text taken = { ++text->at, text->at };

  while (text->at < text->end && *text->at != '"')
    text->at += *text->at == '\\' && text->end - text->at > 1 ? 2 : 1;
  taken.end = text->at;
  text->at += is(text, '"');
  return taken;
}

static int is_word(struct text text, const char *word)
{
  return (size_t)(text.end - text.at) == strlen(word) &&
         strncasecmp(text.at, word, strlen(word)) == 0;
}

/* Whether one of the relations is `next`. */
static int has_next(struct text relations)
{
  struct text one;

  do {
    skip(&relations, " \t");
    one = take(&relations, " \t");
    if (is_word(one, "next"))
      return 1;
  } while (one.at < one.end);
  return 0;
}

/* Reads the parameters of one link.  Returns whether it leads from this reply
 * to the next page; what is about something else has an anchor. */
static int leads_on(struct text *text)
{
  int related = -1;
  int anchored = 0;
  struct text name, value;

  for (skip(text, " \t"); is(text, ';'); skip(text, " \t")) {
    skip(text, "; \t");
    name = take(text, " \t=;,\"");
    skip(text, " \t");
    value = (struct text){ text->at, text->at };
    if (is(text, '=')) {
      skip(text, "= \t");
      value = is(text, '"') ? take_quoted(text) : take(text, " \t;,\"");
    }
    anchored |= is_word(name, "anchor");
    if (related < 0 && is_word(name, "rel")) /* the first one counts */
      related = has_next(value);
  }
  return related == 1 && !anchored;
}

size_t link_next(const char *value, size_t length, const char **target)
{
  struct text text = { value, value + length };
  struct text address;

  for (;;) {
    skip(&text, ", \t");
    if (!is(&text, '<'))
      return 0;
    text.at++;
    address = take(&text, ">");
    if (!is(&text, '>'))
      return 0;
    text.at++;
    if (leads_on(&text)) {
      *target = address.at;
      return (size_t)(address.end - address.at);
    }
    (void)take(&text, ",");
  }
}

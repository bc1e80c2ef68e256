/* rule.c - what a rule of nscale/plugin.h is, and how one is held. */
#include "core/plugin/rule.h"

#include <stdarg.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/json/path.h"
#include "core/plugin/manifest.h"

static void put_place(struct buffer *text, const struct place *place)
{
  if (place->noun)
    buffer_printf(text, "noun \"%s\"%s", place->noun,
                  place->verb ? ": " : " ");
  if (place->verb)
    buffer_printf(text, "verb \"%s\" ", place->verb);
  if (!place->noun && !place->verb)
    buffer_puts(text, "it ");
}

int finding_at(struct findings *findings, const struct place *place,
               const char *at, const char *format, ...)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  va_list list;

  put_place(&text, place);
  va_start(list, format);
  buffer_vprintf(&text, format, list);
  va_end(list);
  if (text.failed) {
    findings->failed = 1;
    return -1;
  }
  return findings_add_rule(findings, FINDING_BROKEN, at, text.data);
}

/* Appends a sentence with the names in it. */
static void put_sentence(struct buffer *text, const char *sentence,
                         const struct subject *subject)
{
  size_t length;

  for (; *sentence; sentence += length) {
    length = strcspn(sentence, "{");
    buffer_append(text, sentence, length);
    sentence += length;
    length = *sentence ? strcspn(sentence, "}") + 1 : 0;
    if (length)
      buffer_puts(text, sentence[1] == 'n' ? subject->name : subject->other);
  }
}

void rule_broken(const struct rule *rule, const struct subject *subject)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  put_place(&text, &subject->place);
  put_sentence(&text, rule->sentence, subject);
  if (text.failed)
    subject->findings->failed = 1;
  else
    (void)findings_add_rule(subject->findings, rule->kind, rule->at,
                            text.data);
}

int rules_hold(const struct rule *rules, size_t count, struct subject *subject)
{
  const struct rule *rule;

  for (rule = rules; rule < rules + count; rule++) {
    if (rule->kind != subject->kind && !rule->needed)
      continue;
    if (!rule->is_broken(subject))
      continue;
    if (rule->kind == subject->kind)
      rule_broken(rule, subject);
    if (rule->needed)
      return -1;
  }
  return 0;
}

/* Paragraphs: as line_valid, and with newlines. */
static int paragraphs_valid(const char *text)
{
  size_t left = strlen(text), size;
  uint32_t code;

  for (; left > 0; text += size, left -= size) {
    size = text_plain(text, left);
    if (size > 0)
      continue;
    size = text_decode(text, left, &code);
    if (size == 0 || (text_unsafe(code) && code != '\n'))
      return 0;
  }
  return 1;
}

static int is_needed(enum text_form form, const struct subject *subject)
{
  return form == TEXT_LINE_NEEDED || form == TEXT_PATH_NEEDED ||
         (form == TEXT_LINE_OF_VERBS && subject->noun->verbs[0]);
}

/* What is wrong with one text that is there; NULL for nothing.  {name} is
 * what it is called, {other} the text. */
static const char *text_fault(enum text_form form, const char *text)
{
  switch (form) {
  case TEXT_PARAGRAPHS:
    return paragraphs_valid(text) ? NULL
                                  : "has control characters in its {name}";
  case TEXT_PATH:
  case TEXT_PATH_NEEDED:
    return path_valid(text) ? NULL : "has an invalid {name}, \"{other}\"";
  default:
    return line_valid(text) ? NULL
                            : "has a {name} that is not one line of text";
  }
}

void texts_hold(const struct text_rule *rules, size_t count,
                const void *structure, const struct subject *subject)
{
  struct subject about = *subject;
  const struct text_rule *rule;
  struct rule broken;
  const char *text;

  if (subject->kind != FINDING_BROKEN)
    return;
  for (rule = rules; rule < rules + count; rule++) {
    memcpy(&text, (const char *)structure + rule->offset, sizeof text);
    broken = (struct rule){ .at = rule->at };
    if (text)
      broken.sentence = text_fault(rule->form, text);
    else if (is_needed(rule->form, subject))
      broken.sentence = "has no {name}";
    about.name = rule->what;
    about.other = text;
    if (broken.sentence)
      rule_broken(&broken, &about);
  }
}

int name_hold(const struct place *place, const char *name, const char *what,
              struct findings *findings)
{
  if (!name)
    return finding_at(findings, place, NULL, "has %s without a name", what);
  if (!name_valid(name, strlen(name)))
    return finding_at(findings, place, NULL,
                      "has %s whose name \"%s\" is not made of lower case "
                      "letters, digits and '-'",
                      what, name);
  return 0;
}

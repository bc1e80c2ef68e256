/* rule.h - what a rule of nscale/plugin.h is, and how one is held.
 *
 * A rule is a row: its place in the header, whether it is a rule or advice,
 * what breaks it, and the sentence about that.  Whoever adds a rule adds a
 * row to the table of its topic (rules_verb.c, rules_flag.c, ...), a case to
 * tests/unit/test-rules.c, and a comment to the header.
 */
#ifndef RULE_H
#define RULE_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/plugin/findings.h"

/* Where in a description we are; texts are borrowed. */
struct place {
  const char *noun; /* a nested noun, or NULL */
  const char *verb; /* or NULL */
};

/* The part of a description that rules are held against.  Borrowed. */
struct subject {
  struct findings *findings;
  enum finding_kind kind; /* rows of this kind are looked at */
  unsigned minor;         /* of the ABI that the plugin was made for */
  struct place place;
  const struct nscale_noun *noun;
  const struct nscale_verb *verb;
  size_t index; /* of the flag or field in its list */
  const struct nscale_flag *flag;
  const struct nscale_field *field;
  const struct nscale_column *column;
  const struct nscale_choices *choices;
  const struct nscale_wait *wait;
  const struct nscale_pages *pages;
  const char *name;  /* {name} in a sentence */
  const char *other; /* {other}, which what breaks a rule sets */
};

struct rule {
  const char *at; /* where the header has it: "nscale_verb.plan" */
  int (*is_broken)(struct subject *subject);
  const char *sentence;   /* goes on after `verb "list"`: "has no plan" */
  enum finding_kind kind; /* FINDING_BROKEN or FINDING_ADVICE */
  int needed;             /* the rows below make no sense without it */
};

/* What a text must be. */
enum text_form {
  TEXT_PARAGRAPHS, /* no control characters but newlines */
  TEXT_LINE,
  TEXT_LINE_NEEDED,
  TEXT_LINE_OF_VERBS, /* needed where the noun has verbs */
  TEXT_PATH,
  TEXT_PATH_NEEDED
};

/* A rule about one text: its name in sentences, and where it is. */
struct text_rule {
  const char *at;
  const char *what;
  size_t offset;
  enum text_form form;
};

/* `.at` for a member of a structure, which must be there. */
#define AT(structure, member)                                                 \
  .at = &(#structure                                                          \
          "." #member)[0 * sizeof(((struct structure *)NULL)->member)]

/* The first members of a text_rule. */
#define TEXT_AT(structure, member, called)                                    \
  AT(structure, member), .offset = offsetof(struct structure, member),        \
                         .what = (called)

/* Values of nscale_verb.effect that are none: what a forgotten one has, and
 * one that no minor has. */
#define EFFECT_NOT_STATED 0u
#define EFFECT_UNKNOWN UINT32_MAX

#define RULES(table) (table), sizeof(table) / sizeof(table)[0]

/* Holds the rows against the subject, in their order.  Returns 0, or -1 where
 * one is broken that is needed. */
int rules_hold(const struct rule *rules, size_t count,
               struct subject *subject);

/* The same for the texts of a structure. */
void texts_hold(const struct text_rule *rules, size_t count,
                const void *structure, const struct subject *subject);

/* Adds the finding of a rule that was found broken. */
void rule_broken(const struct rule *rule, const struct subject *subject);

/* Adds a finding: the place, then what is said about it, which goes on after
 * `verb "list"`, `noun "disks"` or "it": "has no plan".  `at` is the rule's
 * place in the header, or NULL.  Returns -1. */
int finding_at(struct findings *findings, const struct place *place,
               const char *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Checks the name of `what` ("a verb") in that place.  Returns 0 or -1. */
int name_hold(const struct place *place, const char *name, const char *what,
              struct findings *findings);

#endif

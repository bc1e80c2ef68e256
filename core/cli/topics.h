/* topics.h - what help says about more than one command.
 *
 * Each topic is written once, as data: `nscale help TOPIC` shows it, and it
 * is a page of its own or a section of nscale(1).
 */
#ifndef TOPICS_H
#define TOPICS_H

#include "core/cli/page.h"

enum topic_part_kind {
  TOPIC_TEXT,      /* paragraphs in `words` */
  TOPIC_HEADING,   /* `words` */
  TOPIC_ITEM,      /* `name` means `words`; neighbours are one list */
  TOPIC_GENERATED, /* what `write` writes; `words` is not NULL */
  TOPIC_COMMANDS   /* command lines in `words`, run by a test */
};

struct topic_part {
  enum topic_part_kind kind;
  const char *name;
  const char *words;
  void (*write)(struct page *page);
};

struct topic {
  const char *name;    /* "exit-status" */
  const char *heading; /* "Exit status" */
  const char *summary; /* one line, with a full stop */
  const char *section; /* of its own manual page, nscale-NAME; NULL where it
                        * is a section of nscale(1) */
  const struct topic_part *parts; /* the last one's words are NULL */
};

/* In the order of help; the last one's name is NULL. */
extern const struct topic topics[];

/* The topic of this name, or NULL. */
const struct topic *topic_find(const char *name);

/* Writes all parts; headings as sections, or inside one. */
void topic_parts(struct page *page, const struct topic *topic,
                 int inside_section);

#endif

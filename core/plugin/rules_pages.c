/* rules_pages.c - the rules of how lists come. */
#include "core/plugin/rules_pages.h"

#include <string.h>

#include "core/json/fields.h"

static int pages_attributes(struct subject *subject)
{
  return (subject->pages->attributes & ~NSCALE_PAGES_LINK) != 0;
}

static int is_bad_path(struct subject *subject, const char *path)
{
  struct fields fields = { .count = 0 };

  subject->other = path;
  return path && fields_add(&fields, path) < 0;
}

static int pages_path(struct subject *subject)
{
  return is_bad_path(subject, subject->pages->items) ||
         is_bad_path(subject, subject->pages->next);
}

static int pages_beside(struct subject *subject)
{
  return subject->pages->next && !subject->pages->items;
}

static int pages_query(struct subject *subject)
{
  return !subject->pages->next != !subject->pages->query ||
         (subject->pages->query && !subject->pages->query[0]);
}

static int pages_two_ways(struct subject *subject)
{
  return subject->pages->attributes & NSCALE_PAGES_LINK &&
         subject->pages->next;
}

static int pages_nothing(struct subject *subject)
{
  return !subject->pages->attributes && !subject->pages->items &&
         !subject->pages->next;
}

static const struct rule pages_rules[] = {
  { AT(nscale_pages, attributes), .is_broken = pages_attributes,
    .sentence = "has pages of {name} with unknown attributes" },
  { AT(nscale_pages, items), .is_broken = pages_path,
    .sentence = "has pages of {name} with a path that is not one of bare "
                "members, \"{other}\"" },
  { AT(nscale_pages, next), .is_broken = pages_beside,
    .sentence = "has pages of {name} with a next beside a list that is the "
                "whole reply" },
  { AT(nscale_pages, query), .is_broken = pages_query,
    .sentence = "has pages of {name} with a next or a query, which need each "
                "other" },
  { AT(nscale_pages, next), .is_broken = pages_two_ways,
    .sentence = "has pages of {name} that are found in two ways, by a next "
                "and by a link" },
  { AT(nscale_pages, items), .is_broken = pages_nothing,
    .sentence = "has pages of {name} that say nothing" },
};

void rules_pages(const struct subject *subject,
                 const struct nscale_pages *pages, const char *whose)
{
  struct subject about = *subject;

  about.pages = pages;
  about.name = whose;
  if (pages)
    (void)rules_hold(RULES(pages_rules), &about);
}

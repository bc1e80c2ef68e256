/* manual.c - the manual pages, made from the same tables that parse. */
#include "core/cli/manual.h"

#include "core/cli/help_parts.h"
#include "core/cli/topics.h"

/* ---- nscale-NOUN(1). ------------------------------------------------- */

/* Calls `each` for every verb of the noun and of those within it. */
static void each_verb(struct page *page, const char *path,
                      const struct nscale_noun *noun,
                      void (*each)(struct page *page, const char *path,
                                   const struct nscale_noun *noun,
                                   const struct nscale_verb *verb))
{
  char longer[HELP_PATH_SIZE];
  size_t i;

  for (i = 0; noun->verbs && noun->verbs[i]; i++) {
    if (!help_is_shown(noun->verbs[i]))
      continue;
    (void)snprintf(longer, sizeof longer, "%s %s", path, noun->verbs[i]->name);
    each(page, longer, noun, noun->verbs[i]);
  }
  for (i = 0; noun->nouns && noun->nouns[i]; i++) {
    (void)snprintf(longer, sizeof longer, "%s %s", path, noun->nouns[i]->name);
    each_verb(page, longer, noun->nouns[i], each);
  }
}

static void synopsis(struct page *page, const char *path,
                     const struct nscale_noun *noun,
                     const struct nscale_verb *verb)
{
  help_usage(page, path, help_arguments(noun, verb, NULL));
}

static void verb_section(struct page *page, const char *path,
                         const struct nscale_noun *noun,
                         const struct nscale_verb *verb)
{
  page_subsection(page, path);
  page_paragraphs(page, verb->summary ? verb->summary : "");
  help_verb_body(page, noun, verb, FLAG_GROUP_OUTPUT);
}

void manual_noun(struct page *page, const struct nscale_noun *noun)
{
  char path[HELP_PATH_SIZE];
  char name[HELP_PATH_SIZE];

  (void)snprintf(path, sizeof path, "nscale %s", noun->name);
  (void)snprintf(name, sizeof name, "nscale-%s", noun->name);
  page_title(page, name, "1", noun->summary ? noun->summary : noun->name);
  each_verb(page, path, noun, synopsis);
  page_section(page, "Description");
  page_paragraphs(page, noun->summary ? noun->summary : "");
  page_paragraphs(page, noun->description ? noun->description : "");
  if (noun->aliases && noun->aliases[0]) {
    (void)snprintf(name, sizeof name, "Also: %s", noun->aliases);
    page_paragraphs(page, name);
  }
  page_section(page, "Verbs");
  each_verb(page, path, noun, verb_section);
  help_see_also(page, noun->name);
}

/* ---- nscale(1). ------------------------------------------------------ */

/* A command of the core's: its own page is nscale(1). */
static void builtin_section(struct page *page, const struct builtin *builtin)
{
  char path[HELP_PATH_SIZE];
  size_t i;

  (void)snprintf(path, sizeof path, "nscale %s", builtin->noun->name);
  if (builtin->alone) {
    page_subsection(page, path);
    page_paragraphs(page, builtin->noun->summary);
    help_verb_body(page, builtin->noun, &builtin->alone->head,
                   FLAG_GROUP_OUTPUT);
  }
  for (i = 0; builtin->noun->verbs && builtin->noun->verbs[i]; i++) {
    (void)snprintf(path, sizeof path, "nscale %s %s", builtin->noun->name,
                   builtin->noun->verbs[i]->name);
    verb_section(page, path, builtin->noun, builtin->noun->verbs[i]);
  }
}

/* Where the project is, as far as configure was told. */
static void root_places(struct page *page)
{
  if (*BUG_ADDRESS) {
    page_section(page, "Bugs");
    page_paragraphs(page, "Report a bug to " BUG_ADDRESS ".");
  }
  if (*HOME_PAGE) {
    page_section(page, "Home page");
    page_paragraphs(page, HOME_PAGE);
  }
}

void manual_root(struct page *page)
{
  const struct plugin_list none = { 0 };
  const struct topic *topic;
  size_t i;

  page_title(page, "nscale", "1", HELP_SUMMARY);
  page_usage(page, "nscale COMMAND VERB [FLAGS]");
  page_section(page, "Description");
  page_paragraphs(page, HELP_SUMMARY);
  page_paragraphs(page, "Plugins bring further commands: nscale help lists "
                        "them, and each has a page nscale-NAME(1).");
  help_commands(page, &none);
  for (i = 0; builtins[i]; i++)
    builtin_section(page, builtins[i]);
  help_flags(page, NULL, FLAG_GROUP_GLOBAL);
  for (topic = topics; topic->name; topic++) {
    if (topic->section)
      continue;
    page_section(page, topic->heading);
    page_paragraphs(page, topic->summary);
    topic_parts(page, topic, 1);
  }
  page_section(page, "Examples");
  page_commands(page, help_examples);
  root_places(page);
  help_see_also(page, NULL);
}

/* help.c - help, made from the same tables that parse. */
#include "core/cli/help.h"

#include <string.h>

#include "core/base/paths.h"
#include "core/cli/help_parts.h"
#include "core/plugin/discover.h"
#include "core/plugin/provider.h"

void help_verb(struct page *page, const char *path,
               const struct nscale_noun *noun, const struct nscale_verb *verb,
               const struct builtin *builtin)
{
  page_paragraphs(page, verb->summary ? verb->summary : noun->summary);
  help_usage(page, path, help_arguments(noun, verb, builtin));
  help_verb_body(page, noun, verb, FLAG_GROUP_GLOBAL);
}

/* ---- Nouns. ------------------------------------------------------- */

static void list_verbs(struct page *page,
                       const struct nscale_verb *const *verbs)
{
  const struct nscale_verb *const *verb;
  size_t width = 10;

  for (verb = verbs; *verb; verb++)
    width = page_width(width, (*verb)->name);
  page_list_begin(page, width);
  for (verb = verbs; *verb; verb++)
    if (help_is_shown(*verb))
      page_list_item(page, (*verb)->name,
                     (*verb)->summary ? (*verb)->summary : "");
  page_list_end(page);
}

static void list_nouns(struct page *page,
                       const struct nscale_noun *const *nouns)
{
  size_t width = 10;
  size_t i;

  for (i = 0; nouns[i]; i++)
    width = page_width(width, nouns[i]->name);
  page_list_begin(page, width);
  for (i = 0; nouns[i]; i++)
    page_list_item(page, nouns[i]->name,
                   nouns[i]->summary ? nouns[i]->summary : "");
  page_list_end(page);
}

void help_noun(struct page *page, const char *path,
               const struct nscale_noun *noun, const struct builtin *builtin)
{
  const struct topic *topic = builtin ? topic_find(noun->name) : NULL;
  char more[HELP_PATH_SIZE + 40];

  page_paragraphs(page, noun->summary ? noun->summary : "");
  help_usage(page, path, "VERB");
  if (noun->aliases && noun->aliases[0])
    buffer_printf(page->text, "Also:  %s\n", noun->aliases);
  page_paragraphs(page, noun->description ? noun->description : "");
  if (noun->verbs && noun->verbs[0]) {
    page_section(page, "Verbs");
    list_verbs(page, noun->verbs);
  }
  if (noun->nouns && noun->nouns[0]) {
    page_section(page, "Within");
    list_nouns(page, noun->nouns);
  }
  if (topic)
    topic_parts(page, topic, 0);
  (void)snprintf(more, sizeof more, "%s VERB --help says more.", path);
  page_paragraphs(page, more);
}

/* ---- Topics. ------------------------------------------------------ */

static void list_topics(struct page *page)
{
  const struct topic *topic;
  size_t width = 10;

  for (topic = topics; topic->name; topic++)
    width = page_width(width, topic->name);
  page_section(page, "Help topics");
  page_list_begin(page, width);
  for (topic = topics; topic->name; topic++)
    page_list_item(page, topic->name, topic->summary);
  page_list_end(page);
}

void help_topic(struct page *page, const struct topic *topic)
{
  char name[HELP_PATH_SIZE];

  (void)snprintf(name, sizeof name, "nscale-%s", topic->name);
  page_title(page, name, topic->section, topic->summary);
  if (page->form == PAGE_MDOC) {
    page_section(page, "Description");
    page_paragraphs(page, topic->summary);
  }
  topic_parts(page, topic, 0);
  if (page->form == PAGE_MDOC)
    help_see_also(page, topic->name);
}

/* ---- All commands. ------------------------------------------------ */

static int has_plugin(const struct plugin_list *list, const char *name)
{
  size_t i;

  for (i = 0; i < list->count; i++)
    if (list->items[i]->name && strcmp(list->items[i]->name, name) == 0)
      return 1;
  return 0;
}

/* The plugins that a package would bring. */
static int list_packages(struct page *page, const struct plugin_list *list,
                         struct error *error)
{
  CLEANUP_PROVIDER_LIST struct provider_list providers = { 0 };
  const struct provider *missing[PROVIDER_WORDS];
  const struct provider *provider;
  size_t count = 0, width = 0;
  size_t i;

  if (provider_list_read(&providers, provider_file, error) < 0)
    return -1;
  for (i = 0; i < providers.count; i++) {
    provider = &providers.items[i];
    /* An alias is not an entry of its own, nor is what several bring. */
    if (provider->word != provider->name ||
        provider_find(&providers, provider->name) != provider ||
        has_plugin(list, provider->name))
      continue;
    width = page_width(width, provider->name);
    missing[count++] = provider;
  }
  if (count == 0)
    return 0;
  page_section(page, "Not installed");
  page_list_begin(page, width);
  for (i = 0; i < count; i++)
    page_list_item(page, missing[i]->name, missing[i]->command);
  page_list_end(page);
  return 0;
}

int help_root(struct page *page, struct error *error)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };

  if (discover_all(&list, error) < 0)
    return -1;
  page_paragraphs(page, HELP_SUMMARY);
  page_usage(page, "nscale COMMAND VERB [FLAGS]");
  help_commands(page, &list);
  if (list_packages(page, &list, error) < 0)
    return -1;
  list_topics(page);
  help_flags(page, NULL, FLAG_GROUP_GLOBAL);
  page_section(page, "Examples");
  page_commands(page, help_examples);
  page_paragraphs(page, "nscale help COMMAND, nscale help COMMAND VERB and "
                        "nscale help TOPIC say more.");
  return 0;
}

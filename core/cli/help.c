/* help.c - help and manual pages, made from the same tables that parse. */
#include "core/cli/help.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/paths.h"
#include "core/grammar/flag_table.h"
#include "core/plugin/discover.h"
#include "core/plugin/provider.h"

#define PATH_SIZE 200 /* of "nscale NOUN NOUN VERB" */
#define SUMMARY "The command line of the Nscale cloud."

/* ---- Flags. ------------------------------------------------------- */

/* `-q, --query FILTER` */
static void flag_name(struct buffer *name, const struct flag *flag)
{
  buffer_clear(name);
  if (flag->letter)
    buffer_printf(name, "-%s, ", flag->letter);
  else
    buffer_puts(name, "    ");
  buffer_printf(name, "--%s", flag->name);
  if (flag->value)
    buffer_printf(name, " %s", flag->value);
}

static int is_listed(const struct flag *flag, enum flag_group group)
{
  return flag->group == group && !(flag->attributes & NSCALE_FLAG_HIDDEN);
}

/* The flags of one group; nothing where there are none. */
static void list_flags(struct page *page, const struct flag_table *table,
                       enum flag_group group)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  size_t width = 0;
  size_t i;

  for (i = 0; i < table->count; i++) {
    flag_name(&name, &table->flags[i]);
    if (is_listed(&table->flags[i], group) && !name.failed)
      width = page_width(width, name.data);
  }
  page_list_begin(page, width);
  for (i = 0; i < table->count; i++) {
    flag_name(&name, &table->flags[i]);
    if (is_listed(&table->flags[i], group) && !name.failed)
      page_list_item(page, name.data,
                     table->flags[i].summary ? table->flags[i].summary : "");
  }
  page_list_end(page);
}

static const char *const group_names[] = {
  [FLAG_GROUP_OWN] = "Flags",
  [FLAG_GROUP_DOCUMENT] = "Document flags",
  [FLAG_GROUP_CONSENT] = "Safety flags",
  [FLAG_GROUP_OUTPUT] = "Output flags",
  [FLAG_GROUP_GLOBAL] = "Global flags",
};

/* The flags of the groups up to `last`, each under its name. */
static void list_groups(struct page *page, const struct flag_table *table,
                        enum flag_group last)
{
  size_t group;
  size_t i;

  for (group = 0; group <= last; group++) {
    for (i = 0; i < table->count; i++)
      if (is_listed(&table->flags[i], (enum flag_group)group))
        break;
    if (i == table->count)
      continue;
    if (group == FLAG_GROUP_GLOBAL)
      page_section(page, group_names[group]);
    else
      page_label(page, group_names[group]);
    list_flags(page, table, (enum flag_group)group);
  }
}

/* Flags of a verb, or with NULL the global ones alone. */
static void list_verb_flags(struct page *page, const struct nscale_verb *verb,
                            enum flag_group last)
{
  struct flag_table *table = malloc(sizeof *table);

  if (!table) {
    page->text->failed = 1;
    return;
  }
  flags_global(table);
  if (verb)
    flags_of_verb(table, verb);
  list_groups(page, table, last);
  free(table);
}

/* ---- Verbs. ------------------------------------------------------- */

static void put_usage(struct page *page, const char *path,
                      const char *arguments)
{
  char line[PATH_SIZE + 80];

  (void)snprintf(line, sizeof line, "%s%s%s [FLAGS]", path,
                 arguments ? " " : "", arguments ? arguments : "");
  page_usage(page, line);
}

static const char *arguments_of(const struct nscale_verb *verb,
                                const struct builtin *builtin)
{
  if (builtin)
    return ((const struct builtin_verb *)verb)->arguments;
  return verb->attributes & NSCALE_VERB_ID ? "ID|NAME" : NULL;
}

static const char *type_name(uint32_t type, int several)
{
  static const char *const names[][2] = {
    [NSCALE_TYPE_ANY] = { "any JSON", "any JSON" },
    [NSCALE_TYPE_STRING] = { "text", "texts" },
    [NSCALE_TYPE_NUMBER] = { "number", "numbers" },
    [NSCALE_TYPE_BOOLEAN] = { "true or false", "booleans" },
    [NSCALE_TYPE_OBJECT] = { "object", "objects" },
    [NSCALE_TYPE_ARRAY] = { "list", "lists" },
  };

  return type < sizeof names / sizeof names[0] ? names[type][several]
                                               : names[0][several];
}

/* `text, required: 1 to 63 letters` */
static void describe_field(struct buffer *text,
                           const struct nscale_field *field)
{
  buffer_puts(text, type_name(field->type, 0));
  if (field->type == NSCALE_TYPE_ARRAY && field->items != NSCALE_TYPE_ANY)
    buffer_printf(text, " of %s", type_name(field->items, 1));
  if (field->absent)
    buffer_printf(text, ", %s where it is absent", field->absent);
  else if (field->attributes & NSCALE_FIELD_REQUIRED)
    buffer_puts(text, ", required");
  if (field->rule)
    buffer_printf(text, ": %s", field->rule);
}

/* The fields that a document may have; those that are the server's are only
 * tolerated. */
static void list_fields(struct page *page,
                        const struct nscale_field *const *fields)
{
  const struct nscale_field *const *field;
  size_t width = 0;

  for (field = fields; *field; field++)
    if (!((*field)->attributes & NSCALE_FIELD_READ_ONLY))
      width = page_width(width, (*field)->path + 1);
  if (!width)
    return;
  page_label(page, "Document");
  page_list_begin(page, width);
  for (field = fields; *field; field++) {
    CLEANUP_BUFFER struct buffer text = { 0 };

    if ((*field)->attributes & NSCALE_FIELD_READ_ONLY)
      continue;
    describe_field(&text, *field);
    if (!text.failed)
      page_list_item(page, (*field)->path + 1, text.data);
  }
  page_list_end(page);
}

/* What there is to say of a verb behind its summary and usage. */
static void verb_body(struct page *page, const struct nscale_noun *noun,
                      const struct nscale_verb *verb, enum flag_group last)
{
  page_paragraphs(page, verb->description ? verb->description : "");
  if (verb->attributes & NSCALE_VERB_DOCUMENT && noun->fields)
    list_fields(page, noun->fields);
  list_verb_flags(page, verb, last);
  if (!verb->examples || !verb->examples[0])
    return;
  page_label(page, "Examples");
  page_commands(page, verb->examples);
}

void help_verb(struct page *page, const char *path,
               const struct nscale_noun *noun, const struct nscale_verb *verb,
               const struct builtin *builtin)
{
  page_paragraphs(page, verb->summary ? verb->summary : noun->summary);
  put_usage(page, path, arguments_of(verb, builtin));
  verb_body(page, noun, verb, FLAG_GROUP_GLOBAL);
}

/* ---- Nouns. ------------------------------------------------------- */

static int is_shown(const struct nscale_verb *verb)
{
  return !(verb->attributes & NSCALE_VERB_HIDDEN);
}

static void list_verbs(struct page *page,
                       const struct nscale_verb *const *verbs)
{
  const struct nscale_verb *const *verb;
  size_t width = 10;

  for (verb = verbs; *verb; verb++)
    width = page_width(width, (*verb)->name);
  page_list_begin(page, width);
  for (verb = verbs; *verb; verb++)
    if (is_shown(*verb))
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
  char more[PATH_SIZE + 40];

  page_paragraphs(page, noun->summary ? noun->summary : "");
  put_usage(page, path, "VERB");
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

/* ---- Manual pages of nouns. --------------------------------------- */

/* Calls `each` for every verb of the noun and of those within it. */
static void each_verb(struct page *page, const char *path,
                      const struct nscale_noun *noun,
                      void (*each)(struct page *page, const char *path,
                                   const struct nscale_noun *noun,
                                   const struct nscale_verb *verb))
{
  char longer[PATH_SIZE];
  size_t i;

  for (i = 0; noun->verbs && noun->verbs[i]; i++) {
    if (!is_shown(noun->verbs[i]))
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
  (void)noun;
  put_usage(page, path, arguments_of(verb, NULL));
}

static void verb_section(struct page *page, const char *path,
                         const struct nscale_noun *noun,
                         const struct nscale_verb *verb)
{
  page_subsection(page, path);
  page_paragraphs(page, verb->summary ? verb->summary : "");
  verb_body(page, noun, verb, FLAG_GROUP_OUTPUT);
}

/* The pages that a page refers to, but for itself. */
static void see_also(struct page *page, const char *itself)
{
  const struct topic *topic;
  const char *separator = "";

  page_section(page, "See also");
  if (itself) {
    buffer_puts(page->text, ".Xr nscale 1");
    separator = " ,\n";
  }
  for (topic = topics; topic->name; topic++) {
    if (!topic->section || (itself && strcmp(topic->name, itself) == 0))
      continue;
    buffer_printf(page->text, "%s.Xr nscale-%s %s", separator, topic->name,
                  topic->section);
    separator = " ,\n";
  }
  buffer_putc(page->text, '\n');
}

void help_noun_manual(struct page *page, const struct nscale_noun *noun)
{
  char path[PATH_SIZE];
  char name[PATH_SIZE];

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
  see_also(page, noun->name);
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
  char name[PATH_SIZE];

  (void)snprintf(name, sizeof name, "nscale-%s", topic->name);
  page_title(page, name, topic->section, topic->summary);
  if (page->form == PAGE_MDOC) {
    page_section(page, "Description");
    page_paragraphs(page, topic->summary);
  }
  topic_parts(page, topic, 0);
  if (page->form == PAGE_MDOC)
    see_also(page, topic->name);
}

/* ---- All commands. ------------------------------------------------ */

static size_t commands_width(const struct plugin_list *list)
{
  size_t width = 10;
  size_t i;

  for (i = 0; i < list->count; i++)
    if (list->items[i]->status == PLUGIN_OK)
      width = page_width(width, list->items[i]->name);
  return width;
}

static void list_plugins(struct page *page, const struct plugin_list *list)
{
  const struct plugin_found *found;
  size_t i;

  for (i = 0; i < list->count; i++) {
    CLEANUP_BUFFER struct buffer summary = { 0 };

    found = list->items[i];
    if (found->status != PLUGIN_OK)
      continue;
    buffer_puts(&summary, found->manifest.summary);
    if (found->aliases && found->aliases[0])
      buffer_printf(&summary, " (also: %s)", found->aliases);
    if (!summary.failed)
      page_list_item(page, found->name, summary.data);
  }
}

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
    /* An alias is no entry of its own. */
    if (provider->word != provider->name || has_plugin(list, provider->name))
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

static void list_commands(struct page *page, const struct plugin_list *list)
{
  size_t i;

  page_section(page, "Commands");
  page_list_begin(page, commands_width(list));
  list_plugins(page, list);
  for (i = 0; builtins[i]; i++) {
    CLEANUP_BUFFER struct buffer summary = { 0 };
    const char *sentence = builtins[i]->noun->summary;

    /* Manifests have no full stop there. */
    buffer_append(&summary, sentence, strlen(sentence) - 1);
    if (!summary.failed)
      page_list_item(page, builtins[i]->noun->name, summary.data);
  }
  page_list_end(page);
}

static const char examples[] = "nscale sa list\n"
                               "nscale sa create --file account.json "
                               "--dry-run\n"
                               "nscale help environment\n";

int help_root(struct page *page, struct error *error)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };

  if (discover_all(&list, error) < 0)
    return -1;
  page_paragraphs(page, SUMMARY);
  page_usage(page, "nscale COMMAND VERB [FLAGS]");
  list_commands(page, &list);
  if (list_packages(page, &list, error) < 0)
    return -1;
  list_topics(page);
  list_verb_flags(page, NULL, FLAG_GROUP_GLOBAL);
  page_section(page, "Examples");
  page_commands(page, examples);
  page_paragraphs(page, "nscale help COMMAND, nscale help COMMAND VERB and "
                        "nscale help TOPIC say more.");
  return 0;
}

/* A command of the core's: its own page is nscale(1). */
static void builtin_section(struct page *page, const struct builtin *builtin)
{
  char path[PATH_SIZE];
  size_t i;

  (void)snprintf(path, sizeof path, "nscale %s", builtin->noun->name);
  if (builtin->alone) {
    page_subsection(page, path);
    page_paragraphs(page, builtin->noun->summary);
    verb_body(page, builtin->noun, &builtin->alone->head, FLAG_GROUP_OUTPUT);
  }
  for (i = 0; builtin->noun->verbs && builtin->noun->verbs[i]; i++) {
    (void)snprintf(path, sizeof path, "nscale %s %s", builtin->noun->name,
                   builtin->noun->verbs[i]->name);
    verb_section(page, path, builtin->noun, builtin->noun->verbs[i]);
  }
}

void help_manual(struct page *page)
{
  const struct plugin_list none = { 0 };
  const struct topic *topic;
  size_t i;

  page_title(page, "nscale", "1", SUMMARY);
  page_usage(page, "nscale COMMAND VERB [FLAGS]");
  page_section(page, "Description");
  page_paragraphs(page, SUMMARY);
  page_paragraphs(page, "Plugins bring further commands: nscale help lists "
                        "them, and each has a page nscale-NAME(1).");
  list_commands(page, &none);
  for (i = 0; builtins[i]; i++)
    builtin_section(page, builtins[i]);
  list_verb_flags(page, NULL, FLAG_GROUP_GLOBAL);
  for (topic = topics; topic->name; topic++) {
    if (topic->section)
      continue;
    page_section(page, topic->heading);
    page_paragraphs(page, topic->summary);
    topic_parts(page, topic, 1);
  }
  page_section(page, "Examples");
  page_commands(page, examples);
  see_also(page, NULL);
}

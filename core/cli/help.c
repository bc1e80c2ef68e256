/* help.c - help texts, made from the same tables that parse. */
#include "core/cli/help.h"

#include <stdlib.h>
#include <string.h>

#include "core/cli/flags.h"
#include "core/paths.h"
#include "core/plugin/discover.h"
#include "core/plugin/provider.h"
#include "core/render/text.h"

#define WIDTH 79     /* columns of help */
#define NAME_MOST 28 /* columns that a name may take beside its summary */

/* Appends words wrapped to the width; every line but the first is indented
 * by `indent`, and the first begins at column `column`. */
static void wrap(struct buffer *text, const char *words, size_t indent,
                 size_t column)
{
  size_t length;

  while (*words) {
    length = strcspn(words, " \n");
    if (column > indent && column + 1 + length > WIDTH) {
      (void)buffer_printf(text, "\n%*s", (int)indent, "");
      column = indent;
    } else if (column > indent) {
      (void)buffer_putc(text, ' ');
      column++;
    }
    /* A plugin's texts are no more trusted to be plain than a server's. */
    (void)text_escape(text, words, length);
    column += length;
    words += length;
    words += strspn(words, " \n");
  }
  (void)buffer_putc(text, '\n');
}

/* `  NAME   summary`, the summaries of a list aligned at `width`. */
static void entry(struct buffer *text, const char *name, const char *summary,
                  size_t width)
{
  size_t length = strlen(name);

  (void)buffer_puts(text, "  ");
  (void)text_escape(text, name, length);
  if (length > width)
    (void)buffer_printf(text, "\n%*s", (int)width + 4, "");
  else
    (void)buffer_printf(text, "%*s", (int)(width - length) + 2, "");
  wrap(text, summary ? summary : "", width + 4, width + 4);
}

static void paragraph(struct buffer *text, const char *words)
{
  wrap(text, words, 0, 0);
}

/* ---- Flags. ------------------------------------------------------- */

/* `-q, --query FILTER` */
static void flag_name(struct buffer *name, const struct flag *flag)
{
  buffer_clear(name);
  if (flag->letter)
    (void)buffer_printf(name, "-%s, ", flag->letter);
  else
    (void)buffer_puts(name, "    ");
  (void)buffer_printf(name, "--%s", flag->name);
  if (flag->value)
    (void)buffer_printf(name, " %s", flag->value);
}

static void list_flags(struct buffer *text, const struct flag *flags,
                       size_t count)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  size_t width = 0;
  size_t i;

  for (i = 0; i < count; i++) {
    flag_name(&name, &flags[i]);
    if (name.length > width && name.length <= NAME_MOST)
      width = name.length;
  }
  for (i = 0; i < count; i++) {
    if (flags[i].attributes & NSCALE_FLAG_HIDDEN)
      continue;
    flag_name(&name, &flags[i]);
    if (!name.failed)
      entry(text, name.data, flags[i].summary, width);
  }
}

static void list_global_flags(struct buffer *text)
{
  struct flag_table *table = malloc(sizeof *table);

  if (!table) {
    text->failed = 1;
    return;
  }
  flags_global(table);
  (void)buffer_puts(text, "\nGlobal flags:\n");
  list_flags(text, table->flags, table->count);
  free(table);
}

/* ---- The three levels. -------------------------------------------- */

static int has_plugin(const struct plugin_list *list, const char *name)
{
  size_t i;

  for (i = 0; i < list->count; i++)
    if (list->items[i]->name && strcmp(list->items[i]->name, name) == 0)
      return 1;
  return 0;
}

/* The plugins that a package would bring. */
static int list_packages(struct buffer *text, const struct plugin_list *list,
                         size_t width, struct error *error)
{
  CLEANUP_PROVIDER_LIST struct provider_list providers = { 0 };
  const struct provider *provider;
  const char *title = "\nNot installed:\n";
  size_t i;

  if (provider_list_read(&providers, provider_file, error) < 0)
    return -1;
  for (i = 0; i < providers.count; i++) {
    provider = &providers.items[i];
    if (provider->word != provider->name ||
        has_plugin(list, provider->name))
      continue;
    (void)buffer_puts(text, title);
    title = "";
    entry(text, provider->name, provider->command, width);
  }
  return 0;
}

static int list_plugins(struct buffer *text, struct error *error)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };
  const struct plugin_found *found;
  size_t width = 10;
  size_t i;

  if (discover_all(&list, error) < 0)
    return -1;
  for (i = 0; i < list.count; i++)
    if (list.items[i]->status == PLUGIN_OK &&
        strlen(list.items[i]->name) > width &&
        strlen(list.items[i]->name) <= NAME_MOST)
      width = strlen(list.items[i]->name);
  (void)buffer_puts(text, "\nCommands:\n");
  for (i = 0; i < list.count; i++) {
    CLEANUP_BUFFER struct buffer summary = { 0 };

    found = list.items[i];
    if (found->status != PLUGIN_OK)
      continue;
    (void)buffer_puts(&summary, found->manifest.summary);
    if (found->aliases && found->aliases[0])
      (void)buffer_printf(&summary, " (also: %s)", found->aliases);
    if (!summary.failed)
      entry(text, found->name, summary.data, width);
  }
  entry(text, "api", "Send a request to any service of Nscale", width);
  entry(text, "plugins", "List the plugins, with what is wrong about each",
        width);
  entry(text, "help", "Show help for a command", width);
  entry(text, "version", "Show the version", width);
  return list_packages(text, &list, width, error);
}

int help_root(struct buffer *text, struct error *error)
{
  static const struct {
    const char *name;
    const char *summary;
  } variables[] = {
    { "NSCALE_SERVICE_TOKEN", "The service token." },
    { "NSCALE_SERVICE_TOKEN_FILE", "A file that holds it, instead." },
    { "NSCALE_ORGANIZATION_ID", "The organization where --org is absent." },
    { "NSCALE_PLUGIN_PATH", "Further folders of plugins." },
  };
  size_t i;

  paragraph(text, "nscale is the command line of the Nscale cloud.");
  (void)buffer_puts(text, "\nUsage: nscale COMMAND VERB [FLAGS]\n");
  if (list_plugins(text, error) < 0)
    return -1;
  list_global_flags(text);
  (void)buffer_puts(text, "\nEnvironment:\n");
  for (i = 0; i < sizeof variables / sizeof variables[0]; i++)
    entry(text, variables[i].name, variables[i].summary, 25);
  (void)buffer_puts(
      text,
      "\nExit status: 0 done, 1 failed or declined, 2 usage, 3 not found,\n"
      "4 token, 5 conflict, 6 rate-limited, 7 network (nothing applied),\n"
      "8 outcome unknown, 9 applied but not delivered, 10 plugin,\n"
      "130 interrupted before anything was sent.\n"
      "\nnscale COMMAND --help and nscale COMMAND VERB --help say more.\n");
  return 0;
}

static void list_verbs(struct buffer *text,
                       const struct nscale_verb *const *verbs)
{
  const struct nscale_verb *const *verb;
  size_t width = 10;

  for (verb = verbs; verb && *verb; verb++)
    if (strlen((*verb)->name) > width && strlen((*verb)->name) <= NAME_MOST)
      width = strlen((*verb)->name);
  for (verb = verbs; verb && *verb; verb++)
    if (!((*verb)->attributes & NSCALE_VERB_HIDDEN))
      entry(text, (*verb)->name, (*verb)->summary, width);
}

void help_noun(struct buffer *text, const char *path,
               const struct nscale_noun *noun)
{
  const struct nscale_noun *const *nested;

  paragraph(text, noun->summary);
  (void)buffer_printf(text, "\nUsage: %s VERB [FLAGS]\n", path);
  if (noun->aliases && noun->aliases[0])
    (void)buffer_printf(text, "Also:  %s\n", noun->aliases);
  if (noun->description) {
    (void)buffer_putc(text, '\n');
    paragraph(text, noun->description);
  }
  if (noun->verbs && noun->verbs[0]) {
    (void)buffer_puts(text, "\nVerbs:\n");
    list_verbs(text, noun->verbs);
  }
  if (noun->nouns && noun->nouns[0]) {
    (void)buffer_puts(text, "\nWithin:\n");
    for (nested = noun->nouns; *nested; nested++)
      entry(text, (*nested)->name, (*nested)->summary, 10);
  }
  (void)buffer_printf(text, "\n%s VERB --help says more.\n", path);
}

static void list_examples(struct buffer *text, const char *examples)
{
  size_t length;

  (void)buffer_puts(text, "\nExamples:\n");
  while (*examples) {
    length = strcspn(examples, "\n");
    (void)buffer_puts(text, "  ");
    (void)text_escape(text, examples, length);
    (void)buffer_putc(text, '\n');
    examples += length + (examples[length] == '\n');
  }
}

void help_verb(struct buffer *text, const char *path,
               const struct nscale_verb *verb)
{
  struct flag_table *table = malloc(sizeof *table);

  if (!table) {
    text->failed = 1;
    return;
  }
  flags_global(table);
  flags_of_verb(table, verb);
  paragraph(text, verb->summary);
  (void)buffer_printf(text, "\nUsage: %s%s [FLAGS]\n", path,
                      verb->attributes & NSCALE_VERB_ID ? " ID|NAME" : "");
  if (verb->description) {
    (void)buffer_putc(text, '\n');
    paragraph(text, verb->description);
  }
  if (table->count > table->global) {
    (void)buffer_puts(text, "\nFlags:\n");
    list_flags(text, table->flags + table->global,
               table->count - table->global);
  }
  free(table);
  list_global_flags(text);
  if (verb->examples)
    list_examples(text, verb->examples);
}

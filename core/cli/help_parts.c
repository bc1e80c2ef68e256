/* help_parts.c - what help and manual pages have in common. */
#include "core/cli/help_parts.h"

#include <stdlib.h>
#include <string.h>

#include "core/cli/topics.h"
#include "core/document/scalar.h"
#include "core/grammar/flag_table.h"
#include "core/plugin/field_flags.h"

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
void help_flags(struct page *page, const struct nscale_verb *verb,
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

void help_usage(struct page *page, const char *path, const char *arguments)
{
  char line[HELP_PATH_SIZE + 80];

  (void)snprintf(line, sizeof line, "%s%s%s [FLAGS]", path,
                 arguments ? " " : "", arguments ? arguments : "");
  page_usage(page, line);
}

const char *help_arguments(const struct nscale_noun *noun,
                           const struct nscale_verb *verb,
                           const struct builtin *builtin)
{
  if (builtin)
    return ((const struct builtin_verb *)verb)->arguments;
  if (verb->attributes & NSCALE_VERB_ID)
    return "ID|NAME";
  return field_flag_of_name(noun, verb) ? "[NAME]" : NULL;
}

static const char *type_name(uint32_t type, int several)
{
  static const char *const names[][2] = {
    [NSCALE_TYPE_ANY] = { "any JSON", "any JSON" },
    [NSCALE_TYPE_STRING] = { "text", "texts" },
    [NSCALE_TYPE_NUMBER] = { "number", "numbers" },
    [NSCALE_TYPE_BOOLEAN] = { "true or false", "booleans" },
    [NSCALE_TYPE_INTEGER] = { "whole number", "whole numbers" },
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
  CLEANUP_BUFFER struct buffer rule = { 0 };

  buffer_puts(text, type_name(field->type, 0));
  if ((field->type == NSCALE_TYPE_ARRAY ||
       field->type == NSCALE_TYPE_OBJECT) &&
      field->items != NSCALE_TYPE_ANY)
    buffer_printf(text, " of %s", type_name(field->items, 1));
  if (field->absent)
    buffer_printf(text, ", %s where it is absent", field->absent);
  else if (field->attributes & NSCALE_FIELD_REQUIRED)
    buffer_puts(text, ", required");
  scalar_write_rule(field, &rule);
  if (rule.length)
    buffer_printf(text, ": %s", rule.data);
  text->failed |= rule.failed;
}

static int is_shown(const struct nscale_field *field,
                    const struct nscale_verb *verb)
{
  return !(field->attributes & NSCALE_FIELD_READ_ONLY) &&
         field_is_of(field, verb);
}

/* The fields that a document may have; those that are the server's are only
 * tolerated. */
static void list_fields(struct page *page, const struct nscale_verb *verb,
                        const struct nscale_field *const *fields)
{
  const struct nscale_field *const *field;
  size_t width = 0;

  for (field = fields; *field; field++)
    if (is_shown(*field, verb))
      width = page_width(width, (*field)->path + 1);
  if (!width)
    return;
  page_label(page, "Document");
  page_list_begin(page, width);
  for (field = fields; *field; field++) {
    CLEANUP_BUFFER struct buffer text = { 0 };

    if (!is_shown(*field, verb))
      continue;
    describe_field(&text, *field);
    if (!text.failed)
      page_list_item(page, (*field)->path + 1, text.data);
  }
  page_list_end(page);
}

/* What there is to say of a verb behind its summary and usage. */
void help_verb_body(struct page *page, const struct nscale_noun *noun,
                    const struct nscale_verb *verb, enum flag_group last)
{
  page_paragraphs(page, verb->description ? verb->description : "");
  if (verb->attributes & NSCALE_VERB_DOCUMENT && noun->fields)
    list_fields(page, verb, noun->fields);
  help_flags(page, verb, last);
  if (!verb->examples || !verb->examples[0])
    return;
  page_label(page, "Examples");
  page_commands(page, verb->examples);
}

/* ---- Lists of commands, and references. ----------------------------- */

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

void help_commands(struct page *page, const struct plugin_list *list)
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

/* The pages that a page refers to, but for itself. */
void help_see_also(struct page *page, const char *itself)
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

const char help_examples[] = "nscale sa list\n"
                             "nscale sa create --file account.json "
                             "--dry-run\n"
                             "nscale help environment\n";

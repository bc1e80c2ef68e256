/* plugins.c - `nscale plugins list` and `nscale plugins check`. */
#include "core/command/plugins.h"

#include <string.h>

#include "core/base/text.h"
#include "core/cli/print.h"
#include "core/grammar/word_list.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/output/table.h"
#include "core/plugin/check.h"
#include "core/plugin/discover.h"

static int wants_json(const struct builtin_call *call)
{
  return flags_given(call->flags, "json");
}

/* ---- What there is to say of one. ----------------------------------- */

/* The texts of a plugin that was found; NULL is what is not known. */
struct entry {
  const char *version;
  const char *summary;
  char abi[24]; /* "" where it is not known */
};

static void describe(struct entry *entry, const struct plugin_found *found)
{
  const struct manifest *manifest = &found->manifest;

  *entry = (struct entry){ .version = NULL };
  if (!found->has_manifest)
    return;
  entry->version = manifest->version;
  entry->summary = manifest->summary;
  (void)snprintf(entry->abi, sizeof entry->abi, "%u.%u", manifest->abi_major,
                 manifest->abi_minor);
}

static const char *status_word(const struct plugin_found *found)
{
  static const char *const words[] = {
    [PLUGIN_OK] = "ok",
    [PLUGIN_SHADOWED] = "shadowed",
    [PLUGIN_INCOMPATIBLE] = "incompatible",
    [PLUGIN_BROKEN] = "broken",
    [PLUGIN_UNTRUSTED] = "untrusted",
  };

  return words[found->status];
}

/* Appends what stands before a value, then the value as JSON. */
static void add_json(struct buffer *json, const char *before,
                     const char *value)
{
  buffer_puts(json, before);
  if (value)
    json_escape(json, value, strlen(value));
  else
    buffer_puts(json, "null");
}

/* Appends an array, indented as every reply is. */
static int lay_out(struct buffer *output, const struct buffer *json,
                   struct error *error)
{
  if (json->failed ||
      json_layout(output, (struct json){ json->data, json->length, NULL },
                  0) != 0)
    return error_memory(error);
  buffer_putc(output, '\n');
  return 0;
}

/* ---- list. ---------------------------------------------------------- */

static void add_aliases(struct buffer *json, const char *aliases)
{
  const char *separator = "";
  size_t length;

  buffer_puts(json, ",\"aliases\":[");
  for (; (length = word_list_next(&aliases)); aliases += length) {
    buffer_puts(json, separator);
    json_escape(json, aliases, length);
    separator = ",";
  }
  buffer_putc(json, ']');
}

static int list_json(struct buffer *output, const struct plugin_list *list,
                     struct error *error)
{
  CLEANUP_BUFFER struct buffer json = { 0 };
  struct entry entry;
  size_t i;

  buffer_putc(&json, '[');
  for (i = 0; i < list->count; i++) {
    const struct plugin_found *found = list->items[i];

    describe(&entry, found);
    add_json(&json, i ? ",{\"name\":" : "{\"name\":", found->name);
    add_json(&json, ",\"version\":", entry.version);
    add_json(&json, ",\"abi\":", entry.abi[0] ? entry.abi : NULL);
    add_aliases(&json, found->aliases);
    add_json(&json, ",\"summary\":", entry.summary);
    add_json(&json, ",\"status\":", status_word(found));
    add_json(&json, ",\"reason\":", found->reason);
    add_json(&json, ",\"path\":", found->path);
    buffer_putc(&json, '}');
  }
  buffer_putc(&json, ']');
  return lay_out(output, &json, error);
}

static const struct table_column columns[] = {
  { .title = "NAME" },    { .title = "VERSION" }, { .title = "ABI" },
  { .title = "ALIASES" }, { .title = "STATUS" },  { .title = "PATH" },
};

#define COLUMNS (sizeof columns / sizeof columns[0])

/* "ok, but alias "x" belongs to y", "broken: it is cut short". */
static int append_status(struct buffer *text, const struct plugin_found *found,
                         struct error *error)
{
  buffer_clear(text);
  /* The reason of one that is shadowed says so itself. */
  if (found->status != PLUGIN_SHADOWED || !found->reason)
    buffer_puts(text, status_word(found));
  if (found->status != PLUGIN_SHADOWED && found->reason)
    buffer_puts(text, found->status == PLUGIN_OK ? ", but " : ": ");
  buffer_puts(text, found->reason ? found->reason : "");
  return text->failed ? error_memory(error) : 0;
}

static int list_table(struct buffer *output, const struct plugin_list *list,
                      struct error *error)
{
  CLEANUP_BUFFER struct buffer status = { 0 };
  /* Whole lines, at a terminal too: what is wrong must be legible. */
  CLEANUP_TABLE struct table *table =
      table_new(columns, COLUMNS, &(struct table_style){ .width = 0 });
  struct entry entry;
  size_t i;

  if (!table)
    return error_memory(error);
  for (i = 0; i < list->count; i++) {
    const struct plugin_found *found = list->items[i];

    describe(&entry, found);
    if (append_status(&status, found, error) < 0 ||
        table_row(table,
                  (const char *const[COLUMNS]){ found->name, entry.version,
                                                entry.abi, found->aliases,
                                                status.data, found->path },
                  error) < 0)
      return -1;
  }
  return table_write(table, sink_to_buffer(output), error);
}

long plugins_list_text(struct buffer *output, int json, struct error *error)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };

  if (discover_all(&list, error) < 0)
    return -1;
  if (json ? list_json(output, &list, error) < 0
           : list.count > 0 && list_table(output, &list, error) < 0)
    return -1;
  return output->failed ? error_memory(error) : (long)list.count;
}

int plugins_list(const struct builtin_call *call, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const long count = plugins_list_text(&text, wants_json(call), error);

  if (count < 0)
    return -1;
  if (count == 0)
    message_line("No plugins.");
  return print_redacted(&text, wants_json(call), error);
}

/* ---- check. --------------------------------------------------------- */

/* The finding as a sentence about the plugin. */
static const char *subject_of(const struct finding *finding)
{
  return finding->kind == FINDING_REFUSED ? "it " : "";
}

static void add_escaped(struct buffer *text, const char *words)
{
  text_escape(text, words, strlen(words));
}

/* The lines of one file. */
static void append_lines(struct buffer *text, const char *path,
                         const struct plugin_found *found,
                         const struct findings *findings)
{
  struct entry entry;
  size_t i;

  describe(&entry, found);
  for (i = 0; i < findings->count; i++) {
    add_escaped(text, path);
    buffer_printf(text, ": %s", subject_of(&findings->items[i]));
    add_escaped(text, findings->items[i].text);
    buffer_putc(text, '\n');
  }
  if (findings->count > 0)
    return;
  add_escaped(text, path);
  buffer_printf(text, ": %s %s, plugin ABI %s: nothing is wrong\n",
                found->name, entry.version, entry.abi);
}

static void add_problems(struct buffer *json, const struct findings *findings)
{
  static const char *const kinds[] = { [FINDING_BROKEN] = "broken",
                                       [FINDING_REFUSED] = "refused",
                                       [FINDING_ADVICE] = "advice" };
  size_t i;

  buffer_puts(json, ",\"problems\":[");
  for (i = 0; i < findings->count; i++) {
    CLEANUP_BUFFER struct buffer sentence = { 0 };
    const struct finding *finding = &findings->items[i];

    buffer_printf(&sentence, "%s%s", subject_of(finding), finding->text);
    json->failed |= sentence.failed;
    add_json(json, i ? ",{\"kind\":" : "{\"kind\":", kinds[finding->kind]);
    add_json(json, ",\"rule\":", finding->rule);
    add_json(json, ",\"text\":", sentence.data);
    buffer_putc(json, '}');
  }
  buffer_putc(json, ']');
}

/* The object of one file. */
static void append_object(struct buffer *json, const char *path,
                          const struct plugin_found *found,
                          const struct findings *findings)
{
  struct entry entry;

  describe(&entry, found);
  add_json(json, json->length ? ",{\"path\":" : "[{\"path\":", path);
  add_json(json, ",\"name\":", found->name);
  add_json(json, ",\"version\":", entry.version);
  add_json(json, ",\"abi\":", entry.abi[0] ? entry.abi : NULL);
  add_problems(json, findings);
  buffer_putc(json, '}');
}

int plugins_check(const struct builtin_call *call, struct error *error)
{
  CLEANUP_BUFFER struct buffer json = { 0 };
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t wrong = 0;
  size_t i;

  for (i = 0; i < call->argument_count; i++) {
    CLEANUP_FINDINGS struct findings findings = { 0 };
    CLEANUP_PLUGIN_FOUND struct plugin_found found = { 0 };

    if (check_file(call->arguments[i], &found, &findings, error) < 0)
      return -1;
    wrong += findings.count > 0;
    if (wants_json(call))
      append_object(&json, call->arguments[i], &found, &findings);
    else
      append_lines(&text, call->arguments[i], &found, &findings);
  }
  if (wants_json(call)) {
    buffer_putc(&json, ']');
    if (lay_out(&text, &json, error) < 0)
      return -1;
  }
  if (print_redacted(&text, wants_json(call), error) < 0)
    return -1;
  return wrong
             ? error_set(error, EXIT_PLUGIN, "problems in %zu of %zu plugins",
                         wrong, call->argument_count)
             : 0;
}

/* plugins.c - `nscale plugins list` and `nscale plugins check`. */
#include "core/cli/plugins.h"

#include <string.h>

#include "core/base/text.h"
#include "core/json/tree.h"
#include "core/plugin/check.h"
#include "core/plugin/discover.h"

enum { COLUMNS = 6 };

static const char *const titles[COLUMNS] = { "NAME",    "VERSION", "ABI",
                                             "ALIASES", "STATUS",  "PATH" };

static const char *status_word(const struct plugin_found *found)
{
  switch (found->status) {
  case PLUGIN_OK:
    return "ok";
  case PLUGIN_SHADOWED:
    return "shadowed";
  case PLUGIN_INCOMPATIBLE:
    return "incompatible";
  case PLUGIN_BROKEN:
    return "broken";
  case PLUGIN_UNTRUSTED:
    break;
  }
  return "untrusted";
}

/* ---- The table. --------------------------------------------------- */

/* Appends one cell as it is shown. */
static void append_cell(struct buffer *text, const struct plugin_found *found,
                        int column)
{
  const struct manifest *manifest =
      found->has_manifest ? &found->manifest : NULL;
  const char *cell = NULL;

  if (column == 0)
    cell = found->name;
  else if (column == 1 && manifest)
    cell = manifest->version;
  else if (column == 3)
    cell = found->aliases;
  else if (column == 5)
    cell = found->path;
  if (column == 2 && manifest) {
    (void)buffer_printf(text, "%u.%u", manifest->abi_major,
                        manifest->abi_minor);
  } else if (column == 4) {
    /* The reason of one that is shadowed says so itself. */
    if (found->status != PLUGIN_SHADOWED)
      (void)buffer_puts(text, status_word(found));
    if (found->reason && found->status != PLUGIN_SHADOWED)
      (void)buffer_puts(text, found->status == PLUGIN_OK ? ", but " : ": ");
    if (found->reason)
      (void)text_escape(text, found->reason, strlen(found->reason));
  } else {
    if (!cell || !*cell)
      cell = "-";
    (void)text_escape(text, cell, strlen(cell));
  }
}

/* Measures every cell. */
static void measure(const struct plugin_list *list, struct buffer *cell,
                    size_t widths[COLUMNS])
{
  size_t i, width;
  int column;

  for (column = 0; column < COLUMNS; column++) {
    widths[column] = strlen(titles[column]);
    for (i = 0; i < list->count; i++) {
      buffer_clear(cell);
      append_cell(cell, list->items[i], column);
      width = cell->length ? text_width(cell->data, cell->length) : 0;
      if (width > widths[column])
        widths[column] = width;
    }
  }
}

/* Fills up to the next column; the last has no blanks after it. */
static void pad(struct buffer *output, size_t start, size_t width, int column)
{
  size_t used;

  if (column == COLUMNS - 1) {
    (void)buffer_putc(output, '\n');
    return;
  }
  if (output->failed)
    return;
  used = text_width(output->data + start, output->length - start);
  for (; used < width + 2; used++)
    (void)buffer_putc(output, ' ');
}

static void append_table(struct buffer *output, const struct plugin_list *list)
{
  CLEANUP_BUFFER struct buffer cell = { 0 };
  size_t widths[COLUMNS];
  size_t i, start;
  int column;

  if (list->count == 0)
    return;
  measure(list, &cell, widths);
  if (cell.failed)
    output->failed = 1;
  for (column = 0; column < COLUMNS; column++) {
    start = output->length;
    (void)buffer_puts(output, titles[column]);
    pad(output, start, widths[column], column);
  }
  for (i = 0; i < list->count; i++)
    for (column = 0; column < COLUMNS; column++) {
      start = output->length;
      append_cell(output, list->items[i], column);
      pad(output, start, widths[column], column);
    }
}

/* ---- JSON. -------------------------------------------------------- */

static void append_member(struct buffer *output, const char *name,
                          const char *value)
{
  (void)buffer_printf(output, ",\n    \"%s\": ", name);
  if (value)
    (void)json_escape(output, value, strlen(value));
  else
    (void)buffer_puts(output, "null");
}

static void append_aliases(struct buffer *output, const char *aliases)
{
  size_t length, count = 0;

  (void)buffer_puts(output, ",\n    \"aliases\": [");
  for (; aliases && *aliases;
       aliases += length, aliases += strspn(aliases, " ")) {
    length = strcspn(aliases, " ");
    if (length == 0)
      continue;
    (void)buffer_puts(output, count++ ? ",\n      " : "\n      ");
    (void)json_escape(output, aliases, length);
  }
  (void)buffer_puts(output, count ? "\n    ]" : "]");
}

static void append_abi(struct buffer *output, const struct manifest *manifest)
{
  if (manifest)
    (void)buffer_printf(output, ",\n    \"abi\": \"%u.%u\"",
                        manifest->abi_major, manifest->abi_minor);
  else
    append_member(output, "abi", NULL);
}

static void append_object(struct buffer *output,
                          const struct plugin_found *found)
{
  const struct manifest *manifest =
      found->has_manifest ? &found->manifest : NULL;

  (void)buffer_puts(output, "  {\n    \"name\": ");
  if (found->name)
    (void)json_escape(output, found->name, strlen(found->name));
  else
    (void)buffer_puts(output, "null");
  append_member(output, "version", manifest ? manifest->version : NULL);
  append_abi(output, manifest);
  append_aliases(output, found->aliases);
  append_member(output, "summary", manifest ? manifest->summary : NULL);
  append_member(output, "status", status_word(found));
  append_member(output, "reason", found->reason);
  append_member(output, "path", found->path);
  (void)buffer_puts(output, "\n  }");
}

static void append_array(struct buffer *output, const struct plugin_list *list)
{
  size_t i;

  (void)buffer_putc(output, '[');
  for (i = 0; i < list->count; i++) {
    (void)buffer_puts(output, i ? ",\n" : "\n");
    append_object(output, list->items[i]);
  }
  (void)buffer_puts(output, list->count ? "\n]\n" : "]\n");
}

long plugins_list(struct buffer *output, int json, struct error *error)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };

  if (discover_all(&list, error) < 0)
    return -1;
  if (json)
    append_array(output, &list);
  else
    append_table(output, &list);
  if (output->failed)
    return error_memory(error);
  return (long)list.count;
}

/* ---- Check. ------------------------------------------------------- */

static const char *const kinds[] = { [FINDING_BROKEN] = "broken",
                                     [FINDING_REFUSED] = "refused",
                                     [FINDING_ADVICE] = "advice" };

static void append_escaped(struct buffer *output, const char *text)
{
  (void)text_escape(output, text, strlen(text));
}

/* The lines of one file. */
static void append_lines(struct buffer *output, const char *path,
                         const struct plugin_found *found,
                         const struct findings *findings)
{
  size_t i;

  for (i = 0; i < findings->count; i++) {
    append_escaped(output, path);
    (void)buffer_puts(
        output, findings->items[i].kind == FINDING_REFUSED ? ": it " : ": ");
    append_escaped(output, findings->items[i].text);
    (void)buffer_putc(output, '\n');
  }
  if (findings->count > 0)
    return;
  append_escaped(output, path);
  (void)buffer_printf(output, ": %s %s, plugin ABI %u.%u: nothing is wrong\n",
                      found->name, found->manifest.version,
                      found->manifest.abi_major, found->manifest.abi_minor);
}

static void append_problems(struct buffer *output,
                            const struct findings *findings)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t i;

  (void)buffer_puts(output, ",\n    \"problems\": [");
  for (i = 0; i < findings->count; i++) {
    const struct finding *finding = &findings->items[i];

    (void)buffer_printf(output,
                        "%s\n      {\n        \"kind\": \"%s\",\n"
                        "        \"text\": ",
                        i ? "," : "", kinds[finding->kind]);
    buffer_clear(&text);
    (void)buffer_printf(&text, "%s%s",
                        finding->kind == FINDING_REFUSED ? "it " : "",
                        finding->text);
    if (text.failed)
      output->failed = 1;
    else
      (void)json_escape(output, text.data, text.length);
    (void)buffer_puts(output, "\n      }");
  }
  (void)buffer_puts(output, findings->count ? "\n    ]" : "]");
}

static void append_checked(struct buffer *output, const char *path,
                           const struct plugin_found *found,
                           const struct findings *findings)
{
  const struct manifest *manifest =
      found->has_manifest ? &found->manifest : NULL;

  (void)buffer_puts(output, "  {\n    \"path\": ");
  (void)json_escape(output, path, strlen(path));
  append_member(output, "name", found->name);
  append_member(output, "version", manifest ? manifest->version : NULL);
  append_abi(output, manifest);
  append_problems(output, findings);
  (void)buffer_puts(output, "\n  }");
}

long plugins_check(struct buffer *output, const char *const *paths,
                   size_t count, int json, struct error *error)
{
  long wrong = 0;
  size_t i;

  for (i = 0; i < count; i++) {
    CLEANUP_FINDINGS struct findings findings = { 0 };
    CLEANUP_PLUGIN_FOUND struct plugin_found found = { 0 };

    if (check_file(paths[i], &found, &findings, error) < 0)
      return -1;
    wrong += findings.count > 0;
    if (json) {
      (void)buffer_puts(output, i ? ",\n" : "[\n");
      append_checked(output, paths[i], &found, &findings);
    } else {
      append_lines(output, paths[i], &found, &findings);
    }
  }
  if (json)
    (void)buffer_puts(output, "\n]\n");
  return output->failed ? error_memory(error) : wrong;
}

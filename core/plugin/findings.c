/* findings.c - what is wrong about one plugin, all of it. */
#include "core/plugin/findings.h"

#include <stdarg.h>
#include <stdlib.h>

#include "core/base/buffer.h"

int findings_add(struct findings *findings, enum finding_kind kind,
                 const char *format, ...)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct finding *items;
  va_list list;

  if (findings->count == FINDINGS_MOST)
    return -1;
  if (!findings->items) {
    items = calloc(FINDINGS_MOST, sizeof *items);
    if (!items)
      goto failed;
    findings->items = items;
  }
  va_start(list, format);
  (void)buffer_vprintf(&text, format, list);
  va_end(list);
  items = &findings->items[findings->count];
  items->kind = kind;
  items->text = buffer_take(&text);
  if (!items->text)
    goto failed;
  findings->count++;
  return -1;

failed:
  findings->failed = 1;
  return -1;
}

int findings_error(const struct findings *findings, const char *plugin,
                   struct error *error)
{
  if (findings->count == 0)
    return error_memory(error);
  return error_set(error, EXIT_PLUGIN, "plugin \"%s\" %s%s", plugin,
                   findings->items[0].kind == FINDING_REFUSED ? ""
                                                              : "is broken: ",
                   findings->items[0].text);
}

void findings_free(struct findings *findings)
{
  size_t i;

  for (i = 0; i < findings->count; i++)
    free(findings->items[i].text);
  free(findings->items);
  *findings = (struct findings){ 0 };
}

/* findings.c - what is wrong about one plugin, all of it. */
#include "core/plugin/findings.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"

int findings_add_rule(struct findings *findings, enum finding_kind kind,
                      const char *rule, const char *text)
{
  struct finding *finding = NULL;
  char *our_text = strdup(text);
  char *our_rule = rule ? strdup(rule) : NULL;

  if (!findings->items)
    findings->items = calloc(FINDINGS_MOST, sizeof *findings->items);
  if (!findings->items || !our_text || (rule && !our_rule))
    findings->failed = 1;
  else if (findings->count < FINDINGS_MOST)
    finding = &findings->items[findings->count++];
  if (finding) {
    *finding =
        (struct finding){ .kind = kind, .rule = our_rule, .text = our_text };
  } else {
    free(our_text);
    free(our_rule);
  }
  return -1;
}

int findings_add(struct findings *findings, enum finding_kind kind,
                 const char *format, ...)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  va_list list;

  va_start(list, format);
  buffer_vprintf(&text, format, list);
  va_end(list);
  if (!text.failed)
    return findings_add_rule(findings, kind, NULL, text.data);
  findings->failed = 1;
  return -1;
}

int findings_error(const struct findings *findings, const char *plugin,
                   struct error *error)
{
  if (findings->failed || findings->count == 0)
    return error_memory(error);
  return error_set(error, EXIT_PLUGIN, "plugin \"%s\" %s%s", plugin,
                   findings->items[0].kind == FINDING_REFUSED ? ""
                                                              : "is broken: ",
                   findings->items[0].text);
}

void findings_free(struct findings *findings)
{
  size_t i;

  for (i = 0; i < findings->count; i++) {
    free(findings->items[i].text);
    free(findings->items[i].rule);
  }
  free(findings->items);
  *findings = (struct findings){ 0 };
}

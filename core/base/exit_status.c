/* exit_status.c - what the process ends with. */
#include "core/base/exit_status.h"

#include <stddef.h>

const struct exit_status_row exit_statuses[] = {
#define EXIT_STATUS_ROW(name, number, kind, meaning)                          \
  { name, #number, kind, meaning },
  EXIT_STATUSES(EXIT_STATUS_ROW)
#undef EXIT_STATUS_ROW
      { .meaning = NULL }
};

const char *exit_status_kind(enum exit_status exit_status)
{
  const struct exit_status_row *row;

  for (row = exit_statuses; row->meaning; row++)
    if (row->status == exit_status && row->kind)
      return row->kind;
  return "failed";
}

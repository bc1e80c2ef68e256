/* cost.c - whether looking into a JSON text takes too much memory. */
#include "core/json/cost.h"

/* What three bytes can take at most: an empty object. */
#define VALUE_MOST 850

/* So many bytes may it take, and so many for each byte of the text. */
static const struct budget {
  enum scan_form form;
  uint64_t free;
  unsigned times;
} budgets[] = {
  [SCAN_THING] = { SCAN_TREE, (uint64_t)8 << 20, 2 },
  [SCAN_LIST] = { SCAN_TREE, (uint64_t)32 << 20, 8 },
  [SCAN_FILTERED] = { SCAN_FILTER, (uint64_t)24 << 20, 8 },
};

uint64_t scan_budget(enum scan_use use, uint64_t length)
{
  return budgets[use].free + budgets[use].times * length;
}

int scan_costs_too_much(const struct scan *scan, enum scan_use use)
{
  return scan->cost[budgets[use].form] + scan->offset >
         scan_budget(use, scan->offset);
}

uint64_t scan_whole_cost(struct span text)
{
  struct scan scan;
  struct span value;

  (void)scan_whole(&scan, text, &value);
  return scan.cost[SCAN_TREE] + scan.offset;
}

int scan_whole_costs_too_much(struct span text, enum scan_use use)
{
  struct scan scan;
  struct span value;

  /* So short a text takes no more, whatever is in it. */
  if (text.length <= budgets[use].free / VALUE_MOST)
    return 0;
  return scan_whole(&scan, text, &value) == 0 &&
         scan_costs_too_much(&scan, use);
}

int scan_refuse_cost(const char *what, enum exit_status exit_status,
                     struct error *error)
{
  return error_set(error, exit_status,
                   "%s has so many values that looking into it would take far "
                   "more memory than its size",
                   what);
}

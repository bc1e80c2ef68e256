/* cost.c - whether looking into a JSON text takes too much memory. */
#include "core/json/cost.h"

#include "core/json/whole.h"

/* What is made of a text for looking into it. */
enum form {
  SCAN_TREE,   /* a tree of json-c */
  SCAN_FILTER, /* a value of libjq */
  FORMS
};

/* What one of each takes: of json-c 0.15 to 0.18 and libjq 1.6 to 1.8, on
 * machines of 64 bits, as much as any of them, with what malloc adds and what
 * is there for a moment while a table grows.  A string's bytes are counted as
 * well, and so many names as a table grows beyond. */
static const unsigned costs[FORMS][SCAN_COUNTS] = {
  /* clang-format off */
  [SCAN_TREE] = { [SCAN_OBJECTS] = 830, [SCAN_ARRAYS] = 400,
                  [SCAN_ELEMENTS] = 24, [SCAN_NAMES] = 40,
                  [SCAN_NAMES_ABOVE_10] = 180, [SCAN_TEXTS] = 64,
                  [SCAN_NUMBERS] = 112, [SCAN_WORDS] = 64 },
  [SCAN_FILTER] = { [SCAN_OBJECTS] = 430, [SCAN_ARRAYS] = 300,
                    [SCAN_ELEMENTS] = 40, [SCAN_NAMES] = 48,
                    [SCAN_NAMES_ABOVE_8] = 150, [SCAN_TEXTS] = 48,
                    [SCAN_NUMBERS] = 80 },
  /* clang-format on */
};

/* What three bytes can take at most: an empty object. */
#define VALUE_MOST 850

/* So many bytes may it take, and so many for each byte of the text. */
static const struct budget {
  enum form form;
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

/* Bytes that a form of what was scanned takes at most, besides its strings. */
static uint64_t cost_of(const struct scan *scan, enum form form)
{
  uint64_t cost = 0;
  size_t i;

  for (i = 0; i < SCAN_COUNTS; i++)
    cost += costs[form][i] * scan->counts[i];
  return cost;
}

int scan_costs_too_much(const struct scan *scan, enum scan_use use)
{
  return cost_of(scan, budgets[use].form) + scan->offset >
         scan_budget(use, scan->offset);
}

uint64_t scan_whole_cost(struct span text)
{
  struct scan scan;
  struct span value;

  (void)scan_whole(&scan, text, &value);
  return cost_of(&scan, SCAN_TREE) + scan.offset;
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

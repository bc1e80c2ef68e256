/* membership.c - the groups that accounts are in. */
#include "membership.h"

#include "json.h"

_Static_assert(STATE_RECORDS <= 32, "a set has a bit for each record");

static uint32_t bit_of(const struct state *state, const struct record *group)
{
  return UINT32_C(1) << (group - state->records);
}

uint32_t membership_of(const struct state *state,
                       const struct organization *organization,
                       const struct draft *draft)
{
  uint32_t groups = 0;
  size_t at;

  for (at = 0; at < draft->group_count; at++) {
    const struct record *group =
        state_record(state, RECORD_GROUP, organization, draft->groups[at]);

    if (group)
      groups |= bit_of(state, group);
  }
  return groups;
}

int membership_has(const struct state *state, uint32_t groups,
                   const struct record *group)
{
  return (groups & bit_of(state, group)) != 0;
}

const struct record *membership_next(const struct state *state,
                                     uint32_t groups, uint32_t wanted)
{
  size_t at;

  for (at = 0; at < state->record_count; at++)
    if ((groups ^ wanted) & bit_of(state, &state->records[at]))
      return &state->records[at];
  return NULL;
}

void membership_flip(const struct state *state, uint32_t *groups,
                     const struct record *group)
{
  *groups ^= bit_of(state, group);
}

void membership_write(struct buffer *out, const struct state *state,
                      uint32_t groups)
{
  int first = 1;
  size_t at;

  for (at = 0; at < state->record_count; at++) {
    const struct record *group = &state->records[at];

    if (!membership_has(state, groups, group))
      continue;
    if (!first)
      buffer_putc(out, ',');
    json_quote(out, group->id);
    first = 0;
  }
}

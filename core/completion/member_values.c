/* member_values.c - what the value of a flag can become that is an element. */
#include "core/completion/member_values.h"

#include <string.h>

#include "core/document/scalar.h"
#include "core/plugin/field_flags.h"
#include "core/plugin/members.h"

/* Whether one of the members that are typed has this name. */
static int is_given(const char *typed, const char *name)
{
  const size_t length = strlen(name);

  for (; typed; typed = strchr(typed, ',')) {
    typed += *typed == ',';
    if (strncmp(typed, name, length) == 0 && typed[length] == '=')
      return 1;
  }
  return 0;
}

static void add_names(struct candidates *found,
                      const struct nscale_field *const *list,
                      const char *typed)
{
  const struct nscale_field *const *member;

  for (member = list; *member; member++) {
    CLEANUP_BUFFER struct buffer name = { 0 };
    CLEANUP_BUFFER struct buffer rule = { 0 };

    if (!member_is_given(list, *member) ||
        ((*member)->type != NSCALE_TYPE_ARRAY &&
         is_given(typed, (*member)->path + 1)))
      continue;
    buffer_printf(&name, "%s=", (*member)->path + 1);
    scalar_write_rule(*member, &rule);
    if (!name.failed && !rule.failed)
      candidates_add(found, name.data, rule.data);
  }
}

static void add_values(struct candidates *found,
                       const struct values_call *about,
                       const struct nscale_field *member)
{
  const char *const *word = member->choices ? member->choices->words : NULL;

  if (member->type == NSCALE_TYPE_BOOLEAN) {
    candidates_add(found, "true", NULL);
    candidates_add(found, "false", NULL);
  }
  for (; word && *word; word++)
    candidates_add(found, *word, NULL);
  if (member->choices && member->choices->list)
    values_of_choices(found, about, member->choices);
}

/* Where the last member begins; NULL in JSON. */
static const char *last_member(const char *text)
{
  const char *start = text;

  for (; *text; text++)
    if (*text == '{' || *text == '[')
      return NULL;
    else if (*text == '\\' && text[1])
      text++;
    else if (*text == ',')
      start = text + 1;
  return start;
}

static void add(struct candidates *found, const struct values_call *about,
                const struct nscale_field *const *list)
{
  const char *typed = found->value;
  const char *last = last_member(typed);
  const char *value = last ? strchr(last, '=') : NULL;

  if (!last)
    return;
  found->value = value ? value + 1 : last;
  if (!value) {
    add_names(found, list, typed);
    return;
  }
  for (; *list; list++)
    if (member_is_given(list, *list) &&
        strlen((*list)->path + 1) == (size_t)(value - last) &&
        strncmp((*list)->path + 1, last, (size_t)(value - last)) == 0)
      add_values(found, about, *list);
}

int member_values(struct candidates *candidates,
                  const struct values_call *about, const char *flag)
{
  CLEANUP_MEMBERS struct members members = { 0 };
  const struct nscale_field *field =
      about->noun && about->verb
          ? field_flag_field(about->noun, about->verb, flag)
          : NULL;

  if (!field)
    return 0;
  if (members_of(&members, about->noun->fields, field) == 0)
    add(candidates, about, members.list);
  return 1;
}

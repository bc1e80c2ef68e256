/* members.c - the fields of the elements of an array. */
#include "core/plugin/members.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/join.h"

/* What of a field's path follows that of another, where `next` does; NULL
 * where it is elsewhere. */
static const char *path_behind(const struct nscale_field *field,
                               const struct nscale_field *other,
                               const char *next)
{
  const size_t length = strlen(other->path);

  return field->path && strncmp(field->path, other->path, length) == 0 &&
                 strncmp(field->path + length, next, strlen(next)) == 0
             ? field->path + length
             : NULL;
}

int members_of(struct members *members,
               const struct nscale_field *const *fields,
               const struct nscale_field *array)
{
  size_t count = 0;
  const char *path;

  while (fields[count])
    count++;
  members->own = calloc(count + 1, sizeof *members->own);
  members->list = calloc(count + 1, sizeof *members->list);
  if (!members->own || !members->list)
    return -1;
  for (count = 0; *fields; fields++) {
    path = path_behind(*fields, array, "[].");
    if (!path)
      continue;
    members->own[count] = **fields;
    members->own[count].path = path + 2;
    members->list[count] = &members->own[count];
    count++;
  }
  return 0;
}

void members_free(struct members *members)
{
  free(members->list);
  free(members->own);
  *members = (struct members){ 0 };
}

int members_described(const struct nscale_field *const *fields,
                      const struct nscale_field *field)
{
  const char *next = field->type == NSCALE_TYPE_ARRAY ? "[]." : ".";

  while (*fields && !path_behind(*fields, field, next))
    fields++;
  return *fields != NULL;
}

int member_is_given(const struct nscale_field *const *list,
                    const struct nscale_field *member)
{
  return !(member->attributes & NSCALE_FIELD_READ_ONLY) &&
         !strchr(member->path, '[') &&
         !(member->type == NSCALE_TYPE_OBJECT &&
           members_described(list, member));
}

int member_is_needed(const struct nscale_field *const *list,
                     const struct nscale_field *member)
{
  return member->attributes & NSCALE_FIELD_REQUIRED && !member->absent &&
         member_is_given(list, member);
}

void members_write(const struct nscale_field *const *list, struct buffer *text)
{
  const struct nscale_field *const *member;
  size_t count = 0;

  for (member = list; *member; member++)
    if (member_is_given(list, *member))
      join_comma(text, count++, (*member)->path + 1);
}

/* members.h - the fields of the elements of an array: what a plugin describes
 * as `.spec.rules[].port` is `.port` of each element.
 */
#ifndef MEMBERS_H
#define MEMBERS_H

#include <nscale/plugin.h>

#include "core/base/buffer.h"
#include "core/base/cleanup.h"

/* Copies of fields whose paths begin in the element.  Starts zeroed; released
 * by members_free. */
struct members {
  const struct nscale_field **list; /* ends with NULL */
  struct nscale_field *own;         /* the copies */
};

/* Fills it with those of an array's elements; their texts belong to the
 * fields.  Returns 0, or -1 without memory. */
int members_of(struct members *members,
               const struct nscale_field *const *fields,
               const struct nscale_field *array);

void members_free(struct members *members);

#define CLEANUP_MEMBERS CLEANUP(members_free)

/* Whether any field is in the elements of an array, `.a[].b`, or below an
 * object, `.a.b`. */
int members_described(const struct nscale_field *const *fields,
                      const struct nscale_field *field);

/* Whether people name it where they write an element: not the server's, nor
 * what has members of its own, which are named in its place. */
int member_is_given(const struct nscale_field *const *list,
                    const struct nscale_field *member);

/* Whether an element cannot be without it. */
int member_is_needed(const struct nscale_field *const *list,
                     const struct nscale_field *member);

/* Appends the names of these: "protocol, port, pool.members". */
void members_write(const struct nscale_field *const *list,
                   struct buffer *text);

#endif

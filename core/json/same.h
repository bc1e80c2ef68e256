/* same.h - whether two JSON values are equal. */
#ifndef SAME_H
#define SAME_H

struct json_object;

/* Whether two values are equal: the order of an object's members is
 * irrelevant, that of an array's elements is not; 1 and 1.0 differ,
 * because somebody who wrote one did not write the other; 1.5 and 1.50 do
 * not, but all that a double cannot tell apart does unless it is written
 * alike.  Returns 1 or 0. */
int json_same(struct json_object *a, struct json_object *b);

#endif

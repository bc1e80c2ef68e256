/* vector.h - room for one more in an array that grows.
 *
 * The array is its owner's, as a pointer and a count.  Room doubles whenever
 * the count reaches a power of two, so nobody needs to know how much there is:
 *
 *     items = vector_grow(list->items, list->count, sizeof *items);
 *     if (!items)
 *       return error_memory(error);
 *     list->items = items;
 *     list->items[list->count++] = item;
 */
#ifndef VECTOR_H
#define VECTOR_H

#include <stddef.h>

/* The array with room for one behind `count` elements of `size` bytes: `items`
 * itself (NULL while the count is 0), or where that was moved to.  NULL
 * without memory: then `items` stays as it is. */
void *vector_grow(void *items, size_t count, size_t size);

#endif

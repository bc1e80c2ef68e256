/* vector.c - room for one more in an array that grows. */
#include "core/base/vector.h"

#include <stdint.h>
#include <stdlib.h>

#define ROOM_LEAST 8

void *vector_grow(void *items, size_t count, size_t size)
{
  size_t room = count ? 2 * count : ROOM_LEAST;

  if (count && (count < ROOM_LEAST || (count & (count - 1)) != 0))
    return items;
  return room > SIZE_MAX / size ? NULL : realloc(items, room * size);
}

/* word_list.c - words in one text, which spaces separate: aliases. */
#include "core/grammar/word_list.h"

#include <string.h>

size_t word_list_next(const char **list)
{
  if (!*list)
    return 0;
  *list += strspn(*list, " ");
  return strcspn(*list, " ");
}

int word_list_has(const char *list, const char *word, size_t length)
{
  size_t size;

  for (; (size = word_list_next(&list)); list += size)
    if (size == length && memcmp(list, word, length) == 0)
      return 1;
  return 0;
}

int word_lists_meet(const char *list, const char *other)
{
  size_t length;

  for (; (length = word_list_next(&list)); list += length)
    if (word_list_has(other, list, length))
      return 1;
  return 0;
}

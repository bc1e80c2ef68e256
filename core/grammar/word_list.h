/* word_list.h - words in one text, which spaces separate: aliases. */
#ifndef WORD_LIST_H
#define WORD_LIST_H

#include <stddef.h>

/* The next word at or behind `*list`, which is moved there: how long it is; 0
 * at the end.  NULL is an empty list.
 *
 *     for (at = list; (length = word_list_next(&at)); at += length)
 */
size_t word_list_next(const char **list);

/* Whether the word of so many bytes is in the list. */
int word_list_has(const char *list, const char *word, size_t length);

/* Whether two lists share a word. */
int word_lists_meet(const char *list, const char *other);

#endif

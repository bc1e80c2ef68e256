/* span.h - a part of a text that somebody else owns. */
#ifndef SPAN_H
#define SPAN_H

#include <stddef.h>

/* `text` is NULL where there is nothing; no NUL need follow it. */
struct span {
  const char *text;
  size_t length;
};

#endif

/* scan.h - a strict scanner for JSON that comes in pieces.
 *
 * It accepts one value as RFC 8259 defines it, and nothing else: no
 * comments, single quotes, NaN, leading zeros, trailing commas, raw control
 * characters in strings; UTF-8 is checked everywhere (RFC 3629: no overlong
 * forms, no surrogates).  It keeps no text, only where it stands: its memory
 * is this structure, whatever it is fed.
 *
 * Choices where the standard leaves one: a byte order mark at the start is
 * skipped; nesting ends at SCAN_DEPTH; an escaped lone surrogate ("\ud800")
 * is accepted, as json-c does in its validating mode, which reads U+FFFD; a
 * member's name that holds \u0000 is refused, because json-c would cut it
 * there and take it for another name.
 */
#ifndef SCAN_H
#define SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/json/mark.h"

#define SCAN_DEPTH MARKS_DEPTH

/* What a text holds, each counted: what is made of it takes memory (cost.h).
 */
enum scan_count {
  SCAN_OBJECTS,
  SCAN_ARRAYS,
  SCAN_ELEMENTS,
  SCAN_NAMES,
  SCAN_NAMES_ABOVE_8, /* of each object, those beyond so many */
  SCAN_NAMES_ABOVE_10,
  SCAN_TEXTS,
  SCAN_NUMBERS,
  SCAN_WORDS,
  SCAN_COUNTS
};

enum scan_event {
  SCAN_MORE,  /* every byte is used and nothing is to tell */
  SCAN_BEGIN, /* a value begins at the first byte not used yet */
  SCAN_END,   /* a value ended before the first byte not used yet */
  SCAN_ERROR  /* the first byte not used cannot stand there; see `reason` */
};

/* Starts as `struct scan scan = { .levels = 1 }`.  Needs no release. */
struct scan {
  unsigned levels;     /* BEGIN and END are told for values nested less deep
                        * than this: 1, the top value; 2, also its elements */
  unsigned depth;      /* arrays and objects that are open */
  uint64_t offset;     /* bytes used so far */
  const char *reason;  /* after SCAN_ERROR or a scan_finish that failed: what
                        * is wrong, in plain words; a static text */
  int empty;           /* scan_finish failed for there was no value at all */
  struct marks *marks; /* where marks go, whose `origin` is set and whose
                        * counts are 0; NULL for nowhere, and once there are
                        * too many */
  uint64_t counts[SCAN_COUNTS];
  /* What follows is the scanner's own. */
  int state;
  int told;            /* the value at hand was announced */
  int is_name;         /* the string at hand is a member's name */
  int is_odd;          /* and is not plain */
  int in_object;       /* the innermost that is open is an object */
  unsigned left;       /* bytes or digits that the character still lacks */
  unsigned char least; /* the next UTF-8 byte must lie within these two */
  unsigned char most;
  uint32_t code;       /* of the \u escape at hand */
  uint64_t line;       /* newlines before */
  uint64_t line_start; /* offset */
  uint64_t extra;      /* bytes of this line that begin no character */
  const char *literal; /* what is left of true, false, null, or the BOM */
  uint64_t is_object[(SCAN_DEPTH + 63) / 64]; /* a bit for each open level */
  uint32_t names[SCAN_DEPTH + 1];             /* of each open object, so far */
};

/* Feeds bytes up to the next event; `*used` is how many were used, and the
 * caller goes on with the rest.  After SCAN_ERROR every call returns it. */
enum scan_event scan_feed(struct scan *scan, const char *bytes, size_t length,
                          size_t *used);

/* Says that the text ends here.  Returns 0 when it was one whole value, -1
 * when it is empty, cut short or was refused before; `reason` tells.  (A
 * number at the top ends only here, without SCAN_END.) */
int scan_finish(struct scan *scan);

/* Says why a text was refused: `WHAT: line L, column C: reason`, or `WHAT is
 * empty`.  Returns -1. */
int scan_refuse(const struct scan *scan, const char *what,
                enum exit_status exit_status, struct error *error);

/* Where the first byte not used stands: both count from 1, the column in
 * characters. */
void scan_position(const struct scan *scan, uint64_t *line, uint64_t *column);

#endif

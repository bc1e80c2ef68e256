/* style.h - how results look: what a cell holds, and who reads it. */
#ifndef STYLE_H
#define STYLE_H

#include <stddef.h>
#include <stdint.h>

/* What a cell holds. */
enum {
  TABLE_TEXT,
  TABLE_TIME,   /* a moment (RFC 3339): `in 91d`, `5h ago` */
  TABLE_EXPIRY, /* likewise: `91d`; when past red and `expired 3d`; when within
                 * TABLE_SOON yellow */
  TABLE_AGE,    /* a moment in the past: `12d` */
  TABLE_STATUS  /* words; green, yellow or red by the worst one known */
};

#define TABLE_SOON (INT64_C(14) * 24 * 60 * 60) /* seconds */

struct table_style {
  int terminal; /* people read it */
  int colour;
  size_t width; /* columns of the terminal, 0 for no bound */
  int headless; /* a table without its header line */
  int may_omit; /* where the width is not enough, leave out columns */
  int64_t now;  /* seconds since 1970 */
};

/* The style of what goes to standard output now: that of people, at a terminal
 * or with --color=always, with the width and whether there are colours; or of
 * a pipe. */
struct table_style table_style_of_stdout(void);

/* The style of a table that is said, line by line (message_line): without
 * colours. */
struct table_style table_style_of_stderr(void);

#endif

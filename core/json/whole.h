/* whole.h - a JSON text that is here as a whole. */
#ifndef WHOLE_H
#define WHOLE_H

#include "core/json/scan.h"

/* Starts a scanner and runs it over a whole text.  Returns 0 with the value in
 * it, without the white space around it; or -1 as scan_finish. */
int scan_whole(struct scan *scan, struct span text, struct span *value);

/* Whether a text is one whole object or array, of which no end can be missing:
 * of a number nobody knows. */
int scan_is_closed(struct span text);

#endif

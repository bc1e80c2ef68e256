/* inject.h - how drive.c and inject.c speak with each other.
 *
 * The driver names a file of this size in INJECT_LOG; the shim maps it and
 * counts in it, so that the numbers are right however the process ends.
 */
#ifndef INJECT_H
#define INJECT_H

#include <stdint.h>

struct inject_log {
  uint32_t calls;    /* of the kind, in the process that was started */
  uint32_t injected; /* how many of them failed, or came with a signal */
  uint32_t sent;     /* `calls` when the last request was sent that bytes
                      * came back for */
};

#endif

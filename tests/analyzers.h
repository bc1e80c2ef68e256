/* analyzers.h - what analyzers, which see one file at a time, must know of
 * the others; tests/check-analyzers.sh puts it before the files of the core.
 */
#ifndef ANALYZERS_H
#define ANALYZERS_H

#include "core/base/error.h"

/* That these always return -1 (core/base/error.h). */
static inline int analyzers_failed(int result)
{
  (void)result;
  return -1;
}

#define error_set(...) analyzers_failed((error_set)(__VA_ARGS__))
#define error_hint(...) analyzers_failed((error_hint)(__VA_ARGS__))
#define error_plugin(...) analyzers_failed((error_plugin)(__VA_ARGS__))
#define error_kept(...) analyzers_failed((error_kept)(__VA_ARGS__))
#define error_memory(error) analyzers_failed((error_memory)(error))

#endif

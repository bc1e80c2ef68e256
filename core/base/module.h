/* module.h - the private modules of the core.
 *
 * libcurl brings thirty libraries and libjq a slow compiler; neither is
 * loaded before a command needs it.  What uses them lives in a shared object
 * of its own, DIR/transport.so and DIR/query.so, and is opened here.  A
 * module exports one data symbol, a table that begins with the prefix below;
 * the header that declares the table also says how to open it
 * (TRANSPORT_MODULE, QUERY_MODULE).  Modules are not plugins: they belong to
 * one build of the executable, so the prefix is compared for equality.
 */
#ifndef MODULE_H
#define MODULE_H

#include <stdint.h>

struct error;

#define MODULE_BUILD_SIZE 40

/* How every table begins. */
struct module_prefix {
  char build[MODULE_BUILD_SIZE]; /* PACKAGE_VERSION of its build */
  uint32_t size;                 /* of the whole table, in bytes */
};

/* Makes the table the one symbol that is visible outside. */
#define MODULE_EXPORT __attribute__((visibility("default")))

/* A module as whoever uses it knows it. */
struct module {
  const char *name;                  /* of its file, without .so */
  const char *symbol;                /* what it exports */
  uint32_t size;                     /* of the table, in bytes */
  const struct module_prefix *table; /* NULL until it is open */
};

/* Opens the module and returns its table, which begins with the prefix.  It
 * is opened once, later calls return the same table, and it stays until the
 * process ends.  NULL with an EXIT_FAILED error that names the file, the
 * cause and the way out, where it is missing, cannot be loaded or is of
 * another build.  Not for use from more than one thread. */
const void *module_open(struct module *module, struct error *error);

#endif

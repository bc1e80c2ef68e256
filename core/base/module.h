/* module.h - the private modules of the core.
 *
 * libcurl brings thirty libraries and libjq a slow compiler; neither is
 * loaded before a command needs it.  What uses them lives in a shared object
 * of its own, DIR/transport.so and DIR/query.so, and is opened here.  A
 * module exports one data symbol, `nscale_NAME_module`, a table that begins
 * with the prefix below.  Modules are no plugins: they belong to one build of
 * the executable, so the prefix is compared for equality.
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

/* Where the modules are: an absolute directory without a slash at its end.
 * Defined in core/base/paths.c. */
extern const char module_directory[];

/* Opens the module `name` ("transport" or "query") and returns its table, a
 * `const struct transport_module *` or `const struct query_module *`.  It is
 * opened once, later calls return the same table, and it stays until the
 * process ends.  NULL with an EXIT_FAILED error that names the file, the
 * cause and the way out, where it is missing, cannot be loaded or is of
 * another build.  Not for use from more than one thread.
 *
 * Global state: the tables that are open. */
const void *module_open(const char *name, struct error *error);

#endif

/* module.c - the private modules of the core. */
#include "core/base/module.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/paths.h"

/* Whether the table is of this very build. */
static int is_ours(const struct module *module,
                   const struct module_prefix *table, const char *path,
                   struct error *error)
{
  if (strncmp(table->build, PACKAGE_VERSION, sizeof table->build) != 0)
    error_set(error, EXIT_FAILED,
              "%s belongs to nscale %.*s, this is nscale %s", path,
              (int)sizeof table->build, table->build, PACKAGE_VERSION);
  else if (table->size != module->size)
    error_set(error, EXIT_FAILED, "%s belongs to another build of nscale %s",
              path, PACKAGE_VERSION);
  else
    return 1;
  return 0;
}

/* The table in the file at `path`, or NULL with the error but no hint. */
static const struct module_prefix *load(const struct module *module,
                                        const char *path, struct error *error)
{
  const struct module_prefix *table;
  const char *cause;
  void *handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL);

  if (!handle) {
    cause = dlerror();
    if (!cause)
      cause = "unknown cause";
    /* The loader's text usually begins with the path, but not always. */
    if (strstr(cause, path))
      error_set(error, EXIT_FAILED, "cannot load a part of nscale: %s", cause);
    else
      error_set(error, EXIT_FAILED, "cannot load a part of nscale: %s: %s",
                path, cause);
    return NULL;
  }
  table = dlsym(handle, module->symbol);
  if (!table)
    error_set(error, EXIT_FAILED,
              "%s is not a part of nscale: it does not have %s", path,
              module->symbol);
  else if (is_ours(module, table, path, error))
    return table;
  (void)dlclose(handle);
  return NULL;
}

const void *module_open(struct module *module, struct error *error)
{
  char path[4096];
  int length;

  if (module->table)
    return module->table;
  length =
      snprintf(path, sizeof path, "%s/%s.so", module_directory, module->name);
  if (length < 0 || (size_t)length >= sizeof path) {
    error_set(error, EXIT_FAILED, "the path of %s.so is too long",
              module->name);
    return NULL;
  }
  module->table = load(module, path, error);
  if (!module->table)
    error_hint(error, "reinstall nscale");
  return module->table;
}

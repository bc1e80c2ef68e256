/* load.c - opens one plugin. */
#include "core/plugin/load.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/stat.h>

#include "core/buffer.h"
#include "core/plugin/directories.h"

/* The one symbol of a plugin; the major is in its name. */
#define SYMBOL "nscale_plugin_v" NSCALE_TEXT_(NSCALE_ABI_MAJOR)

/* Up to min_minor, which no major will ever change. */
#define PREFIX_SIZE 8u

/* Whether the path still leads to the file that was checked, and that file
 * may still be trusted.  dlopen takes a path, hence before and after it. */
static int check_same(const struct plugin_found *found, struct error *error)
{
  struct stat status;

  if (stat(found->path, &status) == 0 && S_ISREG(status.st_mode) &&
      status.st_dev == found->device && status.st_ino == found->inode &&
      !distrust(&status))
    return 0;
  return error_set(error, EXIT_PLUGIN,
                   "plugin \"%s\" was changed while it was opened",
                   found->name);
}

/* `plugin "x" cannot be loaded: cause`, in one line and with the path once:
 * the loader's text begins with it in most cases, but not in all. */
static int cannot_load(const struct plugin_found *found, const char *cause,
                       struct error *error)
{
  CLEANUP_BUFFER struct buffer line = { 0 };
  size_t i;

  (void)buffer_puts(&line, cause ? cause : "unknown cause");
  if (line.failed)
    return error_memory(error);
  for (i = 0; i < line.length; i++)
    if (line.data[i] == '\n')
      line.data[i] = ' ';
  while (line.length > 0 && line.data[line.length - 1] == ' ')
    line.data[--line.length] = '\0';
  if (strstr(line.data, found->path))
    return error_set(error, EXIT_PLUGIN,
                     "plugin \"%s\" cannot be loaded: %s", found->name,
                     line.data);
  return error_set(error, EXIT_PLUGIN,
                   "plugin \"%s\" cannot be loaded: %s: %s", found->name,
                   found->path, line.data);
}

/* The ABI in the manifest, or in the descriptor, which nothing obliges to
 * agree. */
static int check_abi(const struct plugin_found *found, unsigned major,
                     unsigned minor, struct error *error)
{
  CLEANUP_ERROR struct error why = { 0 };

  if (manifest_check_abi(major, minor, &why) == 0)
    return 0;
  return error_set(error, EXIT_PLUGIN, "plugin \"%s\" %s", found->name,
                   why.message);
}

static int differs(const char *described, const char *manifest)
{
  return strcmp(described, manifest) != 0;
}

/* The texts of the descriptor and those of the manifest come from the same
 * words of the same macro. */
static int check_manifest(const struct plugin_found *found,
                          const struct nscale_plugin *descriptor,
                          struct error *error)
{
  const struct manifest *manifest = &found->manifest;
  const char *what;

  if (differs(descriptor->version, manifest->version))
    what = "version";
  else if (differs(descriptor->aliases, manifest->aliases))
    what = "aliases";
  else if (differs(descriptor->summary, manifest->summary))
    what = "summary";
  else
    return 0;
  return error_set(error, EXIT_PLUGIN,
                   "plugin \"%s\" is broken: its manifest and its descriptor "
                   "differ in %s",
                   found->name, what);
}

/* The symbol, and the checks that the frozen prefix allows. */
static const struct nscale_plugin *
find_descriptor(const struct plugin_found *found, void *handle,
                struct error *error)
{
  const struct nscale_plugin *descriptor = dlsym(handle, SYMBOL);

  if (!descriptor) {
    (void)error_set(error, EXIT_PLUGIN,
                    "plugin \"%s\" is broken: it exports no %s",
                    found->name, SYMBOL);
    return NULL;
  }
  if (descriptor->struct_size < PREFIX_SIZE) {
    (void)error_set(error, EXIT_PLUGIN,
                    "plugin \"%s\" is broken: its descriptor is cut short",
                    found->name);
    return NULL;
  }
  if (check_abi(found, descriptor->abi_major, descriptor->min_minor, error) <
      0)
    return NULL;
  return descriptor;
}

static int open_plugin(const struct plugin_found *found,
                       struct plugin *plugin, struct error *error)
{
  const struct nscale_plugin *descriptor;

  if (check_abi(found, found->manifest.abi_major, found->manifest.abi_minor,
                error) < 0 ||
      check_same(found, error) < 0)
    return -1;
  plugin->handle = dlopen(found->path, RTLD_NOW | RTLD_LOCAL);
  if (!plugin->handle)
    return cannot_load(found, dlerror(), error);
  if (check_same(found, error) < 0)
    return -1;
  descriptor = find_descriptor(found, plugin->handle, error);
  if (!descriptor ||
      description_copy(descriptor, found->name, &plugin->description,
                       error) < 0)
    return -1;
  plugin->descriptor = &plugin->description.plugin;
  plugin->noun = plugin->descriptor->noun;
  return check_manifest(found, plugin->descriptor, error);
}

int plugin_load(const struct plugin_found *found, struct plugin *plugin,
                struct error *error)
{
  *plugin = (struct plugin){ 0 };
  if (open_plugin(found, plugin, error) == 0)
    return 0;
  plugin_unload(plugin);
  return error_hint(error,
                    "the plugin is %s; install a release of it that fits, or "
                    "remove the file",
                    found->path);
}

void plugin_unload(struct plugin *plugin)
{
  description_free(&plugin->description);
  if (plugin->handle)
    (void)dlclose(plugin->handle);
  plugin->handle = NULL;
  plugin->descriptor = NULL;
  plugin->noun = NULL;
}

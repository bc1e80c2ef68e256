/* load.c - opens one plugin. */
#include "core/plugin/load.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/buffer.h"
#include "core/base/folder.h"
#include "core/base/interrupt.h"

/* Up to min_minor, which no major will ever change. */
#define PREFIX_SIZE 8u

/* Whether the path still leads to the file that was checked, and that file
 * may still be trusted.  dlopen takes a path, hence before and after it. */
static int check_same(const struct plugin_found *found,
                      struct findings *findings)
{
  struct stat status;

  if (stat(found->path, &status) == 0 && S_ISREG(status.st_mode) &&
      status.st_dev == found->device && status.st_ino == found->inode &&
      !folder_distrust(&status, FOLDER_READ))
    return 0;
  return findings_add(findings, FINDING_REFUSED,
                      "was changed while it was opened");
}

/* `cannot be loaded: cause`, in one line and with the path once: the loader's
 * text begins with it in most cases, but not in all. */
static int cannot_load(const struct plugin_found *found, const char *cause,
                       struct findings *findings)
{
  CLEANUP_BUFFER struct buffer line = { 0 };
  size_t i;

  buffer_puts(&line, cause ? cause : "unknown cause");
  if (line.failed) {
    findings->failed = 1;
    return -1;
  }
  for (i = 0; i < line.length; i++)
    if (line.data[i] == '\n')
      line.data[i] = ' ';
  while (line.length > 0 && line.data[line.length - 1] == ' ')
    line.data[--line.length] = '\0';
  if (strstr(line.data, found->path))
    return findings_add(findings, FINDING_REFUSED, "cannot be loaded: %s",
                        line.data);
  return findings_add(findings, FINDING_REFUSED, "cannot be loaded: %s: %s",
                      found->path, line.data);
}

/* The ABI in the manifest, or in the descriptor, which nothing obliges to
 * agree. */
static int check_abi(unsigned major, unsigned minor, struct findings *findings)
{
  CLEANUP_ERROR struct error why = { 0 };

  if (manifest_check_abi(major, minor, &why) == 0)
    return 0;
  return findings_add(findings, FINDING_REFUSED, "%s", why.message);
}

/* The texts of the descriptor and those of the manifest come from the same
 * words of the same macro. */
static int check_manifest(const struct manifest *manifest,
                          const struct nscale_plugin *descriptor,
                          struct findings *findings)
{
  const struct {
    const char *what;
    const char *described;
    const char *listed;
  } texts[] = {
    { "version", descriptor->version, manifest->version },
    { "aliases", descriptor->aliases, manifest->aliases },
    { "summary", descriptor->summary, manifest->summary },
  };
  int result = 0;
  size_t i;

  for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
    /* One that is missing was found by rules_check. */
    if (texts[i].described && strcmp(texts[i].described, texts[i].listed) != 0)
      result |= findings_add(findings, FINDING_BROKEN,
                             "its manifest and its descriptor differ in %s",
                             texts[i].what);
  return result;
}

/* The symbol, and the checks that the frozen prefix allows. */
static const struct nscale_plugin *find_descriptor(void *handle,
                                                   struct findings *findings)
{
  const struct nscale_plugin *descriptor = dlsym(handle, PLUGIN_SYMBOL);

  if (!descriptor) {
    (void)findings_add(findings, FINDING_BROKEN, "it exports no %s",
                       PLUGIN_SYMBOL);
    return NULL;
  }
  if (descriptor->struct_size < PREFIX_SIZE) {
    (void)findings_add(findings, FINDING_BROKEN,
                       "its descriptor is cut short");
    return NULL;
  }
  if (check_abi(descriptor->abi_major, descriptor->min_minor, findings) < 0)
    return NULL;
  return descriptor;
}

/* All that runs the plugin's code, or reads what it says of itself. */
static int open_and_describe(const struct plugin_found *found,
                             struct plugin *plugin, struct findings *findings)
{
  const struct nscale_plugin *descriptor;
  int result;

  if (check_abi(found->manifest.abi_major, found->manifest.abi_minor,
                findings) < 0 ||
      check_same(found, findings) < 0)
    return -1;
  plugin->handle = dlopen(found->path, RTLD_NOW | RTLD_LOCAL);
  if (!plugin->handle)
    return cannot_load(found, dlerror(), findings);
  if (check_same(found, findings) < 0)
    return -1;
  descriptor = find_descriptor(plugin->handle, findings);
  if (!descriptor)
    return -1;
  result = description_copy(descriptor, found->name, &plugin->description,
                            findings);
  if (findings->failed)
    return -1;
  plugin->descriptor = &plugin->description.plugin;
  plugin->noun = plugin->descriptor->noun;
  return result |
         check_manifest(&found->manifest, plugin->descriptor, findings);
}

int plugin_open(const struct plugin_found *found, struct plugin *plugin,
                struct findings *findings)
{
  int result;

  *plugin = (struct plugin){ .name = found->name };
  interrupt_blame(found->name, "while it was opened");
  result = open_and_describe(found, plugin, findings);
  interrupt_blame(NULL, NULL);
  return result;
}

int plugin_load(const struct plugin_found *found, struct plugin *plugin,
                struct error *error)
{
  CLEANUP_FINDINGS struct findings findings = { 0 };

  if (plugin_open(found, plugin, &findings) == 0)
    return 0;
  plugin_unload(plugin);
  (void)findings_error(&findings, found->name, error);
  return error_hint(error,
                    "the plugin is %s; install a release of it that fits, or "
                    "remove the file",
                    found->path);
}

void plugin_unload(struct plugin *plugin)
{
  if (plugin->handle) {
    interrupt_blame(plugin->name, "while it was closed");
    description_free(&plugin->description);
    (void)dlclose(plugin->handle);
    interrupt_blame(NULL, NULL);
  }
  plugin->handle = NULL;
  plugin->descriptor = NULL;
  plugin->noun = NULL;
}

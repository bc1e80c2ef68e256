/* load.h - opens one plugin. */
#ifndef LOAD_H
#define LOAD_H

#include <nscale/plugin.h>

#include "core/base/error.h"
#include "core/plugin/describe.h"
#include "core/plugin/findings.h"
#include "core/plugin/found.h"

/* The one symbol of a plugin; the major is in its name. */
#define PLUGIN_SYMBOL "nscale_plugin_v" NSCALE_TEXT_(NSCALE_ABI_MAJOR)

/* An open plugin.  Starts as `struct plugin p = { 0 };`, is filled by
 * plugin_load and released by plugin_unload. */
struct plugin {
  void *handle;     /* of dlopen */
  const char *name; /* as it was found, and borrowed from there */
  /* The plugin and its noun as this host knows them, see describe.h: every
   * list is there, every default is filled in.  Lives as long as the plugin
   * is loaded, as do its texts. */
  const struct nscale_plugin *descriptor;
  const struct nscale_noun *noun;
  struct description description;
};

/* Opens a plugin that discover_one or discover_all found and whose status is
 * PLUGIN_OK; this is what first runs code of the plugin (its constructors).
 * Refused before any runs: another file than the one that was checked, and
 * an ABI that this host does not provide; after that: what dlopen refuses, a
 * descriptor that is not there, does not agree with the manifest, or breaks
 * a rule of nscale/plugin.h.  Returns 0, or -1 with EXIT_PLUGIN, a sentence
 * and a hint with the path. */
int plugin_load(const struct plugin_found *found, struct plugin *plugin,
                struct error *error);

/* The same for who wants to know all that is wrong: returns 0, or -1 with the
 * findings, and keeps the plugin as far as it was opened (see plugin_unload;
 * a NULL noun where the description could not be copied). */
int plugin_open(const struct plugin_found *found, struct plugin *plugin,
                struct findings *findings);

/* Closes it; accepts one that was never loaded.  Everything borrowed from it
 * is gone. */
void plugin_unload(struct plugin *plugin);

#define CLEANUP_PLUGIN CLEANUP(plugin_unload)

#endif

/* paths.h - where the installed parts are.
 *
 * The texts come from configure's --libdir and its like, as the macros
 * PLUGIN_DIR, MODULE_DIR and PROVIDER_FILE; the executable of the build folder
 * links another object of paths.c, which names the build folder.  All are
 * absolute, without a slash at their end.
 */
#ifndef PATHS_H
#define PATHS_H

/* Where packages put plugins, $(libdir)/nscale/plugins. */
extern const char plugin_directory[];

/* Where the private modules are (core/base/module.h). */
extern const char module_directory[];

/* Where the core's package says which packages provide plugins
 * (core/plugin/provider.h), $(datadir)/nscale/providers; third parties do in
 * $(datadir)/nscale/providers.d. */
extern const char provider_file[];

#endif

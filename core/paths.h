/* paths.h - where the installed parts are.
 *
 * The two texts come from configure's --libdir and its like, as the macros
 * PLUGIN_DIR and MODULE_DIR; the executable of the build folder links another
 * object of paths.c, which names the build folder.  Both are absolute
 * directories without a slash at their end.
 */
#ifndef PATHS_H
#define PATHS_H

/* Where packages put plugins, $(libdir)/nscale/plugins. */
extern const char plugin_directory[];

/* Where the private modules are (core/module.h). */
extern const char module_directory[];

#endif

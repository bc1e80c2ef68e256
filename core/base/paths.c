/* paths.c - where the installed parts are. */
#include "core/base/paths.h"

const char plugin_directory[] = PLUGIN_DIR;
const char module_directory[] = MODULE_DIR;
const char provider_file[] = PROVIDER_FILE;

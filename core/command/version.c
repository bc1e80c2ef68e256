/* version.c - `nscale version`. */
#include "core/command/version.h"

#include "core/cli/print.h"

int version_print(int json, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  buffer_printf(&text,
                json ? "{\n  \"version\": \"%s\",\n"
                       "  \"plugin_abi\": \"%d.%d\"\n}\n"
                     : "nscale %s (plugin ABI %d.%d)\n",
                PACKAGE_VERSION, NSCALE_ABI_MAJOR, NSCALE_ABI_MINOR);
  return json ? print_redacted(&text, 1, error) : print_result(&text, error);
}

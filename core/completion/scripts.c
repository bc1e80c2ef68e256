/* scripts.c - what connects shells with `nscale __complete`. */
#include "core/completion/scripts.h"

#include <string.h>

/* Made of the scripts beside this file, see core/local.mk. */
static const char bash[] =
#include "core/completion/bash.inc"
    ;
static const char zsh[] =
#include "core/completion/zsh.inc"
    ;
static const char fish[] =
#include "core/completion/fish.inc"
    ;

const char *script_of(const char *shell)
{
  if (strcmp(shell, "bash") == 0)
    return bash;
  return strcmp(shell, "zsh") == 0 ? zsh : fish;
}

/* style.c - how results look. */
#include "core/output/style.h"

#include <time.h>
#include <unistd.h>

#include "core/message/tty.h"

struct table_style table_style_of_stdout(void)
{
  const int terminal = tty_is(STDOUT_FILENO);

  return (struct table_style){
    .terminal = terminal,
    .colour = tty_colour(STDOUT_FILENO),
    .width = terminal ? tty_width(STDOUT_FILENO) : 0,
    .now = (int64_t)time(NULL),
  };
}

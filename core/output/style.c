/* style.c - how results look. */
#include "core/output/style.h"

#include <time.h>
#include <unistd.h>

#include "core/message/tty.h"

struct table_style table_style_of_stdout(void)
{
  const int terminal = tty_for_people(STDOUT_FILENO);

  return (struct table_style){
    .terminal = terminal,
    .colour = tty_colour(STDOUT_FILENO),
    .width = tty_is(STDOUT_FILENO) ? tty_width(STDOUT_FILENO)
             : terminal            ? tty_width_given()
                                   : 0,
    .now = (int64_t)time(NULL),
  };
}

struct table_style table_style_of_stderr(void)
{
  const int terminal = tty_is(STDERR_FILENO);

  return (struct table_style){
    .terminal = terminal,
    .width = terminal ? tty_width(STDERR_FILENO) : 0,
    .now = (int64_t)time(NULL),
  };
}

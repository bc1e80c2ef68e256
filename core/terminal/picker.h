/* picker.h - one or several of a list, chosen on a screen.
 *
 * With `filter` what is typed narrows the list to the items that have the
 * text in their label or value, in any case (of ASCII letters); without, it
 * moves to the item that begins with it.  Enter takes the item at the cursor.
 *
 * With `multiple` Tab chooses and drops the item at the cursor, and so does
 * the space bar until a filter is typed, to which it belongs from then on.
 * Enter chooses the item that was filtered and clears the filter; without one
 * it takes what was chosen, which may be nothing.  What is chosen stands first
 * where no filter is typed.
 *
 * With `deliberate`, which is for menus, Enter alone chooses nothing: the
 * cursor begins at no item, and of what is typed the first item wants the
 * whole, from its beginning on, so that no line that was meant for another
 * program chooses it.
 */
#ifndef PICKER_H
#define PICKER_H

#include <stddef.h>

#include "core/base/error.h"
#include "core/terminal/prompt.h"

struct picker {
  const char *head; /* lines above all, escaped already; or NULL */
  const char *label;
  const struct prompt_item *items;
  size_t count;
  int multiple;
  int filter;
  int deliberate;
  const char *text; /* lines above the items, escaped already (SCREEN_SIGNED),
                     * which Page Up and Page Down scroll where they do not
                     * fit; or NULL */
  const char *keys; /* what Enter and Esc do: "Enter: next. Esc: back." */
  const char *keys_filtered; /* likewise while a filter is typed; NULL: keys */
};

/* Asks.  `chosen`, one byte an item, is what to start from, and with
 * SCREEN_DONE what was chosen; it is as it was else.  Returns as screen_run
 * does; SCREEN_FAILED with EXIT_FAILED where there is nothing to choose
 * from. */
int picker_run(const struct picker *picker, unsigned char *chosen,
               struct error *error);

#endif

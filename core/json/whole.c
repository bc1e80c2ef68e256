/* whole.c - a JSON text that is here as a whole. */
#include "core/json/whole.h"

int scan_whole(struct scan *scan, struct span text, struct span *value)
{
  enum scan_event event = SCAN_BEGIN;
  size_t at = 0, used = 0, begin = 0, end = text.length;

  *scan = (struct scan){ .levels = 1 };
  while (event != SCAN_MORE && event != SCAN_ERROR) {
    event = scan_feed(scan, text.text + at, text.length - at, &used);
    at += used;
    if (event == SCAN_BEGIN)
      begin = at;
    else if (event == SCAN_END)
      end = at;
  }
  *value = (struct span){ text.text + begin, end - begin };
  return event == SCAN_MORE ? scan_finish(scan) : -1;
}

int scan_is_closed(struct span text)
{
  struct scan scan = { .levels = 1 };
  struct span value;

  return scan_whole(&scan, text, &value) == 0 &&
         (value.text[0] == '{' || value.text[0] == '[');
}

/* step_text.h - a step that is answered by typing a line. */
#ifndef STEP_TEXT_H
#define STEP_TEXT_H

#include "core/verb/step.h"

/* Asks for the step, number `at`, and puts the answer in the document.
 * Returns SCREEN_DONE, SCREEN_BACK, or SCREEN_FAILED with the call's error
 * set. */
int step_text_ask(struct steps *steps, const struct nscale_field *step,
                  size_t at);

#endif

/* step_choice.h - a step that is answered by choosing from a list. */
#ifndef STEP_CHOICE_H
#define STEP_CHOICE_H

#include "core/verb/step.h"

/* Asks for the step, number `at`.  A scope becomes the call's; another one
 * makes what was chosen in the first void.  A field's answer goes in the
 * document, or out of it.  Where the list cannot be read, the user says
 * whether to try again.  Returns SCREEN_DONE, SCREEN_BACK,
 * STEP_NOTHING, or SCREEN_FAILED with the call's error set. */
int step_choice_ask(struct steps *steps, const struct nscale_field *step,
                    size_t at);

#endif

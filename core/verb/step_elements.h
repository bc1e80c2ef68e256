/* step_elements.h - a step that is answered by one element after another, and
 * each of these by its members, which are steps again.
 */
#ifndef STEP_ELEMENTS_H
#define STEP_ELEMENTS_H

#include "core/verb/step.h"

/* Shows the elements that there are, and asks for another one, or for one to
 * change or to remove, until that is all; then puts the array in the document.
 * Returns SCREEN_DONE; SCREEN_BACK, with the document as it was; or
 * SCREEN_FAILED with the call's error set. */
int step_elements_ask(struct steps *steps, const struct nscale_field *step,
                      size_t at);

#endif
